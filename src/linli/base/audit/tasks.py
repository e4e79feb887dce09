"""The audit's work by the clock."""

from datetime import datetime

from linli.base.audit.operations import seal_entries
from linli.base.outbox.schedule import every


@every("* * * * *")
def seal(now: datetime) -> None:
    """Seal what has been written since the last minute."""
    while seal_entries(now=now):
        pass
