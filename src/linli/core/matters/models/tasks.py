"""What has to be done inside a matter: the lines of its checklist, and tasks that somebody adds."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from linli.base.i18n import in_language
from linli.base.models import ScopedQuerySet
from linli.core.areas.models import PlacedModel
from linli.core.matters.enums import TaskState
from linli.core.matters.models.matters import Matter
from linli.core.people.models import Person


class Task(PlacedModel):
    """One thing to do inside a matter. While one that is needed is open, the matter can't end."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="tasks")
    title_zh = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120, blank=True)
    is_needed = models.BooleanField(default=False)
    from_checklist = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)
    assignee = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=TaskState.choices, default=TaskState.OPEN)
    state_since = models.DateTimeField()
    settled_by = models.CharField(max_length=80, blank=True)  # how whoever ticked it is called
    reason = models.CharField(max_length=200, blank=True)  # why it is not needed here
    made_at = models.DateTimeField()

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="matters_task_settled_says_by_whom",
                condition=Q(state=TaskState.OPEN, settled_by="") | ~Q(state=TaskState.OPEN) & ~Q(settled_by=""),
            ),
            models.CheckConstraint(
                name="matters_task_dropped_says_why",
                condition=~Q(state=TaskState.DROPPED) & Q(reason="") | Q(state=TaskState.DROPPED) & ~Q(reason=""),
            ),
        ]
        indexes = [
            models.Index(fields=["matter", "position"], name="matters_tasks"),
            models.Index(fields=["assignee", "due_on"], name="matters_tasks_of", condition=Q(state=TaskState.OPEN)),
        ]

    def __str__(self) -> str:
        return in_language(self, "title")
