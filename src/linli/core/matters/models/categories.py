"""The kinds of matters, and who has the power to act."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from linli.base.i18n import in_language
from linli.base.models import BaseModel
from linli.base.triggers import EVERY_ROW
from linli.core.matters.enums import Power, Urgency


class Category(BaseModel):
    """A kind of matter, in two levels, with whoever has the power to act and how long that may take (E-07)."""

    REMEMBERED = EVERY_ROW

    code = models.CharField(max_length=8, unique=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    name_zh = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60)
    power = models.CharField(max_length=12, choices=Power.choices, blank=True)  # empty for the upper level
    owner_zh = models.CharField(max_length=40, blank=True)
    owner_en = models.CharField(max_length=80, blank=True)
    urgency = models.CharField(max_length=10, choices=Urgency.choices, default=Urgency.NORMAL)
    limit_days = models.PositiveSmallIntegerField(null=True, blank=True)  # working days; empty for the upper level
    clause_zh = models.CharField(max_length=240, blank=True)  # what the power rests on; empty when we are not sure
    clause_en = models.CharField(max_length=400, blank=True)
    coordinate_zh = models.CharField(max_length=160, blank=True)  # what the community may only bring about
    coordinate_en = models.CharField(max_length=240, blank=True)
    checks_zh = models.CharField(max_length=200, blank=True)  # what to ask or to look at first
    checks_en = models.CharField(max_length=320, blank=True)
    note_zh = models.CharField(max_length=80, blank=True)
    note_en = models.CharField(max_length=120, blank=True)
    call = models.CharField(max_length=20, blank=True)  # numbers to call first: "119 110"
    words = models.TextField(blank=True)  # what people say when they mean it, by spaces: "暖气 不热 heating radiator"
    # So many different people within so many days: then a notice or a project is suggested. 0: never.
    repeat_times = models.PositiveSmallIntegerField(default=5)
    repeat_days = models.PositiveSmallIntegerField(default=30)
    position = models.PositiveSmallIntegerField(default=0)  # within its level; equal ones follow by code
    is_shared = models.BooleanField(default=False)  # several homes have it together: neighbours may know and join
    retired_on = models.DateField(null=True, blank=True)  # from this day on it is offered no more; old matters keep it

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="matters_category_below_another_has_a_limit",
                condition=Q(parent=None) | Q(limit_days__isnull=False),
            ),
            models.CheckConstraint(
                name="matters_category_of_an_emergency_names_a_number_to_call",
                condition=~Q(urgency=Urgency.EMERGENCY) | ~Q(call=""),
            ),
        ]

    def __str__(self) -> str:
        return in_language(self, "name")

    def is_offered(self, today: date) -> bool:
        """Whether it can be chosen on a day."""
        return self.retired_on is None or self.retired_on > today

    @property
    def owner(self) -> str:
        """Who has the power to act, in the reader's language."""
        return in_language(self, "owner")

    @property
    def clause(self) -> str:
        """What the power rests on, in the reader's language."""
        return in_language(self, "clause")

    @property
    def coordinate(self) -> str:
        """What the community may only bring about, in the reader's language."""
        return in_language(self, "coordinate")

    @property
    def checks(self) -> str:
        """What to ask or to look at first, in the reader's language."""
        return in_language(self, "checks")

    @property
    def note(self) -> str:
        """What to mind, in the reader's language."""
        return in_language(self, "note")
