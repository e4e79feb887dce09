"""Who is my grid worker? An open door: names on duty and the community's telephone, nothing of a resident."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from linli.base.permissions import SystemActor
from linli.base.web.context import actor_of
from linli.core.areas.enums import AreaKind
from linli.core.areas.models import Area
from linli.core.areas.queries.outlines import feature_collection
from linli.core.areas.queries.tree import addresses_of, grids_in
from linli.core.people.queries.homes import address_words, find_buildings
from linli.core.people.web.grid_panels import workers_of

PUBLIC = SystemActor("public-page")  # grids, buildings and duty names are public; the page shows nothing else
WORDS_AT_MOST = 80


@login_not_required
@require_safe
def grid_finder(request: HttpRequest) -> HttpResponse:
    """All grids with their workers; with an address, the grid that it lies in."""
    words = request.GET.get("address", "").strip()[:WORDS_AT_MOST].replace("\x00", "")
    communities = list(Area.objects.filter(kind=AreaKind.COMMUNITY, ends_on=None).defer("outline").order_by("path"))
    community = _chosen(request, communities)
    grids = list(grids_in(community)) if community else []
    workers = workers_of(PUBLIC, grids)
    found = _grids_at(words, community, grids) if words and community else []
    shown = [(grid, workers[grid.pk]) for grid in found or grids]
    here = {grid.pk for grid in found}

    def says(grid: Area) -> dict[str, object]:
        query = {"address": str(grid), "community": community.slug if community else ""}
        href = f"{reverse('people:grid-finder')}?{urlencode(query)}"
        note = workers[grid.pk] or _("not named yet")
        return {"name": str(grid), "note": note, "here": grid.pk in here, "level": 1, "href": href}

    context = {
        "words": words,
        "found": found,
        "rows": shown,
        "geojson": feature_collection(grids, says),
        "community": community,
        "communities": communities,
    }
    return render(request, "people/grid_finder.html", context)


def _chosen(request: HttpRequest, communities: list[Area]) -> Area | None:
    """The community that was named, else one's own, else the first."""
    slug = request.GET.get("community", "")
    own = getattr(getattr(actor_of(request), "person", None), "community_id", None)
    named = [area for area in communities if area.slug == slug] or [area for area in communities if area.pk == own]
    return next(iter([*named, *communities]), None)


def _grids_at(words: str, community: Area, grids: list[Area]) -> list[Area]:
    """The grids in which a building or compound of this address lies."""
    buildings = find_buildings(Area.objects.filter(community=community), address_words(words))
    found = {address.grid.pk for address in addresses_of(area.path for area in buildings).values() if address.grid}
    return [grid for grid in grids if grid.pk in found or str(grid) == words]
