"""The story of a matter: everyone reads the same one, each what they may."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

from django.db.models import Q, prefetch_related_objects
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from linli.base.i18n import in_language
from linli.base.permissions import Actor, may
from linli.base.text import masked_name, masked_phone
from linli.core.matters.enums import EndingKind, EntryKind, MatterPermission, Rating, Voice
from linli.core.matters.models import Entry, Follower, Matter, Photo, Recording
from linli.core.matters.queries.actors import SlipHolder
from linli.core.matters.queries.moves import is_handler, is_reporter
from linli.core.people.enums import Door


@dataclass(frozen=True)
class StoryEntry:
    """One step as a reader sees it."""

    kind: str
    headline: str
    text: str
    at: datetime
    is_shown: bool
    photos: tuple[Photo, ...]
    recording: Recording | None = None


@dataclass(frozen=True)
class ReporterView:
    """Who asked, as far as a reader may know: masked, or a word that says why not."""

    words: str
    name: str = ""
    phone: str = ""
    can_reveal: bool = False


def story_for(actor: Actor, matter: Matter) -> list[StoryEntry]:
    """The steps that somebody may read, the newest first: workers all, the person who asked what is meant for them.

    A worker who asked for something themselves reads of it what everybody else would who asks.
    """
    theirs = is_reporter(actor, matter)
    entries = Entry.objects.filter(strands(matter, for_reporter=theirs)).select_related("recording").order_by("-pk")
    if theirs:
        entries = entries.filter(is_shown=True)
    elif not may(actor, MatterPermission.VIEW, matter):
        return []
    found = list(entries)
    with_slip = isinstance(actor, SlipHolder)
    silent = THEIR_WORDS if with_slip else frozenset()
    prefetch_related_objects([entry for entry in found if entry.kind not in silent], "photos__file")
    told = [_without_their_words(entry) if entry.kind in silent else _told(entry) for entry in found]
    return [replace(step, recording=None) for step in told] if with_slip else told  # a voice is known to neighbours


def strands(matter: Matter, entry: str = "", *, for_reporter: bool = False) -> Q:
    """Which steps make the story of a matter: its own, those of what was merged into it, and what was told before it
    became a matter of its own. `entry` is the way to the step from a picture or a voice.

    Whoever asked reads of what was merged only what they told themselves: two of theirs that are one again.
    """
    merged = {"merged_into": matter, "parted_from": matter} if for_reporter else {"merged_into": matter}
    before = Q(pk=matter.parted_from_id) if matter.parted_from_id else Q()
    matters = Matter.objects.filter(Q(pk=matter.pk) | Q(**merged) | before).values("pk")
    later = Q(**{f"{entry}matter": matter.parted_from_id, f"{entry}pk__gt": matter.pk})
    own = Q(**{f"{entry}matter__in": matters})
    return own & ~later if matter.parted_from_id else own


def story_for_follower(follower: Follower, *, with_slip: bool) -> list[StoryEntry]:
    """The steps that somebody who follows may read: what the community says to all, and what they said themselves."""
    first = [str(follower.split_from_id)] if follower.split_from_id else []
    own = {"detail__follower__in": [str(follower.pk), *first]}
    shown = Q(matter=follower.matter_id, is_shown=True) & ~Q(kind__in=BETWEEN_US_AND_THE_FIRST)
    if whole := follower.matter.parted_from_id:
        shown |= Q(matter=whole, is_shown=True, pk__lt=follower.matter_id) & ~Q(kind__in=BETWEEN_US_AND_THE_FIRST)
    before = Q(matter=follower.merged_from_id, is_shown=True) if follower.code_of_a_matter else Q(pk=None)
    entries = Entry.objects.filter(shown | Q(**own) | before)
    steps = []
    for entry in entries.select_related("recording").prefetch_related("photos__file").order_by("-pk"):
        of_their_own = follower.code_of_a_matter and entry.matter_id == follower.merged_from_id
        told_it = entry.detail.get("follower") in own["detail__follower__in"] or of_their_own
        is_own = told_it and not with_slip
        hides = entry.kind in THEIR_WORDS and not is_own
        steps.append(_without_their_words(entry) if hides else _told(entry))
    return steps


def _without_their_words(entry: Entry) -> StoryEntry:
    """A step of the person who asked for whoever found a slip: that it happened, not what they said or showed."""
    return StoryEntry(entry.kind, headline(entry), "", entry.at, is_shown=True, photos=())


def title_for(actor: Actor, matter: Matter) -> str:
    """How a matter is called: in its own words, or by its kind for somebody who has the slip alone."""
    if not isinstance(actor, SlipHolder):
        return matter.title
    return str(matter.category) if matter.category else _("Your matter")


def _told(entry: Entry) -> StoryEntry:
    photos = tuple(sorted(entry.photos.all(), key=lambda photo: photo.position))
    recording = getattr(entry, "recording", None)
    return StoryEntry(entry.kind, headline(entry), _text(entry), entry.at, entry.is_shown, photos, recording)


def _text(entry: Entry) -> str:
    if entry.kind == EntryKind.REJECTED:
        return f"{entry.detail.get('reason', '')}\n{entry.text}".strip()
    if entry.kind == EntryKind.ENDED and (basis := entry.detail.get("basis")):
        return f"{entry.text}\n{_('Why')}: {basis}"
    return entry.text


def headline(entry: Entry) -> str:
    """What happened, in one line, in the reader's language."""
    detail: dict[str, Any] = entry.detail
    write = HEADLINES.get(entry.kind)
    line = write(entry, detail) if write else str(EntryKind(entry.kind).label)
    return line if entry.kind in UNSIGNED or not entry.name else f"{entry.name}: {line}"


