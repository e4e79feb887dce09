"""A whistle, the departments that it calls, and its story."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from linli.base.models import LedgerModel, ScopedQuerySet, together
from linli.core.areas.models import Area, PlacedModel
from linli.core.matters.models import Matter
from linli.core.people.enums import Rating
from linli.core.people.models import Person
from linli.core.whistles.enums import (
    ANSWERED,
    CALLED_OUT,
    TO_ANSWER,
    CallState,
    WhistleKind,
    WhistleState,
    WhistleStep,
)
from linli.core.whistles.models.departments import Department

S = WhistleState


class Whistle(PlacedModel):
    """A call to departments that have the power to act, for what a community tried and can't do alone (W2).

    It lies at the grid or the community that it is about. It names no resident: the matter behind it does.
    """

    code = models.CharField(max_length=12, unique=True)
    kind = models.CharField(max_length=8, choices=WhistleKind.choices, default=WhistleKind.WORK)
    title = models.CharField(max_length=60)
    text = models.TextField()  # what is needed from them
    tried = models.TextField()  # what the community has tried already: the guard against misuse
    address = models.CharField(max_length=200, blank=True)
    grid = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    matter = models.ForeignKey(Matter, null=True, blank=True, on_delete=models.PROTECT, related_name="whistles")

    state = models.CharField(max_length=10, choices=S.choices, default=S.DRAFTED)
    state_since = models.DateTimeField()
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    blown_at = models.DateTimeField(null=True, blank=True)
    blown_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    due_at = models.DateTimeField(null=True, blank=True)  # by when the slowest department must have taken its step
    solved_at = models.DateTimeField(null=True, blank=True)
    solved_note = models.TextField(blank=True)
    reason = models.CharField(max_length=400, blank=True)  # why it was declined or withdrawn

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="whistles_whistle_says_what_was_tried", condition=~Q(tried="")),
            models.CheckConstraint(
                name="whistles_whistle_blown_has_a_moment",
                condition=Q(state__in=sorted(CALLED_OUT), blown_at__isnull=False)
                | ~Q(state__in=sorted(CALLED_OUT)) & Q(blown_at=None),
            ),
            models.CheckConstraint(
                name="whistles_whistle_declined_has_a_reason",
                condition=~Q(state__in=[S.DECLINED, S.WITHDRAWN]) | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="whistles_whistle_solved_has_a_moment",
                condition=Q(state__in=[S.SOLVED, S.RATED], solved_at__isnull=False)
                | ~Q(state__in=[S.SOLVED, S.RATED]) & Q(solved_at=None),
            ),
        ]
        indexes = [
            models.Index(fields=["community", "state", "due_at"], name="whistles_by_state"),
            models.Index(fields=["community", "-drafted_at"], name="whistles_newest"),
        ]

    def __str__(self) -> str:
        return self.title


class Call(PlacedModel):
    """One department that a whistle called: it signs, gets in touch, reports with a result, and is judged."""

    whistle = models.ForeignKey(Whistle, on_delete=models.PROTECT, related_name="calls")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="calls")
    state = models.CharField(max_length=10, choices=CallState.choices, default=CallState.CALLED)
    state_since = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    due_from = models.DateTimeField(null=True, blank=True)
    due_days = models.PositiveSmallIntegerField(null=True, blank=True)  # working days; empty when counted in hours
    signed_name = models.CharField(max_length=40, blank=True)  # who signed for the department
    signed_at = models.DateTimeField(null=True, blank=True)
    contacted_at = models.DateTimeField(null=True, blank=True)
    reported_at = models.DateTimeField(null=True, blank=True)
    result = models.TextField(blank=True)
    late_step = models.CharField(max_length=10, choices=CallState.choices, blank=True)  # escalated once at each step
    escalated_at = models.DateTimeField(null=True, blank=True)
    rating = models.PositiveSmallIntegerField(null=True, blank=True, choices=Rating.choices)
    rating_words = models.TextField(blank=True)
    rated_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)  # what the department says about the judgement
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="whistles_call_each_department_once", fields=["whistle", "department"]),
            models.CheckConstraint(
                name="whistles_call_to_answer_has_a_deadline",
                condition=Q(state__in=sorted(TO_ANSWER), due_at__isnull=False)
                | ~Q(state__in=sorted(TO_ANSWER)) & Q(due_at=None),
            ),
            models.CheckConstraint(
                name="whistles_call_signed_by_somebody",
                condition=Q(state=CallState.CALLED, signed_at=None, signed_name="")
                | ~Q(state=CallState.CALLED) & Q(signed_at__isnull=False) & ~Q(signed_name=""),
            ),
            models.CheckConstraint(
                name="whistles_call_reported_has_a_result", condition=~Q(state__in=sorted(ANSWERED)) | ~Q(result="")
            ),
            models.CheckConstraint(
                name="whistles_call_rated_only_by_five_levels",
                condition=Q(state=CallState.RATED, rating__gte=1, rating__lte=5, rated_at__isnull=False)
                | ~Q(state=CallState.RATED) & Q(rating=None, rated_at=None),
            ),
            models.CheckConstraint(
                name="whistles_call_answers_only_a_judgement", condition=Q(answer="") | Q(rating__isnull=False)
            ),
            models.CheckConstraint(
                name="whistles_call_late_since_a_moment",
                condition=Q(late_step="", escalated_at=None) | ~Q(late_step="") & Q(escalated_at__isnull=False),
            ),
            models.CheckConstraint(
                name="whistles_call_answer_has_a_moment", condition=Q(answer="") | together("answered_at", "rated_at")
            ),
        ]
        indexes = [
            models.Index(fields=["department", "-id"], name="calls_of_a_department"),
            models.Index(
                fields=["due_at"],
                name="calls_that_time_moves",
                condition=Q(state__in=["called", "signed", "contacted"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.department}"


class WhistleEntry(LedgerModel):
    """One step of the story of a whistle. It is written once."""

    whistle = models.ForeignKey(Whistle, on_delete=models.PROTECT, related_name="entries")
    call = models.ForeignKey(Call, null=True, blank=True, on_delete=models.PROTECT, related_name="entries")
    step = models.CharField(max_length=12, choices=WhistleStep.choices)
    text = models.TextField(blank=True)
    name = models.CharField(max_length=80, blank=True)  # who did it: a worker, or whoever signed for a department
    actor = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta(LedgerModel.Meta):
        abstract = False
        indexes = [models.Index(fields=["whistle", "id"], name="whistles_story")]
