"""What has happened to dues."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from linli.base.outbox.events import Event


@dataclass(frozen=True)
class DuesLate(Event):
    """A member has not paid for three months; the first month of theirs of which that is true."""

    due_id: UUID


@dataclass(frozen=True)
class DuesListed(Event):
    """A member has not paid for six months."""

    due_id: UUID
