"""What is asked of a member: the base of the year, the dues of each month, and less of them in hardship."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Min
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from linli.base.audit.operations import record
from linli.base.calendars.months import QUARTER, add_months, last_day, month_of, months_between, quarter_of
from linli.base.errors import Refused
from linli.base.permissions import Actor, may, require
from linli.base.text import clean_words
from linli.base.workflow import step
from linli.core.areas.models import Area
from linli.core.dues.enums import OPEN, DuesPermission
from linli.core.dues.models import Assessment, Due
from linli.core.dues.queries import moves
from linli.core.dues.queries.dues import assessment_on, with_assessment
from linli.core.dues.queries.rates import amount_of, asks_for_a_base, rows_on
from linli.core.membership.enums import MemberState
from linli.core.membership.models import Member

AHEAD = 12  # months that may be paid in advance
MOST_FEN = 100_000_000


@dataclass(frozen=True, kw_only=True)
class Declared:
    """What a member says about themselves: by which row they pay, and what comes in each month after tax."""

    kind: str
    base_fen: int | None = None
    fixed_fen: int | None = None  # a farmer chooses between two sums
    voluntary_fen: int = 0
    by_quarter: bool = False


@transaction.atomic
def assess_dues(*, member: Member, declared: Declared, from_month: date, actor: Actor, now: datetime) -> Assessment:
    """Write down what a member declared, and work out what is asked each month by the brackets of E-04.

    The member declares it themselves, or says it to their branch. Paying by the quarter is for the branch to agree to.
    Months that are already there and not touched yet follow the new sum.
    """
    own = actor.person_id == member.person_id
    if not own:
        require(actor, DuesPermission.ASSESS, member)
    _check_member(member)
    before = assessment_on(member, from_month)
    by_quarter = declared.by_quarter
    if own and not may(actor, DuesPermission.ASSESS, member):
        by_quarter = bool(before and before.by_quarter)
    base_fen = declared.base_fen if asks_for_a_base(declared.kind) else None
    assessment = Assessment(
        member=member, from_month=month_of(from_month), kind=declared.kind, base_fen=base_fen,
        amount_fen=_asked(declared, base_fen, from_month), voluntary_fen=declared.voluntary_fen,
        by_quarter=by_quarter, by=actor.label, at=now,
    )  # fmt: skip
    if not localdate(now).year - 1 <= from_month.year <= localdate(now).year + 1:
        raise Refused("month-far", _("Choose a month of last year, this year or the next."), field="from_month")
    assessment.save()
    record("dues.assessment.assess", assessment, actor=actor, now=now, data={"kind": declared.kind, "own": own})
    _follow(member, assessment)
    raise_dues(members=[member], until=localdate(now), actor=actor, now=now)
    return assessment


def _asked(declared: Declared, base_fen: int | None, month: date) -> int:
    if declared.voluntary_fen < 0 or (base_fen or 0) > MOST_FEN or declared.voluntary_fen > MOST_FEN:
        raise Refused("sum-unlikely", _("This sum can't be right."), field="base")
    amount = amount_of(declared.kind, base_fen, month)
    if asks_for_a_base(declared.kind) or declared.fixed_fen is None:
        return amount
    row = next(row for row in rows_on(month) if row.kind == declared.kind)
    if not row.least_fen <= declared.fixed_fen <= row.most_fen:
        message = _("The table names a sum between %(least)s and %(most)s yuan.")
        told = {"least": f"{row.least_fen / 100:.2f}", "most": f"{row.most_fen / 100:.2f}"}
        raise Refused("fixed-beyond", message % told, field="fixed")
    return declared.fixed_fen


def _follow(member: Member, assessment: Assessment) -> None:
    """Months from then on that nobody has touched: nothing paid, nothing decided."""
    later = Due.objects.filter(member=member, month__gte=assessment.from_month, state__in=sorted(OPEN))
    asked = assessment.monthly_fen
    for due in later.filter(paid_fen=0, decision=""):
        due.assessed_fen = due.amount_fen = asked
        due.due_on = _due_on(due.month, by_quarter=assessment.by_quarter)
        due.save(update_fields=["assessed_fen", "amount_fen", "due_on"])


def _due_on(month: date, *, by_quarter: bool) -> date:
    return last_day(quarter_of(month), QUARTER) if by_quarter else last_day(month)


@transaction.atomic
def raise_dues(*, members: Iterable[Member], until: date, actor: Actor, now: datetime) -> int:
    """Write down the dues of these members up to a month, as they were assessed; what is there already stays.

    Whoever pays by the quarter gets its three months at once. The system calls it each month; a second call adds
    nothing. Returns how many months were added.
    """
    keys = [member.pk for member in members]
    rows = Member.objects.filter(pk__in=keys).exclude(state=MemberState.LEFT)
    found = list(with_assessment(rows, until).order_by("pk"))
    sums: dict[UUID, int] = {member.pk: getattr(member, "asked", None) or 0 for member in found}
    asked = [member for member in found if sums[member.pk]]
    added: list[Due] = []
    first_of = _first_months([member.pk for member in asked])
    for member in asked:
        quarterly = bool(getattr(member, "quarterly", False))
        last = last_day(quarter_of(until), QUARTER) if quarterly else until
        added += [
            Due(
                member=member, month=month, due_on=_due_on(month, by_quarter=quarterly), assessed_fen=sums[member.pk],
                amount_fen=sums[member.pk], state_since=now,
            )
            for month in months_between(first_of[member.pk], last)
        ]  # fmt: skip
    Due.objects.bulk_create(added, batch_size=500, ignore_conflicts=True)
    if added:
        subject = asked[0] if len(asked) == 1 else Area.objects.get(pk=asked[0].community_id)
        told = {"months": len(added), "members": len({due.member_id for due in added})}
        record("dues.due.raise", subject, actor=actor, now=now, data=told)
    return len(added)


def _first_months(keys: list[UUID]) -> dict[UUID, date]:
    """From which month on each member's dues are missing: after the last one that is there, or from the assessment."""
    assessed = Assessment.objects.filter(member__in=keys).values_list("member").annotate(first=Min("from_month"))
    there = Due.objects.filter(member__in=keys).values_list("member").annotate(last=Max("month"))
    first = dict(assessed.order_by("member"))
    for key, last in there.order_by("member"):
        first[key] = max(first[key], add_months(last, 1))
    return first


