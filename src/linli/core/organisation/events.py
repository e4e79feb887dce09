"""What has happened to party organisations."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from linli.base.outbox.events import Event


@dataclass(frozen=True)
class ElectionAdvanced(Event):
    """An election has come one step further; somebody has the next one."""

    election_id: UUID
    state: str
