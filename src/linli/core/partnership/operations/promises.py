"""What the sides of an agreement promise, change, prove and let go: each word of one side needs the other's (W6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from linli.base.audit.operations import record
from linli.base.errors import Refused
from linli.base.files.models import StoredFile
from linli.base.outbox.events import publish
from linli.base.permissions import Actor, require
from linli.base.text import clean_words
from linli.base.workflow import step
from linli.core.partnership import events
from linli.core.partnership.enums import (
    OUTCOMES,
    VALID,
    PartnershipPermission,
    PromiseKind,
    PromiseState,
    Side,
)
from linli.core.partnership.models import Agreement, Promise
from linli.core.partnership.operations.agreements import lock_before
from linli.core.partnership.operations.partners import speak_for
from linli.core.partnership.queries import agreement_moves as moves
from linli.core.people.enums import Door

K = PromiseState


@dataclass(frozen=True, kw_only=True)
class Wording:
    """What is promised, under which terms, by when."""

    kind: str
    text: str
    due_on: date
    terms: str = ""

    def columns(self, agreement: Agreement) -> dict[str, Any]:
        """The same as columns, refused where it can't be so."""
        if self.kind not in PromiseKind.values:
            raise Refused("kind-needed", _("Please choose what kind of promise it is."), field="kind")
        if not agreement.starts_on <= self.due_on <= agreement.ends_on:
            raise Refused("outside-term", _("The day lies outside the term of the agreement."), field="due_on")
        text = clean_words(self.text, needed=_("Please say in a few words what is promised."), most=200)
        terms = clean_words(self.terms, field="terms", most=200)
        return {"kind": self.kind, "text": text.replace("\n", " "), "terms": terms, "due_on": self.due_on}


@transaction.atomic
def add_promise(
    *, agreement: Agreement, gives: str, wording: Wording, side: str, actor: Actor, now: datetime,
    door: str = Door.ONLINE,
) -> Promise:  # fmt: skip
    """Write a promise of either side down: before both have signed into the draft, in force as a proposal."""
    speak_for(side, agreement, actor=actor, door=door)
    if gives not in Side.values:
        raise Refused("side-needed", _("Please say who promises it."), field="gives")
    columns = wording.columns(agreement)
    _open_for_words(agreement, actor, now)
    promise = Promise.objects.create(agreement=agreement, side=gives, state_since=now, proposed_side=side, **columns)
    _noted("add", promise, actor, now, side=side, door=door)
    _ask_other_side(promise, side, now)
    return promise


@transaction.atomic
def change_promise(
    *, promise: Promise, wording: Wording, side: str, actor: Actor, now: datetime, door: str = Door.ONLINE
) -> Promise:
    """Put a promise in other words: at once before it is in force, afterwards as a proposal to the other side."""
    agreement = promise.agreement
    speak_for(side, agreement, actor=actor, door=door)
    columns = wording.columns(agreement)
    if agreement.state not in VALID:
        _open_for_words(agreement, actor, now)
        Promise.objects.filter(pk=promise.pk, state=K.PROPOSED).update(**columns, proposed_side=side)
        promise.refresh_from_db()
        promise.agreement = agreement
        _noted("change", promise, actor, now, side=side, door=door)
        return promise
    if promise.state != K.OPEN:
        raise Refused("wrong-state", _("This promise can't be put in other words any more."))
    try:
        with transaction.atomic():
            other = Promise.objects.create(
                agreement=agreement, side=promise.side, replaces=promise, state_since=now, proposed_side=side, **columns
            )
    except IntegrityError:
        raise Refused("proposed-already", _("Other words are proposed already. Please answer those first.")) from None
    _noted("change", other, actor, now, side=side, door=door)
    _ask_other_side(other, side, now)
    return other


@transaction.atomic
def remove_promise(*, promise: Promise, side: str, actor: Actor, now: datetime, door: str = Door.ONLINE) -> Agreement:
    """Take a promise out of what is not in force yet; or take back what one's own side has proposed."""
    agreement = promise.agreement
    speak_for(side, agreement, actor=actor, door=door)
    if agreement.state in VALID:
        if promise.proposed_side != side:
            raise Refused("other-sides", _("The other side proposed this. Please answer yes or no."))
        step(promise, moves.DECLINE, actor=actor, now=now, allowed=True)
        return agreement
    _open_for_words(agreement, actor, now)
    _noted("remove", promise, actor, now, side=side, door=door)
    Promise.objects.filter(pk=promise.pk, state=K.PROPOSED).delete()
    return agreement


@transaction.atomic
def agree_promise(*, promise: Promise, side: str, actor: Actor, now: datetime, door: str = Door.ONLINE) -> Promise:
    """The other side says yes to new words: from now on they count, and the old ones don't."""
    _need_other(promise.proposed_side, promise, side, actor, door)
    if promise.agreement.state not in VALID:
        raise Refused("wrong-state", _("This agreement is not in force."))
    before = promise.replaces
    if before is not None:
        step(before, moves.REPLACE, actor=actor, now=now, allowed=True)
    return step(promise, moves.OPEN, actor=actor, now=now, allowed=True, agreed_at=now)


@transaction.atomic
def decline_promise(*, promise: Promise, side: str, actor: Actor, now: datetime, door: str = Door.ONLINE) -> Promise:
    """The other side rather would not; what was promised before stays as it was."""
    _need_other(promise.proposed_side, promise, side, actor, door)
    return step(promise, moves.DECLINE, actor=actor, now=now, allowed=True)


