"""Whoever was erased was never away."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from linli.base.audit.operations import record
from linli.base.permissions import Actor
from linli.core.mobile.models import Stay


@transaction.atomic
def forget_stays(*, person_id: UUID, actor: Actor, now: datetime) -> None:
    """Take the times away and the contacts of an erased person along."""
    for stay in Stay.objects.filter(person=person_id):
        record("mobile.stay.forget", stay, actor=actor, now=now)
        stay.delete()
