"""Every deadline of a matter and why it is that day: the same for its page, the API and the messages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.base.calendars.arithmetic import BEIJING, WorkCalendar
from linli.base.calendars.queries import work_calendar
from linli.base.calendars.table import SpecialDay
from linli.base.i18n import in_language
from linli.core.matters.enums import ClockKind, ClockUnit, MatterState, PauseReason
from linli.core.matters.models import Matter, MatterClock, Pause
from linli.core.matters.queries.rules import Span, rule_book

DAY = timedelta(days=1)
OF_THE_REPORTER = frozenset(
    {
        ClockKind.ACCEPT,
        ClockKind.CONTACT,
        ClockKind.AGAIN,
        ClockKind.ANSWER,
        ClockKind.ENDING,
        ClockKind.SILENT,
        ClockKind.REOPEN,
    }
)
WINDOWS = frozenset({ClockKind.RETURN, ClockKind.REOPEN, ClockKind.SILENT})  # a time that passes, no promise


@dataclass(frozen=True)
class PausedSpan:
    """A time during which a clock stood still; without an end while it still does."""

    from_at: datetime
    until_at: datetime | None
    until_on: date
    reason: str

    @property
    def why(self) -> str:
        """What it waits for, in the reader's language."""
        return str(PauseReason(self.reason).label)


@dataclass(frozen=True)
class CountedDay:
    """A day on the way to a deadline, or a stretch of days on which it stood still: which one it is, or why not."""

    day: date
    last: date
    number: int
    is_working: bool
    special: SpecialDay | None = None
    pause: PausedSpan | None = None
    is_first: bool = False

    @property
    def counts(self) -> bool:
        """Whether it is one of the working days that were promised."""
        return self.number > 0

    @property
    def why(self) -> str:
        """The same as a few words."""
        name = in_language(self.special, "name") if self.special else ""
        if self.number:
            said = _("working day %(number)s") % {"number": self.number}
            return _("%(said)s (worked instead: %(name)s)") % {"said": said, "name": name} if name else said
        if self.pause:
            return _("stands still: %(why)s") % {"why": self.pause.why}
        if not self.is_working:
            return name or _("weekend")
        return _("the count begins; this day is not counted") if self.is_first else _("not a whole working day yet")


@dataclass(frozen=True)
class Clock:
    """One deadline of a matter: since when, until when, kept or not, by which rule, and the days one by one."""

    kind: str
    started_at: datetime
    due_at: datetime
    span: Span
    extended_days: int = 0
    met_at: datetime | None = None
    stopped_at: datetime | None = None
    pauses: tuple[PausedSpan, ...] = ()
    days: tuple[CountedDay, ...] = ()
    is_paused: bool = False
    is_late: bool = False

    @property
    def name(self) -> str:
        """What is waited for, in the reader's language."""
        return str(ClockKind(self.kind).label)

    @property
    def is_over(self) -> bool:
        """Whether nobody waits for it any more."""
        return self.met_at is not None or self.stopped_at is not None

    @property
    def state(self) -> str:
        """Where it stands: kept, kept_late, stopped, paused, late or running."""
        if self.met_at:
            return "kept_late" if self.is_late else "kept"
        if self.stopped_at:
            return "stopped"
        return "paused" if self.is_paused else "late" if self.is_late else "running"

    @property
    def rule(self) -> str:
        """How long it may take, as the rule says it."""
        return span_words(self.span)

    @property
    def source(self) -> str:
        """Where the rule comes from, in the reader's language."""
        return in_language(self.span, "source")


def span_words(span: Span) -> str:
    """A length of time in words."""
    words = {
        ClockUnit.WORKING_DAYS: ngettext("%(n)s working day", "%(n)s working days", span.value),
        ClockUnit.WORKING_HOURS: ngettext("%(n)s working hour", "%(n)s working hours", span.value),
        ClockUnit.HOURS: ngettext("%(n)s hour, day and night", "%(n)s hours, day and night", span.value),
        ClockUnit.MINUTES: ngettext("%(n)s minute, day and night", "%(n)s minutes, day and night", span.value),
    }
    return words[ClockUnit(span.unit)] % {"n": span.value}


def clocks_of(matter: Matter, now: datetime) -> list[Clock]:
    """Every deadline of a matter, the running ones first, and why each is that day."""
    rows = list(MatterClock.objects.filter(matter=matter))
    if matter.state == MatterState.REPORTED and not any(row.is_running for row in rows):
        rows.append(_first_look(matter))
    pauses: list[PausedSpan] = []
    if any(row.has_paused for row in rows):
        pauses = [_span_of(pause) for pause in Pause.objects.filter(matter=matter).order_by("from_at")]
    calendar = work_calendar()
    clocks = [_told(row, pauses if row.has_paused else (), calendar, now) for row in rows]
    return sorted(clocks, key=lambda clock: (clock.is_over, clock.started_at if clock.is_over else clock.due_at))


