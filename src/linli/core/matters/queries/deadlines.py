"""By when the next step of a matter must have happened (B-5, E-14). All in working time, but for emergencies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from linli.base.calendars.queries import add_working_days, add_working_hours, extend_for_pauses
from linli.core.matters.enums import Urgency
from linli.core.matters.models import Category, Matter

ACCEPT_HOURS = 2
ACCEPT_URGENT = timedelta(minutes=15)
AT_ONCE_HOURS = 2  # an emergency is handled at once; its category says 0 days
RETURN_DAYS = 1
RETURN_DAYS_COMPLEX = 2
VERIFY_DAYS = 2
SILENT_DAYS = 5
REOPEN_DAYS = 15
CONTACT_DAYS = 1  # whoever judged badly hears from us within a working day
LONGEST_DAYS = 15
EXTENSION_DAYS = 5


@dataclass(frozen=True)
class Deadline:
    """A moment, and from when how many working days lead to it. `days` is empty when it was counted in hours."""

    due_at: datetime
    due_from: datetime
    due_days: int | None = None

    def fields(self) -> dict[str, Any]:
        """As the columns of a matter."""
        return {"due_at": self.due_at, "due_from": self.due_from, "due_days": self.due_days}


def in_days(now: datetime, days: int) -> Deadline:
    """After so many working days."""
    return Deadline(add_working_days(now, days), now, days)


def to_accept(urgency: str, now: datetime) -> Deadline:
    """The desk looks within two working hours, at something urgent within a quarter of an hour."""
    if urgency in {Urgency.URGENT, Urgency.EMERGENCY}:
        return Deadline(now + ACCEPT_URGENT, now)
    return Deadline(add_working_hours(now, ACCEPT_HOURS), now)


def to_handle(category: Category, now: datetime, days: int | None = None) -> Deadline:
    """As long as the kind of matter may take; `days` when the desk decides otherwise."""
    limit = category.limit_days if days is None else days
    return in_days(now, limit) if limit else Deadline(add_working_hours(now, AT_ONCE_HOURS), now)


def to_hand_on_again(now: datetime) -> Deadline:
    """What came back from a handler is handed on within two working hours."""
    return Deadline(add_working_hours(now, ACCEPT_HOURS), now)


def return_until(matter: Matter) -> datetime | None:
    """Until when a handler may send a matter back as not theirs."""
    if matter.dispatched_at is None:
        return None
    days = RETURN_DAYS_COMPLEX if matter.urgency == Urgency.COMPLEX else RETURN_DAYS
    return add_working_days(matter.dispatched_at, days)


def reopen_until(matter: Matter) -> datetime:
    """Until when a matter can be taken up again."""
    ended = matter.closed_at or matter.state_since
    return add_working_days(ended, REOPEN_DAYS)


def can_be_reopened(matter: Matter, now: datetime) -> bool:
    """Whether the fifteen working days after the end have not passed yet."""
    return now <= reopen_until(matter)


def after_pause(matter: Matter, now: datetime) -> Deadline:
    """The deadline that stood when the matter had to wait, later by the working time of the waiting."""
    assert matter.paused_due_at is not None  # noqa: S101 -- a suspended matter has it by constraint
    due = extend_for_pauses(matter.paused_due_at, [(matter.suspended_at, now)] if matter.suspended_at else [], now=now)
    return Deadline(due, matter.due_from or now, matter.due_days)
