"""Matters: what somebody needs, what is done about it, and how it ends."""

from linli.core.matters.models.captures import Capture
from linli.core.matters.models.categories import Category
from linli.core.matters.models.clocks import ClockRule, MatterClock, Pause, Reminder
from linli.core.matters.models.hand_overs import HandedLine, HandOver
from linli.core.matters.models.judgements import BadReview, FollowUp, Judgement, ReviewStep
from linli.core.matters.models.matters import ERASED, MOST_EXTENSIONS, Matter
from linli.core.matters.models.merges import Merge, Split
from linli.core.matters.models.recurrences import Recurrence
from linli.core.matters.models.story import Entry, Photo, Recording
from linli.core.matters.models.tasks import Task
from linli.core.matters.models.texts import MUST, Checklist, EndingText, Line, Macro, ReadyModel
from linli.core.matters.models.voices import Follower

__all__ = [
    "ERASED",
    "MOST_EXTENSIONS",
    "MUST",
    "BadReview",
    "Capture",
    "Category",
    "Checklist",
    "ClockRule",
    "EndingText",
    "Entry",
    "FollowUp",
    "Follower",
    "HandOver",
    "HandedLine",
    "Judgement",
    "Line",
    "Macro",
    "Matter",
    "MatterClock",
    "Merge",
    "Pause",
    "Photo",
    "ReadyModel",
    "Recording",
    "Recurrence",
    "Reminder",
    "ReviewStep",
    "Split",
    "Task",
]
