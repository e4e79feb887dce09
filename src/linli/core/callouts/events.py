"""What has happened to calls for help, for whoever wants to hear it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from linli.base.outbox.events import Event


@dataclass(frozen=True)
class WaveAsked(Event):
    """A few people were asked."""

    callout_id: UUID
    wave: int


@dataclass(frozen=True)
class EnoughFound(Event):
    """Enough have said yes; whoever has not answered need not any more."""

    callout_id: UUID


@dataclass(frozen=True)
class CalloutCancelled(Event):
    """It is called off."""

    callout_id: UUID


@dataclass(frozen=True)
class CalloutDone(Event):
    """It is done, and those who came are thanked."""

    callout_id: UUID


@dataclass(frozen=True)
class HelpGiven(Event):
    """Somebody came and helped; whoever counts hours may hear of it."""

    callout_id: UUID
    person_id: UUID
    minutes: int
