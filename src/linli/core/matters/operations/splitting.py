"""One slip, two things: the desk makes two matters of it, every voice is kept on both, and nobody is told twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from linli.base.audit.operations import record
from linli.base.calendars.queries import add_working_days
from linli.base.codes import free_code
from linli.base.errors import Refused
from linli.base.permissions import Actor, require
from linli.base.search.operations import index_records
from linli.base.text import clean_words, title_of
from linli.base.workflow import step
from linli.core.matters import events
from linli.core.matters.enums import EntryKind, MatterPermission, MatterState
from linli.core.matters.models import Category, Follower, Matter, MatterClock, Photo, Split
from linli.core.matters.operations.clocks import ending_clock, promise_anew
from linli.core.matters.operations.merging import join, lock_both
from linli.core.matters.operations.story import Told, lock, tell
from linli.core.matters.operations.tasks import copy_checklist
from linli.core.matters.queries import moves
from linli.core.matters.queries.deadlines import to_handle
from linli.core.matters.queries.followers import live_followers
from linli.core.matters.queries.rules import Span

UNDO_DAYS = 1
OF_BOTH = (
    "community", "place", "grid", "address", "lat", "lng", "door", "reporter", "contact_name", "contact_phone",
    "is_anonymous", "hidden_from_handler", "reported_by", "consent_note", "reported_at",
)  # fmt: skip
OF_THE_VOICE = (
    "person", "contact_name", "contact_phone", "is_anonymous", "hidden_from_handler", "text", "door", "consent_note",
    "written_by", "followed_at",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Second:
    """The second of two things: in whose words, of what kind, which pictures show it, and who has it, too."""

    text: str
    category: Category | None = None  # the kind of the first, unless another is named
    photos: Sequence[Photo] = ()
    followers: Sequence[Follower] | None = None  # everybody, unless some are named
    first_title: str = ""  # what the first is called from now on


@transaction.atomic
def split_matter(*, matter: Matter, second: Second, reason: str, actor: Actor, now: datetime) -> Split:
    """Take the second thing out of a matter: a matter of its own, with the same people, its pictures and its story.

    What was promised for the whole holds for both, or comes sooner. Of two who take out the same words one wins.
    """
    reason = clean_words(reason, field="reason", needed=_("Please say why they are two."), most=400)
    text = clean_words(second.text, needed=_("Please copy the words of the second thing."))
    lock(matter)
    require(actor, MatterPermission.MERGE, matter)
    if matter.state not in moves.SPLIT.sources:
        raise Refused("wrong-state", _("Someone else was quicker, or this step is no longer open. Please look again."))
    if Split.objects.filter(whole=matter, undone_at=None, part__text=text).exists():
        raise Refused("split-already", _("These words are a matter of their own already."), field="text")
    _require_of_it(matter, second)
    part = _begun(matter, text, second, now)
    split = Split(whole=matter, part=part, reason=reason, split_by=actor.label, split_at=now)
    split.save(force_insert=True)
    _keep_every_voice(matter, part, second.followers)
    record("matters.split.make", split, actor=actor, now=now, reason=reason, data={"code": part.code})
    photos = [photo.file for photo in second.photos]
    tell(part, Told(EntryKind.PARTED, text, photos=photos), events.MatterSplit, actor=actor, now=now)
    tell(matter, Told(EntryKind.SPLIT, detail={"part": part.code}), events.MatterSplit, actor=actor, now=now)
    if matter.state != MatterState.REPORTED:
        _take_on(matter, part, actor=actor, now=now)
    _call_the_first(matter, second.first_title)
    return split


def _require_of_it(matter: Matter, second: Second) -> None:
    """Pictures and people of this matter alone; whoever follows no more is not woken."""
    seen = Photo.objects.filter(Q(entry__matter=matter) | Q(entry__matter__merged_into=matter))
    chosen = {photo.pk for photo in second.photos}
    if seen.filter(pk__in=chosen).count() < len(chosen):
        raise Refused("photo-elsewhere", _("This picture belongs to another matter."), field="photos")
    if any(one.matter_id != matter.pk or not one.is_live for one in second.followers or ()):
        raise Refused("follower-elsewhere", _("Somebody you chose does not follow this matter."), field="followers")


def _begun(matter: Matter, text: str, second: Second, now: datetime) -> Matter:
    """The second matter as it begins: told by the same people at the same moment, to be looked at just as soon."""
    kind = second.category or matter.category
    part = Matter(
        **{name: getattr(matter, name) for name in OF_BOTH},
        code=free_code(Matter.objects),
        title=title_of(text),
        text=text,
        category=kind,
        urgency=kind.urgency if kind else matter.urgency,
        state=MatterState.REPORTED,
        state_since=now,
        due_at=matter.due_at or now,
        due_from=matter.due_from,
        due_days=matter.due_days,
        parted_from=matter,
    )
    part.save(force_insert=True)
    index_records([part])
    return part


def _keep_every_voice(matter: Matter, part: Matter, chosen: Sequence[Follower] | None) -> None:
    """Whoever follows the whole has a slip for the part as well: their first one shows the code of it."""
    for follower in live_followers(matter) if chosen is None else chosen:
        said: dict[str, Any] = {name: getattr(follower, name) for name in OF_THE_VOICE}
        Follower(matter=part, code=free_code(Follower.objects), split_from=follower, **said).save(force_insert=True)


def _take_on(matter: Matter, part: Matter, *, actor: Actor, now: datetime) -> None:
    """What was taken on as a whole is taken on in both parts: no promise grows longer by it."""
    kind = part.category
    if kind is None:
        raise Refused("category-needed", _("Please choose a category first."), field="category")
    limit = to_handle(kind, now, community=part.community_id)
    step(part, moves.ACCEPT, actor=actor, now=now, allowed=True, **limit.fields())
    tell(part, Told(EntryKind.ACCEPTED), events.MatterSplit, actor=actor, now=now)
    promised = ending_clock(matter)
    stands_still = matter.state == MatterState.SUSPENDED
    if promised is not None and promised.due_at < limit.due_at and not stands_still:
        _promise_the_same(part, promised, now)
    copy_checklist(matter=part, actor=actor, now=now)


def _promise_the_same(part: Matter, promised: MatterClock, now: datetime) -> None:
    span = Span(promised.value, promised.unit, promised.source_zh, promised.source_en)
    promise_anew(matter=part, span=span, due_at=promised.due_at, now=now, since=promised.started_at)
    part.due_at, part.due_from, part.due_days = promised.due_at, promised.started_at, promised.days
    part.save(update_fields=["due_at", "due_from", "due_days"])


def _call_the_first(matter: Matter, title: str) -> None:
    title = title_of(clean_words(title, field="first_title")) if title.strip() else matter.title
    if title != matter.title:
        matter.title = title
        matter.save(update_fields=["title"])
        index_records([matter])


@transaction.atomic
def undo_split(*, split: Split, reason: str, actor: Actor, now: datetime) -> Matter:
    """It was one thing after all: within a working day the two are one again, with everything said meanwhile."""
    reason = clean_words(reason, field="reason", needed=_("Please say why it is the same."), most=400)
    whole, part = split.whole, split.part
    lock_both(whole, part)
    require(actor, MatterPermission.MERGE, part)
    if now > unsplit_until(split):
        message = _("It was split more than a working day ago. If it is one matter, please merge the two.")
        raise Refused("undo-too-late", message)
    if not Split.objects.filter(pk=split.pk, undone_at=None).update(undone_at=now):
        raise Refused("undone-already", _("This was undone already."))
    split.undone_at = now
    part.followers.filter(split_from__isnull=False, ended_at=None).update(ended_at=now)
    join(part, whole, reason, actor=actor, now=now)
    Follower.objects.filter(code=part.code, matter=whole).update(ended_at=now)  # they have the slip of the whole
    record("matters.split.undo", split, actor=actor, now=now, reason=reason, data={"code": part.code})
    tell(part, Told(EntryKind.MERGED, reason, is_shown=False), events.MatterUnsplit, actor=actor, now=now)
    told = Told(EntryKind.MERGED_HERE, reason, is_shown=False, detail={"gone": part.code})
    tell(whole, told, events.MatterUnsplit, actor=actor, now=now)
    _call_the_first(whole, title_of(whole.text))
    return whole


def unsplit_until(split: Split) -> datetime:
    """Until when a split can be undone."""
    return add_working_days(split.split_at, UNDO_DAYS)
