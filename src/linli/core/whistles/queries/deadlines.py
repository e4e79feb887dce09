"""By when a department must have signed, got in touch and reported (E-14), and why then."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from linli.core.matters.queries.deadlines import Deadline, in_days
from linli.core.whistles.enums import WhistleKind

SIGN = timedelta(hours=1)  # by the clock: somebody is on duty
CONTACT = timedelta(hours=24)  # by the clock, from the whistle on
REPORT_DAYS = {WhistleKind.WORK: 3, WhistleKind.HARD: 5}


NO_DEADLINE: dict[str, Any] = {"due_at": None, "due_from": None, "due_days": None}


def to_sign(now: datetime) -> Deadline:
    """Within an hour of the whistle."""
    return Deadline(now + SIGN, now)


def to_contact(blown_at: datetime) -> Deadline:
    """Within a day of the whistle."""
    return Deadline(blown_at + CONTACT, blown_at)


def to_report(kind: str, since: datetime) -> Deadline:
    """With a result after three working days, or five for a hard case."""
    return in_days(since, REPORT_DAYS[WhistleKind(kind)])
