"""What everybody may see: each month of the demo that is over; and programs and addresses that are connected."""

from __future__ import annotations

from datetime import datetime, timedelta

from linli.base.permissions import SystemActor
from linli.core.areas.models import Area
from linli.core.openness.enums import HookState, ParcelState
from linli.core.openness.models import Hook, Parcel
from linli.core.openness.operations.clients import add_client
from linli.core.openness.operations.months import publish_month
from linli.core.openness.queries.months import months_to_count

CLOCK = SystemActor("schedule")
NOBODYS = "of a city that does not exist"
PROGRAMS = (("灯塔随手拍", "灯塔市数据局 0419-8100000", 120), ("街道网格地图", "烟台街道综合治理办 0419-8100001", 60))
ADDRESSES = (
    ("https://city.example/linli", "request.created request.ended request.closed", HookState.ACTIVE),
    ("https://map.example/hook", "request.created request.updated request.closed", HookState.PAUSED),
)


def open_months(community: Area, *, now: datetime) -> None:
    """Publish the past of a community, and connect what a city would connect."""
    for month in months_to_count(community.pk, now):
        publish_month(community=community, month=month, actor=CLOCK, now=now)
    since = now - timedelta(days=60)
    for name, contact, per_hour in PROGRAMS:
        add_client(community=community, name=name, contact=contact, per_hour=per_hour, actor=CLOCK, now=since)
    at = {"community": community, "place": community.path, "created_at": since, "state_since": since}
    for url, events, state in ADDRESSES:
        hook = Hook.objects.create(url=url, events=events, secret=NOBODYS, state=state, **at)
        Parcel.objects.bulk_create(_parcels(hook, since))


def _parcels(hook: Hook, since: datetime) -> list[Parcel]:
    """Some messages that went out, and for the paused address those that nobody took."""
    taken = hook.state == HookState.ACTIVE
    ended = {"state": ParcelState.DELIVERED, "answer": 204, "attempts": 1}
    if not taken:
        ended = {"state": ParcelState.FAILED, "attempts": 10, "error": "TimeoutError"}
    moments = [since + timedelta(hours=7 * n) for n in range(8 if taken else 3)]
    return [
        Parcel(
            hook=hook, event=hook.events.split()[n % 3], source=f"demo:{n}", payload={}, due_at=moment,
            created_at=moment, done_at=moment, **ended,
        )
        for n, moment in enumerate(moments)
    ]  # fmt: skip
