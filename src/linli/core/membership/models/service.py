"""What an in-service member did, line by line, and the sealed extract of it that their unit may read (W15)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from linli.base.models import ScopedQuerySet
from linli.core.areas.models import PlacedModel
from linli.core.membership.enums import ServicePost, ServiceState
from linli.core.membership.models.members import InServiceMember

DAY = 24 * 60


class ServiceEntry(PlacedModel):
    """One thing that somebody did: on which day, how long, what. Two people stand behind it: who told and who looked.

    Nobody adds these up but the person; no list is sorted by them (B-14).
    """

    report = models.ForeignKey(InServiceMember, on_delete=models.CASCADE, related_name="entries")
    on = models.DateField()
    minutes = models.PositiveIntegerField()
    what = models.CharField(max_length=200)
    service_post = models.CharField(max_length=10, choices=ServicePost.choices, blank=True)
    key = models.CharField(
        max_length=80, null=True, blank=True, unique=True
    )  # what wrote it, so that it is written once
    told_by = models.CharField(max_length=80)
    state = models.CharField(max_length=10, choices=ServiceState.choices, default=ServiceState.TOLD)
    state_since = models.DateTimeField()

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="membership_serviceentry_lasts_no_longer_than_a_day",
                condition=Q(minutes__gt=0, minutes__lte=DAY),
            ),
        ]
        indexes = [
            models.Index(fields=["report", "-on"], name="service_of_a_person"),
            models.Index(fields=["community", "state", "-on"], name="service_to_look_at"),
        ]

    @property
    def hours(self) -> float:
        """How long it took, in hours."""
        return self.minutes / 60


class UnitStatement(PlacedModel):
    """An extract for the unit, sealed as it was on its day. Whoever holds its code can check it until it ends.

    The person makes it, or agrees to it, and may revoke it at any time: then the page of the code says only that.
    """

    report = models.ForeignKey(InServiceMember, on_delete=models.CASCADE, related_name="statements")
    code = models.CharField(max_length=12, unique=True)
    since = models.DateField()
    until = models.DateField()
    ends_on = models.DateField()
    said = models.JSONField()  # name, unit, lines: what the paper says
    seal = models.CharField(max_length=64)  # the digest of what it says
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=80)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="membership_unitstatement_begins_before_it_ends",
                condition=Q(since__lte=F("until")) & Q(until__lte=F("ends_on")),
            ),
        ]
        indexes = [models.Index(fields=["report", "-made_at"], name="statements_of_a_person")]
