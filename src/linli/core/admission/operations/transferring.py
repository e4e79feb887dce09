"""A member goes to another branch: a letter, its receipt, and who stays responsible meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from linli.base.audit.operations import record
from linli.base.errors import Refused
from linli.base.outbox.events import publish
from linli.base.permissions import Actor, may, require
from linli.base.text import clean_words
from linli.base.workflow import step
from linli.core.admission.enums import AdmissionPermission, TransferState
from linli.core.admission.events import TransferWaits
from linli.core.admission.models import Transfer
from linli.core.admission.queries import transfers as moves
from linli.core.membership.enums import LeaveReason, MemberState
from linli.core.membership.models import Member
from linli.core.membership.operations.members import check_org, end_membership, move_member
from linli.core.organisation.models import PartyOrg

HANDLE = AdmissionPermission.TRANSFER
LONGEST = 92  # a letter holds three months at most (B-3)


@dataclass(frozen=True, kw_only=True)
class Letter:
    """The letter that a member carries: its number, its day, and for how many days it holds by the distance."""

    number: str
    on: date
    valid_days: int = 30


@transaction.atomic
def ask_for_transfer(
    *, member: Member, actor: Actor, now: datetime, to_org: PartyOrg | None = None, to_name: str = ""
) -> Transfer:
    """A member wants to go to another branch, or their branch writes it down for them."""
    if actor.person_id != member.person_id:
        require(actor, HANDLE, member)
    if member.state == MemberState.LEFT:
        raise Refused("member-left", _("This person is no longer a member here; the record stays as it is."))
    to_name = clean_words(to_name, field="to_name", most=120).replace("\n", " ")
    if bool(to_org) == bool(to_name):
        raise Refused("where-to", _("Choose a branch here, or write the name of one elsewhere."), field="to_name")
    if to_org:
        check_org(to_org, None)
        if to_org.pk == member.org_id or to_org.community_id != member.community_id:
            raise Refused("there-already", _("Please choose another branch."), field="to_org")
    transfer = Transfer(
        member=member, community_id=member.community_id, place=member.org.path, from_org=member.org, to_org=to_org,
        to_name=to_name, to_place=to_org.path if to_org else "", state_since=now, asked_on=localdate(now),
    )  # fmt: skip
    try:
        with transaction.atomic():
            transfer.save(force_insert=True)
    except IntegrityError:
        raise Refused("asked-already", _("A transfer of this member is on its way already.")) from None
    record("admission.transfer.ask", transfer, actor=actor, now=now)
    return transfer


@transaction.atomic
def issue_letter(*, transfer: Transfer, letter: Letter, actor: Actor, now: datetime) -> Transfer:
    """The old branch issues the letter."""
    number = clean_words(letter.number, field="number", needed=_("Please write the number of the letter."), most=40)
    _check_day(letter.on, transfer.asked_on, now)
    if not 1 <= letter.valid_days <= LONGEST:
        raise Refused("letter-long", _("A letter holds three months at most."), field="valid_days")
    told: dict[str, Any] = {"letter_no": number, "issued_on": letter.on, "valid_days": letter.valid_days}
    return step(transfer, moves.ISSUE, actor=actor, now=now, **told)


@transaction.atomic
def send_off(*, transfer: Transfer, actor: Actor, now: datetime) -> Transfer:
    """The member has the letter, and is on the way."""
    return step(transfer, moves.SEND, actor=actor, now=now)


@transaction.atomic
def note_arrival(*, transfer: Transfer, on: date, actor: Actor, now: datetime) -> Transfer:
    """The new branch has the letter. Where it lies elsewhere, the old branch writes down what it heard."""
    if not moves.may_receive(actor, transfer):
        raise Refused("forbidden", _("You do not have the right to do this here."))
    _check_day(on, transfer.issued_on, now)
    return step(transfer, moves.RECEIVE, actor=actor, now=now, allowed=True, received_on=on)


@transaction.atomic
def note_receipt(*, transfer: Transfer, actor: Actor, now: datetime) -> Transfer:
    """The receipt is back: only from now on the new branch is responsible, and the member stands in its list."""
    step(transfer, moves.RETURN, actor=actor, now=now)
    member, reason = transfer.member, _("Transfer %(number)s") % {"number": transfer.letter_no}
    if transfer.to_org:
        move_member(member=member, org=transfer.to_org, reason=reason, actor=actor, now=now)
    else:
        because = LeaveReason.TRANSFERRED
        end_membership(member=member, because=because, on=localdate(now), actor=actor, now=now)
    return transfer


@transaction.atomic
def cancel_transfer(*, transfer: Transfer, actor: Actor, now: datetime) -> Transfer:
    """It does not take place; the member stays. They may say so themselves until a letter is issued."""
    own = actor.person_id == transfer.member.person_id and transfer.state == TransferState.REQUESTED
    return step(transfer, moves.CANCEL, actor=actor, now=now, allowed=own or may(actor, HANDLE, transfer) or None)


@transaction.atomic
def alert_transfer(*, transfer: Transfer, days: int, actor: Actor, now: datetime) -> bool:
    """After 60, 80 and 90 days both branches hear of it, each time once; after 90 it is late. True when told now."""
    require(actor, AdmissionPermission.HEAR, transfer)
    rows = Transfer.objects.filter(pk=transfer.pk, state__in=sorted(moves.WAITING), alerted_days__lt=days)
    if not rows.update(alerted_days=days):
        return False
    transfer.alerted_days = days
    record("admission.transfer.alert", transfer, actor=actor, now=now, data={"days": days})
    if days >= max(moves.ALERTS) and transfer.state in moves.LATE.sources:
        step(transfer, moves.LATE, actor=actor, now=now, allowed=True)
    publish(TransferWaits(at=now, transfer_id=transfer.pk, days=days))
    return True


def _check_day(on: date, before: date | None, now: datetime) -> None:
    if on > localdate(now):
        raise Refused("day-ahead", _("This day has not come yet."), field="on")
    if before and on < before:
        raise Refused("before-the-last", _("This day lies before that of the step before."), field="on")
