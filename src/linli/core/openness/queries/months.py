"""What is published: one month, one year, every month there is. Whatever is added up here, anybody could add up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median
from uuid import UUID

from django.db.models import QuerySet
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from linli.core.areas.models import Area
from linli.core.matters.models import Category, Matter
from linli.core.openness.models import OpenMonth
from linli.core.openness.models.months import COUNTS
from linli.core.openness.queries.counts import NO_KIND, next_month


@dataclass(frozen=True)
class Sum:
    """A number over some months; `is_least` when a month in it is not shown, so that there were more."""

    number: int | None
    is_least: bool = False

    def __str__(self) -> str:
        if self.number is None:
            return _("not shown")
        return _("%(n)s or more") % {"n": self.number} if self.is_least else str(self.number)


@dataclass(frozen=True)
class Row:
    """One kind over the chosen time, or one month."""

    kind: str
    name: str
    counts: dict[str, Sum]
    rating: float | None
    answer_days: float | None
    end_days: float | None


def published(community: Area) -> QuerySet[OpenMonth]:
    """Everything that was published of a community, the oldest first."""
    return OpenMonth.objects.filter(community=community).order_by("month", "kind")


def years_of(community: Area) -> list[int]:
    """The years with a published month, the newest first: known from the first and the last one."""
    months = published(community).filter(kind="").values_list("month", flat=True)
    first, last = months.first(), months.last()
    return list(range(last.year, first.year - 1, -1)) if first and last else []


def months_in(community: Area, year: int) -> list[OpenMonth]:
    """What was published of a year: at most a dozen months with a dozen kinds."""
    return list(published(community).filter(month__gte=date(year, 1, 1), month__lte=date(year, 12, 31)))


def kind_names() -> dict[str, str]:
    """What the upper kinds are called in the reader's language."""
    names = {kind.code: str(kind) for kind in Category.objects.filter(parent=None)}
    return {**names, "": _("All kinds"), NO_KIND: _("Not sorted into a kind")}


def rows_by_kind(months: Iterable[OpenMonth], names: dict[str, str]) -> list[Row]:
    """One row a kind, all kinds first, then as people know them."""
    by_kind: dict[str, list[OpenMonth]] = {}
    for month in months:
        by_kind.setdefault(month.kind, []).append(month)
    return [row_of(kind, names.get(kind, kind), by_kind[kind]) for kind in sorted(by_kind, key=lambda k: (k != "", k))]


def row_of(kind: str, name: str, months: Sequence[OpenMonth]) -> Row:
    """Some months of a kind as one row; times and judgements are the middle ones of the months."""
    return Row(
        kind,
        name,
        {count: _sum(getattr(month, count) for month in months) for count in COUNTS},
        _mean(months),
        _middle(month.answer_days for month in months),
        _middle(month.end_days for month in months),
    )


def _sum(numbers: Iterable[int | None]) -> Sum:
    given = list(numbers)
    known = [number for number in given if number is not None]
    is_least = len(known) < len(given)
    return Sum(None if is_least and not sum(known) else sum(known), is_least)


def _mean(months: Sequence[OpenMonth]) -> float | None:
    """The mean judgement, each month by how many judged."""
    pairs = [(month.rating, month.rated) for month in months if month.rating is not None and month.rated]
    judged = sum(rated for _rating, rated in pairs)
    return round(sum(rating * rated for rating, rated in pairs) / judged, 1) if judged else None


def _middle(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return float(median(known)) if known else None


def months_to_count(community: UUID, now: datetime) -> list[date]:
    """The finished months that are not published yet, from the first matter on."""
    first = Matter.objects.filter(community=community).order_by("reported_at").values_list("reported_at", flat=True)[:1]
    if not first:
        return []
    begun, this = localtime(first[0]).date().replace(day=1), localtime(now).date().replace(day=1)
    done = set(OpenMonth.objects.filter(community=community, kind="").values_list("month", flat=True))
    months = []
    while begun < this:
        if begun not in done:
            months.append(begun)
        begun = next_month(begun)
    return months
