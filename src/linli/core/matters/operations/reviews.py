"""Following a bad judgement to its end (W18): spoken with, looked into, put right, called back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from linli.base.audit.operations import record
from linli.base.errors import Refused
from linli.base.outbox.events import publish
from linli.base.permissions import Actor, require
from linli.base.text import clean_words
from linli.base.workflow import Move, step
from linli.core.matters.enums import ENDED, JudgeReason, MatterPermission
from linli.core.matters.events import ReviewMoved
from linli.core.matters.models import BadReview, Entry, Judgement, Matter, ReviewStep
from linli.core.matters.operations.story import name_of, person_id_of
from linli.core.matters.queries import reviews as q
from linli.core.matters.queries.deadlines import CALL_BACK_DAYS, CONTACT_DAYS, RECTIFY_DAYS, in_days
from linli.core.matters.queries.handlers import handlers_at
from linli.core.people.models import Person


def keep_judgement(*, matter: Matter, entry: Entry, reasons: Sequence[str], may_show: bool) -> Judgement:
    """Keep a judgement for what judgements say together; the audit row is that of the step that judged."""
    if set(reasons) - set(JudgeReason.values):
        raise Refused("reason-unknown", _("Please choose reasons from the list."), field="reasons")
    return Judgement.objects.create(
        community_id=matter.community_id, place=matter.place, matter=matter, entry=entry, category=matter.category,
        rating=entry.detail["rating"], reasons=sorted(set(reasons)), may_show=may_show and bool(entry.text),
        at=entry.at,
    )  # fmt: skip


@transaction.atomic
def receive_review(*, judgement: Judgement, about: UUID | None, actor: Actor, now: datetime) -> BadReview:
    """Somebody is dissatisfied: within one working day somebody speaks with them. While one is live, it begins anew."""
    matter, due_at = judgement.matter, in_days(now, CONTACT_DAYS).due_at
    live = BadReview.objects.filter(q.live_reviews(), matter=matter).first()
    if live:
        fields: dict[str, Any] = {"judgement": judgement, "about_id": about, "due_at": due_at, "received_at": now}
        fields |= {"verified_by": None, "doubted_by": None, "second_reader": None, "rectifier": None}
        step(live, q.AGAIN, actor=actor, now=now, allowed=True, **fields)
        return _noted(live, "received", "", actor, now)
    review = BadReview.objects.create(
        community_id=matter.community_id, place=matter.place, matter=matter, judgement=judgement, about_id=about,
        state_since=now, received_at=now, due_at=due_at,
    )  # fmt: skip
    record("matters.badreview.receive", review, actor=actor, now=now, data={"rating": judgement.rating})
    return _noted(review, "received", "", actor, now)


def _noted(review: BadReview, move: str, text: str, actor: Actor, now: datetime) -> BadReview:
    """Write the step down, and tell whom it concerns."""
    name = name_of(actor) if move != "received" else ""  # whoever judged is never named
    label = actor.label if move != "received" else "reporter"
    written = ReviewStep(review=review, move=move, text=text, name=name, actor=label, at=now)
    written.save()
    publish(ReviewMoved(at=now, review_id=review.pk, step_id=written.pk))
    return review


def _lock(review: BadReview) -> BadReview:
    review.refresh_from_db(from_queryset=BadReview.objects.select_for_update(of=("self",)))
    return review


def _go(review: BadReview, move: Move, text: str, *, actor: Actor, now: datetime, **fields: Any) -> BadReview:
    """One step of somebody who may follow bad judgements there, and whose work it is not."""
    require(actor, MatterPermission.REVIEW, review)
    if q.is_about(actor, review):
        raise Refused("own-work", _("Nobody judges their own work. Please ask somebody else to look."))
    step(review, move, actor=actor, now=now, **fields)
    return _noted(review, move.name, text, actor, now)


@transaction.atomic
def contact_reviewer(*, review: BadReview, text: str, actor: Actor, now: datetime) -> BadReview:
    """Somebody has spoken with the person who judged, and writes down what they said. From receiving it counts."""
    text = clean_words(text, needed=_("Please write what they told you."))
    due_at = in_days(_lock(review).received_at, RECTIFY_DAYS).due_at
    return _go(review, q.CONTACT, text, actor=actor, now=now, due_at=due_at)


@transaction.atomic
def uphold_review(*, review: BadReview, text: str, actor: Actor, now: datetime) -> BadReview:
    """Somebody else than the handler has looked, and the person is right."""
    text = clean_words(text, needed=_("Please write what you found."))
    _lock(review)
    return _go(review, q.UPHOLD, text, actor=actor, now=now, verified_by_id=person_id_of(actor))


@transaction.atomic
def doubt_review(*, review: BadReview, text: str, actor: Actor, now: datetime) -> BadReview:
    """Somebody has looked and doubts the judgement: why, and then a second reader decides."""
    text = clean_words(text, needed=_("Please write why you doubt it. A second reader decides."))
    _lock(review)
    return _go(review, q.DOUBT, text, actor=actor, now=now, doubted_by_id=person_id_of(actor))


@transaction.atomic
def read_second(*, review: BadReview, agree: bool, text: str, actor: Actor, now: datetime) -> BadReview:
    """A second reader agrees that it can't be upheld, and the person reads why; or finds that they are right."""
    text = clean_words(text, needed=_("Please write the reason, in words the person understands."))
    if _lock(review).doubted_by_id == actor.person_id:
        raise Refused("second-reader", _("You doubted it yourself: somebody else has to read it."))
    reader: dict[str, Any] = {"second_reader_id": person_id_of(actor)}
    if agree:
        return _go(review, q.AGREE, text, actor=actor, now=now, due_at=None, **reader)
    return _go(review, q.DISAGREE, text, actor=actor, now=now, verified_by_id=person_id_of(actor), **reader)


