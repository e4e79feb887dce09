"""The list of matters at the desk, and its map."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from linli.base.web.charts import Tab
from linli.base.web.context import actor_of
from linli.base.web.lists import Between, Choice, Column, Empty, Flag, ListPage, link
from linli.core.areas.enums import AreaPermission
from linli.core.areas.queries.outlines import feature_collection
from linli.core.areas.queries.tree import grids_for
from linli.core.matters.enums import WITH_US, EndingKind, MatterPermission, MatterState
from linli.core.matters.models import Category, Matter
from linli.core.matters.queries import lists
from linli.core.matters.web.words import due_of, state_of
from linli.core.people.enums import Door

NOWHERE = "none"
VIEWS = {
    "mine": gettext_lazy("In my hands"),
    "desk": gettext_lazy("At the desk"),
    "check": gettext_lazy("To check"),
    "due": gettext_lazy("Due today"),
    "overdue": gettext_lazy("Overdue"),
    "open": gettext_lazy("All open"),
}


def matter_link(matter: Matter, words: Any) -> Any:
    """A link to the page of a matter."""
    return link(words, reverse("matters:desk-detail", args=[matter.code]))


def title_cell(matter: Matter) -> Any:
    """What it is, and the code by which people name it on the phone."""
    return format_html('{}<br><small class="quiet number">{}</small>', matter_link(matter, matter.title), matter.code)


def in_grid(rows: QuerySet[Any], grid: str) -> QuerySet[Any]:
    """Matters of a grid, or of none."""
    return rows.filter(grid=None) if grid == NOWHERE else rows.filter(grid=grid)


def grid_choices(page: ListPage) -> list[tuple[str, str]]:
    """The grids that the worker may look at."""
    grids = grids_for(page.actor, AreaPermission.VIEW).defer("outline")
    return [*((str(grid.pk), str(grid)) for grid in grids), (NOWHERE, _("No grid yet"))]


def category_choices(_page: ListPage) -> list[tuple[str, str]]:
    """Both levels: the upper one finds all below it."""
    return [
        (kind.code, f"{'' if kind.parent_id is None else '· '}{kind}") for kind in Category.objects.order_by("code")
    ]


def in_category(rows: QuerySet[Any], code: str) -> QuerySet[Any]:
    """Matters of a kind, or of all kinds below it."""
    kinds = Category.objects.filter(code__startswith=code)
    return rows.filter(category__in=kinds)


class MatterList(ListPage):
    """What residents said at the places where somebody works."""

    key = "matters"
    title = gettext_lazy("Needs and problems")
    lead = gettext_lazy("What residents said, and what became of it.")
    permission = MatterPermission.VIEW
    export_permission = MatterPermission.EXPORT
    template_name = "matters/desk_list.html"
    search_hint = gettext_lazy("Code, words or address")
    sort = "-reported_at"
    empty = Empty(
        gettext_lazy("Nothing here"),
        gettext_lazy("What residents say by phone, at the counter, on paper or online will stand here."),
        "matters:desk-new",
        gettext_lazy("Write one down"),
        "message-report",
    )

    def rows(self) -> QuerySet[Any]:
        return lists.visible_matters(self.actor)

    def search(self, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        return rows.filter(lists.found_by(text, self.actor))

    def columns(self) -> list[Column]:
        return [
            Column("title", _("What"), title_cell, export=lambda m: m.title),
            Column("code", _("Code"), lambda m: m.code, sort="code", shown=False),
            Column("state", _("State"), state_of, sort="state", export=lambda m: m.get_state_display()),
            Column("due", _("Due"), lambda m: due_of(m, self.now), sort="due_at", export=lambda m: m.due_at),
            Column("category", _("Category"), lambda m: m.category and str(m.category), sort="category__code"),
            Column("grid", _("Grid"), lambda m: m.grid and str(m.grid), sort="grid__number", tight=True),
            Column("handler", _("Handler"), lambda m: m.handler and m.handler.name, sort="handler__pinyin"),
            Column("said", _("Said"), lambda m: m.reported_at, sort="reported_at"),
            Column("address", _("Where"), lambda m: m.address, shown=False),
            Column("door", _("Came by"), lambda m: m.get_door_display(), shown=False),
            Column("urgency", _("Urgency"), lambda m: m.get_urgency_display(), shown=False),
            Column("rating", _("Judgement"), lambda m: m.get_rating_display() if m.rating else "", shown=False),
        ]

    def filters(self) -> list[Any]:
        return [
            Choice("which", _("Which"), choices=list(VIEWS.items()), apply=self._which),
            Choice("state", _("State"), choices=MatterState.choices),
            Choice("category", _("Category"), choices=category_choices, apply=in_category),
            Choice("grid", _("Grid"), choices=grid_choices, apply=in_grid),
            Choice("ending", _("Ending"), choices=EndingKind.choices),
            Choice("door", _("Came by"), choices=Door.choices),
            Flag("rated", _("Judged"), apply=lambda rows: rows.filter(rating__isnull=False)),
            Between("said", _("Said"), field="reported_at"),
        ]

    def _which(self, rows: QuerySet[Any], view: str) -> QuerySet[Any]:
        conditions = {
            "mine": lists.in_hands_of(self.actor),
            "desk": lists.at_the_desk(),
            "check": lists.to_check(),
            "due": lists.due_today(self.now),
            "overdue": lists.overdue(self.now),
            "open": lists.open_ones(),
        }
        return rows.filter(conditions[view])

    def extra(self) -> dict[str, Any]:
        here = reverse("matters:desk-list")
        tabs = [Tab(key, str(label), f"{here}?which={key}") for key, label in VIEWS.items()]
        tabs.append(Tab("", _("All"), here))
        return {"tabs": tabs, "which": self.query.get("which", "")}


@require_GET
def on_map(request: HttpRequest) -> HttpResponse:
    """Where it waits: the grids, the darker the more is open; each opens its list."""
    actor = actor_of(request)
    if not actor.scopes(MatterPermission.VIEW):
        raise Http404
    counts = lists.open_by_grid(actor)
    most = max(counts.values(), default=0)
    grids = list(grids_for(actor, AreaPermission.VIEW))

    def told(grid: Any) -> dict[str, Any]:
        count = counts.get(grid.pk, 0)
        level = 0 if not count else 1 + min(2, 3 * count // (most + 1))
        href = f"{reverse('matters:desk-list')}?which=open&grid={grid.pk}"
        return {"name": str(grid), "href": href, "level": level, "note": _("%(n)s open") % {"n": count}}

    areas = feature_collection(grids, told)
    points = lists.open_points(actor)
    areas["features"] += [_point(matter, timezone.now()) for matter in points[: lists.MOST_POINTS]]
    nowhere = lists.visible_matters(actor).filter(lists.open_ones(), grid=None).count()
    context = {
        "areas": areas,
        "nowhere": nowhere,
        "more_points": len(points) > lists.MOST_POINTS,
        "most": lists.MOST_POINTS,
    }
    return render(request, "matters/desk_map.html", context)


def _point(matter: Matter, moment: datetime) -> dict[str, Any]:
    """One matter where it is; a late one is darker, and says so in words."""
    late = matter.due_at is not None and matter.due_at < moment and matter.state in WITH_US
    note = f"{matter.get_state_display()} · {VIEWS['overdue']}" if late else matter.get_state_display()
    href = reverse("matters:desk-detail", args=[matter.code])
    said = {"name": matter.title, "href": href, "level": 3 if late else 1, "note": note, "here": False}
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [matter.lng, matter.lat]},
        "properties": said,
    }
