"""What time does to tickets: a reply that is due soon is remembered once, and who called is forgotten."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from linli.base.messaging.operations import send_message
from linli.base.permissions import SystemActor
from linli.base.schedule import every
from linli.core.hotline.models import Ticket
from linli.core.hotline.operations.forgetting import forget_caller
from linli.core.hotline.queries.lists import due_soon, kept_long_enough

CLOCK = SystemActor("schedule")
MOST_AT_ONCE = 500


@every("35 8 * * *")
def remember_what_is_due(now: datetime) -> None:
    """Tell the handler, once for each deadline, that the hotline expects the reply by tomorrow."""
    rows = Ticket.objects.filter(due_soon(now), handler__isnull=False).order_by("due_at")[:MOST_AT_ONCE]
    for ticket in rows:
        if ticket.handler_id and ticket.due_at:
            due_at = ticket.due_at.isoformat()
            params = {"number": ticket.number, "title": ticket.title, "due_at": due_at}
            key = f"hotline.due:{ticket.pk}:{due_at}"
            link = reverse("hotline:ticket", args=[ticket.pk])
            send_message(ticket.handler_id, "hotline.due", params, dedupe_key=key, now=now, link=link)


@every("55 3 * * *")
def forget_after_three_years(now: datetime) -> None:
    """Who called is kept for three years after the end (E-13), like whoever asked for a matter."""
    for ticket in kept_long_enough(now)[:MOST_AT_ONCE]:
        forget_caller(ticket=ticket, actor=CLOCK, now=now, reason="retention")
