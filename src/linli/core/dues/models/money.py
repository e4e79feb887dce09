"""The money: receipts, what a branch hands up each quarter, what its members are told of a year."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from linli.base.models import BaseModel, LedgerModel, PlaceField, ScopedQuerySet
from linli.core.areas.models import Area, PlacedModel
from linli.core.dues.enums import HandUpState, Method
from linli.core.dues.models.dues import Due
from linli.core.organisation.models import PartyOrg
from linli.core.people.models import Person


class Payment(LedgerModel):
    """Money that a branch took, with the number of its receipt. Who paid stands in its parts; when they are forgotten
    the sum stays, because it was handed up. A mistake is undone by a second row that points at it.
    """

    PLACE = "place"
    COMMUNITY = "community"

    community = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    place = PlaceField()
    org = models.ForeignKey(PartyOrg, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    amount_fen = models.BigIntegerField()
    method = models.CharField(max_length=10, choices=Method.choices)
    transfer_no = models.CharField(max_length=40, blank=True)
    by_another = models.BooleanField(default=False)  # somebody brought it for the member; who is not written down
    paid_on = models.DateField()
    collector = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reverses = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="reversed_by")
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta(LedgerModel.Meta):
        constraints = [
            models.UniqueConstraint(name="dues_payment_one_receipt_of_a_number", fields=["org", "year", "serial"]),
            models.CheckConstraint(name="dues_payment_sum_is_positive", condition=Q(amount_fen__gt=0)),
            models.CheckConstraint(
                name="dues_payment_transfer_has_its_number",
                condition=~Q(method=Method.TRANSFER) | ~Q(transfer_no="") | Q(reverses__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["org", "at"], name="payments_of_a_branch"),
            models.Index(fields=["community", "at"], name="payments_of_a_community"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """The number on the receipt: branch, year, running number."""
        return f"{self.org.number:02d}-{self.year}-{self.serial:04d}"


class PaymentPart(LedgerModel):
    """For which month how much of a payment is."""

    PLACE = "payment__place"
    COMMUNITY = "payment__community"

    payment = models.ForeignKey(Payment, on_delete=models.CASCADE, related_name="parts")
    due = models.ForeignKey(Due, on_delete=models.CASCADE, related_name="parts")
    amount_fen = models.BigIntegerField()

    class Meta(LedgerModel.Meta):
        constraints = [
            models.UniqueConstraint(name="dues_paymentpart_one_of_a_month", fields=["payment", "due"]),
            models.CheckConstraint(name="dues_paymentpart_sum_is_positive", condition=Q(amount_fen__gt=0)),
        ]


class HandUp(PlacedModel):
    """What a branch handed up for a quarter: frozen sums, so that a sheet printed later says the same."""

    org = models.ForeignKey(PartyOrg, on_delete=models.PROTECT, related_name="+")
    quarter = models.DateField()  # its first day
    total_fen = models.BigIntegerField()
    payments = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=HandUpState.choices, default=HandUpState.HANDED)
    state_since = models.DateTimeField()
    handed_by = models.CharField(max_length=80)
    handed_at = models.DateTimeField()

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="dues_handup_one_a_quarter_of_a_branch", fields=["org", "quarter"]),
            models.CheckConstraint(name="dues_handup_sum_is_not_negative", condition=Q(total_fen__gte=0)),
        ]
        indexes = [models.Index(fields=["community", "-quarter"], name="handups_of_a_community")]


class YearNotice(BaseModel):
    """What the members of a branch are told of a year: totals, never a name (E-04)."""

    PLACE = "place"
    COMMUNITY = "community"

    community = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    place = PlaceField()
    org = models.ForeignKey(PartyOrg, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    total_fen = models.BigIntegerField()
    handed_fen = models.BigIntegerField()
    payers = models.PositiveIntegerField(null=True, blank=True)  # empty where it would point at somebody
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="dues_yearnotice_one_a_year_of_a_branch", fields=["org", "year"]),
            models.CheckConstraint(
                name="dues_yearnotice_sums_are_not_negative", condition=Q(total_fen__gte=0, handed_fen__gte=0)
            ),
        ]
