"""The map of the community, and a page for each grid."""

from __future__ import annotations

from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from linli.base.permissions import may
from linli.base.web.charts import Tab
from linli.base.web.context import actor_of
from linli.base.web.lists import Choice, Column, Empty, ListPage, link
from linli.core.areas.enums import AreaKind, AreaPermission
from linli.core.areas.models import Area
from linli.core.areas.queries.outlines import feature_collection
from linli.core.areas.queries.tree import children_of, communities_for, grids_for
from linli.core.areas.web.panels import grid_columns, grid_life_panels, grid_panels


def grid_url(grid: Area) -> str:
    """The page of a grid."""
    return reverse("areas:grid", args=[grid.pk])


class GridList(ListPage):
    """The grids of a community, on a map and in a table."""

    key = "grids"
    title = _("Grids")
    lead = _("Where each grid lies and who looks after it.")
    permission = AreaPermission.VIEW
    sort = "path"
    empty = Empty(
        _("No grids yet"), _("The grids of the community will stand here, on a map and as a list."), icon="map"
    )
    template_name = "areas/grid_list.html"

    def columns(self) -> list[Column]:
        """The grid, its community where there are several, and what higher rooms say of it."""
        several = len(self.communities) > 1
        return [
            Column(
                "name", _("Grid"), lambda grid: link(grid, grid_url(grid)), sort=("community", "number"), export=str
            ),
            Column("community", _("Community"), lambda grid: str(grid.community), shown=several),
            *(self._added(key) for key in grid_columns),
            Column("code", _("Area code"), shown=False),
        ]

    def filters(self) -> list[Choice]:
        """The community, where there are several."""
        if len(self.communities) < 2:
            return []
        choices = [(area.slug, str(area)) for area in self.communities]
        return [Choice("community", _("Community"), choices=choices, field="community__slug")]

    def rows(self) -> QuerySet[Area]:
        return grids_for(self.actor).select_related("community").defer("outline", "community__outline")

    def extra(self) -> dict[str, Any]:
        shown = self._on_map()
        geojson = feature_collection(shown, lambda grid: map_words(grid, self._notes(shown).get(grid.pk, "")))
        here = self.communities[0] if self.communities else None
        may_redraw = here is not None and may(self.actor, AreaPermission.REDRAW, here)
        return {
            "geojson": geojson if geojson["features"] else None,
            "facts_url": reverse("areas:facts"),
            "may_redraw": may_redraw,
        }

    @cached_property
    def communities(self) -> list[Area]:
        return list(communities_for(self.actor).defer("outline"))

    def _on_map(self) -> list[Area]:
        """The grids of one community: the one that was chosen, else the first."""
        slug = self.query.get("community") or (self.communities[0].slug if self.communities else "")
        return list(grids_for(self.actor).filter(community__slug=slug))

    def _added(self, key: str) -> Column:
        return Column(key, grid_columns[key].label, lambda grid: self._words[key].get(grid.pk, ""))

    @cached_property
    def _words(self) -> dict[str, dict[UUID, Any]]:
        grids = [row for row in self.found if isinstance(row, Area)]
        return {key: column.words(self.actor, grids) for key, column in grid_columns.items()}

    def _notes(self, grids: list[Area]) -> dict[UUID, Any]:
        first = next(iter(self._words.values()), {})
        return {grid.pk: first.get(grid.pk, "") for grid in grids}


def map_words(grid: Area, note: str | Promise = "", *, here: bool = False) -> dict[str, Any]:
    """What the map says of a grid."""
    return {"name": str(grid), "href": grid_url(grid), "note": str(note), "here": here, "level": 1}


WAITS, LIFE = "waits", "life"
TABS: dict[str, tuple[str | Promise, str]] = {
    WAITS: (_("Waits here"), ""),
    LIFE: (_("Wishes, units and the year"), f"?tab={LIFE}"),
}


@require_safe
def grid(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One grid: where it lies, who works here, what waits; behind a tab what lives in it. Later rooms add parts."""
    actor = actor_of(request)
    tab = LIFE if request.GET.get("tab") == LIFE else WAITS
    around = list(_around(request, pk))
    area = next((one for one in around if one.pk == pk), None) or _former_grid(request, pk)
    context = {
        "area": area,
        "lines": [area.community],
        "geojson": feature_collection(around, lambda one: map_words(one, here=one.pk == area.pk)),
        "children": children_of(area).defer("outline") if tab == WAITS else [],
        "panels": (grid_life_panels if tab == LIFE else grid_panels).shown(actor, area),
        "tab": tab,
        "tabs": [Tab(key, str(label), f"{grid_url(area)}{query}") for key, (label, query) in TABS.items()],
        "may_manage": may(actor, AreaPermission.MANAGE, area),
    }
    return render(request, "areas/grid.html", context)


def _around(request: HttpRequest, pk: UUID) -> QuerySet[Area]:
    """The grids of the same community that the person may see, this one among them; with one query."""
    same = Area.objects.filter(pk=pk).values("community")
    return grids_for(actor_of(request)).filter(community__in=same).select_related("community")


def _former_grid(request: HttpRequest, pk: UUID) -> Area:
    """A grid that is no longer in force keeps its page."""
    mine = Area.objects.visible_to(actor_of(request), AreaPermission.VIEW).filter(kind=AreaKind.GRID)
    found: Area = get_object_or_404(mine.select_related("community"), pk=pk)
    return found
