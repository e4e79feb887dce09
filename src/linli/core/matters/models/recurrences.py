"""The same asked again and again: a hint that a notice, or a project, helps more than one answer each."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from linli.base.models import ScopedQuerySet
from linli.core.areas.models import Area, PlacedModel
from linli.core.matters.enums import RecurrenceState
from linli.core.matters.models.categories import Category
from linli.core.matters.models.matters import Matter


class Recurrence(PlacedModel):
    """One kind of matter that several people told in one place within some weeks: found by night, settled by a person.

    `place` is the grid; or the community, when no single grid has enough of them. `month_on` is the first day of the
    month in which it was found: of a kind and a place it is found once a month at most.
    """

    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="+")
    grid = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    month_on = models.DateField()
    matters = models.ManyToManyField(Matter, related_name="recurrences")
    people = models.PositiveSmallIntegerField()  # how many different ones told it
    found_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=RecurrenceState.choices, default=RecurrenceState.SUGGESTED)
    state_since = models.DateTimeField()
    settled_by = models.CharField(max_length=80, blank=True)  # how whoever settled it is called
    reason = models.CharField(max_length=400, blank=True)  # why it was put aside
    wish_code = models.CharField(max_length=12, blank=True)  # of the wish that it became

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="matters_recurrence_found_once_a_month", fields=["category", "place", "month_on"]
            ),
            models.UniqueConstraint(
                name="matters_recurrence_one_to_look_at", fields=["category", "place"],
                condition=Q(state=RecurrenceState.SUGGESTED),
            ),
            models.CheckConstraint(
                name="matters_recurrence_settled_says_by_whom",
                condition=Q(state=RecurrenceState.SUGGESTED, settled_by="")
                | ~Q(state=RecurrenceState.SUGGESTED) & ~Q(settled_by=""),
            ),
            models.CheckConstraint(
                name="matters_recurrence_put_aside_says_why",
                condition=~Q(state=RecurrenceState.PUT_ASIDE) | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="matters_recurrence_wished_names_the_wish",
                condition=Q(state=RecurrenceState.WISHED) & ~Q(wish_code="")
                | ~Q(state=RecurrenceState.WISHED) & Q(wish_code=""),
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["community", "state", "-found_at"], name="matters_recurrences")]

    def __str__(self) -> str:
        return str(self.category)