def _first_look(matter: Matter) -> MatterClock:
    """The clock that runs before anybody has looked: it becomes a row when somebody does."""
    span = rule_book().span(ClockKind.ACCEPT, urgency=matter.urgency)
    return MatterClock(
        matter=matter, kind=ClockKind.ACCEPT, started_at=matter.state_since, due_at=matter.due_at or matter.state_since,
        value=span.value, unit=span.unit, source_zh=span.source_zh, source_en=span.source_en,
    )  # fmt: skip


def _span_of(pause: Pause) -> PausedSpan:
    return PausedSpan(pause.from_at, pause.ended_at, pause.until_on, pause.reason)


def _told(row: MatterClock, pauses: Sequence[PausedSpan], calendar: WorkCalendar, now: datetime) -> Clock:
    is_window = row.kind in WINDOWS
    has_passed = is_window and row.is_running and row.due_at < now
    stopped_at = row.due_at if has_passed else row.stopped_at
    end = row.met_at or stopped_at
    touching = tuple(
        pause
        for pause in pauses
        if (end is None or pause.from_at < end) and (pause.until_at is None or pause.until_at > row.started_at)
    )
    stands = row.is_running and any(pause.until_at is None for pause in touching)
    return Clock(
        row.kind,
        row.started_at,
        row.due_at,
        Span(row.value, row.unit, row.source_zh, row.source_en),
        extended_days=row.extended_days,
        met_at=row.met_at,
        stopped_at=stopped_at,
        pauses=touching,
        days=_counted(row.started_at, row.due_at, row.unit, touching, calendar, now),
        is_paused=stands,
        is_late=not stands and not is_window and row.due_at < (end or now),
    )


def _counted(
    start: datetime, due: datetime, unit: str, pauses: Sequence[PausedSpan], calendar: WorkCalendar, now: datetime
) -> tuple[CountedDay, ...]:
    """Each day from the start to the deadline. A day counts when another whole working day of time has gone by."""
    if unit != ClockUnit.WORKING_DAYS:
        return ()
    whole = _hours_of_a_day(calendar)
    first, last = start.astimezone(BEIJING).date(), due.astimezone(BEIJING).date()
    at = due.astimezone(BEIJING).time()
    found: list[CountedDay] = []
    before, day = 0, first
    while day <= last:
        number = _gone_by(start, datetime.combine(day, at, BEIJING), pauses, calendar, now) // whole
        counted = _day(day, max(number, 0) if number > before else 0, calendar, pauses, now, is_first=day == first)
        before = max(before, number)
        if found and counted.pause and counted.pause == found[-1].pause:
            counted = CountedDay(found[-1].day, day, 0, is_working=False, pause=counted.pause)
            found.pop()
        found.append(counted)
        day += DAY
    return tuple(found)


def _day(
    day: date, number: int, calendar: WorkCalendar, pauses: Sequence[PausedSpan], now: datetime, *, is_first: bool
) -> CountedDay:
    works = calendar.is_working_day(day)
    pause = None if number else next((one for one in pauses if _covers(one, day, now)), None)
    return CountedDay(day, day, number, works, calendar.special.get(day), pause, is_first=is_first and not pause)


def _covers(pause: PausedSpan, day: date, now: datetime) -> bool:
    until = pause.until_at or now
    return pause.from_at.astimezone(BEIJING).date() <= day <= until.astimezone(BEIJING).date()


def _gone_by(
    start: datetime, end: datetime, pauses: Sequence[PausedSpan], calendar: WorkCalendar, now: datetime
) -> timedelta:
    """The working time from the start to a moment, without what passed while the clock stood still."""
    if end <= start:
        return timedelta(0)
    gone = calendar.working_time_between(start, end)
    for pause in pauses:
        begin, until = max(pause.from_at, start), min(pause.until_at or now, end)
        if begin < until:
            gone -= calendar.working_time_between(begin, until)
    return gone


def _hours_of_a_day(calendar: WorkCalendar) -> timedelta:
    """How long people work on a working day."""
    nought = date(2000, 1, 1)
    spans = ((datetime.combine(nought, begin), datetime.combine(nought, end)) for begin, end in calendar.hours)
    return sum((end - begin for begin, end in spans), timedelta(0))
