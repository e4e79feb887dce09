"""Moments and deadlines in plain words, as a neighbour would say them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache

from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

SOON = timedelta(days=1)


def when_words(moment: datetime | date | None, now: datetime) -> str:
    """`today 9:40`, `yesterday 15:10`, `Nov 3`, `2025-11-03`: as short as it can be without doubt."""
    if moment is None:
        return ""
    day, clock = _split(moment)
    distance = (day - _today(now)).days
    if distance in {0, -1, 1}:
        word = {0: _("today"), -1: _("yesterday"), 1: _("tomorrow")}[distance]
        return _("%(day)s %(time)s") % {"day": word, "time": clock} if clock else word
    if day.year == _today(now).year:
        return _day_of_year(day)
    return day.isoformat()


def due_words(due: datetime | date | None, now: datetime) -> str:
    """`3 hours late`, `by 17:00 today`, `by Thursday`, `by Nov 3`."""
    if due is None:
        return ""
    if _end_of(due) < now:
        return _late_words(now - _end_of(due))
    day, clock = _split(due)
    distance = (day - _today(now)).days
    if distance == 0:
        return _("by %(time)s today") % {"time": clock} if clock else _("today")
    if distance == 1:
        return _("by %(time)s tomorrow") % {"time": clock} if clock else _("by tomorrow")
    if distance <= 6:
        return _("by %(day)s") % {"day": format_date(day, pgettext("date format: weekday", "l"))}
    words = _day_of_year(day) if day.year == _today(now).year else day.isoformat()
    return _("by %(day)s") % {"day": words}


def due_tone(due: datetime | date | None, now: datetime) -> str:
    """How a deadline is shown: `late` when it has passed, `wait` within a day, else `info`."""
    if due is None:
        return "info"
    if _end_of(due) < now:
        return "late"
    return "wait" if _end_of(due) - now <= SOON else "info"


@lru_cache(maxsize=16)  # a list asks it for each of its cells
def _today(now: datetime) -> date:
    return timezone.localtime(now).date()


def _split(moment: datetime | date) -> tuple[date, str]:
    """The day in Shanghai and, for a moment, its time as people say it (9:40, not 09:40)."""
    if isinstance(moment, datetime):
        local = timezone.localtime(moment)
        return local.date(), f"{local.hour}:{local.minute:02}"
    return moment, ""


def _end_of(due: datetime | date) -> datetime:
    """A deadline that is a day ends with that day."""
    if isinstance(due, datetime):
        return due
    next_day = due + timedelta(days=1)
    return datetime(next_day.year, next_day.month, next_day.day, tzinfo=timezone.get_default_timezone())


def _late_words(late: timedelta) -> str:
    minutes = int(late.total_seconds() // 60)
    if minutes < 60:
        return ngettext("%(n)s minute late", "%(n)s minutes late", max(minutes, 1)) % {"n": max(minutes, 1)}
    hours = minutes // 60
    if hours < 48:
        return ngettext("%(n)s hour late", "%(n)s hours late", hours) % {"n": hours}
    return ngettext("%(n)s day late", "%(n)s days late", hours // 24) % {"n": hours // 24}


def _day_of_year(day: date) -> str:
    return format_date(day, pgettext("date format: day of this year", "M j"))
