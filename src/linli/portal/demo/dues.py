"""A year of dues in the demo: most pay, some by the quarter, a few are late, one is asked for less."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from linli.base.bulk import BulkInsert
from linli.base.calendars.arithmetic import BEIJING
from linli.base.calendars.months import add_months, last_day, month_of, months_between, quarter_of
from linli.core.areas.models import Area
from linli.core.dues.enums import DuesKind, DueState, HandUpState, Method
from linli.core.dues.models import Assessment, Due, HandUp, Payment, PaymentPart
from linli.core.dues.operations.handing_up import tell_the_year
from linli.core.dues.queries.rates import amount_of
from linli.core.membership.enums import MemberClass
from linli.core.membership.models import Member
from linli.core.membership.operations.members import enter_member
from linli.core.organisation.models import PartyOrg
from linli.core.people.enums import Role
from linli.core.people.models import Grant
from linli.portal.demo.areas import BUILDER
from linli.portal.demo.keys import Keys

MONTHS = 12  # before this one
BARE, LATE, LOST, EASED = 9, 7, 2, 3  # members who have not declared, are late, are late for long, pay less
DECISION = "支委会会议记录"


@dataclass
class Payer:
    """A member, what is asked, and until when they have paid."""

    member: Member
    kind: str
    base_fen: int | None
    asked: int
    by_quarter: bool
    unpaid: int = 0  # months that are open, the newest ones
    is_eased: bool = False


@dataclass
class Cash:
    """One receipt before it has its number."""

    at: datetime
    payer: Payer
    months: list[tuple[UUID, int]] = field(default_factory=list)


def collect_a_year(community: Area, *, seed: int, now: datetime) -> None:
    """Thirteen months of dues, written in bulk; the quarters that ended are handed up."""
    chance = random.Random(f"dues {seed}")  # noqa: S311 -- invented people, nothing secret
    _secretaries(community, now)
    payers = _payers(community, chance, now)
    keys, today = Keys(chance), now.astimezone(BEIJING).date()
    first = add_months(month_of(today), -MONTHS)
    _declare(payers, keys, first, now)
    receipts = _raise(payers, chance, keys, first, today)
    orgs = {payer.member.org_id: payer.member.org for payer in payers}
    totals = _collect(receipts, keys)
    _hand_up(orgs, totals, keys, today)
    for org in orgs.values():
        tell_the_year(org=org, year=today.year - 1, actor=BUILDER, now=_moment(date(today.year, 1, 12), 9))


def _secretaries(community: Area, now: datetime) -> None:
    """Whoever leads a branch is a member of it."""
    grants = Grant.objects.filter(role=Role.BRANCH_SECRETARY, community=community).select_related("person__community")
    for grant in grants.order_by("pk"):
        if not Member.objects.live().filter(person=grant.person).exists():
            org = PartyOrg.objects.get(path=grant.place)
            told: dict[str, Any] = {"joined_on": date(2009, 7, 1), "full_on": date(2010, 7, 1)}
            enter_member(person=grant.person, org=org, actor=BUILDER, now=now - timedelta(days=390), **told)


def _payers(community: Area, chance: random.Random, now: datetime) -> list[Payer]:
    rows = Member.objects.live().filter(community=community).exclude(member_class=MemberClass.MOBILE_IN)
    members = list(rows.select_related("person", "org").order_by("pk"))
    chance.shuffle(members)
    payers = [_payer(member, chance, now) for member in members[BARE:]]
    for n, payer in enumerate(payers[: LATE + LOST]):
        payer.unpaid = 7 + n if n < LOST else 2 + n % 4
    for payer in payers[LATE + LOST : LATE + LOST + EASED]:
        payer.is_eased = True
    return payers


def _payer(member: Member, chance: random.Random, now: datetime) -> Payer:
    age = member.person.age_on(now.date()) or 40
    kind, base = DuesKind.SALARIED, chance.choice((280, 320, 365, 410, 480, 560, 640, 780)) * 1_000
    if member.member_class == MemberClass.RETIRED or age >= 60:
        kind, base = DuesKind.RETIRED, chance.randrange(2_200, 5_600, 20) * 100
    elif chance.random() < 0.06:
        return Payer(member, DuesKind.LAID_OFF, None, 20, by_quarter=True)
    return Payer(member, kind, base, amount_of(kind, base, now.date()), by_quarter=chance.random() < 0.35)


def _declare(payers: list[Payer], keys: Keys, first: date, now: datetime) -> None:
    """In the first of these months, and again in January."""
    rows = []
    months = dict.fromkeys((first, date(now.year, 1, 1)))
    for month in sorted(months):
        at = _moment(month, 9)
        rows += [
            Assessment(
                id=keys.at(at), member=payer.member, from_month=month, kind=payer.kind, base_fen=payer.base_fen,
                amount_fen=payer.asked, by_quarter=payer.by_quarter, by=BUILDER.label, at=at,
            )
            for payer in payers
        ]  # fmt: skip
    Assessment.objects.bulk_create(rows, batch_size=500)


def _raise(payers: list[Payer], chance: random.Random, keys: Keys, first: date, today: date) -> list[Cash]:
    names = ("id", "member_id", "month", "due_on", "assessed_fen", "amount_fen", "paid_fen", "state", "state_since")
    rows = BulkInsert(Due, (*names, "decision", "reminded_at", "listed_at"))
    receipts: list[Cash] = []
    for payer in payers:
        last = last_day(quarter_of(today), 3) if payer.by_quarter else today
        pays_now = chance.random() < 0.7
        unpaid_from = add_months(month_of(today), 1 - payer.unpaid if payer.unpaid else (1 if pays_now else 0))
        open_cash: Cash | None = None
        for month in months_between(first, last):
            due_on = last_day(quarter_of(month), 3) if payer.by_quarter else last_day(month)
            begun, key = _moment(month, 5), keys.at(_moment(month, 5))
            asked = payer.asked // 2 if payer.is_eased and month > add_months(today, -5) else payer.asked
            is_paid = month < unpaid_from
            if is_paid:
                if open_cash is None or not payer.by_quarter or month.month % 3 == 1:
                    latest = min(last_day(month), today)
                    day = month + timedelta(days=chance.randrange(max((latest - month).days, 1)))
                    open_cash = Cash(_moment(day, chance.randrange(9, 17)), payer)
                    receipts.append(open_cash)
                open_cash.months.append((key, asked))
            state, reminded, listed = _state(due_on, today, is_paid=is_paid)
            decision = f"{DECISION} {today.year}" if asked < payer.asked else ""
            rows.add(key, payer.member.pk, month, due_on, payer.asked, asked, asked if is_paid else 0, state,
                     begun, decision, reminded, listed)  # fmt: skip
    rows.flush()
    return receipts


def _state(due_on: date, today: date, *, is_paid: bool) -> tuple[str, datetime | None, datetime | None]:
    """How far a month is, and when the secretary and the committee heard of it."""
    talk, listed = add_months(due_on, 3), add_months(due_on, 6)
    if is_paid:
        return DueState.PAID, None, None
    if listed < today:
        return DueState.OVERDUE, _moment(talk, 8), _moment(listed, 8)
    return (DueState.REMINDED, _moment(talk, 8), None) if talk < today else (DueState.DUE, None, None)


def _collect(receipts: list[Cash], keys: Keys) -> dict[tuple[UUID, date], tuple[int, int]]:
    """Number the receipts of each branch in the order of time; tell the sums of each quarter."""
    fixed = {"reverses_id": None, "collector_id": None, "by": BUILDER.label}
    names = ("id", "community_id", "place", "org_id", "year", "serial", "amount_fen", "method", "transfer_no")
    payments = BulkInsert(Payment, (*names, "by_another", "paid_on", "at"), **fixed)
    parts = BulkInsert(PaymentPart, ("id", "payment_id", "due_id", "amount_fen"))
    serials: dict[tuple[UUID, int], int] = {}
    totals: dict[tuple[UUID, date], tuple[int, int]] = {}
    for n, cash in enumerate(sorted(receipts, key=lambda one: one.at)):
        org, day, amount = cash.payer.member.org, cash.at.date(), sum(sum_ for _key, sum_ in cash.months)
        serial = serials[org.pk, day.year] = serials.get((org.pk, day.year), 0) + 1
        key = keys.at(cash.at)
        is_transfer = n % 4 == 0
        method, number = (Method.TRANSFER, f"ZZ{day:%Y%m%d}{n:05d}") if is_transfer else (Method.CASH, "")
        payments.add(
            key, org.community_id, org.path, org.pk, day.year, serial, amount, str(method), number, n % 9 == 0, day,
            cash.at,
        )  # fmt: skip
        for due, sum_ in cash.months:
            parts.add(keys.at(cash.at), key, due, sum_)
        quarter = quarter_of(day)
        total, count = totals.get((org.pk, quarter), (0, 0))
        totals[org.pk, quarter] = (total + amount, count + 1)
    payments.flush()
    parts.flush()
    return totals


def _hand_up(
    orgs: dict[Any, PartyOrg], totals: dict[tuple[UUID, date], tuple[int, int]], keys: Keys, today: date
) -> None:
    """Every quarter that has ended; the committee has the money of all but the last of one branch."""
    this = quarter_of(today)
    rows = []
    for (key, quarter), (total, count) in sorted(totals.items(), key=lambda item: (item[0][1], orgs[item[0][0]].path)):
        if quarter >= this:
            continue
        at = _moment(add_months(quarter, 3) + timedelta(days=6), 10)
        org, is_last = orgs[key], add_months(quarter, 3) == this
        if is_last and org.number == 1:
            continue  # one is left to be handed up
        state = HandUpState.HANDED if is_last and org.number == 2 else HandUpState.RECEIVED
        rows.append(
            HandUp(
                id=keys.at(at), community=org.community, place=org.path, org=org, quarter=quarter,
                total_fen=total, payments=count, state=state, state_since=at + timedelta(days=2),
                handed_by=BUILDER.label, handed_at=at,
            )
        )  # fmt: skip
    HandUp.objects.bulk_create(rows)


def _moment(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=BEIJING)
