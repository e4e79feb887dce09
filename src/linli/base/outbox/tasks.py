"""The outbox keeps its own house."""

from datetime import datetime

from linli.base.outbox.operations import sweep_outbox
from linli.base.schedule import every


@every("40 3 * * *")
def sweep(now: datetime) -> None:
    """Throw away what was delivered long ago."""
    sweep_outbox(now=now)
