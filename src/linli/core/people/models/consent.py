"""What somebody agreed to, asked for, or needs: always with a purpose and an end."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from linli.base.models import ScopedQuerySet
from linli.core.areas.models import PlacedModel
from linli.core.people.enums import Basis, CareCategory, Door, RightsKind, RightsState
from linli.core.people.models.persons import Person


class CareNeed(PlacedModel):
    """Somebody needs care: kept for a purpose, on a basis, until a day, and then it ends (X-01)."""

    FOLLOWS_HOME = Q()

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="care_needs")
    category = models.CharField(max_length=24, choices=CareCategory.choices)
    purpose = models.CharField(max_length=200)
    basis = models.CharField(max_length=20, choices=Basis.choices)
    starts_on = models.DateField()
    ends_on = models.DateField()  # the last day; renewed by a person, never by itself
    note = models.CharField(max_length=200, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="people_careneed_has_a_purpose", condition=~Q(purpose="")),
            models.CheckConstraint(
                name="people_careneed_ends_after_it_starts", condition=Q(ends_on__gte=F("starts_on"))
            ),
            models.UniqueConstraint(name="people_careneed_noted_once", fields=["person", "category", "starts_on"]),
        ]
        indexes = [models.Index(fields=["community", "category", "ends_on"], name="care_by_category")]


class Consent(PlacedModel):
    """A person agreed to something, by a door, until they take it back: as easy as giving it."""

    FOLLOWS_HOME = Q(withdrawn_at=None)

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=60)  # a key: "show-photo", "proxy", …
    text = models.TextField()  # the sentence they agreed to, as they saw it
    door = models.CharField(max_length=8, choices=Door.choices)
    taken_by = models.CharField(max_length=80)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedQuerySet.as_manager()


class Proxy(PlacedModel):
    """One person acts for another, with recorded consent and an end: a daughter for her mother."""

    FOLLOWS_HOME = Q()

    principal = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="proxies")
    proxy = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="acts_for")
    relation = models.CharField(max_length=40)
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="people_proxy_is_somebody_else", condition=~Q(principal=F("proxy"))),
            models.CheckConstraint(name="people_proxy_ends_after_it_starts", condition=Q(ends_on__gte=F("starts_on"))),
        ]


class RightsRequest(PlacedModel):
    """Somebody asks about their own record; the rights desk answers by a day, with a reason (X-02)."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="rights_requests")
    kind = models.CharField(max_length=8, choices=RightsKind.choices)
    text = models.TextField()
    door = models.CharField(max_length=8, choices=Door.choices)
    state = models.CharField(max_length=10, choices=RightsState.choices, default=RightsState.RECEIVED)
    state_since = models.DateTimeField()
    received_at = models.DateTimeField()
    due_at = models.DateTimeField()
    answer = models.TextField(blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="people_rightsrequest_answered_with_words",
                condition=Q(state__in=[RightsState.RECEIVED, RightsState.WITHDRAWN]) | ~Q(answer=""),
            )
        ]
