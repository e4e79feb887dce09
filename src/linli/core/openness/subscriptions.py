"""What happens to public requests is told to the addresses that want to hear it."""

from __future__ import annotations

from linli.base.outbox.events import subscribe
from linli.core.matters import events
from linli.core.matters.models import Matter
from linli.core.openness import notices  # noqa: F401 -- registers its template
from linli.core.openness.enums import HookEvent
from linli.core.openness.operations.hooks import WORKER, pack_parcels

TOLD: dict[type[events.MatterEvent], HookEvent] = {
    events.MatterReported: HookEvent.CREATED,
    events.MatterAccepted: HookEvent.ACCEPTED,
    events.MatterRejected: HookEvent.REJECTED,
    events.MatterDispatched: HookEvent.UPDATED,
    events.MatterSigned: HookEvent.UPDATED,
    events.MatterSuspended: HookEvent.UPDATED,
    events.MatterResumed: HookEvent.UPDATED,
    events.MatterVerified: HookEvent.UPDATED,
    events.MatterSentBack: HookEvent.UPDATED,
    events.MatterFedBack: HookEvent.ENDED,
    events.MatterRated: HookEvent.CLOSED,
    events.MatterClosed: HookEvent.CLOSED,
    events.MatterReopened: HookEvent.REOPENED,
}


def tell_programs(event: events.MatterEvent) -> None:
    """Write a message for each address that wants to hear of this step."""
    matter = Matter.objects.select_related("category__parent", "community", "grid").get(pk=event.matter_id)
    source, what = str(event.entry_id), TOLD[type(event)]
    pack_parcels(matter=matter, event=what, source=source, actor=WORKER, now=event.at)


for _event in TOLD:
    subscribe(_event)(tell_programs)
