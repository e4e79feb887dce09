"""What is published of a month: numbers that point at nobody."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from linli.base.models import BaseModel
from linli.core.areas.models import Area
from linli.core.openness.enums import FEWEST

COUNTS = ("reported", "ended", "solved", "not_possible", "handed_on", "rated")


def _never_few(name: str) -> Q:
    return Q(**{f"{name}__isnull": True}) | Q(**{name: 0}) | Q(**{f"{name}__gte": FEWEST})


class OpenMonth(BaseModel):
    """One kind of matter in one month of a community, as it was published (R5); an empty `kind` is all of them.

    It is counted once, when the month is over, and never again: two versions of a number could be subtracted. A number
    that is not published is empty, and stands nowhere in this table.
    """

    community = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    month = models.DateField()  # its first day
    kind = models.CharField(max_length=8, blank=True)  # the code of an upper category; "-" for what has none
    reported = models.PositiveIntegerField(null=True)
    ended = models.PositiveIntegerField(null=True)
    solved = models.PositiveIntegerField(null=True)
    not_possible = models.PositiveIntegerField(null=True)
    handed_on = models.PositiveIntegerField(null=True)
    rated = models.PositiveIntegerField(null=True)
    rating = models.FloatField(null=True)  # the mean of five or more judgements
    answer_days = models.FloatField(null=True)  # working days to the first answer: the middle one
    end_days = models.FloatField(null=True)  # working days to the ending: the middle one
    counted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="openness_month_is_published_once", fields=["community", "month", "kind"]),
            models.CheckConstraint(
                name="openness_month_shows_no_small_number",
                condition=_never_few("reported")
                & _never_few("ended")
                & _never_few("solved")
                & _never_few("not_possible")
                & _never_few("handed_on")
                & _never_few("rated"),
            ),
            models.CheckConstraint(
                name="openness_month_rates_only_what_it_counts",
                condition=Q(rating=None) | Q(rated__gte=FEWEST),
            ),
            models.CheckConstraint(
                name="openness_month_endings_are_the_three",
                condition=Q(ended=None)
                | Q(solved=None)
                | Q(not_possible=None)
                | Q(handed_on=None)
                | Q(ended=F("solved") + F("not_possible") + F("handed_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.kind}"
