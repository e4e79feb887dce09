"""The moves of a task, and what stands in a matter to be done."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from linli.base.workflow import Move
from linli.core.matters.enums import MatterPermission, TaskState
from linli.core.matters.models import Matter, Task

TICK = Move("tick", frozenset({TaskState.OPEN}), TaskState.DONE, MatterPermission.NOTE, _("Done"))
UNTICK = Move(
    "untick", frozenset({TaskState.DONE, TaskState.DROPPED}), TaskState.OPEN, MatterPermission.NOTE, _("Not done yet")
)
DROP = Move("drop", frozenset({TaskState.OPEN}), TaskState.DROPPED, MatterPermission.NOTE, _("Not needed here"))


def tasks_of(matter: Matter) -> QuerySet[Task]:
    """What is to be done in a matter, in the order of its list."""
    return matter.tasks.select_related("assignee").order_by("position", "pk")


def tasks_given_to(person_id: UUID) -> QuerySet[Task]:
    """What somebody was asked to do and has not done, the most pressing first."""
    rows = Task.objects.filter(assignee=person_id, state=TaskState.OPEN).select_related("matter")
    return rows.order_by("due_on", "pk")
