"""How a list is narrowed. A value that makes no sense narrows nothing: an old link still opens."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import Promise

Choices = Iterable[tuple[Any, str | Promise]]


@dataclass(frozen=True)
class Filter:
    """The common part: the parameter of the address, and the words before the input."""

    key: str
    label: str | Promise
    kind: ClassVar[str] = ""

    def bind(self, page: Any) -> Bound:
        """The filter with what this request says about it."""
        raise NotImplementedError


@dataclass
class Bound:
    """A filter on one page: what was asked, what can be asked, how it narrows."""

    filter: Filter
    value: str
    narrow: Callable[[QuerySet[Any]], QuerySet[Any]]
    choices: list[tuple[str, str | Promise]] | None = None
    second: str = ""

    @property
    def is_set(self) -> bool:
        return bool(self.value or self.second)


@dataclass(frozen=True)
class Choice(Filter):
    """One of a few. `choices` may be a function of the page; `apply(rows, value)` narrows when a field does not."""

    choices: Choices | Callable[[Any], Choices] = ()
    field: str = ""
    apply: Callable[[QuerySet[Any], str], QuerySet[Any]] | None = None
    kind: ClassVar[str] = "choice"

    def bind(self, page: Any) -> Bound:
        offered = self.choices(page) if callable(self.choices) else self.choices
        choices = [(str(value), label) for value, label in offered if value not in {None, ""}]
        asked = page.query.get(self.key, "")
        value = asked if asked in {known for known, _label in choices} else ""
        return Bound(self, value, lambda rows: self._narrow(rows, value), choices)

    def _narrow(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        if not value:
            return rows
        return self.apply(rows, value) if self.apply else rows.filter(**{self.field or self.key: value})


@dataclass(frozen=True)
class Flag(Filter):
    """A box: ticked, it narrows by `apply(rows)` or to rows whose field is true."""

    field: str = ""
    apply: Callable[[QuerySet[Any]], QuerySet[Any]] | None = None
    kind: ClassVar[str] = "flag"

    def bind(self, page: Any) -> Bound:
        value = "1" if page.query.get(self.key) == "1" else ""
        return Bound(self, value, lambda rows: self._narrow(rows) if value else rows)

    def _narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return self.apply(rows) if self.apply else rows.filter(**{self.field or self.key: True})


@dataclass(frozen=True)
class Text(Filter):
    """Some letters that the field holds; or whatever `apply(rows, text)` makes of them."""

    field: str = ""
    apply: Callable[[QuerySet[Any], str], QuerySet[Any]] | None = None
    kind: ClassVar[str] = "text"

    def bind(self, page: Any) -> Bound:
        value = page.query.get(self.key, "").strip()[:100].replace("\x00", "")
        return Bound(self, value, lambda rows: self._narrow(rows, value) if value else rows)

    def _narrow(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        return self.apply(rows, value) if self.apply else rows.filter(**{f"{self.field or self.key}__icontains": value})


@dataclass(frozen=True)
class Between(Filter):
    """From one day to another, both included. `is_day` when the field holds days and not moments."""

    field: str = ""
    is_day: bool = False
    kind: ClassVar[str] = "between"

    def bind(self, page: Any) -> Bound:
        first, last = _day(page.query, f"{self.key}_from"), _day(page.query, f"{self.key}_to")
        iso = [day.isoformat() if day else "" for day in (first, last)]
        return Bound(self, iso[0], lambda rows: self._narrow(rows, first, last), second=iso[1])

    def _narrow(self, rows: QuerySet[Any], first: date | None, last: date | None) -> QuerySet[Any]:
        field = self.field or self.key
        if first:
            rows = rows.filter(**{f"{field}__gte": first if self.is_day else _start(first)})
        if last:
            after = last + timedelta(days=1)
            rows = rows.filter(**{f"{field}__lt": after if self.is_day else _start(after)})
        return rows


def _day(query: QueryDict, key: str) -> date | None:
    try:
        day = date.fromisoformat(query.get(key, ""))
    except ValueError:
        return None
    return day if 1900 <= day.year <= 2200 else None


def _start(day: date) -> datetime:
    """The first moment of a day, on the clock of the page."""
    return datetime(day.year, day.month, day.day, tzinfo=timezone.get_default_timezone())
