"""A member goes to another branch. Until the receipt is back, the old one stays responsible (B-3, W13)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from linli.base.models import PlaceField, ScopedQuerySet
from linli.base.permissions import Actor
from linli.core.admission.enums import OVER, TransferState
from linli.core.areas.models import PlacedModel
from linli.core.membership.models import Member
from linli.core.organisation.models import PartyOrg

WITH_LETTER = frozenset(
    {TransferState.LETTER_ISSUED, TransferState.IN_TRANSIT, TransferState.RECEIVED, TransferState.RECEIPT_BACK,
     TransferState.LATE}
)  # fmt: skip


class TransferQuerySet(ScopedQuerySet["Transfer"]):
    """Transfers, seen from both ends: each branch sees this one record, nothing else of the other."""

    def visible_to(self, actor: Actor, permission: str) -> TransferQuerySet:
        scopes = actor.scopes(permission)
        arrives = Q(pk__in=())
        for scope in scopes:
            arrives |= Q(to_place__under=scope.path)
        return self.filter(self.condition_of(scopes) | arrives)


class Transfer(PlacedModel):
    """A member on the way from one branch to another one here, or to an organisation elsewhere.

    `place` is the path of the old branch, `to_place` that of the new one, if it lies here.
    """

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="transfers")
    from_org = models.ForeignKey(PartyOrg, on_delete=models.PROTECT, related_name="+")
    to_org = models.ForeignKey(PartyOrg, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    to_name = models.CharField(max_length=120, blank=True)  # elsewhere
    to_place = PlaceField(blank=True)
    state = models.CharField(max_length=14, choices=TransferState.choices, default=TransferState.REQUESTED)
    state_since = models.DateTimeField()
    asked_on = models.DateField()
    letter_no = models.CharField(max_length=40, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    valid_days = models.PositiveSmallIntegerField(default=0)
    received_on = models.DateField(null=True, blank=True)
    alerted_days = models.PositiveSmallIntegerField(default=0)  # 60, 80, 90: each told once

    objects = TransferQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="admission_transfer_one_at_a_time_of_a_member",
                fields=["member"],
                condition=~Q(state__in=sorted(OVER)),
            ),
            models.CheckConstraint(
                name="admission_transfer_goes_somewhere_else",
                condition=(Q(to_org__isnull=False, to_name="") & ~Q(to_org=F("from_org")))
                | Q(to_org=None) & ~Q(to_name=""),
            ),
            models.CheckConstraint(
                name="admission_transfer_letter_has_number_and_day",
                condition=~Q(state__in=sorted(WITH_LETTER)) | ~Q(letter_no="") & Q(issued_on__isnull=False),
            ),
            models.CheckConstraint(
                name="admission_transfer_letter_holds_three_months_at_most", condition=Q(valid_days__lte=92)
            ),
        ]
        indexes = [
            models.Index(fields=["community", "place", "state"], name="transfers_of_a_branch"),
            models.Index(fields=["to_place", "state"], name="transfers_to_a_branch"),
        ]

    @property
    def goes_to(self) -> str:
        """The name of where they go."""
        return self.to_org.name if self.to_org else self.to_name
