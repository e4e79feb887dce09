"""What the community did this month, for everybody to read. A number that could point at somebody is not shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from statistics import median
from uuid import UUID

from django.db.models import Avg, Count, Q
from django.utils.timezone import localtime

from linli.core.matters.models import Category, Matter
from linli.core.openness.enums import FEWEST
from linli.core.openness.queries.hiding import Line as Total
from linli.core.openness.queries.hiding import withheld

DAY = 86_400


@dataclass(frozen=True)
class Line:
    """One kind of matter and how many there were; None: fewer than five."""

    name: str
    count: int | None


@dataclass(frozen=True)
class MonthNumbers:
    """The month so far. None: fewer than five, or nobody judged yet."""

    since: datetime
    reported: int | None
    ended: int | None
    usual_days: float | None
    rating: float | None
    rated: int | None
    kinds: tuple[Line, ...]


def month_numbers(community: UUID, now: datetime) -> MonthNumbers:
    """What came in, what has an ending, how long it usually took, and how people judged it."""
    since = localtime(now).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    matters = Matter.objects.filter(community=community).order_by()
    this_month = matters.filter(reported_at__gte=since)
    ended = matters.filter(ended_at__gte=since)
    told = this_month.aggregate(
        reported=Count("pk"), rated=Count("rating", filter=Q(rating__isnull=False)), rating=Avg("rating")
    )
    spans = [(end - begin).total_seconds() / DAY for begin, end in ended.values_list("reported_at", "ended_at") if end]
    enough = told["rated"] >= FEWEST
    return MonthNumbers(
        since=since,
        reported=_public(told["reported"]),
        ended=_public(len(spans)),
        usual_days=round(median(spans), 1) if len(spans) >= FEWEST else None,
        rating=round(told["rating"], 1) if enough else None,
        rated=_public(told["rated"]),
        kinds=_kinds(community, since),
    )


def _kinds(community: UUID, since: datetime) -> tuple[Line, ...]:
    """The upper kinds, the most frequent first. The total is known: it must not give a small number away."""
    rows = Matter.objects.filter(community=community, reported_at__gte=since).order_by()
    counts = dict(rows.values_list("category__parent").annotate(count=Count("pk")))
    numbers = {("reported", str(key or "-")): count for key, count in counts.items()}
    total = Total(("reported", ""), tuple(numbers))
    hidden = withheld({**numbers, total.total: sum(counts.values())}, [total])
    kinds = Category.objects.filter(pk__in=[key for key in counts if key])
    lines = sorted(((counts[kind.pk], kind.code, kind) for kind in kinds), key=lambda line: line[:2], reverse=True)
    return tuple(
        Line(str(kind), None if ("reported", str(kind.pk)) in hidden else count) for count, _code, kind in lines
    )


def _public(count: int) -> int | None:
    return count if count >= FEWEST else None
