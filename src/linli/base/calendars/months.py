"""Months and quarters as days: each is named by its first day."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

QUARTER = 3


def add_months(day: date, months: int) -> date:
    """The same day so many months later; the last day of the month where it has no such day."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def month_of(day: date) -> date:
    """The month that a day lies in."""
    return day.replace(day=1)


def quarter_of(day: date) -> date:
    """The quarter that a day lies in."""
    return date(day.year, (day.month - 1) // QUARTER * QUARTER + 1, 1)


def last_day(first: date, months: int = 1) -> date:
    """The last day of a month, or of so many months from there."""
    return add_months(first, months) - timedelta(days=1)


def months_between(first: date, last: date) -> Iterator[date]:
    """Each month from one to another, both included."""
    month = month_of(first)
    while month <= last:
        yield month
        month = add_months(month, 1)
