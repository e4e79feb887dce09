"""What a month of a community looks like before it is published: never shown to anybody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from statistics import median
from uuid import UUID

from django.db.models import Min, Q
from django.utils import timezone

from linli.base.calendars.queries import working_days_between
from linli.core.matters.enums import EndingKind, EntryKind, Voice
from linli.core.matters.models import Entry, Matter
from linli.core.openness.enums import FEWEST
from linli.core.openness.queries.hiding import Key, Line, withheld

NO_KIND = "-"  # not sorted into a category
ENDINGS = tuple(EndingKind.values)


@dataclass
class Raw:
    """Counts and times of one kind."""

    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    answer: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)
    ratings: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Published:
    """One kind as it may be read; None: too few to show."""

    kind: str
    counts: dict[str, int | None]
    rating: float | None
    answer_days: float | None
    end_days: float | None


def start_of(month: date) -> datetime:
    """The first moment of a month on the clock of the community."""
    return datetime(month.year, month.month, 1, tzinfo=timezone.get_default_timezone())


def next_month(month: date) -> date:
    """The first day of the month after."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def month_of(community: UUID, month: date) -> list[Published]:
    """A month as it may be published, all kinds together first."""
    kinds = _raw(community, start_of(month), start_of(next_month(month)))
    keys = sorted(kind for kind in kinds if kind)
    numbers: dict[Key, int] = {(name, kind): kinds[kind].counts[name] for kind in kinds for name in _NAMES}
    hidden = withheld(numbers, lines_of(keys))
    return [_published(kind, kinds[kind], numbers, hidden) for kind in ("", *keys)]


_NAMES = ("reported", "ended", *ENDINGS, "rated")


def lines_of(kinds: Iterable[str]) -> list[Line]:
    """Everything that adds up: kinds to all kinds, the three endings to all that ended."""
    named = tuple(kinds)
    lines = [Line((name, ""), tuple((name, kind) for kind in named)) for name in _NAMES if named]
    return lines + [Line(("ended", kind), tuple((ending, kind) for ending in ENDINGS)) for kind in ("", *named)]


def _published(kind: str, raw: Raw, numbers: dict[Key, int], hidden: frozenset[Key]) -> Published:
    counts = {name: None if (name, kind) in hidden else numbers[name, kind] for name in _NAMES}
    enough = (counts["rated"] or 0) >= FEWEST
    return Published(
        kind,
        counts,
        round(sum(raw.ratings) / len(raw.ratings), 1) if enough else None,
        _middle(raw.answer),
        _middle(raw.end) if counts["ended"] is not None else None,
    )


def _middle(days: list[int]) -> float | None:
    return float(median(days)) if len(days) >= FEWEST else None


def _raw(community: UUID, first: datetime, after: datetime) -> dict[str, Raw]:
    """What came in, what ended and what was judged in a stretch of time, by upper kind."""
    kinds: dict[str, Raw] = defaultdict(Raw)
    matters = Matter.objects.filter(community=community).order_by()
    reported = matters.filter(reported_at__gte=first, reported_at__lt=after)
    answers = _first_answers(community, first, after)
    for pk, said, code in reported.values_list("pk", "reported_at", "category__code"):
        for raw in _both(kinds, code):
            raw.counts["reported"] += 1
            if pk in answers:
                raw.answer.append(working_days_between(said, answers[pk]))
    ended = matters.filter(ended_at__gte=first, ended_at__lt=after)
    for said, at, ending, code in ended.values_list("reported_at", "ended_at", "ending", "category__code"):
        for raw in _both(kinds, code):
            raw.counts["ended"] += 1
            raw.counts[ending] += 1
            raw.end.append(working_days_between(said, at) if at else 0)
    rated = matters.filter(closed_at__gte=first, closed_at__lt=after, rating__isnull=False)
    for rating, code in rated.values_list("rating", "category__code"):
        for raw in _both(kinds, code):
            raw.counts["rated"] += 1
            raw.ratings.append(rating or 0)
    kinds[""] = kinds[""]
    return dict(kinds)


def _both(kinds: dict[str, Raw], code: str | None) -> tuple[Raw, Raw]:
    """All kinds together, and the upper kind of a category: the letters of its code."""
    return kinds[""], kinds[code.rstrip("0123456789") if code else NO_KIND]


def _first_answers(community: UUID, first: datetime, after: datetime) -> dict[UUID, datetime]:
    """When somebody of the community first said or did something that the person who asked can read."""
    ours = Q(voice=Voice.STAFF, is_shown=True) & ~Q(kind=EntryKind.REPORTED)
    entries = Entry.objects.filter(
        ours, matter__community=community, matter__reported_at__gte=first, matter__reported_at__lt=after
    )
    return dict(entries.order_by().values_list("matter").annotate(first=Min("at")))
