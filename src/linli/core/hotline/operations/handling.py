"""What becomes of a ticket: handed out as a matter, answered after a second person has read it, called back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from linli.base.audit.operations import record
from linli.base.errors import Refused
from linli.base.outbox.events import publish
from linli.base.permissions import Actor, require
from linli.base.text import clean_words
from linli.base.workflow import step
from linli.core.hotline import events
from linli.core.hotline.enums import HotlinePermission, TicketStep
from linli.core.hotline.models import MOST_EXTENSIONS, Ticket
from linli.core.hotline.operations.story import lock, write
from linli.core.hotline.queries import moves
from linli.core.hotline.queries.lists import joinable
from linli.core.matters.models import Category, Matter
from linli.core.matters.operations.desk import accept_matter, dispatch_matter
from linli.core.matters.operations.report import Report, report_matter
from linli.core.matters.operations.story import person_id_of
from linli.core.matters.queries.deadlines import in_days
from linli.core.people.enums import Door, Rating
from linli.core.people.models import Person
from linli.core.people.queries.actors import holders_of

NO_DEADLINE: dict[str, Any] = {"due_at": None, "due_from": None, "due_days": None}


@transaction.atomic
def assign_ticket(
    *, ticket: Ticket, handler: Person, actor: Actor, now: datetime, category: Category | None = None,
    join: Matter | None = None,
) -> Ticket:  # fmt: skip
    """Hand a ticket out: as a new matter that came by the hotline's door, or joined with one that is open already."""
    require(actor, HotlinePermission.ASSIGN, ticket)
    if not holders_of(HotlinePermission.HANDLE, ticket.place, localdate(now)).filter(pk=handler.pk).exists():
        raise Refused("handler-elsewhere", _("This person does not handle matters there."), field="handler")
    lock(ticket)
    matter = ticket.matter
    if join is not None and join != matter:
        if join.pk not in {one.pk for one in joinable(ticket, actor)}:
            raise Refused("matter-elsewhere", _("There is no such matter here."), field="join")
        matter = join
    step(ticket, moves.ASSIGN, actor=actor, now=now, handler=handler, matter=matter)
    if matter is None:
        ticket.matter = _as_matter(ticket, handler, category, actor, now)
        ticket.save(update_fields=["matter"])
    write(ticket, TicketStep.ASSIGNED, actor=actor, now=now, text=handler.name)
    publish(events.TicketAssigned(at=now, ticket_id=ticket.pk))
    return ticket


def _as_matter(ticket: Ticket, handler: Person, category: Category | None, actor: Actor, now: datetime) -> Matter:
    """The matter behind a ticket, accepted and handed to its handler like any other (W1)."""
    if category is None:
        raise Refused("category-needed", _("Please choose a category first."), field="category")
    consent = _("Called the 12345 hotline, ticket %(number)s") % {"number": ticket.number}
    said = Report(
        community=ticket.community, text=ticket.text, category=category, grid=ticket.grid, address=ticket.address,
        door=Door.HOTLINE, contact_name=ticket.caller_name, contact_phone=ticket.caller_phone, consent_note=consent,
        emergency_confirmed=True,
    )  # fmt: skip
    matter = report_matter(report=said, actor=actor, now=now)
    accept_matter(matter=matter, actor=actor, now=now)
    return dispatch_matter(matter=matter, handler=handler, actor=actor, now=now)


@transaction.atomic
def take_ticket(*, ticket: Ticket, actor: Actor, now: datetime) -> Ticket:
    """The handler takes it in hand."""
    if ticket.handler_id is None or ticket.handler_id != actor.person_id:
        raise Refused("not-the-handler", _("Only the person who handles this matter can do this."))
    step(ticket, moves.TAKE, actor=actor, now=now)
    write(ticket, TicketStep.TAKEN, actor=actor, now=now)
    return ticket


@transaction.atomic
def write_reply(*, ticket: Ticket, text: str, actor: Actor, now: datetime) -> Ticket:
    """Write what the caller and the hotline will read. It goes out only after a second person has read it."""
    text = clean_words(text, needed=_("Please write the reply."))
    writer = person_id_of(actor)
    lock(ticket)
    fields: dict[str, Any] = {"reply": text, "written_by_id": writer, "handler_id": ticket.handler_id or writer}
    step(ticket, moves.WRITE, actor=actor, now=now, **fields)
    write(ticket, TicketStep.WRITTEN, actor=actor, now=now, text=text)
    publish(events.ReplyWritten(at=now, ticket_id=ticket.pk))
    return ticket


def _not_the_writer(actor: Actor, ticket: Ticket) -> None:
    if ticket.written_by_id == person_id_of(actor):
        raise Refused("own-work", _("Nobody reads their own reply before it goes out. Please ask somebody else."))


