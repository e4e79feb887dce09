"""Figures for the desk: what came in at somebody's places in a stretch of time, and what became of it.

They count the matters that were said in the stretch, so that each number is the length of a list. The stretch is a year
at most and is found by an index, so that ten years of records cost what one year costs.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Avg, Count, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.utils.timezone import get_default_timezone

from linli.base.permissions import Actor
from linli.core.matters.enums import EndingKind, MatterPermission
from linli.core.matters.models import Category, Matter
from linli.core.matters.queries import lists
from linli.core.openness.enums import FEWEST
from linli.core.openness.queries.counts import next_month, start_of

MONTHS, TOP = 12, 5


@dataclass(frozen=True)
class Asked:
    """Which matters: from the first day to the last, in a grid or everywhere, of a kind or of all."""

    first: date
    last: date
    grid: str = ""
    category: str = ""


@dataclass(frozen=True)
class Numbers:
    """What the desk wants to know."""

    reported: int
    open: int
    solved: int
    not_possible: int
    handed_on: int
    overdue: int
    rated: int
    rating: float | None  # of five or more judgements
    top: list[tuple[Category, int]]
    months: list[tuple[date, int, int]]  # said, and with an ending by now


def asked_month(month: date) -> Asked:
    """One month."""
    return Asked(month, next_month(month) - timedelta(days=1))


def asked_year(now: date) -> Asked:
    """The last twelve months, this one with them."""
    first = date(now.year - 1, now.month, 1)
    return Asked(next_month(first), next_month(now.replace(day=1)) - timedelta(days=1))


def matters_asked(actor: Actor, asked: Asked) -> QuerySet[Matter]:
    """The matters that are counted: at the places of the worker, said in the stretch."""
    first = start_of(asked.first)
    after = datetime.combine(asked.last + timedelta(days=1), datetime.min.time(), tzinfo=get_default_timezone())
    matters = Matter.objects.visible_to(actor, MatterPermission.VIEW).filter(
        reported_at__gte=first, reported_at__lt=after
    )
    if asked.grid:
        matters = matters.filter(grid=None if asked.grid == "none" else UUID(asked.grid))
    if asked.category:
        matters = matters.filter(category__in=Category.objects.filter(code__startswith=asked.category))
    return matters.order_by()


def numbers_of(actor: Actor, asked: Asked, now: datetime) -> Numbers:
    """The figures, in three questions to the database."""
    matters = matters_asked(actor, asked)
    ended = {kind: Count("pk", filter=Q(ending=kind)) for kind in EndingKind.values}
    told: dict[str, Any] = matters.aggregate(
        reported=Count("pk"), open=Count("pk", filter=lists.open_ones()), rated=Count("rating"), mean=Avg("rating"),
        overdue=Count("pk", filter=lists.overdue(now)), **ended,
    )  # fmt: skip
    mean, rated = told.pop("mean"), told["rated"]
    rating = round(mean, 1) if rated >= FEWEST else None
    return Numbers(**told, rating=rating, top=_top(matters), months=_months(matters))


def _top(matters: QuerySet[Matter]) -> list[tuple[Category, int]]:
    """The five kinds that were said most."""
    sorted_ones = matters.filter(category__isnull=False)
    most = dict(sorted_ones.values_list("category").annotate(n=Count("pk")).order_by("-n", "category__code")[:TOP])
    kinds = Category.objects.in_bulk(list(most))
    return [(kinds[key], count) for key, count in most.items()]


def _months(matters: QuerySet[Matter]) -> list[tuple[date, int, int]]:
    by_month = matters.annotate(month=TruncMonth("reported_at", tzinfo=get_default_timezone())).values_list("month")
    with_ending = Count("pk", filter=~Q(ending=""))
    rows = by_month.annotate(reported=Count("pk"), ended=with_ending).order_by("month")
    return [(month.date(), reported, ended) for month, reported, ended in rows]