@transaction.atomic
def ease_dues(*, member: Member, through: date, to_fen: int, decision: str, actor: Actor, now: datetime) -> int:
    """In hardship the branch asks for less of the open months, or for nothing. Where the decision lies is written
    down, the reason is not. Returns how many months it changed.
    """
    require(actor, DuesPermission.ASSESS, member)
    needed = _("Please write where the decision of the branch lies, e.g. the minutes and their date.")
    decision = clean_words(decision, field="decision", needed=needed, most=60)
    if to_fen < 0:
        raise Refused("sum-unlikely", _("This sum can't be right."), field="to")
    rows = Due.objects.select_for_update().filter(member=member, month__lte=through, state__in=sorted(OPEN))
    dues = [due for due in rows.order_by("month") if due.amount_fen > to_fen]
    if not dues:
        raise Refused("nothing-to-ease", _("There is no open month up to then that is higher than this sum."))
    for due in dues:
        due.member = member
        _ease(due, to_fen, decision, actor, now)
    record(
        "dues.due.ease", member, actor=actor, now=now, data={"months": [f"{due.month:%Y-%m}" for due in dues]}
    )  # fmt: skip
    return len(dues)


def _ease(due: Due, to_fen: int, decision: str, actor: Actor, now: datetime) -> None:
    amount = max(to_fen, due.paid_fen)
    if amount == due.paid_fen:
        move = moves.PAY if amount else moves.REMIT
        step(due, move, actor=actor, now=now, allowed=True, amount_fen=amount, decision=decision)
        return
    due.amount_fen, due.decision = amount, decision
    due.save(update_fields=["amount_fen", "decision"])


def _check_member(member: Member) -> None:
    if member.state == MemberState.LEFT:
        raise Refused("member-left", _("This person is no longer a member here; the record stays as it is."))
