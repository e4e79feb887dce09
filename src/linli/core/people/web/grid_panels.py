"""What the register adds to the pages of grids and buildings: who works there, how many live there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from linli.base.permissions import Actor, may
from linli.core.areas.enums import AreaKind
from linli.core.areas.models import Area
from linli.core.areas.web.panels import (
    GridColumn,
    MoveCount,
    Panel,
    area_panels,
    grid_panels,
    register_grid_column,
    register_move_count,
)
from linli.core.people.enums import PeoplePermission
from linli.core.people.models import Grant
from linli.core.people.queries.homes import households_with_members
from linli.core.people.queries.persons import homes_and_people_below, people_below, shown_name, workers_at
from linli.core.people.web.grants import role_label

GRID_LEADER = "grid_leader"


@grid_panels.register(order=10)
def who_works_here(actor: Actor, grid: Area) -> Panel | None:
    """Who works in this grid, who leads it, and how many homes and people there are."""
    grants = list(workers_at([grid.path], localdate()))
    may_list = may(actor, PeoplePermission.VIEW, grid)
    context: dict[str, Any] = {"workers": [_worker(actor, grant) for grant in grants], "grid": grid}
    if may_list:
        context["homes"], context["people"] = homes_and_people_below(grid)
        context |= {f"{name}_url": f"{reverse(f'people:{view}')}?grid={grid.pk}" for name, view in LISTS.items()}
    return Panel("people/_grid_panel.html", context)


LISTS = {"homes": "home-list", "people": "person-list"}


def _worker(actor: Actor, grant: Grant) -> dict[str, Any]:
    url = reverse("people:person", args=[grant.person_id]) if may(actor, PeoplePermission.VIEW, grant.person) else ""
    return {"name": grant.person.name, "role": role_label(grant.role), "url": url, "leads": grant.role == GRID_LEADER}


@area_panels.register(order=10)
def who_lives_here(actor: Actor, area: Area) -> Panel | None:
    """Behind a door: the households, for those who may see people."""
    if area.kind != AreaKind.HOME or not may(actor, PeoplePermission.VIEW, area):
        return None
    today = localdate()
    people = [shown_name(row.person, actor, today) for _h, rows in households_with_members(area) for row in rows]
    return Panel("people/_area_panel.html", {"home": area, "people": people})


def workers_of(actor: Actor, grids: Sequence[Area]) -> dict[UUID, str]:
    """The names of those who work in each grid; with one query for all."""
    names: dict[str, list[str]] = {}
    for grant in workers_at([grid.path for grid in grids], localdate()):
        names.setdefault(grant.place, []).append(grant.person.name)
    return {grid.pk: "、".join(dict.fromkeys(names.get(grid.path, []))) for grid in grids}


register_grid_column(GridColumn("workers", _("Who works here"), workers_of))
register_move_count("people", MoveCount(_("people move along"), lambda places: sum(map(people_below, places))))
