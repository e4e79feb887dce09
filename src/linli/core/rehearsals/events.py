"""What has happened to rehearsals."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from linli.base.outbox.events import Event


@dataclass(frozen=True)
class RehearsalAdvanced(Event):
    """A rehearsal has come one step further."""

    rehearsal_id: UUID
    state: str
