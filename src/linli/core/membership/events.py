"""What has happened to members, for the rooms above that keep dues, admission or learning. Ids only, never a name."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from linli.base.outbox.events import Event


@dataclass(frozen=True)
class MemberEntered(Event):
    """Somebody is a member of a branch from now on: admitted, or come by a transfer."""

    member_id: UUID


@dataclass(frozen=True)
class MemberMoved(Event):
    """A member went to another branch or group of the same community."""

    member_id: UUID
    from_org_id: UUID
    to_org_id: UUID


@dataclass(frozen=True)
class StandingChanged(Event):
    """A probationary member became a full one."""

    member_id: UUID
    standing: str


@dataclass(frozen=True)
class MembershipEnded(Event):
    """Somebody is no longer a member here."""

    member_id: UUID
    because: str
