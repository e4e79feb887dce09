"""The audit is sealed once a minute, and without a pause while much is waiting."""

from datetime import datetime, timedelta

from linli.base.audit.models import Seal
from linli.base.audit.operations import BATCH, seal_entries
from linli.base.schedule import each_turn

PERIOD = timedelta(minutes=1)


@each_turn
def seal(now: datetime) -> int:
    """Seal what has been written since the last minute; tell how many rows that were."""
    last = Seal.objects.order_by("-number").first()
    if last and last.sealed_at > now - PERIOD and last.count < BATCH:
        return 0
    made = seal_entries(now=now)
    return made.count if made else 0
