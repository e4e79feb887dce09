"""A ticket comes in: typed at the desk, or with a row of the hotline's spreadsheet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from linli.base.audit.operations import record
from linli.base.errors import Refused
from linli.base.identity import NotAPhone, parse_phone
from linli.base.permissions import Actor, require
from linli.base.text import clean_words, title_of
from linli.core.areas.models import Area
from linli.core.hotline.enums import HotlinePermission, TicketKind, TicketStep
from linli.core.hotline.models import Ticket
from linli.core.hotline.operations.story import write
from linli.core.hotline.queries.moves import REPLY_DAYS
from linli.core.matters.queries.deadlines import in_days
from linli.core.matters.queries.places import grid_of_address
from linli.core.people.queries.keys import hash_of_phone


@dataclass(frozen=True, kw_only=True)
class TicketWords:
    """What the hotline says of a ticket."""

    number: str
    kind: str
    text: str
    address: str = ""
    caller_name: str = ""
    caller_phone: str = ""
    received_at: datetime | None = None


@transaction.atomic
def enter_ticket(*, community: Area, words: TicketWords, actor: Actor, now: datetime) -> Ticket:
    """Take a ticket down. Its number is known once in a community; the grid is guessed from the address."""
    ticket = Ticket(community=community, place=community.path, entered_at=now, state_since=now)
    require(actor, HotlinePermission.ENTER, ticket)
    number = clean_words(words.number, field="number", needed=_("Please write the number of the ticket."), most=40)
    if ticket_with(community, number):
        raise _known()
    if words.kind not in TicketKind.values:
        raise Refused("kind-unknown", _("Please choose what kind of ticket it is."), field="kind")
    ticket.number, ticket.kind = number, words.kind
    ticket.received_at = min(words.received_at or now, now)
    fill_words(ticket, words)
    ticket.grid = grid_of_address(community.pk, ticket.address)
    ticket.place = ticket.grid.path if ticket.grid else community.path
    for name, value in in_days(ticket.received_at, REPLY_DAYS[TicketKind(ticket.kind)]).fields().items():
        setattr(ticket, name, value)
    _insert(ticket)
    record("hotline.ticket.enter", ticket, actor=actor, now=now, data={"kind": ticket.kind})
    write(ticket, TicketStep.ENTERED, actor=actor, now=now)
    return ticket


def ticket_with(community: Area, number: str) -> Ticket | None:
    """The ticket that has this number in the community already."""
    return Ticket.objects.filter(community=community, number=number).first()


def _insert(ticket: Ticket) -> None:
    """The database knows each number once, also when two people type it at the same moment."""
    try:
        with transaction.atomic():
            ticket.save(force_insert=True)
    except IntegrityError:
        if ticket_with(ticket.community, ticket.number):
            raise _known() from None
        raise


def _known() -> Refused:
    return Refused("ticket-known", _("A ticket with this number is here already."), field="number")


def fill_words(ticket: Ticket, words: TicketWords) -> None:
    """The words of the caller, and how they can be called back."""
    ticket.text = clean_words(words.text, needed=_("Please write what the caller said."))
    ticket.title = title_of(ticket.text)
    ticket.address = clean_words(words.address, field="address", most=200).replace("\n", " ")
    ticket.caller_name = clean_words(words.caller_name, field="caller_name", most=40)
    ticket.caller_phone = phone_of(words.caller_phone)
    ticket.caller_hash = hash_of_phone(ticket.caller_phone) if ticket.caller_phone else ""


def phone_of(typed: str) -> str:
    """A number that can be called, or a refusal that says so."""
    try:
        return parse_phone(typed) if typed.strip() else ""
    except NotAPhone:
        message = _("This phone number does not look complete. A landline needs its area code.")
        raise Refused("phone-doubtful", message, field="caller_phone") from None
