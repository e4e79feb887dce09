"""Is the news getting through?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max, QuerySet

from linli.base.outbox.models import Delivery, DeliveryState, Heartbeat, ScheduleEntry

LATE = timedelta(minutes=1)


@dataclass(frozen=True)
class OutboxHealth:
    """What an operator wants to know at a glance."""

    worker_seen_at: datetime | None
    late: int  # deliveries that should have gone out more than a minute ago
    given_up: int
    failing_tasks: list[str]

    def is_well(self, now: datetime) -> bool:
        """A worker was seen within a minute, nothing is late and nothing was given up."""
        seen = self.worker_seen_at is not None and self.worker_seen_at >= now - LATE
        return seen and not (self.late or self.given_up or self.failing_tasks)


def outbox_health(now: datetime) -> OutboxHealth:
    """How the worker and its queue are."""
    return OutboxHealth(
        worker_seen_at=Heartbeat.objects.aggregate(seen=Max("at"))["seen"],
        late=Delivery.objects.filter(state=DeliveryState.WAITING, due_at__lt=now - LATE).count(),
        given_up=given_up_deliveries().count(),
        failing_tasks=sorted(ScheduleEntry.objects.exclude(error="").values_list("name", flat=True)),
    )


def given_up_deliveries() -> QuerySet[Delivery]:
    """News that failed too often and waits for somebody to look, newest first."""
    return Delivery.objects.filter(state=DeliveryState.GIVEN_UP).order_by("-due_at", "-pk")
