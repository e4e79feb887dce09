"""The desk: my day, and one box that finds everything."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from linli.base.codes import normalise_code
from linli.base.permissions import Actor
from linli.base.web import nav
from linli.base.web.context import actor_of
from linli.base.web.parts import render_part
from linli.base.web.today import Number, numbers_today
from linli.core.areas.enums import AreaKind
from linli.core.areas.models import Area
from linli.core.areas.queries.outlines import feature_collection
from linli.core.areas.queries.tree import grids_for, homes_below
from linli.core.matters.enums import MatterPermission
from linli.core.matters.models import Matter
from linli.core.matters.queries import lists
from linli.core.people.enums import PeoplePermission
from linli.core.people.models import CareNeed
from linli.core.people.queries.persons import people_for
from linli.portal.queries.found import find
from linli.portal.queries.today import own_grids, shades, today_of

SUGGESTED = 5
MOST_MAPPED = 3  # whoever serves single grids serves them in one community, or its neighbours
WORDS_AT_MOST = 80


def need_role(request: HttpRequest) -> Actor:
    """The desk is there for whoever holds a role; for everybody else there is no such page."""
    actor = actor_of(request)
    if not getattr(actor, "held_roles", ()):
        raise Http404
    return actor


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """My day: what waits for me, the most urgent first, what this week brings, and my grid."""
    actor, moment = need_role(request), now()
    numbers = numbers_today.shown(actor, moment)
    context: dict[str, Any] = {"moment": moment, "numbers": numbers, "others": _other_rooms(actor, numbers)}
    if actor.scopes(MatterPermission.VIEW):
        day = today_of(actor, moment)
        context |= {"day": day, **_grids(actor)}
    return render(request, "portal/today.html", context)


def _other_rooms(actor: Actor, numbers: list[Number]) -> list[nav.Entry]:
    """What waits in other rooms: the entries of the rail that count something, and say no more than their numbers."""
    shown = [entry for _title, entries in nav.sections_for(actor, "") for entry in entries]
    told = {number.url.partition("?")[0] for number in numbers}
    skip = {reverse("portal:desk"), reverse("matters:desk-list"), *told}
    return [entry for entry in shown if entry.count and entry.url.partition("?")[0] not in skip]


def _grids(actor: Actor) -> dict[str, Any]:
    """The map, and a few figures of each grid that the worker serves."""
    own = dict(grids_for(actor, MatterPermission.VIEW).values_list("pk", "community"))
    mine, communities = set(own), set(own.values())
    around = Area.objects.live().filter(kind=AreaKind.GRID, community__in=communities).order_by("number", "path")
    counts = lists.open_by_grid(actor)
    dark = shades(counts)
    grids = list(around) if len(communities) <= MOST_MAPPED else []
    serves = own_grids(actor, grids)
    here = {grid.pk for grid in serves}

    def says(grid: Area) -> dict[str, Any]:
        count = counts.get(grid.pk, 0)
        href = f"{reverse('matters:desk-list')}?which=open&grid={grid.pk}"
        level = dark.get(grid.pk, 0)
        if grid.pk not in mine:  # where it lies is no secret; what waits there is for those who work there
            return {"name": str(grid), "note": "", "level": 0, "here": False, "href": reverse("people:grid-finder")}
        note = _("%(count)d open") % {"count": count}
        return {"name": str(grid), "note": note, "level": level, "here": grid.pk in here, "href": href}

    shown = grids if len(communities) == 1 else []
    return {
        "geojson": feature_collection(shown, says) if shown else None,
        "serves": [_figures(actor, grid, counts.get(grid.pk, 0)) for grid in serves[:4]],
    }


def _figures(actor: Actor, grid: Area, count: int) -> dict[str, Any]:
    figures = {"grid": grid, "open": count, "homes": homes_below(grid), "people": None, "care": None}
    if actor.scopes(PeoplePermission.VIEW):
        figures["people"] = people_for(actor).filter(place__under=grid.path).count()
    if actor.scopes(PeoplePermission.CARE_VIEW):
        live = CareNeed.objects.visible_to(actor, PeoplePermission.CARE_VIEW)
        figures["care"] = (
            live.filter(place__under=grid.path, ends_on__gte=localdate()).values("person").distinct().count()
        )
    return figures


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """People, homes and matters by one box; while one types, the first few of each."""
    actor = need_role(request)
    text = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:WORDS_AT_MOST]
    found = find(actor, text, localdate(), SUGGESTED if request.headers.get("HX-Request") else 12)
    if len(found.matters) == 1 and _is_code(text, found.matters[0]) and not request.headers.get("HX-Request"):
        response = HttpResponse(status=302)
        response["Location"] = reverse("matters:desk-detail", args=[found.matters[0].code])
        return response
    return render_part(request, "portal/search.html", "portal/_found.html", {"text": text, "found": found})


def _is_code(text: str, matter: Matter) -> bool:
    return normalise_code(text) == matter.code