def _reported(entry: Entry, _detail: dict[str, Any]) -> str:
    if entry.voice == Voice.REPORTER:
        return _("The person who asked")
    told = {
        Door.PHONE: _("Told by phone, written down by %(name)s"),
        Door.COUNTER: _("Told at the counter, written down by %(name)s"),
        Door.PAPER: _("Came on paper, entered by %(name)s"),
        Door.VISIT: _("Told at home, written down by %(name)s"),
        Door.HOTLINE: _("Told to the 12345 hotline, entered by %(name)s"),
    }
    return told.get(Door(entry.door), _("Written down by %(name)s")) % {"name": entry.name}


def _by_reporter(entry: Entry, detail: dict[str, Any]) -> str:
    label = str(EntryKind(entry.kind).label)
    if detail.get("follower"):
        return _("%(step)s: somebody who follows says it is not solved") % {"step": label}
    if entry.voice == Voice.REPORTER:
        return f"{_('The person who asked')}: {label}"
    noted = _("noted by %(name)s") % {"name": entry.name}
    return f"{label} ({noted})"


def _by_follower(entry: Entry, _detail: dict[str, Any]) -> str:
    label = str(EntryKind(entry.kind).label)
    if entry.voice == Voice.REPORTER:
        return label
    noted = _("noted by %(name)s") % {"name": entry.name}
    return f"{label} ({noted})"


def _dispatched(entry: Entry, detail: dict[str, Any]) -> str:
    return _("%(name)s asked %(handler)s to handle it") % {"name": entry.name, "handler": detail.get("handler", "")}


def _handed_over(_entry: Entry, detail: dict[str, Any]) -> str:
    return _("%(handler)s looks after it from now on") % {"handler": detail.get("handler", "")}


def _extended(_entry: Entry, detail: dict[str, Any]) -> str:
    return _("%(days)s more working days, until %(day)s") % {"days": detail["days"], "day": _day(detail["due"])}


def _extension_asked(_entry: Entry, detail: dict[str, Any]) -> str:
    return _("asks for %(days)s more working days") % {"days": detail["days"]}


def _suspended(_entry: Entry, detail: dict[str, Any]) -> str:
    return _("has to wait until %(day)s") % {"day": _day(detail["until"])}


def _ended(_entry: Entry, detail: dict[str, Any]) -> str:
    if detail["ending"] == EndingKind.HANDED_ON:
        return _("handed on to %(whom)s") % {"whom": detail["to"]}
    return str(EndingKind(detail["ending"]).label)


def _rated(entry: Entry, detail: dict[str, Any]) -> str:
    label = str(Rating(detail["rating"]).label)
    if entry.voice == Voice.REPORTER:
        return f"{_('The person who asked')}: {label}"
    noted = _("noted by %(name)s") % {"name": entry.name}
    return f"{label} ({noted})"


def _returned(_entry: Entry, detail: dict[str, Any]) -> str:
    return _("sent it back to the desk (time %(times)s of 3)") % {"times": detail["times"]}


def _sorted(_entry: Entry, detail: dict[str, Any]) -> str:
    if detail.get("sooner"):
        return _("another kind: due sooner, by %(day)s") % {"day": _day(detail["due"])}
    return _("another kind or place; the day that was promised stays")


