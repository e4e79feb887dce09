"""What keeps the disk tidy."""

from datetime import datetime

from linli.base.files import operations
from linli.base.outbox.schedule import every


@every("40 3 * * *")
def sweep_orphans(now: datetime) -> None:
    """Every night, remove bytes that no row knows."""
    operations.sweep_orphans(now=now)
