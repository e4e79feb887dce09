"""What was written down without network, and has arrived."""

from __future__ import annotations

from django.db import models

from linli.base.models import LedgerModel
from linli.core.matters.models.matters import Matter


class Capture(LedgerModel):
    """Something that waited on a telephone and came in, once: the telephone made the key before it was sent."""

    key = models.UUIDField()
    actor = models.CharField(max_length=80)  # the label of whoever wrote it and sent it
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="captures")
    at = models.DateTimeField()

    class Meta(LedgerModel.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(name="matters_capture_comes_in_once", fields=["key"])]
