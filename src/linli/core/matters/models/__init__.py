"""Matters: what somebody needs, what is done about it, and how it ends."""

from linli.core.matters.models.captures import Capture
from linli.core.matters.models.categories import Category
from linli.core.matters.models.clocks import ClockRule, MatterClock, Pause, Reminder
from linli.core.matters.models.matters import ERASED, MOST_EXTENSIONS, Matter
from linli.core.matters.models.story import Entry, Photo, Recording

__all__ = [
    "ERASED",
    "MOST_EXTENSIONS",
    "Capture",
    "Category",
    "ClockRule",
    "Entry",
    "Matter",
    "MatterClock",
    "Pause",
    "Photo",
    "Recording",
    "Reminder",
]
