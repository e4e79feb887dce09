"""How an ending is judged: someone else looks, the person who asked has the last word, and silence agrees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from linli.base.audit.operations import record
from linli.base.errors import Refused
from linli.base.files.models import StoredFile
from linli.base.permissions import Actor, SystemActor
from linli.base.text import clean_words
from linli.base.workflow import Move, step
from linli.core.matters import events
from linli.core.matters.enums import (
    BAD_RATINGS,
    ClockKind,
    EntryKind,
    MatterPermission,
    MatterState,
    Rating,
    StillAnswer,
    Voice,
)
from linli.core.matters.models import Entry, FollowUp, Matter
from linli.core.matters.operations.handling import resume_after_reply
from linli.core.matters.operations.reviews import keep_judgement, receive_review
from linli.core.matters.operations.story import (
    Told,
    lock,
    person_id_of,
    require_somebody_else,
    speaks_for_reporter,
    tell,
)
from linli.core.matters.queries import moves
from linli.core.matters.queries.deadlines import (
    STILL_OPEN,
    can_be_reopened,
    step_limit,
    to_accept,
    to_handle,
)
from linli.core.people.enums import Door

NO_ENDING: dict[str, Any] = {
    **dict.fromkeys(("ending", "ending_text", "handed_on_to", "basis"), ""),
    **dict.fromkeys(("ended_at", "verified_by")),
}


@transaction.atomic
def verify_matter(*, matter: Matter, actor: Actor, now: datetime, note: str = "") -> Matter:
    """Someone else than the handler has looked, on the spot or by phone, and the ending is true."""
    note = clean_words(note, field="note")
    lock(matter)
    require_somebody_else(actor, matter, MatterPermission.VERIFY)
    if matter.answered_at_once:
        raise Refused("wrong-state", _("An answer at once is judged by the person who asked."))
    fields = {"verified_by_id": person_id_of(actor), **step_limit(ClockKind.SILENT, matter, now).fields()}
    step(matter, moves.VERIFY, actor=actor, now=now, **fields)
    tell(matter, Told(EntryKind.VERIFIED, note), events.MatterVerified, actor=actor, now=now)
    return matter


@transaction.atomic
def send_back(*, matter: Matter, reason: str, actor: Actor, now: datetime) -> Matter:
    """Someone else than the handler has looked, and it is not done yet: the handler goes on."""
    reason = clean_words(reason, field="reason", needed=_("Please say what is still missing."))
    lock(matter)
    require_somebody_else(actor, matter, MatterPermission.VERIFY)
    kind = matter.category
    community = matter.community_id
    limit = to_handle(kind, now, community=community) if kind else step_limit(ClockKind.AGAIN, matter, now)
    fields: dict[str, Any] = {**NO_ENDING, **limit.fields(), "answered_at_once": False}
    step(matter, moves.SEND_BACK, actor=actor, now=now, **fields)
    tell(matter, Told(EntryKind.SENT_BACK, reason), events.MatterSentBack, actor=actor, now=now)
    return matter


@transaction.atomic
def confirm_matter(
    *, matter: Matter, actor: Actor, now: datetime, rating: int | None = None, words: str = "", door: str = Door.ONLINE,
    reasons: Sequence[str] = (), may_show: bool = False,
) -> Matter:  # fmt: skip
    """The person who asked has the last word: it is as the answer says, and if they like, how satisfied they are.

    A bad judgement takes the matter up again at once, and somebody follows it (W18). A judgement may also follow
    after silence closed the matter.
    """
    words = clean_words(words, field="words")
    lock(matter)
    voice = _judge(actor, matter, door)
    if rating is not None and rating not in Rating.values:
        raise Refused("rating-unknown", _("Please choose one of the five."), field="rating")
    if matter.rating is not None or (matter.state == MatterState.CLOSED and rating is None):
        raise Refused("judged-already", _("This matter was judged already. Thank you."))
    if matter.state == MatterState.CLOSED:
        require_time(matter, now)
    fields = {
        "rating": rating,
        "closed_at": matter.closed_at or now,
        "due_at": None,
        "due_from": None,
        "due_days": None,
    }
    step(matter, moves.CONFIRM, actor=actor, now=now, allowed=True, **fields)
    kind = EntryKind.RATED if rating else EntryKind.CONFIRMED
    told = Told(kind, words, voice, door=door, detail={"rating": rating} if rating else {})
    entry = tell(matter, told, events.MatterRated if rating else events.MatterClosed, actor=actor, now=now)
    judged = keep_judgement(matter=matter, entry=entry, reasons=reasons, may_show=may_show) if rating else None
    if judged and rating in BAD_RATINGS:
        receive_review(judgement=judged, about=matter.handler_id, actor=actor, now=now)
        take_up_again(matter, Told(EntryKind.REOPENED, "", voice, door=door), actor=actor, now=now)
    return matter


@transaction.atomic
def answer_still(
    *, follow_up: FollowUp, answer: str, actor: Actor, now: datetime, text: str = "", door: str = Door.ONLINE
) -> FollowUp:
    """Four weeks later: is it still so? "No" takes the matter up again, however long ago it ended."""
    text = clean_words(text)
    if answer not in StillAnswer.values:
        raise Refused("answer-needed", _("Please say yes or no."), field="answer")
    matter = follow_up.matter
    lock(matter)
    voice = _judge(actor, matter, door)
    if now > follow_up.asked_at + STILL_OPEN:
        raise Refused("still-too-late", _("This question is too old. Please say it anew; we will find the old record."))
    told = FollowUp.objects.filter(pk=follow_up.pk, answer="").update(answer=answer, answered_at=now, door=door)
    if not told:
        raise Refused("still-answered", _("This question has been answered already. Thank you."))
    follow_up.answer, follow_up.answered_at, follow_up.door = answer, now, door
    record("matters.followup.answer", follow_up, actor=actor, now=now, data={"answer": answer})
    if answer == StillAnswer.NO and matter.state == MatterState.CLOSED:
        words = text or _("Four weeks later: it is not so any more.")
        take_up_again(matter, Told(EntryKind.REOPENED, words, voice, door=door), actor=actor, now=now)
    return follow_up


@transaction.atomic
def reopen_matter(
    *, matter: Matter, text: str, actor: Actor, now: datetime, door: str = Door.ONLINE,
    photos: Sequence[StoredFile] = (),
) -> Matter:  # fmt: skip
    """Something new came up within fifteen working days: take it up again, or ask anew when it was not taken on."""
    text = clean_words(text, needed=_("Please say what is new, or what is still wrong."))
    lock(matter)
    voice = _judge(actor, matter, door)
    if matter.state not in moves.REOPEN.sources | moves.APPEAL.sources:
        raise Refused("wrong-state", _("This matter is not closed. Please add what is new to it."))
    require_time(matter, now)
    told = Told(EntryKind.REOPENED, text, voice, door=door, photos=photos)
    return take_up_again(matter, told, actor=actor, now=now)


def _judge(actor: Actor, matter: Matter, door: str) -> Voice:
    """Who speaks for the person who asked, and is not the one whose work is judged."""
    voice = speaks_for_reporter(actor, matter, door)
    if moves.is_handler(actor, matter) or _is_handlers_slip(actor, matter):
        raise Refused("own-work", _("Nobody judges their own work. Please ask somebody else to look."))
    return voice


def _is_handlers_slip(actor: Actor, matter: Matter) -> bool:
    bearer = getattr(actor, "bearer_id", None)
    return bearer is not None and bearer == matter.handler_id


def require_time(matter: Matter, now: datetime) -> None:
    """Refuse when the fifteen working days after the end have passed."""
    if not can_be_reopened(matter, now):
        message = _("This ended more than fifteen working days ago. Please say it anew; we will find the old record.")
        raise Refused("reopen-too-late", message)


def take_up_again(matter: Matter, told: Told, *, actor: Actor, now: datetime, move: Move = moves.REOPEN) -> Matter:
    """Back to the desk, without an ending; the story keeps what was said before."""
    rejected = matter.state == MatterState.REJECTED
    if matter.handler_id:  # whoever had it is told, too
        told = replace(told, detail={**told.detail, "former": str(matter.handler_id)})
    limit = to_accept(matter.urgency, now) if rejected else step_limit(ClockKind.AGAIN, matter, now)
    fields = {**NO_ENDING, **limit.fields(), "rating": None, "closed_at": None, "reject_reason": ""}
    fields |= {"reopened": matter.reopened + 1, "answered_at_once": False, "handler": None, "dispatched_at": None}
    fields |= {"extensions": 0, "extension_days": None}
    step(matter, moves.APPEAL if rejected else move, actor=actor, now=now, allowed=True, **fields)
    tell(matter, told, events.MatterReopened, actor=actor, now=now)
    return matter


@transaction.atomic
def answer_question(*, matter: Matter, text: str, actor: Actor, now: datetime, door: str = Door.ONLINE) -> Entry:
    """The person who asked replies to our question, themselves or through a worker."""
    text = clean_words(text, needed=_("Please write your reply."))
    lock(matter)
    voice = speaks_for_reporter(actor, matter, door)
    if matter.asked_at is None:
        raise Refused("no-question", _("No question is waiting. You can add something new instead."))
    Matter.objects.filter(pk=matter.pk).update(asked_at=None)
    matter.asked_at = None
    record("matters.matter.reply", matter, actor=actor, now=now)
    told = Told(EntryKind.REPLY, text, voice, door=door)
    entry = tell(matter, told, events.QuestionAnswered, actor=actor, now=now)
    resume_after_reply(matter=matter, now=now)
    return entry


@transaction.atomic
def add_fact(
    *, matter: Matter, text: str, actor: Actor, now: datetime, door: str = Door.ONLINE,
    photos: Sequence[StoredFile] = (),
) -> Entry:  # fmt: skip
    """The person who asked adds something while it is open: a word, a picture."""
    text = clean_words(text, needed="" if photos else _("Please write what is new."))
    lock(matter)
    voice = speaks_for_reporter(actor, matter, door)
    if not matter.is_open:
        raise Refused("wrong-state", _("This matter has ended. You can ask to take it up again."))
    record("matters.matter.add-fact", matter, actor=actor, now=now, data={"photos": len(photos)})
    told = Told(EntryKind.FACT, text, voice, door=door, photos=photos)
    return tell(matter, told, events.FactAdded, actor=actor, now=now)


@transaction.atomic
def close_silent(*, matter: Matter, actor: SystemActor, now: datetime) -> Matter:
    """Nobody objected for five working days: the matter is closed, and can still be judged or taken up again."""
    lock(matter)
    waits = matter.state == MatterState.VERIFIED or (matter.state == MatterState.FED_BACK and matter.answered_at_once)
    if not waits or matter.due_at is None or matter.due_at > now:
        raise Refused("wrong-state", _("Someone else was quicker, or this step is no longer open. Please look again."))
    fields: dict[str, Any] = {"closed_at": now, "due_at": None, "due_from": None, "due_days": None}
    step(matter, moves.CLOSE_SILENT, actor=actor, now=now, **fields)
    tell(matter, Told(EntryKind.SILENT), events.MatterClosed, actor=actor, now=now)
    return matter
