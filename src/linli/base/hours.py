"""Free hours of a week as people tell them: Saturday morning, any evening. One number holds the 21 parts of a week.

Bit 3 * weekday + part, Monday first; the parts are morning, afternoon and evening. Zero says nothing about time.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

DAYS = (
    pgettext_lazy("day of a week", "Mon"), pgettext_lazy("day of a week", "Tue"), pgettext_lazy("day of a week", "Wed"),
    pgettext_lazy("day of a week", "Thu"), pgettext_lazy("day of a week", "Fri"), pgettext_lazy("day of a week", "Sat"),
    pgettext_lazy("day of a week", "Sun"),
)  # fmt: skip
PARTS = (_("Morning"), _("Afternoon"), _("Evening"))
NOON, DUSK = 12, 18
EVERY_HOUR = (1 << 21) - 1


def hour_bit(day: int, part: int) -> int:
    """The bit of one part of one day."""
    return 1 << (3 * day + part)


def from_slots(slots: Iterable[int]) -> int:
    """The number of a choice of slots, 0 for Monday morning to 20 for Sunday evening."""
    return sum(1 << slot for slot in {slot for slot in slots if 0 <= slot < 21})


def to_slots(hours: int) -> list[int]:
    """The slots that a number holds."""
    return [slot for slot in range(21) if hours >> slot & 1]


def hours_between(start: datetime, end: datetime) -> int:
    """The parts of the week that a time touches: from 9 to 13 on a Monday is its morning and its afternoon."""
    moment, last, found = localtime(start), localtime(end), 0
    while moment < last:
        part = 0 if moment.hour < NOON else 1 if moment.hour < DUSK else 2
        found |= hour_bit(moment.weekday(), part)
        if found == EVERY_HOUR:
            break
        border = (NOON, DUSK, 24)[part]
        moment = moment.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(hours=border)
    return found


def hours_words(hours: int) -> str:
    """`Mon, Wed evening; Sat morning`; nothing when nothing is said, `any time` when everything is."""
    if hours == EVERY_HOUR:
        return pgettext("free hours", "any time")
    between = pgettext("between days", ", ")
    told = []
    for part, name in enumerate(PARTS):
        days = [str(DAYS[day]) for day in range(7) if hours & hour_bit(day, part)]
        if days:
            which = pgettext("free hours", "every day") if len(days) == 7 else between.join(days)
            told.append(pgettext("free hours", "%(days)s %(part)s") % {"days": which, "part": str(name).lower()})
    return pgettext("between free hours", "; ").join(told)
