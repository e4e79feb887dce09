"""What has happened to people and homes."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from linli.base.outbox.events import Event


@dataclass(frozen=True)
class PersonAdded(Event):
    """Somebody is new in the register."""

    person_id: UUID


@dataclass(frozen=True)
class PersonMoved(Event):
    """Somebody lives in another home now."""

    person_id: UUID
    from_place: str
    to_place: str


@dataclass(frozen=True)
class PersonEnded(Event):
    """Somebody has moved away or died."""

    person_id: UUID
    reason: str


@dataclass(frozen=True)
class PersonsMerged(Event):
    """Two rows were one person: what belonged to `gone_id` belongs to `kept_id` now."""

    kept_id: UUID
    gone_id: UUID


@dataclass(frozen=True)
class MergeUndone(Event):
    """The two rows were two people after all, and are as they were."""

    kept_id: UUID
    gone_id: UUID


@dataclass(frozen=True)
class CareNoted(Event):
    """Somebody needs care."""

    need_id: UUID
    person_id: UUID


@dataclass(frozen=True)
class PersonRevealed(Event):
    """Somebody saw a number of a person in full, and said why."""

    person_id: UUID
    by_id: UUID | None
    field: str
    reason: str


@dataclass(frozen=True)
class PersonErased(Event):
    """Somebody was erased as they asked: every room forgets what it keeps of them."""

    person_id: UUID
