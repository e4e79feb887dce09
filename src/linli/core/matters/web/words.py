"""How pages show a matter: tones, badges, the steps of its story, why its deadline is that day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from linli.base.calendars.arithmetic import DayOnTheWay
from linli.base.calendars.queries import explain_deadline
from linli.base.i18n import in_language
from linli.base.permissions import Actor
from linli.base.web.context import actor_of
from linli.base.web.moments import due_tone, due_words
from linli.base.web.templatetags.linli import state_badge
from linli.core.matters.enums import WITH_US, EntryKind, MatterState
from linli.core.matters.models import Matter
from linli.core.matters.queries.story import StoryEntry, story_for

STATE_TONES: dict[str, str] = {
    MatterState.REPORTED: "info",
    MatterState.ACCEPTED: "info",
    MatterState.DISPATCHED: "wait",
    MatterState.HANDLING: "wait",
    MatterState.SUSPENDED: "off",
    MatterState.FED_BACK: "info",
    MatterState.VERIFIED: "ok",
    MatterState.CLOSED: "ok",
    MatterState.REJECTED: "off",
}
QUIET = frozenset({EntryKind.SORTED, EntryKind.NOTE, EntryKind.SIGNED, EntryKind.EXTENSION_ASKED})


def state_of(matter: Matter) -> SafeString:
    """The state as a badge: shape, word and colour."""
    return state_badge(STATE_TONES[matter.state], matter.get_state_display())


def due_of(matter: Matter, now: datetime) -> SafeString | str:
    """The deadline as a badge while the next step is ours; silence has no deadline to shout about."""
    if matter.due_at is None or matter.state not in WITH_US:
        return ""
    return state_badge(due_tone(matter.due_at, now), due_words(matter.due_at, now))


@dataclass(frozen=True)
class ShownStep:
    """A step of the story with the addresses of its pictures."""

    headline: str
    text: str
    at: datetime
    is_quiet: bool
    is_inner: bool
    photos: list[str]


def steps_for(actor: Actor, matter: Matter, photo_url: str) -> list[ShownStep]:
    """The story for a page; `photo_url` is the name of the address that hands the pictures out."""
    return [_shown(step, matter, photo_url) for step in story_for(actor, matter)]


def _shown(step: StoryEntry, matter: Matter, photo_url: str) -> ShownStep:
    photos = [reverse(photo_url, args=[matter.code, photo.pk]) for photo in step.photos]
    return ShownStep(step.headline, step.text, step.at, step.kind in QUIET, not step.is_shown, photos)


@dataclass(frozen=True)
class DayWords:
    """One day on the way to a deadline, in words."""

    day: date
    words: str
    counts: bool


def why_then(matter: Matter) -> list[DayWords]:
    """Each day from the start to the deadline: which of them count, and why the others do not."""
    if matter.due_from is None or not matter.due_days:
        return []
    way = explain_deadline(matter.due_from, matter.due_days)
    return [DayWords(step.day, _why(step, is_first=n == 0), step.number > 0) for n, step in enumerate(way)]


def _why(step: DayOnTheWay, *, is_first: bool) -> str:
    if step.number:
        return _("working day %(number)s") % {"number": step.number}
    if is_first:
        return _("the count begins; this day is not counted")
    if step.special and not step.is_working:
        return in_language(step.special, "name")
    return _("weekend") if not step.is_working else _("before working hours begin")


def self_id_of(request: HttpRequest) -> Any:
    """For whom a signed-in person asks: themselves, or the one for whom they act."""
    return getattr(actor_of(request), "self_id", None)
