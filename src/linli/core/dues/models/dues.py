"""What a member pays a month, and how far each month is. Seen where the member is seen, and nowhere else."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from linli.base.models import BaseModel, LedgerModel, ScopedQuerySet
from linli.core.dues.enums import OPEN, DuesKind, DueState
from linli.core.membership.models import Member


class Assessment(LedgerModel):
    """The base that a member declared, and what follows each month (E-04). A later one takes over from its month.

    `voluntary_fen` is what they give of their own will beside it; special dues are not kept here.
    """

    PLACE = "member__place"
    COMMUNITY = "member__community"

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="assessments")
    from_month = models.DateField()
    kind = models.CharField(max_length=10, choices=DuesKind.choices)
    base_fen = models.BigIntegerField(null=True, blank=True)  # none where the table names a sum
    amount_fen = models.BigIntegerField()
    voluntary_fen = models.BigIntegerField(default=0)
    by_quarter = models.BooleanField(default=False)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta(LedgerModel.Meta):
        constraints = [
            models.CheckConstraint(
                name="dues_assessment_sums_are_not_negative",
                condition=(Q(base_fen=None) | Q(base_fen__gte=0)) & Q(amount_fen__gte=0) & Q(voluntary_fen__gte=0),
            ),
            models.CheckConstraint(
                name="dues_assessment_base_where_the_rate_asks_for_one",
                condition=Q(kind__in=[DuesKind.SALARIED, DuesKind.RETIRED], base_fen__isnull=False)
                | ~Q(kind__in=[DuesKind.SALARIED, DuesKind.RETIRED]) & Q(base_fen=None),
            ),
        ]
        indexes = [models.Index(fields=["member", "-from_month", "-at"], name="assessments_of_a_member")]

    @property
    def monthly_fen(self) -> int:
        """What is asked each month."""
        return self.amount_fen + self.voluntary_fen


class Due(BaseModel):
    """The dues of one member for one month."""

    PLACE = "member__place"
    COMMUNITY = "member__community"

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="dues")
    month = models.DateField()
    due_on = models.DateField()
    assessed_fen = models.BigIntegerField()  # before it was made smaller
    amount_fen = models.BigIntegerField()
    paid_fen = models.BigIntegerField(default=0)
    state = models.CharField(max_length=10, choices=DueState.choices, default=DueState.DUE)
    state_since = models.DateTimeField()
    decision = models.CharField(max_length=60, blank=True)  # where the decision to make it smaller lies, never why
    reminded_at = models.DateTimeField(null=True, blank=True)
    listed_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="dues_due_one_a_month_of_a_member", fields=["member", "month"]),
            models.CheckConstraint(
                name="dues_due_sums_are_not_negative",
                condition=Q(assessed_fen__gte=0, amount_fen__gte=0, paid_fen__gte=0),
            ),
            models.CheckConstraint(
                name="dues_due_never_more_paid_than_asked", condition=Q(paid_fen__lte=F("amount_fen"))
            ),
            models.CheckConstraint(
                name="dues_due_never_asked_more_than_assessed", condition=Q(amount_fen__lte=F("assessed_fen"))
            ),
            models.CheckConstraint(
                name="dues_due_made_smaller_by_a_decision",
                condition=Q(amount_fen=F("assessed_fen")) | ~Q(decision=""),
            ),
            models.CheckConstraint(
                name="dues_due_ended_when_nothing_is_left",
                condition=Q(state__in=[DueState.PAID, DueState.REMITTED], paid_fen=F("amount_fen"))
                | Q(state__in=sorted(OPEN), paid_fen__lt=F("amount_fen")),
            ),
            models.CheckConstraint(
                name="dues_due_partly_has_a_part", condition=~Q(state=DueState.PARTLY) | Q(paid_fen__gt=0)
            ),
        ]
        indexes = [
            models.Index(fields=["month", "member"], name="dues_of_a_month"),
            models.Index(fields=["state", "due_on"], name="dues_that_wait"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"

    @property
    def place(self) -> str:
        """Where the member is."""
        return self.member.place

    @property
    def rest_fen(self) -> int:
        """What is still to be paid."""
        return self.amount_fen - self.paid_fen
