"""Who lives where, with whom."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from linli.base.models import ScopedQuerySet
from linli.core.areas.models import Area, PlacedModel
from linli.core.people.enums import Relation, ResidenceKind
from linli.core.people.models.persons import Person


class Household(PlacedModel):
    """People who live together behind one door. `place` is the home."""

    FOLLOWS_HOME = Q(ends_on=None)

    home = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="households")
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["community", "place"], name="households_by_place"),
        ]


class Residence(PlacedModel):
    """A person lives in a household, from a day, until a day."""

    FOLLOWS_HOME = Q(ends_on=None)

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="residences")
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="residences")
    relation = models.CharField(max_length=12, choices=Relation.choices)
    kind = models.CharField(max_length=10, choices=ResidenceKind.choices, default=ResidenceKind.PERMANENT)
    position = models.PositiveSmallIntegerField(default=0)  # the order in which the household is told
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="people_residence_one_live_home_per_person", fields=["person"], condition=Q(ends_on=None)
            ),
            models.CheckConstraint(
                name="people_residence_ends_after_it_starts",
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
        ]
