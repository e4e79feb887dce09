"""System checks: working hours that read as such, and a calendar that reaches far enough."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register  # noqa: A004 -- Django's name for it
from django.db import DatabaseError

from linli.base.calendars.arithmetic import BEIJING, parse_hours
from linli.base.calendars.queries import missing_years


@register(Tags.compatibility)
def hours_are_readable(**_kwargs: Any) -> list[CheckMessage]:
    """The setting for working hours makes sense."""
    try:
        parse_hours(settings.LINLI_WORKING_HOURS)
    except ValueError as error:
        return [Error(str(error), hint="Set LINLI_WORKING_HOURS.", id="linli.E121")]
    return []


@register(Tags.database)
def calendar_reaches_far_enough(*, databases: Sequence[str] | None = None, **_kwargs: Any) -> list[CheckMessage]:
    """The holidays of this year are known, and from December those of the next."""
    if not databases:
        return []
    try:
        years = missing_years(datetime.now(BEIJING).date())
    except DatabaseError:  # before the first migration there is nothing to look at
        return []
    return [
        Warning(
            f"The holidays of {year} are not entered: deadlines are counted by weekdays alone.",
            hint="Enter the notice of the State Council: linli holidays FILE --source NOTICE.",
            id="linli.W120",
        )
        for year in years
    ]
