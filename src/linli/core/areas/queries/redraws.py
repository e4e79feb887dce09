"""Plans to draw grids anew, and what they would move."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from linli.base.permissions import Actor
from linli.core.areas.enums import MOVABLE, AreaPermission
from linli.core.areas.models import Area, Redraw
from linli.core.areas.queries.tree import address_of, homes_below


@dataclass(frozen=True)
class Moving:
    """One building of a plan: where it lies, where it will lie, how many homes go along."""

    area: Area
    address: str
    present: Area | None
    to: Area
    homes: int


def redraws_for(actor: Actor) -> QuerySet[Redraw]:
    """The plans of the actor's communities, the next ones first."""
    mine = Redraw.objects.visible_to(actor, AreaPermission.VIEW).select_related("community")
    return mine.order_by("-effective_on", "-pk")


def movable_in(community: Area) -> QuerySet[Area]:
    """The compounds and buildings of a community that a plan may name: compounds first, then as people count."""
    inside = Area.objects.filter(community=community, kind__in=sorted(MOVABLE), ends_on=None)
    return inside.select_related("parent").order_by("parent__path", "number", "path")


def moving_with(moves: Iterable[dict[str, str]]) -> list[Moving]:
    """What a plan moves, building by building."""
    pairs = [(UUID(move["area"]), UUID(move["to"])) for move in moves]
    known = Area.objects.in_bulk([key for pair in pairs for key in pair])
    return [_moving(known[area], known[grid]) for area, grid in pairs if area in known and grid in known]


def _moving(area: Area, grid: Area) -> Moving:
    address = address_of(area.path)
    return Moving(area, str(address), address.grid, grid, homes_below(area))
