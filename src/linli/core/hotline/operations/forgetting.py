"""Who called the hotline is forgotten: with the matter behind the ticket, or three years after its end."""

from __future__ import annotations

from datetime import datetime

from django.db import models, transaction
from django.urls import reverse

from linli.base.audit.operations import record
from linli.base.messaging.operations import erase_messages_about
from linli.base.permissions import Actor
from linli.core.hotline.enums import OPEN
from linli.core.hotline.models import Ticket, TicketEntry
from linli.core.hotline.operations.story import lock
from linli.core.matters.models import ERASED


@transaction.atomic
def forget_caller(*, ticket: Ticket, actor: Actor, now: datetime, reason: str) -> Ticket:
    """Nobody can tell any more who called. What has ended loses their words, too; what is open goes on."""
    lock(ticket)
    ticket.caller_name, ticket.caller_phone, ticket.caller_hash = "", "", ""
    if ticket.state not in OPEN:
        ticket.text, ticket.title, ticket.address = ERASED, ERASED, ""
        ticket.reply = ticket.reply and ERASED
        models.QuerySet(TicketEntry).filter(ticket=ticket).exclude(text="").update(text=ERASED)
        erase_messages_about(links=[reverse("hotline:ticket", args=[ticket.pk])])
    ticket.save()
    record("hotline.ticket.forget-caller", ticket, actor=actor, now=now, reason=reason)
    return ticket
