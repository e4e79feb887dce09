"""Whoever asked is forgotten in the whistle that was blown for their matter."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from linli.base.audit.operations import record
from linli.base.permissions import Actor
from linli.core.whistles.models import Whistle


@transaction.atomic
def forget_address(*, whistle: Whistle, actor: Actor, now: datetime) -> Whistle:
    """A whistle names no resident; what is left of them is where they live, and that goes, too."""
    whistle.address = ""
    whistle.save(update_fields=["address"])
    record("whistles.whistle.forget-address", whistle, actor=actor, now=now, reason="reporter-forgotten")
    return whistle
