"""What has happened to tickets, for whoever wants to hear it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from linli.base.outbox.events import Event


@dataclass(frozen=True)
class TicketEvent(Event):
    """Something happened to a ticket."""

    ticket_id: UUID


class TicketAssigned(TicketEvent):
    """Somebody was asked to handle it."""


class ReplyWritten(TicketEvent):
    """A reply waits for a second person."""


class ReplySentBack(TicketEvent):
    """A second person asks to write the reply better."""
