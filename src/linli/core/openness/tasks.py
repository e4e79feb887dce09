"""What runs by the clock: months that are over are counted for everybody, messages are carried to others."""

from __future__ import annotations

from datetime import datetime

from linli.base.permissions import SystemActor
from linli.base.schedule import each_turn, every
from linli.core.areas.queries.communities import communities
from linli.core.openness.courier import carry
from linli.core.openness.enums import HookState, ParcelState
from linli.core.openness.models import Parcel
from linli.core.openness.operations.hooks import KEPT, LEASE, WORKER, note_result
from linli.core.openness.operations.months import publish_month
from linli.core.openness.queries.months import months_to_count

CLOCK = SystemActor("schedule")
BATCH = 50
MOST_AT_ONCE = 24  # months of a community in one night: after an import the past follows within days


@every("20 3 * * *")
def publish_what_is_over(now: datetime) -> None:
    """Publish each month that is over and is not published yet."""
    for community in communities():
        for month in months_to_count(community.pk, now)[:MOST_AT_ONCE]:
            publish_month(community=community, month=month, actor=CLOCK, now=now)


@every("50 3 * * *")
def sweep(now: datetime) -> None:
    """Throw away old messages to addresses of others."""
    Parcel.objects.filter(created_at__lt=now - KEPT).delete()


@each_turn
def carry_parcels(now: datetime) -> int:
    """Carry what is due to the addresses of others. An address that does not answer does not hold up the next one."""
    due = Parcel.objects.filter(state=ParcelState.WAITING, due_at__lte=now, hook__state=HookState.ACTIVE)
    keys, silent, done = list(due.order_by("due_at", "pk").values_list("pk", "hook")[:BATCH]), set(), 0
    for key, hook in keys:
        if hook in silent:
            continue
        # In our hands for two minutes: a worker that dies meanwhile loses nothing, another one sends it again.
        if not Parcel.objects.filter(pk=key, state=ParcelState.WAITING, due_at__lte=now).update(due_at=now + LEASE):
            continue
        parcel = Parcel.objects.select_related("hook").get(pk=key)
        result = carry(parcel.hook.url, parcel.hook.secret, parcel.payload, key=str(key), now=now)
        note_result(parcel=parcel, result=result, actor=WORKER, now=now)
        done += 1
        if not result.is_taken:
            silent.add(hook)
    return done
