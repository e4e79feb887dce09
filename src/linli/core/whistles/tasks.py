"""What time does to whistles: whoever is late is escalated."""

from __future__ import annotations

from datetime import datetime

from linli.base.permissions import SystemActor
from linli.base.schedule import every
from linli.core.whistles.operations.calling import escalate_call
from linli.core.whistles.queries.lists import late_calls

CLOCK = SystemActor("schedule")
MOST_AT_ONCE = 200


@every("*/5 * * * *")
def escalate_what_is_late(now: datetime) -> None:
    """Tell the leader of the street, once for each step, that a department let its time pass."""
    for call in late_calls(now)[:MOST_AT_ONCE]:
        escalate_call(call=call, actor=CLOCK, now=now)
