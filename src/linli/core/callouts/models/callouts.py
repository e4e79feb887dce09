"""A call for help, and who was asked."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from linli.base.models import BaseModel, ScopedQuerySet
from linli.core.areas.models import Area, PlacedModel
from linli.core.callouts.enums import Answer, CalloutState
from linli.core.matters.models import Matter
from linli.core.people.enums import Door
from linli.core.people.models import Person


class CallOut(PlacedModel):
    """Some hands are needed at a place and an hour. A few are asked at a time; a yes is a gift, silence is nothing."""

    code = models.CharField(max_length=12, unique=True)
    title = models.CharField(max_length=60)
    text = models.TextField()
    where = models.CharField(max_length=120)
    grid = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    wanted = models.PositiveSmallIntegerField()
    taken = models.PositiveIntegerField(default=0)  # how many hands have said yes
    more_allowed = models.BooleanField(default=False)
    skills = models.JSONField(default=list)  # any of these; empty: anybody
    sources = models.JSONField(default=list)  # who is asked, queries/helpers.py
    is_emergency = models.BooleanField(default=False)
    matter = models.ForeignKey(Matter, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    called_by = models.CharField(max_length=80)  # the name on the call: whom to ring back
    made_at = models.DateTimeField()

    state = models.CharField(max_length=10, choices=CalloutState.choices, default=CalloutState.DRAFTED)
    state_since = models.DateTimeField()
    wave = models.PositiveSmallIntegerField(default=0)
    wave_ends_at = models.DateTimeField(null=True, blank=True)
    words = models.CharField(max_length=400, blank=True)  # thanks, or why it was called off

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="callouts_callout_never_takes_more_than_wanted",
                condition=Q(more_allowed=True) | Q(taken__lte=F("wanted")),
            ),
            models.CheckConstraint(name="callouts_callout_wants_somebody", condition=Q(wanted__gte=1)),
            models.CheckConstraint(
                name="callouts_callout_ends_after_it_starts", condition=Q(ends_at__gt=F("starts_at"))
            ),
            models.CheckConstraint(
                name="callouts_callout_called_off_says_why",
                condition=~Q(state=CalloutState.CANCELLED) | ~Q(words=""),
            ),
        ]
        indexes = [
            models.Index(fields=["community", "state", "-starts_at"], name="callouts_of_a_community"),
            models.Index(fields=["state", "wave_ends_at"], name="callouts_waves"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def missing(self) -> int:
        """How many hands are still missing."""
        return max(self.wanted - self.taken, 0)


class Ask(BaseModel):
    """Somebody, or a body, was asked. Only an answer stays: what got none is forgotten some time after the task."""

    callout = models.ForeignKey(CallOut, on_delete=models.CASCADE, related_name="asks")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    body = models.CharField(max_length=80, blank=True)  # a team, a unit, a shop
    code = models.CharField(max_length=12, unique=True)  # whoever holds it may answer
    wave = models.PositiveSmallIntegerField()
    asked_at = models.DateTimeField()
    answer = models.CharField(max_length=3, choices=Answer.choices, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    door = models.CharField(max_length=8, choices=Door.choices, blank=True)
    count = models.PositiveSmallIntegerField(default=1)  # how many hands a body brings
    came = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="callouts_ask_one_a_person", fields=["callout", "person"]),
            models.CheckConstraint(
                name="callouts_ask_is_of_a_person_or_a_body",
                condition=Q(person__isnull=False, body="") | Q(person=None) & ~Q(body=""),
            ),
            models.CheckConstraint(
                name="callouts_ask_came_after_a_yes", condition=Q(came=False) | Q(answer=Answer.YES)
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-asked_at"], name="callouts_asks_of_one"),
            models.Index(fields=["callout", "wave"], name="callouts_asks_of_a_wave"),
        ]
