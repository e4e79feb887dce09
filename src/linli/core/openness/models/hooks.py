"""Addresses of other programs that are told what happens, and everything that was sent to them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from linli.base.models import BaseModel, ScopedQuerySet
from linli.base.secrets import EncryptedTextField
from linli.core.areas.models import PlacedModel
from linli.core.openness.enums import HookState, ParcelState
from linli.core.people.models import Person


class Hook(PlacedModel):
    """An address that is told about public requests, in codes and states only; each message is signed."""

    url = models.CharField(max_length=400)
    events = models.CharField(max_length=200)  # by spaces: "request.created request.ended"
    secret = EncryptedTextField()
    owner = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=HookState.choices, default=HookState.ACTIVE)
    state_since = models.DateTimeField()
    failures = models.PositiveSmallIntegerField(default=0)  # messages given up in a row
    created_at = models.DateTimeField()

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="openness_hook_is_an_address", condition=Q(url__startswith="http")),
            models.CheckConstraint(name="openness_hook_is_told_something", condition=~Q(events="")),
        ]
        indexes = [models.Index(fields=["community", "state", "-created_at"], name="openness_hooks")]

    def __str__(self) -> str:
        return self.url


class Parcel(BaseModel):
    """One message to one address: what it says, how often it was tried, what the other side answered."""

    hook = models.ForeignKey(Hook, on_delete=models.PROTECT, related_name="parcels")
    event = models.CharField(max_length=24)
    source = models.CharField(max_length=64)  # the step of the story that it tells, or the message it repeats
    payload = models.JSONField()
    state = models.CharField(max_length=10, choices=ParcelState.choices, default=ParcelState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    answer = models.PositiveSmallIntegerField(null=True, blank=True)  # the status code of the last try
    error = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="openness_parcel_tells_a_step_once", fields=["hook", "source"]),
            models.CheckConstraint(
                name="openness_parcel_done_has_a_moment",
                condition=Q(state=ParcelState.WAITING, done_at=None)
                | ~Q(state=ParcelState.WAITING) & Q(done_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], name="openness_parcels_due", condition=Q(state="waiting")),
            models.Index(fields=["hook", "-created_at"], name="openness_parcels_of_a_hook"),
        ]

    def __str__(self) -> str:
        return self.event

    @property
    def place(self) -> str:
        """A message lies where its address is kept."""
        return self.hook.place
