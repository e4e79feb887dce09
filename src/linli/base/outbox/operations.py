"""Care of the outbox."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from linli.base.audit.operations import record
from linli.base.outbox.models import Delivery, DeliveryState, Heartbeat
from linli.base.permissions import Actor

KEPT = timedelta(days=30)


@transaction.atomic
def retry_given_up(*, actor: Actor, now: datetime) -> int:
    """Try again what was given up, after somebody has mended the reason; tell how many rows that are."""
    rows = list(Delivery.objects.select_for_update().filter(state=DeliveryState.GIVEN_UP).order_by("pk"))
    for delivery in rows:
        record("outbox.delivery.retry", delivery, actor=actor, now=now, data={"topic": delivery.topic})
    keys = [delivery.pk for delivery in rows]
    return Delivery.objects.filter(pk__in=keys).update(state=DeliveryState.WAITING, attempts=0, due_at=now)


@transaction.atomic
def sweep_outbox(*, now: datetime) -> int:
    """Throw away what was delivered a month ago, and workers that have been gone for a day."""
    Heartbeat.objects.filter(at__lt=now - timedelta(days=1)).delete()
    return Delivery.objects.filter(state=DeliveryState.DONE, done_at__lt=now - KEPT).delete()[0]
