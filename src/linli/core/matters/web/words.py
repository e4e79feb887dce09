"""How pages show a matter: tones, badges, the steps of its story, why its deadline is that day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString

from linli.base.permissions import Actor
from linli.base.web.context import actor_of
from linli.base.web.moments import due_tone, due_words
from linli.base.web.templatetags.linli import state_badge
from linli.core.matters.enums import WITH_US, EntryKind, MatterState
from linli.core.matters.models import Matter
from linli.core.matters.queries.story import OF_FOLLOWERS, StoryEntry, story_for

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
    MatterState.MERGED: "off",
}
QUIET = frozenset({EntryKind.SORTED, EntryKind.NOTE, EntryKind.SIGNED, EntryKind.EXTENSION_ASKED, *OF_FOLLOWERS})


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
    recording: str = ""


def steps_for(actor: Actor, matter: Matter, photo_url: str) -> list[ShownStep]:
    """The story for a page; `photo_url` is the name of the address that hands the pictures out."""
    return [_shown(step, matter, photo_url) for step in story_for(actor, matter)]


def steps_of(story: Iterable[StoryEntry]) -> list[ShownStep]:
    """A story without its pictures."""
    return [ShownStep(one.headline, one.text, one.at, one.kind in QUIET, is_inner=False, photos=[]) for one in story]


def _shown(step: StoryEntry, matter: Matter, photo_url: str) -> ShownStep:
    photos = [reverse(photo_url, args=[matter.code, photo.pk]) for photo in step.photos]
    heard = reverse("matters:recording", args=[matter.code, step.recording.pk]) if step.recording else ""
    return ShownStep(step.headline, step.text, step.at, step.kind in QUIET, not step.is_shown, photos, heard)


def self_id_of(request: HttpRequest) -> Any:
    """For whom a signed-in person asks: themselves, or the one for whom they act."""
    return getattr(actor_of(request), "self_id", None)
