"""Which deadlines somebody has to be told of now: each once for each step of lateness, and nobody is woken."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from linli.base.calendars.arithmetic import WorkCalendar
from linli.base.calendars.queries import work_calendar
from linli.base.messaging.quiet import after_quiet_hours
from linli.core.matters.enums import ClockKind as K
from linli.core.matters.enums import MatterState, ReminderLevel, Urgency
from linli.core.matters.models import Matter, MatterClock, Reminder
from linli.core.matters.models.clocks import RUNNING

L = ReminderLevel
LEVELS: dict[str, tuple[ReminderLevel, ...]] = {  # what each clock is worth: the fewer messages, the more they are read
    K.ACCEPT: (L.LATE, L.LATE_A_DAY),
    K.HAND_ON: (L.LATE, L.LATE_A_DAY),
    K.SIGN: (L.LATE,),
    K.AGAIN: (L.LATE, L.LATE_A_DAY),
    K.ANSWER: (L.LATE,),
    K.ENDING: (L.SOON, L.LATE, L.LATE_A_DAY),
    K.CHECK: (L.LATE,),
}
NEVER_WAITS = frozenset({Urgency.URGENT, Urgency.EMERGENCY})


@dataclass(frozen=True)
class Due:
    """That a deadline of a matter is near, or has passed."""

    matter: Matter
    kind: str
    level: str
    due_at: datetime


def reminders_due(now: datetime) -> Iterator[Due]:
    """What has to be told now. At night only what is urgent; what stands still is never late."""
    calendar = work_calendar()
    horizon = calendar.add_working_days(now, 1)
    clocks = MatterClock.objects.filter(RUNNING, due_at__lte=horizon, kind__in=LEVELS)
    clocks = clocks.exclude(matter__state=MatterState.SUSPENDED).select_related("matter").order_by("due_at", "pk")
    looks = Matter.objects.filter(state=MatterState.REPORTED, due_at__lte=now).order_by("due_at", "pk")
    if after_quiet_hours(now) != now:
        clocks, looks = clocks.filter(matter__urgency__in=NEVER_WAITS), looks.filter(urgency__in=NEVER_WAITS)
    rows = [(one.matter, one.kind, one.started_at, one.due_at) for one in clocks]
    rows += [(one, K.ACCEPT, one.state_since, one.due_at or now) for one in looks]
    told = _told_already({matter.pk for matter, *_rest in rows})
    for matter, kind, start, due_at in rows:
        for level in LEVELS[kind]:
            if (matter.pk, kind, level, due_at) not in told and _is_time(level, start, due_at, now, calendar):
                yield Due(matter, kind, level, due_at)


def _told_already(matters: set[object]) -> set[tuple[object, str, str, datetime]]:
    reminders = Reminder.objects.filter(Q(matter__in=matters))
    return set(reminders.values_list("matter_id", "kind", "level", "due_at"))


def _is_time(level: str, start: datetime, due_at: datetime, now: datetime, calendar: WorkCalendar) -> bool:
    """Soon is the last quarter of the time; late is late; and a working day later it is the secretary's, too."""
    if level == L.SOON:
        left = calendar.working_time_between(now, due_at) if due_at > now else timedelta(0)
        return now < due_at and 4 * left <= calendar.working_time_between(start, due_at)
    if level == L.LATE:
        return due_at < now
    return due_at < now and calendar.working_days_between(due_at, now) >= 1
