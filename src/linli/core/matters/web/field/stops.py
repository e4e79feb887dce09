"""My round: the stops of today in walking order, each with what can be done there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from linli.base.permissions import Actor
from linli.base.web.context import actor_of
from linli.base.web.moments import due_words
from linli.core.areas.models import Area
from linli.core.areas.queries.tree import grids_for
from linli.core.areas.web.doors import need
from linli.core.matters.enums import MatterPermission
from linli.core.matters.queries.moves import FEED_BACK, moves_for
from linli.core.matters.queries.rounds import Errand, Round, Stop, round_of
from linli.core.matters.queries.story import reporter_for
from linli.core.matters.queries.walking import length_of
from linli.core.matters.web import desk
from linli.core.matters.web.words import due_of, state_of

PUT_OFF = "round_later"  # the session key of what waits for tomorrow: {"day": "2026-11-24", "codes": [...]}
ERRANDS = {
    Errand.SIGN: (gettext_lazy("to take in hand"), "pencil"),
    Errand.HANDLE: (gettext_lazy("to handle"), "tools"),
    Errand.CHECK: (gettext_lazy("to check"), "eye"),
    Errand.LOOK: (gettext_lazy("to look at"), "walk"),
}
AT_ONCE_SEEN = 2  # buttons that a card shows; the others stand behind one press


@dataclass(frozen=True)
class Card:
    """One stop as the page shows it."""

    number: int
    stop: Stop
    errand: Any
    icon: str
    state: Any
    due: Any
    buttons: list[dict[str, Any]]
    more: list[dict[str, Any]]
    reporter: Any


def field_actor(request: HttpRequest) -> Actor:
    """Whoever works with matters at some place; for everybody else there is no round."""
    actor = actor_of(request)
    if not actor.scopes(MatterPermission.NOTE):
        raise Http404
    return actor


@require_safe
def my_round(request: HttpRequest) -> HttpResponse:
    """What I sign, handle, check or look at today, as a list and a map in walking order."""
    actor, now = field_actor(request), timezone.now()
    found = round_of(actor, now, put_off=put_off(request, now))
    cards = [_card(number, stop, actor, now) for number, stop in enumerate(found.stops, 1)]
    context = {
        "today": [card for card in cards if not card.stop.is_soon],
        "soon": [card for card in cards if card.stop.is_soon],
        "later": found.later,
        "more": found.more,
        "metres": _metres(found),
        "data": _for_phone(found, cards, actor, now),
        "map_data": _for_map(found, cards),
    }
    return render(request, "matters/field/round.html", context)


def _card(number: int, stop: Stop, actor: Actor, now: datetime) -> Card:
    matter = stop.matter
    moves = moves_for(actor, matter)
    buttons = [
        {**button, "url": reverse("matters:round-step", args=[matter.code, move.name])}
        for button, move in zip(desk.buttons_of(matter, moves), moves, strict=True)
    ]
    words, icon = ERRANDS[stop.errand]
    return Card(
        number, stop, words, icon, state_of(matter), due_of(matter, now),
        buttons[:AT_ONCE_SEEN], buttons[AT_ONCE_SEEN:], reporter_for(actor, matter),
    )  # fmt: skip


def _metres(found: Round) -> int:
    """How long the way is, in steps of fifty metres: a promise of more exactness would be none."""
    points = [stop.point for stop in found.stops if stop.point and not stop.is_soon]
    return round(length_of([found.start, *points] if found.start else points) / 50) * 50


def _for_map(found: Round, cards: list[Card]) -> dict[str, Any]:
    """The grids of the stops, and the stops that have a point."""
    shown = {stop.matter.grid_id for stop in found.stops}
    grids = [{"name": str(grid), "outline": grid.outline} for grid in found.grids if grid.pk in shown and grid.outline]
    stops = [
        {"number": card.number, "name": card.stop.matter.title, "point": card.stop.point, "soon": card.stop.is_soon}
        for card in cards
    ]
    return {"grids": grids, "start": found.start, "stops": stops}


def _for_phone(found: Round, cards: list[Card], actor: Actor, now: datetime) -> dict[str, Any]:
    """What the telephone keeps so that a note finds its matter without network: no name, no number of anybody."""
    stops = [
        {
            "code": card.stop.matter.code,
            "title": card.stop.matter.title,
            "address": card.stop.matter.address,
            "due": due_words(card.stop.matter.due_at, now) if card.stop.matter.due_at else "",
            "canEnd": FEED_BACK in moves_for(actor, card.stop.matter),
        }
        for card in cards
    ]
    return {"stops": stops, "grids": [{"id": str(grid.pk), "name": str(grid)} for grid in reported_grids(actor)]}


def reported_grids(actor: Actor) -> list[Area]:
    """The grids for which somebody may write down what they found."""
    return list(grids_for(actor, MatterPermission.REPORT_FOR).defer("outline"))


def put_off(request: HttpRequest, now: datetime) -> list[str]:
    """What this worker left for another day, today; tomorrow it is back by itself."""
    kept = request.session.get(PUT_OFF) or {}
    return list(kept["codes"]) if kept.get("day") == timezone.localdate(now).isoformat() else []


@require_POST
def when(request: HttpRequest, code: str) -> HttpResponse:
    """Not today, or today after all. It is kept with the session alone: nobody else ever sees it."""
    matter, now = desk.seen_or_404(request, code), timezone.now()
    need(request, MatterPermission.NOTE, matter)
    codes = [kept for kept in put_off(request, now) if kept != matter.code]
    if request.POST.get("when") == "later":
        codes.append(matter.code)
        messages.info(request, _("Not today: %(title)s. Its deadline stays.") % {"title": matter.title})
    request.session[PUT_OFF] = {"day": timezone.localdate(now).isoformat(), "codes": codes}
    return redirect("matters:round")


def step(request: HttpRequest, code: str, step: str) -> HttpResponse:
    """The form of a step, as at the desk; done, it leads back to the round."""
    matter = desk.seen_or_404(request, code)
    need(request, MatterPermission.NOTE, matter)
    answer = desk.step(request, matter.code, step)
    if answer.status_code == 302 and answer.headers["Location"] == reverse("matters:desk-detail", args=[matter.code]):
        return redirect("matters:round")
    return answer
