"""Writing the story of a ticket."""

from __future__ import annotations

from datetime import datetime

from linli.base.permissions import Actor
from linli.core.hotline.enums import TicketStep
from linli.core.hotline.models import Ticket, TicketEntry
from linli.core.matters.operations.story import name_of


def write(ticket: Ticket, at_step: TicketStep, *, actor: Actor, now: datetime, text: str = "") -> TicketEntry:
    """One entry of the story."""
    entry = TicketEntry(ticket=ticket, step=at_step, text=text, name=name_of(actor), actor=actor.label[:80], at=now)
    entry.save()
    return entry


def lock(ticket: Ticket) -> Ticket:
    """Hold the row until the end of the transaction, and see it as it is now."""
    ticket.refresh_from_db(from_queryset=Ticket.objects.select_for_update(of=("self",)))
    return ticket