def _called_out(_entry: Entry, detail: dict[str, Any]) -> str:
    words = {
        "blown": _("The street has called %(whom)s to come, with a result by %(day)s"),
        "reported": _("%(whom)s came and told what was done"),
        "sent_back": _("What %(whom)s did was looked at: it is not solved yet"),
        "solved": _("What %(whom)s did was looked at: it is solved"),
    }
    day = _day(detail["until"]) if detail.get("until") else ""
    told = {"whom": in_language(SimpleNamespace(**detail), "whom"), "day": day}
    return words[detail["step"]] % told


OF_FOLLOWERS = frozenset(
    {
        EntryKind.FOLLOWED,
        EntryKind.UNFOLLOWED,
        EntryKind.FOLLOWER_FACT,
        EntryKind.FOLLOWER_AGREED,
        EntryKind.FOLLOWER_OBJECTED,
    }
)
HEADLINES: dict[str, Callable[[Entry, dict[str, Any]], str]] = {
    EntryKind.REPORTED: _reported,
    EntryKind.DISPATCHED: _dispatched,
    EntryKind.REASSIGNED: _dispatched,
    EntryKind.HANDED_OVER: _handed_over,
    EntryKind.EXTENDED: _extended,
    EntryKind.EXTENSION_ASKED: _extension_asked,
    EntryKind.SORTED: _sorted,
    EntryKind.SUSPENDED: _suspended,
    EntryKind.ENDED: _ended,
    EntryKind.RATED: _rated,
    EntryKind.RETURNED: _returned,
    EntryKind.CALLED_OUT: _called_out,
    EntryKind.CONFIRMED: _by_reporter,
    EntryKind.REOPENED: _by_reporter,
    EntryKind.REPLY: _by_reporter,
    EntryKind.FACT: _by_reporter,
    **dict.fromkeys(OF_FOLLOWERS, _by_follower),
}
THEIR_WORDS = frozenset(
    {
        EntryKind.REPORTED,
        EntryKind.PARTED,
        EntryKind.REPLY,
        EntryKind.FACT,
        EntryKind.REOPENED,
        EntryKind.RATED,
        EntryKind.CONFIRMED,
        *OF_FOLLOWERS,
    }
)
BETWEEN_US_AND_THE_FIRST = frozenset({EntryKind.QUESTION, EntryKind.REPLY})
UNSIGNED = frozenset(
    {
        EntryKind.REPORTED,
        EntryKind.DISPATCHED,
        EntryKind.REASSIGNED,
        EntryKind.RATED,
        EntryKind.CONFIRMED,
        EntryKind.REOPENED,
        EntryKind.REPLY,
        EntryKind.FACT,
        EntryKind.CALLED_OUT,
        *OF_FOLLOWERS,
    }
)


def _day(text: str) -> str:
    """A day of a detail, as an ISO date in the time of the page."""
    return (
        localtime(datetime.fromisoformat(text)).date().isoformat()
        if "T" in text
        else date.fromisoformat(text).isoformat()
    )


def sees_reporter(actor: Actor, matter: Matter, *, hidden: bool | None = None) -> bool:
    """Whether somebody may know who asked. A hidden person is known to the desk alone, and never to the handler.

    `hidden` is given for somebody else than the first who asked: whether that one wants to stay hidden.
    """
    if not may(actor, MatterPermission.SEE_REPORTER, matter):
        return False
    if not (matter.hidden_from_handler if hidden is None else hidden):
        return True
    return may(actor, MatterPermission.DISPATCH, matter) and not is_handler(actor, matter)


def reporter_for(actor: Actor, matter: Matter) -> ReporterView:
    """Who asked, as the page may show it: the desk sees it masked, others a word that says why not."""
    if is_reporter(actor, matter):
        return ReporterView(_("You"))
    if matter.is_anonymous:
        return ReporterView(_("Somebody who wants to stay unnamed"))
    if not sees_reporter(actor, matter):
        return ReporterView(_("Not shown to you"))
    person = matter.reporter
    name = person.name if person else matter.contact_name or ""
    phone = matter.contact_phone or (person.phone if person else "")
    if not name and not phone:
        return ReporterView(_("No name left"))
    words = _("Resident") if person else _("Left a name, has no account")
    return ReporterView(words, masked_name(name), masked_phone(phone), can_reveal=bool(phone))
