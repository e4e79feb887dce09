"""Each step of a ticket tells whoever has to take the next one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.timezone import localdate

from linli.base.messaging.operations import send_messages
from linli.base.outbox.events import subscribe
from linli.base.permissions import SystemActor
from linli.core.hotline import events
from linli.core.hotline.enums import HotlinePermission
from linli.core.hotline.models import Ticket
from linli.core.hotline.operations.forgetting import forget_caller
from linli.core.matters.events import ReporterForgotten
from linli.core.people.queries.actors import holders_of

ERASURE = SystemActor("erasure")


def tell(people: Iterable[UUID], template: str, ticket: Ticket, event: events.TicketEvent, **more: Any) -> None:
    """A message about a ticket: its number and title, never who called."""
    due_at = (ticket.due_at or event.at).isoformat()
    params = {"number": ticket.number, "title": ticket.title, "due_at": due_at, **more}
    key = f"{template}:{ticket.pk}:{event.at.isoformat()}"
    link = reverse("hotline:ticket", args=[ticket.pk])
    send_messages(people, template, params, dedupe_key=key, now=event.at, link=link)


@subscribe(events.TicketAssigned)
def tell_the_handler(event: events.TicketAssigned) -> None:
    """Whoever handles it is told."""
    ticket = Ticket.objects.get(pk=event.ticket_id)
    if ticket.handler_id:
        tell([ticket.handler_id], "hotline.assigned", ticket, event)


@subscribe(events.ReplyWritten)
def ask_a_second_person(event: events.ReplyWritten) -> None:
    """Everybody who may read a reply before it goes out, but for whoever wrote it."""
    ticket = Ticket.objects.select_related("written_by").get(pk=event.ticket_id)
    readers = holders_of(HotlinePermission.REVIEW, ticket.place, localdate(event.at))
    people = [person.pk for person in readers if person.pk != ticket.written_by_id]
    tell(people, "hotline.to_review", ticket, event, name=ticket.written_by.name if ticket.written_by else "")


@subscribe(events.ReplySentBack)
def tell_the_writer(event: events.ReplySentBack) -> None:
    """Whoever wrote the reply reads what it lacks."""
    ticket = Ticket.objects.get(pk=event.ticket_id)
    if ticket.written_by_id:
        tell([ticket.written_by_id], "hotline.revise", ticket, event)


@subscribe(ReporterForgotten)
def forget_who_called(event: ReporterForgotten) -> None:
    """Whoever asked is forgotten in the tickets behind their matter, too."""
    for ticket in Ticket.objects.filter(matter=event.matter_id):
        forget_caller(ticket=ticket, actor=ERASURE, now=event.at, reason="reporter-forgotten")
