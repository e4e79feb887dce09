"""Programs that may say something here."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from linli.base.models import ScopedQuerySet
from linli.core.areas.models import PlacedModel


class ClientApp(PlacedModel):
    """A program that may send requests by Open311. Its key is shown once, and only its keyed hash is kept."""

    name = models.CharField(max_length=80)
    contact = models.CharField(max_length=120)  # whom to ask when something is wrong: an office, not a person
    key_hash = models.CharField(max_length=32, unique=True)
    key_start = models.CharField(max_length=8)  # by which its owner knows which key it is
    per_hour = models.PositiveIntegerField(default=60)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="openness_client_ends_after_it_begins",
                condition=Q(ended_at=None) | Q(ended_at__gte=models.F("created_at")),
            ),
            models.CheckConstraint(name="openness_client_may_ask_at_least_once_an_hour", condition=Q(per_hour__gte=1)),
        ]
        indexes = [models.Index(fields=["community", "-created_at"], name="openness_clients")]

    def __str__(self) -> str:
        return self.name
