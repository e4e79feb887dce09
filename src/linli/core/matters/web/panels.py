"""What matters add to other pages: the open ones of a grid, those of a person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.base.permissions import Actor, may
from linli.base.web.lists import link
from linli.core.areas.models import Area
from linli.core.areas.web.panels import GridColumn, Panel, grid_panels, register_grid_column
from linli.core.matters.enums import MatterPermission
from linli.core.matters.models import Matter
from linli.core.matters.queries import lists
from linli.core.matters.queries.story import sees_reporter
from linli.core.matters.web.words import due_of, state_of
from linli.core.people.models import Person
from linli.core.people.web.panels import person_panels

MOST_SHOWN = 5


def _row(matter: Matter, now: Any) -> dict[str, Any]:
    url = reverse("matters:desk-detail", args=[matter.code])
    return {"matter": matter, "url": url, "state": state_of(matter), "due": due_of(matter, now)}


@grid_panels.register(order=12)
def open_in_the_grid(actor: Actor, grid: Area) -> Panel | None:
    """What is open in this grid, the most pressing first; the numbers open their lists."""
    if not may(actor, MatterPermission.VIEW, grid):
        return None
    now, here = timezone.now(), lists.visible_matters(actor).filter(grid=grid)
    open_ones = here.filter(lists.open_ones())
    url = f"{reverse('matters:desk-list')}?grid={grid.pk}"
    context = {
        "rows": [_row(matter, now) for matter in open_ones.order_by("due_at", "pk")[:MOST_SHOWN]],
        **open_ones.order_by().aggregate(open=Count("pk"), overdue=Count("pk", filter=lists.overdue(now))),
        "open_url": f"{url}&which=open",
        "overdue_url": f"{url}&which=overdue",
    }
    return Panel("matters/_grid_panel.html", context)


@person_panels.register(order=30)
def asked_by(actor: Actor, person: Person) -> Panel | None:
    """What somebody asked for, as far as the worker may know that it was them."""
    asked = lists.visible_matters(actor).filter(reporter=person).order_by("-reported_at")[:MOST_SHOWN]
    now = timezone.now()
    rows = [_row(matter, now) for matter in asked if sees_reporter(actor, matter)]
    new = (
        f"{reverse('matters:desk-new')}?{urlencode({'who': person.name})}"
        if may(actor, MatterPermission.REPORT_FOR, person)
        else ""
    )
    return Panel("matters/_person_panel.html", {"rows": rows, "new_url": new}) if rows or new else None


def open_counts(actor: Actor, _grids: Sequence[Area]) -> dict[UUID, Any]:
    """How many matters are open in each grid; the number opens its list."""
    url = reverse("matters:desk-list")
    return {key: link(count, f"{url}?which=open&grid={key}") for key, count in lists.open_by_grid(actor).items()}


register_grid_column(GridColumn("matters", _("Open matters"), open_counts))
