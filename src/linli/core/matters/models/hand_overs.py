"""A worker leaves: what lay in their hands, to whom it went, and who signed for it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from linli.base.models import BaseModel, ScopedQuerySet
from linli.core.areas.models import PlacedModel
from linli.core.people.models import Person


class HandOver(PlacedModel):
    """What somebody who leaves had in hand goes to a successor in one move; what they can't take goes to the desk."""

    leaver = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    successor = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=400, blank=True)
    made_by = models.CharField(max_length=80)  # how whoever made it is called
    made_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True, blank=True)  # the successor has read it and cares from now on

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="matters_handover_goes_to_somebody_else", condition=Q(successor=None) | ~Q(successor=F("leaver"))
            ),
            models.CheckConstraint(
                name="matters_handover_signed_by_a_successor",
                condition=Q(signed_at=None) | Q(successor__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["community", "-made_at"], name="matters_hand_overs")]

    def __str__(self) -> str:
        return f"{self.leaver} → {self.successor or '–'}"


class HandedLine(BaseModel):
    """One thing of a hand-over: what it is by its code, never in anybody's words, and where it went."""

    hand_over = models.ForeignKey(HandOver, on_delete=models.CASCADE, related_name="lines")
    part = models.CharField(max_length=20)  # a key of the registry in queries/hand_overs.py
    code = models.CharField(max_length=60)
    url = models.CharField(max_length=200)
    is_taken = models.BooleanField()  # by the successor; else it waits at the desk
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="matters_handedline_stands_once", fields=["hand_over", "part", "code"])
        ]

    def __str__(self) -> str:
        return self.code
