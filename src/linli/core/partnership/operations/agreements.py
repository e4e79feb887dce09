"""Agreements with units: written, signed by both, in force, passed on or ended (W6). No side decides alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from linli.base.audit.operations import record
from linli.base.codes import free_code
from linli.base.errors import Refused
from linli.base.outbox.events import publish
from linli.base.permissions import Actor, require
from linli.base.text import clean_words
from linli.base.workflow import step
from linli.core.partnership import events
from linli.core.partnership.enums import (
    VALID,
    AgreementState,
    PartnershipPermission,
    PromiseState,
    Side,
)
from linli.core.partnership.models import Agreement, Partner, Promise
from linli.core.partnership.operations.partners import speak_for
from linli.core.partnership.queries import agreement_moves as moves
from linli.core.people.enums import Door

A = AgreementState
SHORTEST, LONGEST = timedelta(days=364), timedelta(days=3 * 366)  # one to three years (B-1)
CARRIED_ON = (PromiseState.OPEN, PromiseState.KEPT, PromiseState.PARTLY)


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What an agreement says beside its promises."""

    starts_on: date
    ends_on: date
    aim: str
    leaving: str
    privacy: str

    def columns(self) -> dict[str, Any]:
        """The same as columns, refused where it can't be so."""
        if not SHORTEST <= self.ends_on - self.starts_on <= LONGEST:
            raise Refused("term-odd", _("An agreement runs for one to three years."), field="ends_on")
        needed = _("Please say it in a sentence or two.")
        texts = {name: clean_words(getattr(self, name), field=name, needed=needed) for name in
                 ("aim", "leaving", "privacy")}  # fmt: skip
        return {"starts_on": self.starts_on, "ends_on": self.ends_on, **texts}


@transaction.atomic
def draft_agreement(
    *, partner: Partner, terms: Terms, actor: Actor, now: datetime, renews: Agreement | None = None
) -> Agreement:
    """Begin an agreement with a unit; the next one begins with the promises of the one before."""
    agreement = Agreement(
        code=free_code(Agreement.objects), community_id=partner.community_id, place=partner.path, partner=partner,
        lead=getattr(actor, "person", None), renews=renews, made_at=now, state_since=now, **terms.columns(),
    )  # fmt: skip
    require(actor, PartnershipPermission.AGREEMENT_LEAD, agreement)
    if renews is not None and renews.state not in VALID:
        raise Refused("wrong-state", _("Only an agreement in force has a next one."))
    try:
        with transaction.atomic():
            agreement.save(force_insert=True)
    except IntegrityError:
        message = _("An agreement with this unit is being written already. Please go on with that one.")
        raise Refused("one-draft", message) from None
    record("partnership.agreement.draft", agreement, actor=actor, now=now)
    if renews is not None:
        _carry_on(renews, agreement, now)
    return agreement


def _carry_on(before: Agreement, after: Agreement, now: datetime) -> None:
    """What both have kept up is proposed again, on the same day of the new term."""
    later = after.starts_on - before.starts_on
    rows = [
        Promise(agreement=after, side=one.side, kind=one.kind, text=one.text, terms=one.terms,
                due_on=min(one.due_on + later, after.ends_on), state_since=now, proposed_side=Side.COMMUNITY)
        for one in before.promises.filter(state__in=CARRIED_ON).order_by("due_on", "pk")
    ]  # fmt: skip
    Promise.objects.bulk_create(rows)


@transaction.atomic
def reword_agreement(*, agreement: Agreement, terms: Terms, actor: Actor, now: datetime) -> Agreement:
    """Change the term and the clauses before it is in force. What was signed has to be signed again."""
    require(actor, moves.REWORD.permission, agreement)
    columns = terms.columns()
    lock_before(agreement, actor, now)
    if agreement.promises.filter(due_on__gt=terms.ends_on).exists():
        message = _("A promise has its day after this end. Please move it first.")
        raise Refused("promise-later", message, field="ends_on")
    Agreement.objects.filter(pk=agreement.pk).update(**columns)
    for name, value in columns.items():
        setattr(agreement, name, value)
    record("partnership.agreement.reword", agreement, actor=actor, now=now, data={"revision": agreement.revision})
    return agreement


def lock_before(agreement: Agreement, actor: Actor, now: datetime) -> None:
    """Before words change: nobody signs meanwhile, and signatures of the old words are void, both (W6)."""
    Agreement.objects.select_for_update().get(pk=agreement.pk)
    agreement.refresh_from_db()
    if agreement.state not in moves.BEFORE:
        raise Refused("wrong-state", _("This agreement is in force: new words are proposed to the other side."))
    agreement.revision += 1
    if agreement.state == A.DRAFT:
        Agreement.objects.filter(pk=agreement.pk).update(revision=agreement.revision)
        return
    was_signed = bool(agreement.community_signed_at or agreement.unit_signed_at)
    void = {"community_signed_at": None, "community_signer": "", "unit_signed_at": None, "unit_signer": "",
            "unit_door": ""}  # fmt: skip
    step(agreement, moves.REOPEN, actor=actor, now=now, allowed=True, revision=agreement.revision, **void)
    if was_signed:
        publish(events.AgreementReopened(at=now, agreement_id=agreement.pk, revision=agreement.revision))


