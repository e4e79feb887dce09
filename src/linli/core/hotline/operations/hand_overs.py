"""The tickets of somebody who leaves go with what else they had in hand."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from linli.base.audit.operations import record
from linli.base.outbox.events import publish
from linli.base.permissions import Actor
from linli.core.hotline import events
from linli.core.hotline.enums import OPEN, HotlinePermission, TicketState, TicketStep
from linli.core.hotline.models import Ticket
from linli.core.hotline.operations.story import lock, write
from linli.core.matters.operations.story import person_id_of
from linli.core.matters.queries.hand_overs import Held, Part, register_part
from linli.core.people.models import Person
from linli.core.people.queries.actors import holders_of


def tickets_held(person: Person) -> list[Held]:
    """Tickets in their hands to which the hotline waits for a reply."""
    rows = Ticket.objects.filter(Q(state__in=sorted(OPEN)), handler=person).order_by("due_at", "pk")
    return [
        Held(
            "ticket", one.number, one.text[:60], one.due_at.date().isoformat() if one.due_at else "",
            reverse("hotline:ticket", args=[one.pk]), one.place, one,
        )
        for one in rows
    ]  # fmt: skip


def hand_ticket(held: Held, successor: Person | None, actor: Actor, now: datetime) -> bool:
    """To the successor; or to whoever hands it over, who hands it out: a ticket is never with nobody."""
    ticket: Ticket = lock(held.row)
    able = holders_of(HotlinePermission.HANDLE, ticket.place, localdate(now))
    taken = successor is not None and able.filter(pk=successor.pk).exists()
    to = successor.pk if taken and successor else person_id_of(actor)
    Ticket.objects.filter(pk=ticket.pk).update(handler=to)
    name = Person.objects.get(pk=to).name
    write(ticket, TicketStep.ASSIGNED, actor=actor, now=now, text=name)
    record("hotline.ticket.hand-over", ticket, actor=actor, now=now)
    if ticket.state == TicketState.ASSIGNED:
        publish(events.TicketAssigned(at=now, ticket_id=ticket.pk))
    return taken


register_part(Part("ticket", _("Tickets of the 12345 hotline"), tickets_held, hand_ticket))
