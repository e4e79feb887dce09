from dataclasses import dataclass
from uuid import UUID

from linli.base.outbox.events import Event


@dataclass(frozen=True)
class Dropped(Event):
    """A drop has fallen."""

    drop: int
    person: UUID
