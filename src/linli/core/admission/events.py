"""What has happened on the way into a branch, and between branches."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from linli.base.outbox.events import Event


@dataclass(frozen=True)
class LimitNear(Event):
    """A time limit of an admission comes near, or has passed."""

    admission_id: UUID
    code: str


@dataclass(frozen=True)
class TransferWaits(Event):
    """A letter has been on its way for so many days: 60, 80 or 90."""

    transfer_id: UUID
    days: int
