"""By when the next step of a matter must have happened (B-5, E-14). All in working time, but for emergencies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from linli.base.calendars.queries import add_working_days, work_calendar
from linli.core.matters.enums import ClockKind
from linli.core.matters.models import Category, Matter
from linli.core.matters.queries.rules import Span, rule_book

LONGEST_DAYS = 15  # with approval nothing may take longer
EXTENSION_DAYS = 5
CONTACT_DAYS = 1  # whoever judged badly hears from us within a working day
RECTIFY_DAYS = 15
CALL_BACK_DAYS = 2
STILL_AFTER = timedelta(weeks=4)  # so long after the end we ask whether it is still so
STILL_ASKED_WITHIN = timedelta(weeks=6)  # what ended longer ago is not dug out
STILL_OPEN = timedelta(weeks=4)  # so long the question can be answered


@dataclass(frozen=True)
class Deadline:
    """A moment, and from when how many working days lead to it. `days` is empty when it was counted in hours."""

    due_at: datetime
    due_from: datetime
    due_days: int | None = None

    def fields(self) -> dict[str, Any]:
        """As the columns of a matter."""
        return {"due_at": self.due_at, "due_from": self.due_from, "due_days": self.due_days}


def after(span: Span, now: datetime) -> Deadline:
    """A span from now on."""
    return Deadline(span.due(now, work_calendar()), now, span.days)


def in_days(now: datetime, days: int) -> Deadline:
    """After so many working days."""
    return Deadline(add_working_days(now, days), now, days)


def to_accept(urgency: str, now: datetime) -> Deadline:
    """The desk looks within two working hours, at something urgent within a quarter of an hour."""
    return after(rule_book().span(ClockKind.ACCEPT, urgency=urgency), now)


def to_handle(category: Category, now: datetime, *, community: UUID | None = None) -> Deadline:
    """As long as the kind of matter may take in that community."""
    return after(rule_book(community).ending(category), now)


def step_limit(kind: str, matter: Matter, now: datetime) -> Deadline:
    """As long as a step of this matter may take."""
    return after(rule_book(matter.community_id).span(kind, matter.category, matter.urgency), now)


def return_until(matter: Matter) -> datetime | None:
    """Until when a handler may send a matter back as not theirs."""
    return step_limit(ClockKind.RETURN, matter, matter.dispatched_at).due_at if matter.dispatched_at else None


def reopen_until(matter: Matter) -> datetime:
    """Until when a matter can be taken up again."""
    return step_limit(ClockKind.REOPEN, matter, matter.closed_at or matter.state_since).due_at


def can_be_reopened(matter: Matter, now: datetime) -> bool:
    """Whether the fifteen working days after the end have not passed yet."""
    return now <= reopen_until(matter)
