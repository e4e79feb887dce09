"""Counting a month that is over, for everybody to read."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from linli.base.audit.operations import record
from linli.base.permissions import Actor
from linli.core.areas.models import Area
from linli.core.openness.models import OpenMonth
from linli.core.openness.queries.counts import month_of


@transaction.atomic
def publish_month(*, community: Area, month: date, actor: Actor, now: datetime) -> int:
    """Publish what a community did in a month, without any number that points at somebody (R5). Once for all.

    Returns how many kinds it has; none when it is published already.
    """
    if OpenMonth.objects.filter(community=community, month=month).exists():
        return 0
    rows = [
        OpenMonth(
            community=community, month=month, kind=kind.kind, rating=kind.rating, answer_days=kind.answer_days,
            end_days=kind.end_days, counted_at=now, **kind.counts,
        )
        for kind in month_of(community.pk, month)
    ]  # fmt: skip
    OpenMonth.objects.bulk_create(rows)
    record("openness.month.publish", rows[0], actor=actor, now=now, data={"month": month.isoformat()})
    return len(rows)
