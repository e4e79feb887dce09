"""Dues for programs, in the same strictest scope as on the pages; sums in fen. And one's own."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.timezone import localdate
from ninja import Field, Query, Router, Schema

from linli.base.permissions import require
from linli.base.web.api import REFUSALS
from linli.base.web.context import actor_of
from linli.core.dues.enums import DuesKind, DuesPermission, DueState, Method
from linli.core.dues.models import Payment
from linli.core.dues.operations.assessing import Declared, assess_dues
from linli.core.dues.operations.collecting import Money, collect_dues
from linli.core.dues.queries.dues import Account, account_of, payers_for, payments_for
from linli.core.membership.models import Member
from linli.core.membership.queries.members import named, own_membership

router = Router(tags=["dues"])
PAGE = 50


class MonthOut(Schema):
    """One month of a member."""

    month: date
    due_on: date
    amount_fen: int
    paid_fen: int
    state: DueState


class AccountOut(Schema):
    """What is asked of a member, the months of this year, and what is open."""

    member: UUID
    name: str
    branch: str
    monthly_fen: int | None
    by_quarter: bool
    open_fen: int
    months: list[MonthOut]


class PayerOut(Schema):
    """A member whose dues one may see."""

    id: UUID
    name: str
    branch: str


class DeclaredIn(Schema):
    """What a member declares."""

    kind: DuesKind
    base_fen: int | None = Field(None, ge=0, le=100_000_000)
    fixed_fen: int | None = Field(None, ge=0, le=1_000)
    voluntary_fen: int = Field(0, ge=0, le=100_000_000)
    by_quarter: bool = False
    from_month: date


class MoneyIn(Schema):
    """What somebody brought."""

    through: date
    paid_on: date
    amount_fen: int | None = Field(None, ge=1, le=100_000_000)
    method: Method = Method.CASH
    transfer_no: str = Field("", max_length=40)
    by_another: bool = False


class PaymentOut(Schema):
    """A receipt."""

    id: UUID
    number: str
    amount_fen: int
    method: Method
    paid_on: date
    at: datetime
    is_undone: bool


def _account(member: Member) -> dict[str, Any]:
    today = localdate()
    account: Account = account_of(member, today.year, today)
    asked = account.assessment
    return {
        "member": member.pk, "name": member.person.name, "branch": member.org.name,
        "monthly_fen": asked.monthly_fen if asked else None, "by_quarter": bool(asked and asked.by_quarter),
        "open_fen": account.rest_fen, "months": account.dues,
    }  # fmt: skip


def _payment(payment: Payment) -> dict[str, Any]:
    told = {name: getattr(payment, name) for name in ("number", "amount_fen", "method", "paid_on", "at")}
    return {"id": payment.pk, "is_undone": getattr(payment, "reversed_by", None) is not None, **told}


def _member(request: HttpRequest, pk: UUID) -> Member:
    return get_object_or_404(payers_for(actor_of(request)), pk=pk)


@router.get("/members", response={200: list[PayerOut], **REFUSALS}, operation_id="dues_member_list")
def member_list(
    request: HttpRequest, q: str = Query("", max_length=100), page: int = Query(1, ge=1, le=200)
) -> list[dict[str, Any]]:
    """Members whose dues whoever asks may see, fifty a page, by branch and name."""
    rows = payers_for(actor_of(request)).exclude(state="left").order_by("place", "person__pinyin", "pk")
    if text := q.replace("\x00", "").strip():
        rows = rows.filter(named(text))
    shown = rows[(page - 1) * PAGE : page * PAGE]
    return [{"id": one.pk, "name": one.person.name, "branch": one.org.name} for one in shown]


@router.get("/members/{uuid:pk}", response={200: AccountOut, **REFUSALS}, operation_id="dues_account")
def account(request: HttpRequest, pk: UUID) -> dict[str, Any]:
    """The dues of one member."""
    return _account(_member(request, pk))


@router.post("/members/{uuid:pk}/declare", response={200: AccountOut, **REFUSALS}, operation_id="dues_declare")
def declare(request: HttpRequest, pk: UUID, data: DeclaredIn) -> dict[str, Any]:
    """Write down what a member declared; the months follow."""
    member, said = _member(request, pk), data.dict()
    month = said.pop("from_month")
    assess_dues(
        member=member, declared=Declared(**said), from_month=month, actor=actor_of(request), now=timezone.now()
    )  # fmt: skip
    return _account(member)


@router.post("/members/{uuid:pk}/pay", response={200: PaymentOut, **REFUSALS}, operation_id="dues_pay")
def pay(request: HttpRequest, pk: UUID, data: MoneyIn) -> dict[str, Any]:
    """Take money; the receipt has its number at once."""
    member = _member(request, pk)
    require(actor_of(request), DuesPermission.COLLECT, member)
    payment = collect_dues(member=member, money=Money(**data.dict()), actor=actor_of(request), now=timezone.now())
    return _payment(payment)


@router.get("/payments/{uuid:pk}", response={200: PaymentOut, **REFUSALS}, operation_id="dues_payment")
def payment_detail(request: HttpRequest, pk: UUID) -> dict[str, Any]:
    """One receipt."""
    return _payment(get_object_or_404(payments_for(actor_of(request)), pk=pk))


@router.get("/mine", response={200: AccountOut | None, **REFUSALS}, operation_id="dues_mine")
def mine(request: HttpRequest) -> dict[str, Any] | None:
    """One's own dues; nothing when one is no member here."""
    me = actor_of(request).person_id
    member = own_membership(me) if me else None
    return _account(member) if member else None