@transaction.atomic
def rectify_review(*, review: BadReview, rectifier: Person, text: str, actor: Actor, now: datetime) -> BadReview:
    """Ask somebody to put it right, and say how. The matter itself goes through the desk again."""
    text = clean_words(text, needed=_("Please write what is to be put right."))
    if not handlers_at(_lock(review).place, localdate(now)).filter(pk=rectifier.pk).exists():
        raise Refused("handler-elsewhere", _("This person does not handle matters there."), field="rectifier")
    return _go(review, q.RECTIFY, text, actor=actor, now=now, rectifier=rectifier)


@transaction.atomic
def say_rectified(*, review: BadReview, text: str, actor: Actor, now: datetime) -> BadReview:
    """It is put right; only when the matter itself has a new ending. Within two working days somebody calls back."""
    text = clean_words(text, needed=_("Please write what was put right."))
    _lock(review)
    mine = q.puts_right(actor, review)
    if not mine:
        require(actor, MatterPermission.REVIEW, review)
        if q.is_about(actor, review):
            raise Refused("own-work", _("Nobody judges their own work. Please ask somebody else to look."))
    if review.matter.state not in ENDED:
        raise Refused("matter-open", _("The matter itself has no new ending yet. First it must be answered."))
    due_at = in_days(now, CALL_BACK_DAYS).due_at
    step(review, q.RECTIFIED, actor=actor, now=now, allowed=True, due_at=due_at)
    return _noted(review, q.RECTIFIED.name, text, actor, now)


@transaction.atomic
def call_back(*, review: BadReview, is_right: bool, text: str, actor: Actor, now: datetime) -> BadReview:
    """Somebody else than whoever put it right has called back: it is right now, or it is not."""
    text = clean_words(text, needed=_("Please write what they told you."))
    _lock(review)
    if q.puts_right(actor, review):
        raise Refused("own-work", _("Nobody judges their own work. Please ask somebody else to look."))
    if is_right:
        return _go(review, q.CALL_BACK, text, actor=actor, now=now, due_at=None)
    due_at = max(in_days(review.received_at, RECTIFY_DAYS).due_at, in_days(now, CONTACT_DAYS).due_at)
    return _go(review, q.STILL_BAD, text, actor=actor, now=now, due_at=due_at)


@transaction.atomic
def close_review(*, review: BadReview, actor: Actor, now: datetime, text: str = "") -> BadReview:
    """It is put right and they were called back: what we learned, if anything, and the end."""
    text = clean_words(text)
    _lock(review)
    return _go(review, q.CLOSE, text, actor=actor, now=now, due_at=None)


@transaction.atomic
def answer_words(*, judgement: Judgement, text: str, actor: Actor, now: datetime) -> Judgement:
    """The community's answer to what somebody wrote with their judgement, for everybody when they allowed it."""
    require(actor, MatterPermission.REVIEW, judgement)
    text = clean_words(text, needed=_("Please write your answer."), most=1000)
    review = BadReview.objects.filter(judgement=judgement).first()
    if actor.person_id in {judgement.matter.handler_id, review.about_id if review else None}:
        raise Refused("own-work", _("Nobody judges their own work. Please ask somebody else to look."))
    judgement.answer, judgement.answered_at, judgement.answered_by = text, now, name_of(actor)
    judgement.save(update_fields=["answer", "answered_at", "answered_by"])
    record("matters.judgement.answer", judgement, actor=actor, now=now)
    return judgement
