"""Who owes, who has paid, what is open: read in the scope of membership."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Sum

from linli.base.calendars.months import add_months, month_of
from linli.base.permissions import Actor
from linli.core.dues.enums import OPEN, DuesPermission, DueState
from linli.core.dues.models import Assessment, Due, Payment
from linli.core.membership.enums import MemberClass, MemberState
from linli.core.membership.models import Member
from linli.core.organisation.models import PartyOrg

TALK_MONTHS, LIST_MONTHS = 3, 6  # W11


@dataclass(frozen=True)
class Account:
    """Where one member stands: what is asked of them, each month, the sums."""

    assessment: Assessment | None
    dues: list[Due]

    @property
    def open(self) -> list[Due]:
        """The months that are not paid, the oldest first."""
        return [due for due in self.dues if due.state in OPEN]

    @property
    def rest_fen(self) -> int:
        """What is still to be paid of them."""
        return sum(due.rest_fen for due in self.open)


def dues_for(actor: Actor) -> QuerySet[Due]:
    """The dues that somebody may see."""
    rows = Due.objects.visible_to(actor, DuesPermission.VIEW)
    return rows.select_related("member__person", "member__org", "member__group")


def payers_for(actor: Actor) -> QuerySet[Member]:
    """The members whose dues somebody may see."""
    rows = Member.objects.visible_to(actor, DuesPermission.VIEW)
    return rows.select_related("person", "org", "group")


def payments_for(actor: Actor) -> QuerySet[Payment]:
    """The receipts that somebody may see."""
    rows: QuerySet[Payment] = Payment.objects.visible_to(actor, DuesPermission.VIEW)
    return rows.select_related("org", "collector", "reversed_by").prefetch_related("parts__due__member__person")


def assessment_on(member: Member, month: date) -> Assessment | None:
    """What holds for a member in a month."""
    rows = Assessment.objects.filter(member=member, from_month__lte=month)
    return rows.order_by("-from_month", "-at").first()


def account_of(member: Member, year: int, today: date) -> Account:
    """A year of one member, and whatever is still open from before it."""
    in_year = Q(month__gte=date(year, 1, 1), month__lte=date(year, 12, 31))
    dues = Due.objects.filter(member=member).filter(in_year | Q(state__in=sorted(OPEN))).order_by("month")
    return Account(assessment_on(member, month_of(today)), list(dues.select_related("member")))


def receipts_of(member: Member) -> QuerySet[Payment]:
    """The receipts of one member, the newest first."""
    rows = Payment.objects.filter(parts__due__member=member).distinct()
    return rows.select_related("org", "collector", "reversed_by").prefetch_related("parts__due").order_by("-at", "pk")


def not_assessed(actor: Actor, month: date) -> QuerySet[Member]:
    """Members of whom nothing is asked because no base is written down. Whoever belongs elsewhere pays there."""
    rows = payers_for(actor).exclude(state=MemberState.LEFT).exclude(member_class=MemberClass.MOBILE_IN)
    return rows.exclude(pk__in=Assessment.objects.filter(from_month__lte=month).values("member"))


def with_assessment(members: QuerySet[Member], month: date) -> QuerySet[Member]:
    """Members with what holds for them in a month: `asked` each month, whether `by_quarter`; one query for all."""
    found = Assessment.objects.filter(member=OuterRef("pk"), from_month__lte=month).order_by("-from_month", "-at")
    asked = found.annotate(sum=F("amount_fen") + F("voluntary_fen")).values("sum")[:1]
    return members.annotate(asked=Subquery(asked), quarterly=Subquery(found.values("by_quarter")[:1]))


def late_for_talk(now: date) -> Q:
    """Dues that nobody has paid for three months: time to talk, once."""
    return Q(due_on__lt=add_months(now, -TALK_MONTHS), reminded_at=None, state__in=[DueState.DUE, DueState.PARTLY])


def late_for_list(now: date) -> Q:
    """Dues that nobody has paid for six months."""
    return Q(due_on__lt=add_months(now, -LIST_MONTHS), listed_at=None, state__in=sorted(OPEN - {DueState.OVERDUE}))


def collected(payments: QuerySet[Payment]) -> QuerySet[Payment]:
    """Receipts that count: neither undone nor undoing one."""
    return payments.filter(reverses=None, reversed_by=None)


def total(payments: Iterable[Payment] | QuerySet[Payment]) -> int:
    """Their sum in fen."""
    if isinstance(payments, QuerySet):
        return payments.order_by().aggregate(sum=Sum("amount_fen"))["sum"] or 0
    return sum(payment.amount_fen for payment in payments)


def payments_between(org_id: UUID, first: datetime, after: datetime) -> QuerySet[Payment]:
    """The receipts that a branch wrote in a time and that count."""
    return collected(Payment.objects.filter(org=org_id, at__gte=first, at__lt=after)).order_by("serial")


def community_of(org: PartyOrg) -> UUID:
    """The community of a branch."""
    assert org.community_id is not None  # noqa: S101 -- only the committee of a street lies above all of them
    return org.community_id
