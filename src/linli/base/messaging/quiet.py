"""When nobody should be woken."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.utils.timezone import get_default_timezone

EVENING = time(21)
MORNING = time(8)


def after_quiet_hours(moment: datetime) -> datetime:
    """The moment itself, or eight o'clock when it lies between nine in the evening and eight in the morning."""
    local = moment.astimezone(get_default_timezone())
    if MORNING <= local.time() < EVENING:
        return moment
    day = local.date() + timedelta(days=1) if local.time() >= EVENING else local.date()
    return datetime.combine(day, MORNING, tzinfo=local.tzinfo)
