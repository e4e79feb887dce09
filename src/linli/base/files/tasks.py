"""What keeps the disk tidy."""

from datetime import datetime

from linli.base.files import operations
from linli.base.permissions import SystemActor
from linli.base.schedule import every


@every("40 3 * * *")
def sweep_orphans(now: datetime) -> None:
    """Every night, remove bytes that no row knows."""
    operations.sweep_orphans(now=now)


@every("20 3 * * *")
def erase_due_files(now: datetime) -> None:
    """Every night, erase what was to be kept until now."""
    operations.erase_due_files(actor=SystemActor("schedule"), now=now)