@transaction.atomic
def negotiate_agreement(*, agreement: Agreement, actor: Actor, now: datetime) -> Agreement:
    """The words stand: both sides may sign. Each side has promised something, or it is no agreement of two."""
    sides = set(agreement.promises.filter(state=PromiseState.PROPOSED).values_list("side", flat=True))
    if sides != set(Side.values):
        raise Refused("two-sides", _("Each side promises at least one thing: the unit, and the community, too."))
    step(agreement, moves.NEGOTIATE, actor=actor, now=now)
    publish(events.AgreementNegotiated(at=now, agreement_id=agreement.pk, revision=agreement.revision))
    return agreement


@transaction.atomic
def sign_agreement(
    *, agreement: Agreement, side: str, name: str, revision: int, actor: Actor, now: datetime, door: str = Door.ONLINE
) -> Agreement:
    """One side signs the words that it has read; with the second signature it is signed, and begins on its day."""
    Agreement.objects.select_for_update().get(pk=agreement.pk)
    agreement.refresh_from_db()
    if side == Side.COMMUNITY:
        require(actor, PartnershipPermission.AGREEMENT_SIGN, agreement)
    else:
        speak_for(side, agreement, actor=actor, door=door)
    if agreement.state != A.NEGOTIATED or agreement.signed_at(side):
        raise Refused("wrong-state", _("This agreement does not wait for this signature. Please look again."))
    if revision != agreement.revision:
        raise Refused("words-changed", _("The words have changed since you read them. Please read them once more."))
    name = clean_words(name, field="name", needed=_("Please write who signs."), most=60).replace("\n", " ")
    columns: dict[str, Any] = {f"{side}_signed_at": now, f"{side}_signer": name}
    if side == Side.UNIT:
        columns["unit_door"] = door
    Agreement.objects.filter(pk=agreement.pk).update(**columns)
    for key, value in columns.items():
        setattr(agreement, key, value)
    said = {"side": side, "door": door, "revision": revision}
    record("partnership.agreement.sign", agreement, actor=actor, now=now, data=said)
    if agreement.signed_at(Side(side).other):
        step(agreement, moves.COMPLETE, actor=actor, now=now, allowed=True)
        publish(events.AgreementSigned(at=now, agreement_id=agreement.pk))
        if agreement.starts_on <= localdate(now):
            begin_agreement(agreement=agreement, actor=actor, now=now)
    return agreement


@transaction.atomic
def begin_agreement(*, agreement: Agreement, actor: Actor, now: datetime) -> Agreement:
    """Its first day has come: what was written is promised from now on, and the one before is passed on."""
    step(agreement, moves.BEGIN, actor=actor, now=now, allowed=True)
    for promise in agreement.promises.filter(state=PromiseState.PROPOSED):
        step(promise, moves.OPEN, actor=actor, now=now, allowed=True, agreed_at=now)
    before = agreement.renews
    if before is not None and before.state in VALID:
        step(before, moves.PASS_ON, actor=actor, now=now, allowed=True)
    return agreement


@transaction.atomic
def end_agreement(
    *, agreement: Agreement, side: str, words: str, actor: Actor, now: datetime, door: str = Door.ONLINE
) -> Agreement:
    """Either side leaves, and says why; the other side hears it. What was kept stays kept."""
    speak_for(side, agreement, actor=actor, door=door)
    words = clean_words(words, field="words", needed=_("Please say why; the other side reads it."), most=400)
    step(agreement, moves.END, actor=actor, now=now, allowed=True, ended_words=words)
    publish(events.AgreementEnded(at=now, agreement_id=agreement.pk, side=side))
    return agreement


@transaction.atomic
def close_term(*, agreement: Agreement, actor: Actor, now: datetime) -> Agreement:
    """Its last day is over and there is no next one."""
    step(agreement, moves.END, actor=actor, now=now, ended_words=_("Its term is over."))
    publish(events.AgreementEnded(at=now, agreement_id=agreement.pk, side=""))
    return agreement


@transaction.atomic
def warn_of_end(*, agreement: Agreement, actor: Actor, now: datetime) -> bool:
    """Both sides hear that it ends soon, once. Tells whether this call was the one."""
    require(actor, PartnershipPermission.AGREEMENT_LEAD, agreement)
    waiting = Agreement.objects.filter(pk=agreement.pk, warned_at=None, state__in=sorted(VALID))
    if not waiting.update(warned_at=now):
        return False
    record("partnership.agreement.warn", agreement, actor=actor, now=now)
    publish(events.AgreementExpiring(at=now, agreement_id=agreement.pk))
    return True