@transaction.atomic
def review_reply(*, ticket: Ticket, actor: Actor, now: datetime) -> Ticket:
    """A second person has read the reply; it goes out."""
    require(actor, HotlinePermission.REVIEW, ticket)
    lock(ticket)
    _not_the_writer(actor, ticket)
    fields: dict[str, Any] = {"reviewed_by_id": person_id_of(actor), "replied_at": now, **NO_DEADLINE}
    step(ticket, moves.REVIEW, actor=actor, now=now, **fields)
    write(ticket, TicketStep.REPLIED, actor=actor, now=now)
    return ticket


@transaction.atomic
def revise_reply(*, ticket: Ticket, reason: str, actor: Actor, now: datetime) -> Ticket:
    """A second person says what the reply still lacks."""
    require(actor, HotlinePermission.REVIEW, ticket)
    reason = clean_words(reason, field="reason", needed=_("Please say what should be better."), most=400)
    lock(ticket)
    _not_the_writer(actor, ticket)
    step(ticket, moves.REVISE, actor=actor, now=now)
    write(ticket, TicketStep.REVISED, actor=actor, now=now, text=reason)
    publish(events.ReplySentBack(at=now, ticket_id=ticket.pk))
    return ticket


@transaction.atomic
def return_ticket(*, ticket: Ticket, clause: str, actor: Actor, now: datetime) -> Ticket:
    """Give back within one working day what does not belong here, with the clause that says so."""
    needed = _("Please name the clause that says who is responsible.")
    clause = clean_words(clause, field="clause", needed=needed, most=400)
    require(actor, HotlinePermission.ASSIGN, ticket)
    lock(ticket)
    if now > moves.return_until(ticket):
        raise Refused("too-late-to-return", _("A ticket can be returned within one working day only."))
    if ticket.matter_id is not None:
        raise Refused("ticket-handed-out", _("This ticket is handled as a matter already."))
    step(ticket, moves.RETURN, actor=actor, now=now, clause=clause, **NO_DEADLINE)
    write(ticket, TicketStep.RETURNED, actor=actor, now=now, text=clause)
    return ticket


@transaction.atomic
def extend_ticket(*, ticket: Ticket, reason: str, actor: Actor, now: datetime) -> Ticket:
    """The hotline gave five working days more; twice at most."""
    require(actor, HotlinePermission.ASSIGN, ticket)
    reason = clean_words(reason, field="reason", needed=_("Please say why it takes longer."), most=400)
    lock(ticket)
    if ticket.state not in moves.EXTEND.sources:
        raise Refused("wrong-state", _("Someone else was quicker, or this step is no longer open. Please look again."))
    if ticket.extensions >= MOST_EXTENSIONS:
        raise Refused("extended-twice", _("The hotline gives more time twice at most."))
    longer = in_days(max(ticket.due_at or now, now), moves.EXTENSION_DAYS)
    ticket.due_at, ticket.due_days = longer.due_at, (ticket.due_days or 0) + moves.EXTENSION_DAYS
    ticket.extensions += 1
    ticket.save(update_fields=["due_at", "due_days", "extensions"])
    record("hotline.ticket.extend", ticket, actor=actor, now=now)
    write(ticket, TicketStep.EXTENDED, actor=actor, now=now, text=reason)
    return ticket


@transaction.atomic
def call_back(
    *, ticket: Ticket, is_reached: bool, actor: Actor, now: datetime, is_solved: bool | None = None,
    rating: int | None = None,
) -> Ticket:  # fmt: skip
    """Note what the caller says: whether it is solved, and how satisfied they are. Nobody reached is only counted."""
    require(actor, HotlinePermission.CALL_BACK, ticket)
    lock(ticket)
    if ticket.state not in moves.CALL_BACK.sources:
        raise Refused("wrong-state", _("Someone else was quicker, or this step is no longer open. Please look again."))
    if not is_reached:
        ticket.tries += 1
        ticket.save(update_fields=["tries"])
        record("hotline.ticket.call_back", ticket, actor=actor, now=now, data={"reached": False})
        write(ticket, TicketStep.NOT_REACHED, actor=actor, now=now)
        return ticket
    if is_solved is None:
        raise Refused("solved-unknown", _("Please note whether the caller says that it is solved."), field="is_solved")
    if rating is not None and rating not in Rating.values:
        raise Refused("rating-unknown", _("Please choose one of the five."), field="rating")
    fields: dict[str, Any] = {"is_solved": is_solved, "rating": rating, "called_back_at": now}
    step(ticket, moves.CALL_BACK, actor=actor, now=now, **fields)
    write(ticket, TicketStep.CALLED_BACK, actor=actor, now=now)
    return ticket


@transaction.atomic
def reveal_caller(*, ticket: Ticket, reason: str, actor: Actor, now: datetime) -> str:
    """Show how the caller can be reached, for a reason that the audit keeps."""
    require(actor, HotlinePermission.SEE_CALLER, ticket)
    reason = clean_words(reason, field="reason", needed=_("Please write why you need the number."), most=400)
    record("hotline.ticket.reveal-caller", ticket, actor=actor, now=now, reason=reason)
    return " ".join(part for part in (ticket.caller_name, ticket.caller_phone) if part)
