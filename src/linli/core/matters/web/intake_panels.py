"""Who has the power, by when and why, and how it ended before: beside a matter, and where the desk decides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.base.permissions import Actor
from linli.core.matters.models import Category, Matter
from linli.core.matters.queries import lists, moves
from linli.core.matters.queries.clocks import OF_THE_REPORTER, Clock, clocks_of
from linli.core.matters.queries.precedents import Precedent, Returned, precedents, returns_of
from linli.core.matters.queries.suggest import suggest_categories
from linli.core.matters.web.parts import Panel, matter_help, matter_panels

CLOCK_TONES = {"kept": "ok", "kept_late": "late", "stopped": "off", "paused": "off", "late": "late", "running": "wait"}
CLOCK_WORDS: dict[str, str | Promise] = {
    "kept": _("kept"),
    "kept_late": _("kept, but late"),
    "stopped": _("not needed any more"),
    "paused": _("stands still"),
    "late": _("overdue"),
    "running": _("running"),
}
AT_INTAKE = frozenset({moves.ACCEPT.name, moves.SORT.name, moves.ANSWER_AT_ONCE.name, moves.REJECT.name})
AT_DISPATCH = frozenset({moves.DISPATCH.name, moves.REASSIGN.name})
FIRST_WORDS = (moves.ANSWER_AT_ONCE.name, moves.FEED_BACK.name)
MOST_KINDS = 2


@dataclass(frozen=True)
class ShownClock:
    """A clock with its badge."""

    clock: Clock
    tone: str
    words: str | Promise


def shown_clocks(matter: Matter, *, for_reporter: bool = False) -> list[ShownClock]:
    """The clocks of a matter for a page; the person who asked sees those that are theirs."""
    found = clocks_of(matter, timezone.now())
    return [
        ShownClock(clock, CLOCK_TONES[clock.state], CLOCK_WORDS[clock.state])
        for clock in found
        if not for_reporter or clock.kind in OF_THE_REPORTER
    ]


@matter_panels.register(order=10)
def who_has_the_power(_actor: Actor, matter: Matter) -> Panel | None:
    """Who can act, on what clause, and what the community may only bring about; and who has sent it back."""
    if matter.category is None:
        return None
    return Panel("matters/_power_panel.html", {"kind": matter.category, "returns": returns_of(matter)})


@matter_panels.register(order=20)
def by_when(_actor: Actor, matter: Matter) -> Panel | None:
    """Each deadline, why it is that day, and which were kept."""
    clocks = shown_clocks(matter)
    running = [one for one in clocks if not one.clock.is_over]
    over = [one for one in clocks if one.clock.is_over]
    return Panel("matters/_clocks_panel.html", {"clocks": running, "over": over})


@matter_help.register(order=30)
def ended_before(actor: Actor, matter: Matter) -> Panel | None:
    """How the same kind of matter ended before."""
    if matter.category is None:
        return None
    return Panel("matters/_precedents_panel.html", {**_precedents(actor, matter), "kind": matter.category})


def _precedents(actor: Actor, matter: Matter) -> dict[str, Any]:
    open_steps = {move.name for move in moves.moves_for(actor, matter)}
    reuse = next((name for name in FIRST_WORDS if name in open_steps), "")
    url = reverse("matters:desk-step", args=[matter.code, reuse]) if reuse else ""
    return {"precedents": precedents(matter, actor), "reuse_url": url}


@dataclass(frozen=True)
class Beside:
    """What stands beside the form of a step at the desk."""

    kinds: list[Category]
    returns: list[Returned]
    precedents: list[Precedent]
    reuse_url: str = ""


def beside(actor: Actor, matter: Matter, step: str) -> Beside | None:
    """At intake the kinds that the words mean and who has the power; at dispatch the returns; at both precedents."""
    if step not in AT_INTAKE | AT_DISPATCH | {moves.RETURN.name}:
        return None
    kinds = (
        [matter.category] if matter.category else suggest_categories(matter.text, timezone.localdate(), most=MOST_KINDS)
    )
    return Beside(kinds, returns_of(matter), **_precedents(actor, matter))


def first_words(actor: Actor, matter: Matter, code: str) -> dict[str, str]:
    """How a precedent ended, as the first words of an answer; nothing when it is not one that the worker may see."""
    like = lists.matter_of_code(code) if code else None
    if like is None or like.community_id != matter.community_id or not like.ending_text:
        return {}
    if not lists.visible_matters(actor).filter(pk=like.pk).exists():
        return {}
    return {"text": like.ending_text, "ending": like.ending, "handed_on_to": like.handed_on_to, "basis": like.basis}
