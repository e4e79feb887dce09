"""Entering what a notice decided about days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from linli.base.audit.operations import record
from linli.base.calendars.models import Holiday
from linli.base.errors import Refused
from linli.base.permissions import Actor, require

MANAGE = "system.settings.manage"  # the right of the system administrator


@dataclass(frozen=True)
class DayDecision:
    """One line of a notice: this day is free, or worked, and what it is called."""

    day: date
    is_working: bool
    name_zh: str
    name_en: str = ""


@transaction.atomic
def set_days(*, decisions: Iterable[DayDecision], source: str, actor: Actor, now: datetime) -> list[Holiday]:
    """Enter the days of a notice; a day that was entered before is decided anew. Deadlines already given stay."""
    if not source.strip():
        raise Refused("source-missing", _("Say which notice decided this."), field="source")
    require(actor, MANAGE, Holiday())
    days = []
    for decision in decisions:
        values = {"is_working": decision.is_working, "name_zh": decision.name_zh, "name_en": decision.name_en}
        holiday = Holiday.objects.update_or_create(day=decision.day, defaults={**values, "source": source.strip()})[0]
        says = {"day": decision.day.isoformat(), **values, "source": source.strip()}
        record("calendars.holiday.set", holiday, actor=actor, now=now, data=says)
        days.append(holiday)
    return days


@transaction.atomic
def forget_day(*, holiday: Holiday, actor: Actor, now: datetime) -> None:
    """Take back an entry: the built-in table and the weekday hold again."""
    require(actor, MANAGE, holiday)
    record("calendars.holiday.forget", holiday, actor=actor, now=now, data={"day": holiday.day.isoformat()})
    holiday.delete()