@transaction.atomic
def drop_promise(
    *, promise: Promise, words: str, side: str, actor: Actor, now: datetime, door: str = Door.ONLINE
) -> Promise:
    """Ask the other side to let a promise go, and say why. It stands until they agree."""
    speak_for(side, promise, actor=actor, door=door)
    words = clean_words(words, field="words", needed=_("Please say why; the other side reads it."), most=400)
    open_ones = Promise.objects.filter(pk=promise.pk, state=K.OPEN, drop_side="", agreement__state__in=sorted(VALID))
    if not open_ones.update(drop_side=side, drop_words=words):
        raise Refused("wrong-state", _("This promise is not open any more. Please look again."))
    promise.drop_side, promise.drop_words = side, words
    _noted("ask-to-drop", promise, actor, now, side=side, door=door)
    publish(events.PromiseProposed(at=now, promise_id=promise.pk, side=side))
    return promise


@transaction.atomic
def keep_up_promise(*, promise: Promise, side: str, actor: Actor, now: datetime, door: str = Door.ONLINE) -> Promise:
    """It stands after all: the other side does not let it go, or whoever asked takes the question back."""
    speak_for(side, promise, actor=actor, door=door)
    Promise.objects.filter(pk=promise.pk, state=K.OPEN).update(drop_side="", drop_words="")
    promise.drop_side, promise.drop_words = "", ""
    _noted("keep-up", promise, actor, now, side=side, door=door)
    return promise


@transaction.atomic
def let_go_promise(*, promise: Promise, side: str, actor: Actor, now: datetime, door: str = Door.ONLINE) -> Promise:
    """The other side lets it go, too."""
    _need_other(promise.drop_side, promise, side, actor, door)
    return step(promise, moves.LET_GO, actor=actor, now=now, allowed=True)


@transaction.atomic
def tell_promise(
    *, promise: Promise, outcome: str, proof: str, side: str, actor: Actor, now: datetime, door: str = Door.ONLINE,
    photo: StoredFile | None = None,
) -> Promise:  # fmt: skip
    """One side says what came of it, with a proof in words and perhaps a picture of the place; the other one looks."""
    speak_for(side, promise, actor=actor, door=door)
    if outcome not in OUTCOMES:
        raise Refused("outcome-needed", _("Please choose what came of it."), field="outcome")
    proof = clean_words(proof, field="proof", needed=_("Please say what was done, when and where."), most=400)
    if promise.agreement.state not in VALID:
        raise Refused("wrong-state", _("This agreement is not in force."))
    told = {"told_side": side, "told_by": actor.label, "told_at": now, "back_words": "", "drop_side": "",
            "drop_words": ""}  # fmt: skip
    step(promise, moves.SHOW, actor=actor, now=now, allowed=True, outcome=outcome, proof=proof, photo=photo, **told)
    publish(events.PromiseTold(at=now, promise_id=promise.pk, side=side))
    return promise


@transaction.atomic
def accept_outcome(*, promise: Promise, side: str, actor: Actor, now: datetime, door: str = Door.ONLINE) -> Promise:
    """The other side says: yes, that is so. Only now it is kept, kept in part, or did not come about."""
    _need_other(promise.told_side, promise, side, actor, door)
    if promise.outcome not in OUTCOMES:
        raise Refused("wrong-state", _("Nobody has said yet what came of it."))
    accepted = {"accepted_by": actor.label, "accepted_at": now}
    return step(promise, moves.ACCEPT[promise.outcome], actor=actor, now=now, allowed=True, **accepted)


@transaction.atomic
def send_back_promise(
    *, promise: Promise, words: str, side: str, actor: Actor, now: datetime, door: str = Door.ONLINE
) -> Promise:
    """The other side sees it in another way, and says how; then it is open again."""
    _need_other(promise.told_side, promise, side, actor, door)
    words = clean_words(words, field="words", needed=_("Please say how you see it; the other side reads it."), most=400)
    step(promise, moves.SEND_BACK, actor=actor, now=now, allowed=True, back_words=words, outcome="")
    publish(events.PromiseSentBack(at=now, promise_id=promise.pk, side=side))
    return promise


@transaction.atomic
def warn_of_promise(*, promise: Promise, actor: Actor, now: datetime) -> bool:
    """Both sides hear that its day comes, once. Tells whether this call was the one."""
    require(actor, PartnershipPermission.AGREEMENT_LEAD, promise)
    if not Promise.objects.filter(pk=promise.pk, warned_at=None, state=K.OPEN).update(warned_at=now):
        return False
    record("partnership.promise.warn", promise, actor=actor, now=now)
    publish(events.PromiseDue(at=now, promise_id=promise.pk))
    return True


def _open_for_words(agreement: Agreement, actor: Actor, now: datetime) -> None:
    if agreement.state in moves.BEFORE:
        lock_before(agreement, actor, now)
    elif agreement.state not in VALID:
        raise Refused("wrong-state", _("This agreement has ended."))


def _ask_other_side(promise: Promise, side: str, now: datetime) -> None:
    """In force the other side is asked; a draft is one paper that both read before they sign."""
    if promise.agreement.state in VALID:
        publish(events.PromiseProposed(at=now, promise_id=promise.pk, side=side))


def _need_other(said_by: str, promise: Promise, side: str, actor: Actor, door: str) -> None:
    """Nobody answers their own word."""
    speak_for(side, promise, actor=actor, door=door)
    if said_by == side:
        raise Refused("own-word", _("The other side answers this."))


def _noted(verb: str, promise: Promise, actor: Actor, now: datetime, *, side: str, door: str) -> None:
    record(f"partnership.promise.{verb}", promise, actor=actor, now=now, data={"side": side, "door": door})
