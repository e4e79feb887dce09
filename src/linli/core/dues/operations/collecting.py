"""Money is taken and a receipt written; a receipt that was wrong is undone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from linli.base.audit.operations import record
from linli.base.calendars.months import add_months, month_of, quarter_of
from linli.base.errors import Refused
from linli.base.permissions import Actor, require
from linli.base.text import clean_words
from linli.base.workflow import step
from linli.core.dues.enums import OPEN, DuesPermission, Method
from linli.core.dues.models import Due, HandUp, Payment, PaymentPart
from linli.core.dues.operations.assessing import AHEAD, raise_dues
from linli.core.dues.queries import moves
from linli.core.dues.queries.dues import community_of
from linli.core.membership.models import Member
from linli.core.organisation.models import PartyOrg


@dataclass(frozen=True, kw_only=True)
class Money:
    """What somebody brought: through which month, how much (all of it, when nothing is said), and how."""

    through: date
    paid_on: date
    amount_fen: int | None = None
    method: str = Method.CASH
    transfer_no: str = ""
    by_another: bool = False


@transaction.atomic
def collect_dues(*, member: Member, money: Money, actor: Actor, now: datetime) -> Payment:
    """A member, or somebody for them, pays. The oldest month is paid first; a part of a month may stay open.

    It may be paid up to a year ahead. More than is asked is refused: who wants to give more says so for each month.
    """
    require(actor, DuesPermission.COLLECT, member)
    _check(money, now)
    branch = PartyOrg.objects.select_for_update(of=("self",)).get(pk=member.org_id)  # numbers its receipts
    raise_dues(members=[member], until=month_of(money.through), actor=actor, now=now)
    rows = Due.objects.select_for_update(of=("self",)).filter(member=member, month__lte=money.through)
    dues = list(rows.filter(state__in=sorted(OPEN)).order_by("month").select_related("member"))
    rest = sum(due.rest_fen for due in dues)
    if not rest:
        raise Refused(
            "nothing-open", _("Everything up to this month is paid, or nothing is assessed."), field="through"
        )
    amount = rest if money.amount_fen is None else money.amount_fen
    if amount <= 0:
        raise Refused("sum-unlikely", _("This sum can't be right."), field="amount")
    if amount > rest:
        message = _("Up to this month %(rest)s yuan are open. Choose a later month, or a smaller sum.")
        raise Refused("more-than-open", message % {"rest": f"{rest / 100:.2f}"}, field="amount")
    payment = _receipt(branch, money, amount, actor, now)
    record("dues.payment.collect", payment, actor=actor, now=now, data={"member": str(member.pk)})
    _allot(payment, dues, actor, now)
    return payment


def _check(money: Money, now: datetime) -> None:
    today = localdate(now)
    if money.method not in Method.values:
        raise Refused("choice-unknown", _("Please choose one of these."), field="method")
    if money.method == Method.TRANSFER and not money.transfer_no.strip():
        raise Refused("transfer-number", _("A bank transfer has a number: please write it down."), field="transfer_no")
    if money.paid_on > today:
        raise Refused("day-ahead", _("This day has not come yet."), field="paid_on")
    if money.through > add_months(month_of(today), AHEAD):
        raise Refused("too-far-ahead", _("Dues are paid at most a year ahead."), field="through")


def _receipt(branch: PartyOrg, money: Money, amount: int, actor: Actor, now: datetime) -> Payment:
    transfer_no = (
        clean_words(money.transfer_no, field="transfer_no", most=40) if money.method == Method.TRANSFER else ""
    )
    payment = Payment(
        community_id=community_of(branch), place=branch.path, org=branch, amount_fen=amount, method=money.method,
        transfer_no=transfer_no, by_another=money.by_another, paid_on=money.paid_on, collector_id=actor.person_id,
        by=actor.label, at=now, **_number(branch, now),
    )  # fmt: skip
    payment.save()
    return payment


def _number(branch: PartyOrg, now: datetime) -> dict[str, int]:
    """The next number of this branch and year; whoever calls has locked the branch."""
    year = localdate(now).year
    last = Payment.objects.filter(org=branch, year=year).aggregate(last=Max("serial"))["last"] or 0
    return {"year": year, "serial": last + 1}


def _allot(payment: Payment, dues: list[Due], actor: Actor, now: datetime) -> None:
    left = payment.amount_fen
    for due in dues:
        part = min(left, due.rest_fen)
        if not part:
            break
        left -= part
        PaymentPart(payment=payment, due=due, amount_fen=part).save()
        move = moves.PAY if part == due.rest_fen else moves.PAY_PART
        step(due, move, actor=actor, now=now, allowed=True, paid_fen=due.paid_fen + part)


@transaction.atomic
def undo_payment(*, payment: Payment, reason: str, actor: Actor, now: datetime) -> Payment:
    """A receipt was a mistake: a second one says so, and the months are open again.

    Refused once the quarter was handed up: then the money is with the committee.
    """
    require(actor, DuesPermission.COLLECT, payment)
    reason = clean_words(reason, field="reason", needed=_("Please say why."), most=200)
    branch = PartyOrg.objects.select_for_update(of=("self",)).get(pk=payment.org_id)
    if payment.reverses_id or Payment.objects.filter(reverses=payment).exists():
        raise Refused("undone-already", _("This receipt was undone already."))
    if HandUp.objects.filter(org=branch, quarter=quarter_of(localdate(payment.at))).exists():
        message = _("This quarter was handed up already. Please settle it with the committee.")
        raise Refused("handed-up", message)
    undoing = Payment(
        community_id=payment.community_id, place=payment.place, org=branch, amount_fen=payment.amount_fen,
        method=payment.method, paid_on=localdate(now), collector_id=actor.person_id, reverses=payment, by=actor.label,
        at=now, **_number(branch, now),
    )  # fmt: skip
    undoing.save()
    record("dues.payment.undo", payment, actor=actor, now=now, reason=reason)
    for part in payment.parts.select_related("due__member"):
        due = Due.objects.select_for_update(of=("self",)).select_related("member").get(pk=part.due_id)
        paid = due.paid_fen - part.amount_fen
        step(due, moves.UNDO_PART if paid else moves.UNDO_ALL, actor=actor, now=now, allowed=True, paid_fen=paid)
    return undoing
