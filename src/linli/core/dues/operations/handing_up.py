"""A quarter is handed up to the committee, and the members hear the totals of the year."""

from __future__ import annotations

from datetime import date, datetime, time

from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils.timezone import get_default_timezone, localdate
from django.utils.translation import gettext as _

from linli.base.audit.operations import record
from linli.base.calendars.months import QUARTER, add_months, quarter_of
from linli.base.errors import Refused
from linli.base.permissions import Actor, require
from linli.base.workflow import step
from linli.core.dues.enums import DuesPermission
from linli.core.dues.models import HandUp, PaymentPart, YearNotice
from linli.core.dues.queries import moves
from linli.core.dues.queries.dues import community_of, payments_between, total
from linli.core.organisation.models import PartyOrg

FEWEST = 5  # a smaller number would point at somebody


@transaction.atomic
def hand_up_quarter(*, org: PartyOrg, quarter: date, actor: Actor, now: datetime) -> HandUp:
    """The branch hands up what it took in a quarter that has ended; the sum is frozen."""
    require(actor, DuesPermission.HAND_UP, org)
    org = PartyOrg.objects.select_for_update(of=("self",)).get(pk=org.pk)
    quarter = quarter_of(quarter)
    after = add_months(quarter, QUARTER)
    if localdate(now) < after:
        raise Refused("quarter-runs", _("A quarter is handed up when it has ended."), field="quarter")
    payments = payments_between(org.pk, moment_of(quarter), moment_of(after))
    handup = HandUp(
        community_id=community_of(org), place=org.path, org=org, quarter=quarter, total_fen=total(payments),
        payments=payments.count(), state_since=now, handed_by=actor.label, handed_at=now,
    )  # fmt: skip
    try:
        with transaction.atomic():
            handup.save(force_insert=True)
    except IntegrityError:
        raise Refused("handed-up", _("This quarter was handed up already."), field="quarter") from None
    record("dues.handup.hand", handup, actor=actor, now=now, data={"total_fen": handup.total_fen})
    return handup


@transaction.atomic
def receive_quarter(*, handup: HandUp, actor: Actor, now: datetime) -> HandUp:
    """The committee has the money of a branch."""
    return step(handup, moves.RECEIVE, actor=actor, now=now)


@transaction.atomic
def tell_the_year(*, org: PartyOrg, year: int, actor: Actor, now: datetime) -> YearNotice:
    """The members of a branch hear what came in and what was handed up in a year that has ended: totals, no names."""
    require(actor, DuesPermission.HAND_UP, org)
    if year >= localdate(now).year:
        raise Refused("year-runs", _("The totals of a year are told when it has ended."), field="year")
    first, after = moment_of(date(year, 1, 1)), moment_of(date(year + 1, 1, 1))
    payments = payments_between(org.pk, first, after)
    keys = list(payments.values_list("pk", flat=True))  # of one branch and year: a few hundred
    people = PaymentPart.objects.filter(payment__in=keys).values("due__member").distinct().count()
    handed = HandUp.objects.filter(org=org, quarter__year=year).aggregate(sum=Sum("total_fen"))["sum"] or 0
    notice = YearNotice(
        community_id=community_of(org), place=org.path, org=org, year=year, total_fen=total(payments),
        handed_fen=handed, payers=people if people >= FEWEST else None, by=actor.label, at=now,
    )  # fmt: skip
    try:
        with transaction.atomic():
            notice.save(force_insert=True)
    except IntegrityError:
        raise Refused("told-already", _("The totals of this year were told already."), field="year") from None
    record("dues.yearnotice.tell", notice, actor=actor, now=now)
    return notice


def moment_of(day: date) -> datetime:
    """The first moment of a day on the clock of the community."""
    return datetime.combine(day, time(), tzinfo=get_default_timezone())
