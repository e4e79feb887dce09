"""Questions about working time, answered with the built-in table and what the office entered.

Each function asks with one short question whether the entered days have changed. Who asks many times takes
`work_calendar()` once and asks that.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.conf import settings

from linli.base.calendars.arithmetic import BEIJING, DayOnTheWay, WorkCalendar, parse_hours
from linli.base.calendars.models import Holiday
from linli.base.calendars.table import SpecialDay, built_in
from linli.base.memory.stamps import remembered

DECEMBER = 12  # by then the State Council has published the next year, and deadlines begin to reach into it


def work_calendar() -> WorkCalendar:
    """The calendar as it stands: what the office entered wins over the built-in table."""
    return _calendar(settings.LINLI_WORKING_HOURS)


@remembered(Holiday)
def _calendar(hours: str) -> WorkCalendar:
    entered = Holiday.objects.values_list("day", "is_working", "name_zh", "name_en")
    overrides = {day: SpecialDay(is_working, name_zh, name_en) for day, is_working, name_zh, name_en in entered}
    return WorkCalendar(built_in() | overrides, parse_hours(hours))


def is_working_day(day: date) -> bool:
    """Whether people work on that day."""
    return work_calendar().is_working_day(day)


def calendar_known(year: int) -> bool:
    """Whether the holidays of that year were entered; if not, it is counted by weekdays."""
    return work_calendar().calendar_known(year)


def next_working_moment(moment: datetime) -> datetime:
    """The moment itself if people work then, else the next at which they do."""
    return work_calendar().next_working_moment(moment)


def add_working_days(start: datetime, days: int) -> datetime:
    """The same time of day on the n-th working day after; outside working hours from the next working moment on."""
    return work_calendar().add_working_days(start, days)


def add_working_hours(start: datetime, hours: float) -> datetime:
    """The moment by which people have worked so many hours since `start`."""
    return work_calendar().add_working_time(start, timedelta(hours=hours))


def add_working_minutes(start: datetime, minutes: int) -> datetime:
    """The moment by which people have worked so many minutes since `start`."""
    return work_calendar().add_working_time(start, timedelta(minutes=minutes))


def working_minutes_between(start: datetime, end: datetime) -> int:
    """How many whole minutes people work between two moments; negative when `end` is the earlier one."""
    length = work_calendar().working_time_between(start, end)
    return int(length / timedelta(minutes=1))


def working_days_between(start: datetime, end: datetime) -> int:
    """How many whole working days have passed between two moments."""
    return work_calendar().working_days_between(start, end)


def extend_for_pauses(
    deadline: datetime, pauses: Iterable[tuple[datetime, datetime | None]], *, now: datetime
) -> datetime:
    """The deadline, later by the working time during which it stood still (a pause without an end lasts until now)."""
    return work_calendar().extend_for_pauses(deadline, pauses, now=now)


def explain_deadline(start: datetime, days: int) -> list[DayOnTheWay]:
    """Every day from the start to the deadline, with which of them count and why the others do not."""
    return work_calendar().explain_deadline(start, days)


def missing_years(today: date) -> list[int]:
    """The years whose holidays should have been entered by now, and were not."""
    calendar = work_calendar()
    years = [today.year] if today.month < DECEMBER else [today.year, today.year + 1]
    return [year for year in years if not calendar.calendar_known(year)]


def today_in_beijing(now: datetime) -> date:
    """The day that it is here."""
    return now.astimezone(BEIJING).date()
