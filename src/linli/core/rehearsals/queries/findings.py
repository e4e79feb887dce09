"""What the thresholds of E-03 say about the copy, beside what they say today. Nobody is scored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from linli.core.areas.models import Area
from linli.core.areas.queries.tree import homes_below
from linli.core.organisation.queries.findings import Finding, findings_of
from linli.core.organisation.queries.thresholds import Threshold, thresholds
from linli.core.people.queries.persons import people_below
from linli.core.rehearsals.models import Change
from linli.core.rehearsals.queries.copying import Rehearsed

# A plan that would make these true is not shown to anybody: there would be no such group or branch.
BLOCKING = frozenset({"group_min_members", "group_min_full", "branch_min_full"})


@dataclass(frozen=True)
class Compared:
    """The findings that a plan brings, takes away, and leaves as they are."""

    new: list[Finding]
    gone: list[Finding]
    same: list[Finding]

    @property
    def blocking(self) -> list[Finding]:
        """Those that must be put right on the copy first."""
        return [one for one in self.new if one.rule.key in BLOCKING]


def compared(seen: Rehearsed, today: date) -> Compared:
    """The findings of both trees, side by side."""
    before = {_key(one): one for one in findings_of(seen.before.nodes(seen.members), today)}
    after = {_key(one): one for one in findings_of(seen.after.nodes(seen.members), today)}
    return Compared(
        new=[one for key, one in after.items() if key not in before],
        gone=[one for key, one in before.items() if key not in after],
        same=[one for key, one in after.items() if key in before],
    )


def _key(finding: Finding) -> tuple[str, str]:
    return finding.org.key, finding.rule.key  # type: ignore[attr-defined]  # set by `Copy.nodes`


@dataclass(frozen=True)
class GridCount:
    """A grid of a plan: homes and people today, and then."""

    grid: Area
    homes: int
    people: int
    homes_then: int
    people_then: int

    @property
    def notes(self) -> list[tuple[Threshold, str]]:
        """The thresholds that it would not keep."""
        rules, found = thresholds(), []
        if self.homes_then < rules["grid_households_min"].value:
            found.append((rules["grid_households_min"], _("It would have %(n)s homes.") % {"n": self.homes_then}))
        if self.homes_then > rules["grid_households_max"].value:
            found.append((rules["grid_households_max"], _("It would have %(n)s homes.") % {"n": self.homes_then}))
        if self.people_then > rules["grid_persons_max"].value:
            found.append((rules["grid_persons_max"], _("It would have %(n)s people.") % {"n": self.people_then}))
        return found


def grid_counts(changes: list[Change]) -> list[GridCount]:
    """The grids that a plan takes buildings from and gives them to."""
    moves = [(change.area, change.to_grid) for change in changes if change.area and change.to_grid]
    if not moves:
        return []
    community = moves[0][1].community_id
    grids = Area.objects.filter(community=community, kind="grid", ends_on=None).defer("outline").order_by("number")
    counts = {area.pk: (homes_below(area), people_below(area.path)) for area, _to in moves}
    return [found for grid in grids if (found := _grid_count(grid, moves, counts)) is not None]


def _grid_count(grid: Area, moves: list[tuple[Area, Area]], counts: dict[Any, tuple[int, int]]) -> GridCount | None:
    leave = [counts[area.pk] for area, _to in moves if area.path.startswith(grid.path)]
    come = [counts[area.pk] for area, to in moves if to.pk == grid.pk]
    if not leave and not come:
        return None
    homes, people = homes_below(grid), people_below(grid.path)
    then = [now + sum(one[n] for one in come) - sum(one[n] for one in leave) for n, now in enumerate((homes, people))]
    return GridCount(grid, homes, people, then[0], then[1])
