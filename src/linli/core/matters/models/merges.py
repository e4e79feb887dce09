"""Two matters that are one, and one that is two: which, why, how it stood before, and whether it was undone."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from linli.base.models import BaseModel
from linli.core.matters.models.matters import Matter


class Merge(BaseModel):
    """One matter was merged into another. How it stood is kept, so that it can be undone within five working days."""

    gone = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="merges")
    kept = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="merged_here")
    reason = models.CharField(max_length=400)
    state_before = models.CharField(max_length=10)
    due_at_before = models.DateTimeField()
    due_from_before = models.DateTimeField(null=True, blank=True)
    due_days_before = models.PositiveSmallIntegerField(null=True, blank=True)
    merged_by = models.CharField(max_length=80)
    merged_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="matters_merge_of_a_matter_stands_once", fields=["gone"], condition=Q(undone_at=None)
            ),
            models.CheckConstraint(name="matters_merge_joins_two_matters", condition=~Q(gone=F("kept"))),
        ]

    def __str__(self) -> str:
        return f"{self.gone_id} → {self.kept_id}"


class Split(BaseModel):
    """A matter that held two things became two. Within a working day it can be undone: then they are one again."""

    whole = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="splits")
    part = models.OneToOneField(Matter, on_delete=models.PROTECT, related_name="split")
    reason = models.CharField(max_length=400)
    split_by = models.CharField(max_length=80)
    split_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="matters_split_makes_another_matter", condition=~Q(whole=F("part"))),
        ]

    def __str__(self) -> str:
        return f"{self.whole_id} → {self.part_id}"
