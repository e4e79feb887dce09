"""The departments and offices of street and city that can be called."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from linli.base.i18n import in_language
from linli.base.models import BaseModel, PlaceField, ScopedQuerySet
from linli.core.people.models import Person


class Department(BaseModel):
    """An office that has the power to act, at the street or above: it serves every community below its place."""

    place = PlaceField()
    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=100, blank=True)
    duty_zh = models.CharField(max_length=120, blank=True)  # what it is there for
    duty_en = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=40, blank=True)  # the telephone of the office, nobody's own
    # Whoever is on duty there and has an account; without one the department answers by a signed link.
    officer = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    ends_on = models.DateField(null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="whistles_department_one_of_a_name_at_a_place",
                fields=["place", "name_zh"],
                condition=Q(ends_on=None),
            ),
        ]
        indexes = [models.Index(fields=["officer"], name="departments_of_an_officer")]

    def __str__(self) -> str:
        return in_language(self, "name")

    @property
    def duty(self) -> str:
        """What it is there for, in the reader's language."""
        return in_language(self, "duty")
