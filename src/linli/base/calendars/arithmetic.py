"""Working days and working hours, as arithmetic: no database, no clock.

The rules (Civil Code art. 200 to 204: the first day is not counted, and a deadline that falls on a day off ends on the
next working day; here days are counted from moment to moment, because a desk must know the hour):

- `add_working_days(start, n)` is the same time of day on the n-th working day after. What comes in outside of working
  hours counts from the next working moment: on Saturday night from Monday 8:30.
- `add_working_minutes` walks through the working hours, over lunch, nights and days off.
- A year that no table knows is counted by weekdays, and `calendar_known` says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext

from linli.base.calendars.table import SpecialDay
from linli.base.i18n import in_language

BEIJING = ZoneInfo("Asia/Shanghai")
DAY = timedelta(days=1)
NOTHING = timedelta(0)
SATURDAY = 5
LOOK_AHEAD = 400  # days; so many in a row off is a mistake in the table

Spans = tuple[tuple[time, time], ...]


@dataclass(frozen=True)
class DayOnTheWay:
    """One day between the start and the deadline: whether it counts, as which, and if not, why not."""

    day: date
    number: int  # the n-th working day; 0 for the day on which counting begins and for days off
    is_working: bool
    special: SpecialDay | None = None

    @property
    def why(self) -> str:
        """The same as a few words for the page."""
        name = in_language(self.special, "name") if self.special else ""
        if not self.is_working:
            return name or gettext("Weekend")
        said = (
            gettext("Working day %(number)d") % {"number": self.number} if self.number else gettext("Counting begins")
        )
        return gettext("%(said)s (worked instead: %(name)s)") % {"said": said, "name": name} if name else said


@dataclass(frozen=True)
class WorkCalendar:
    """Which days and hours are worked. Made once for a batch of questions by `queries.work_calendar()`."""

    special: Mapping[date, SpecialDay]
    hours: Spans = ((time(8, 30), time(11, 30)), (time(13), time(17)))

    def is_working_day(self, day: date) -> bool:
        special = self.special.get(day)
        return special.is_working if special else day.weekday() < SATURDAY

    def calendar_known(self, year: int) -> bool:
        """Whether the holidays of that year were entered: every notice has New Year's Day and National Day."""
        return date(year, 1, 1) in self.special and date(year, 10, 1) in self.special

    def next_working_moment(self, moment: datetime) -> datetime:
        """The moment itself if people work then, else the next at which they do."""
        moment = moment.astimezone(BEIJING)
        return next(max(start, moment) for start, end in self._spans_from(moment) if end > moment)

    def add_working_days(self, start: datetime, days: int) -> datetime:
        """The same time of day on the n-th working day after; see the rules above."""
        begin = self.next_working_moment(start)
        day = begin.date()
        for _counted in range(days):
            day = self.next_working_day(day)
        return begin.replace(year=day.year, month=day.month, day=day.day)

    def next_working_day(self, day: date) -> date:
        """The first working day after `day`."""
        for _step in range(LOOK_AHEAD):
            day += DAY
            if self.is_working_day(day):
                return day
        message = f"There is no working day within {LOOK_AHEAD} days before {day}: look at the holidays."
        raise ValueError(message)

    def add_working_time(self, start: datetime, length: timedelta) -> datetime:
        """The earliest moment by which people have worked `length` since `start`."""
        start = start.astimezone(BEIJING)
        if length <= NOTHING:
            return start
        for begin, end in self._spans_from(start):
            begin = max(begin, start)
            if end > begin:
                if length <= end - begin:
                    return begin + length
                length -= end - begin
        raise AssertionError  # the spans never end

    def working_time_between(self, start: datetime, end: datetime) -> timedelta:
        """How long people work from `start` to `end`; negative when `end` is before `start`."""
        if end < start:
            return -self.working_time_between(end, start)
        total = NOTHING
        for begin, stop in self._spans_from(start.astimezone(BEIJING)):
            if begin >= end:
                return total
            total += max(min(stop, end) - max(begin, start), NOTHING)
        raise AssertionError  # the spans never end

    def working_days_between(self, start: datetime, end: datetime) -> int:
        """How many whole working days have passed: the greatest n for which `add_working_days(start, n)` has come."""
        begin = self.next_working_moment(start)
        end = end.astimezone(BEIJING)
        day, count = begin.date(), 0
        while True:
            day = self.next_working_day(day)
            if datetime.combine(day, begin.timetz()) > end:
                return count
            count += 1

    def extend_for_pauses(
        self, deadline: datetime, pauses: Iterable[tuple[datetime, datetime | None]], *, now: datetime
    ) -> datetime:
        """The deadline, later by the working time during which it stood still.

        A pause without an end lasts until now. Pauses that overlap count once; one that began when the deadline was
        already over moves nothing.
        """
        reached = None
        for begin, end in sorted((begin, end or now) for begin, end in pauses):
            begin = max(begin, reached) if reached else begin
            if begin < deadline and end > begin:
                deadline = self.add_working_time(deadline, self.working_time_between(begin, end))
                reached = end
        return deadline.astimezone(BEIJING)

    def explain_deadline(self, start: datetime, days: int) -> list[DayOnTheWay]:
        """Every day from the start to the deadline, so that a page can answer "why is it this day?"."""
        first, counting = start.astimezone(BEIJING).date(), self.next_working_moment(start).date()
        way, number, day = [], 0, first
        while True:
            works = self.is_working_day(day)
            if works and day > counting:
                number += 1
            way.append(DayOnTheWay(day, number if works and day > counting else 0, works, self.special.get(day)))
            if day >= counting and number >= days:
                return way
            day += DAY

    def _spans_from(self, moment: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The stretches of work from the day of `moment` on, for ever."""
        day = moment.astimezone(BEIJING).date()
        if not self.is_working_day(day):
            day = self.next_working_day(day)
        while True:
            for begin, end in self.hours:
                yield datetime.combine(day, begin, BEIJING), datetime.combine(day, end, BEIJING)
            day = self.next_working_day(day)


def parse_hours(text: str) -> Spans:
    """`8:30-11:30 13:00-17:00` as stretches of a day, in order and not overlapping."""
    spans = tuple(tuple(_clock(part) for part in span.split("-")) for span in text.split())
    edges = [edge for span in spans for edge in span]
    if not spans or any(len(span) != 2 for span in spans) or edges != sorted(set(edges)):
        message = f"Working hours read like 8:30-11:30 13:00-17:00, not {text!r}."
        raise ValueError(message)
    return tuple((span[0], span[1]) for span in spans)


def _clock(text: str) -> time:
    hour, _colon, minute = text.partition(":")
    return time(int(hour), int(minute or 0))
