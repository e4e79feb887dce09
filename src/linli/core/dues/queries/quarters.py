"""What each branch took in the last quarters, and how far that money is."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import TruncQuarter

from linli.base.calendars.months import QUARTER, add_months, quarter_of
from linli.base.permissions import Actor
from linli.core.dues.enums import DuesPermission
from linli.core.dues.models import HandUp, Payment, YearNotice
from linli.core.membership.queries.members import branches_for
from linli.core.organisation.models import PartyOrg

SHOWN = 6


@dataclass
class Quarter:
    """One quarter of a branch: what came in, and the hand-up if there is one."""

    first: date
    total_fen: int
    handup: HandUp | None
    has_ended: bool


@dataclass
class Book:
    """A branch with its quarters, the newest first, and what its members were told of the years."""

    org: PartyOrg
    quarters: list[Quarter] = field(default_factory=list)
    notices: list[YearNotice] = field(default_factory=list)


def handups_for(actor: Actor) -> QuerySet[HandUp]:
    """What branches handed up, as far as somebody may see."""
    return HandUp.objects.visible_to(actor, DuesPermission.VIEW).select_related("org")


def notices_for_org(org: PartyOrg) -> QuerySet[YearNotice]:
    """What the members of a branch were told, the newest first."""
    return YearNotice.objects.filter(org=org).order_by("-year")


def books_for(actor: Actor, today: date) -> list[Book]:
    """The branches that somebody may see, six quarters of each; four queries, however many there are."""
    orgs = list(branches_for(actor, DuesPermission.VIEW))
    this = quarter_of(today)
    quarters = [add_months(this, -QUARTER * back) for back in range(SHOWN)]
    keys = [org.pk for org in orgs]
    sums = _sums(keys, quarters[-1])
    handups = {(row.org_id, row.quarter): row for row in HandUp.objects.filter(org__in=keys, quarter__gte=quarters[-1])}
    books = []
    for org in orgs:
        rows = [
            Quarter(first, sums.get((org.pk, first), 0), handups.get((org.pk, first)), first < this)
            for first in quarters
        ]
        books.append(Book(org, [row for row in rows if row.total_fen or row.handup]))
    _add_notices(books)
    return books


def _sums(keys: list[UUID], first: date) -> dict[tuple[UUID, date], int]:
    counted = Payment.objects.filter(Q(reverses=None, reversed_by=None), org__in=keys)
    by_quarter = counted.order_by().annotate(quarter=TruncQuarter("at")).values("org", "quarter")
    rows = by_quarter.annotate(sum=Sum("amount_fen")).values_list("org", "quarter", "sum")
    return {(org, quarter.date()): total for org, quarter, total in rows if quarter.date() >= first}


def _add_notices(books: list[Book]) -> None:
    by_org = {book.org.pk: book for book in books}
    for notice in YearNotice.objects.filter(org__in=list(by_org)).order_by("-year"):
        by_org[notice.org_id].notices.append(notice)
