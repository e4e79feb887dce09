"""Tickets of the 12345 hotline for programs (W3): in, handed out, answered after a second look, called back."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from ninja import Query, Router, Status

from linli.base.errors import Refused
from linli.base.permissions import Actor, require
from linli.base.web.api import REFUSALS
from linli.core.areas.queries.chosen import community_chosen
from linli.core.hotline import schemas as s
from linli.core.hotline.enums import HotlinePermission, TicketKind, TicketState
from linli.core.hotline.models import Ticket
from linli.core.hotline.operations import handling
from linli.core.hotline.operations.entering import TicketWords, enter_ticket
from linli.core.hotline.queries import lists
from linli.core.matters.models import Category, Matter
from linli.core.matters.queries.categories import offered
from linli.core.matters.queries.lists import matter_of_code
from linli.core.matters.queries.suggest import all_categories
from linli.core.people.models import Person

router = Router(tags=["hotline"])
PAGE = 50
OUT: dict[int, Any] = {200: s.TicketOut, **REFUSALS}


def actor_of(request: HttpRequest) -> Actor:
    return cast("Actor", request.actor)  # type: ignore[attr-defined]


def _seen(request: HttpRequest, pk: UUID) -> Ticket:
    """A ticket that the caller may read. All others are not there."""
    request.moment = now()  # type: ignore[attr-defined]  # what may be done depends on the hour
    return get_object_or_404(lists.ticket_of(actor_of(request), pk))


def _done(request: HttpRequest, pk: UUID, operation: Any, **fields: Any) -> Ticket:
    """Find what is visible, call one operation, show the whole."""
    operation(ticket=_seen(request, pk), actor=actor_of(request), now=now(), **fields)
    return _seen(request, pk)


@router.get("/tickets", response={200: s.TicketPage, **REFUSALS}, operation_id="tickets")
def list_tickets(
    request: HttpRequest, which: s.Which | None = None, state: TicketState | None = None,
    kind: TicketKind | None = None, q: str = Query("", max_length=100), cursor: UUID | None = None,
) -> dict[str, Any]:  # fmt: skip
    """The tickets at my places, newest first; `which` as the tabs of the page."""
    rows = lists.visible_tickets(actor_of(request))
    rows = rows.filter(lists.view_of(which, actor_of(request), now())) if which else rows
    rows = rows.filter(state=state) if state else rows
    rows = rows.filter(kind=kind) if kind else rows
    rows = rows.filter(lists.found_by(q)) if q.strip() else rows
    found = list((rows.filter(pk__lt=cursor) if cursor else rows).order_by("-pk")[: PAGE + 1])
    more = len(found) > PAGE
    return {"items": found[:PAGE], "next": str(found[PAGE - 1].pk) if more else None}


@router.post("/tickets", response={201: s.TicketOut, **REFUSALS}, operation_id="ticket_enter")
def enter(request: HttpRequest, data: s.TicketIn) -> Status:
    """Take a ticket down. A number that is here already is refused; a whole spreadsheet comes in by `/imports`."""
    community = community_chosen(actor_of(request), HotlinePermission.ENTER, data.community)
    words = TicketWords(**data.dict(exclude={"community"}))
    ticket = enter_ticket(community=community, words=words, actor=actor_of(request), now=now())
    return Status(201, _seen(request, ticket.pk))


@router.get("/tickets/{uuid:pk}", response=OUT, operation_id="ticket")
def show(request: HttpRequest, pk: UUID) -> Ticket:
    """One ticket, its story, and what I may do now."""
    return _seen(request, pk)


@router.post("/tickets/{uuid:pk}/assign", response=OUT, operation_id="ticket_assign")
def assign(request: HttpRequest, pk: UUID, data: s.AssignIn) -> Ticket:
    """Hand it out: as a new matter, or joined with one that is open already."""
    handler = Person.objects.live().filter(pk=data.handler).first()
    if handler is None:
        raise Refused("handler-elsewhere", _("This person does not handle matters there."), field="handler")
    chosen = {"category": _category(data.category), "join": _joined(data.join)}
    return _done(request, pk, handling.assign_ticket, handler=handler, **chosen)


def _category(code: str | None) -> Category | None:
    if code is None:
        return None
    found = next((kind for kind in offered(all_categories().values(), localdate()) if kind.code == code), None)
    if found is None:
        raise Refused("category-unknown", _("There is no such category."), field="category")
    return found


def _joined(code: str) -> Matter | None:
    """The operation refuses what does not fit the ticket, as if it were not there."""
    matter = matter_of_code(code) if code else None
    if code and matter is None:
        raise Refused("matter-elsewhere", _("There is no such matter here."), field="join")
    return matter


@router.post("/tickets/{uuid:pk}/take", response=OUT, operation_id="ticket_take")
def take(request: HttpRequest, pk: UUID) -> Ticket:
    """The handler takes it in hand."""
    require(actor_of(request), HotlinePermission.HANDLE, _seen(request, pk))
    return _done(request, pk, handling.take_ticket)


@router.post("/tickets/{uuid:pk}/write", response=OUT, operation_id="ticket_write")
def write(request: HttpRequest, pk: UUID, data: s.ReplyIn) -> Ticket:
    """Write the reply; it goes out only after a second person has read it."""
    return _done(request, pk, handling.write_reply, text=data.text)


@router.post("/tickets/{uuid:pk}/review", response=OUT, operation_id="ticket_review")
def review(request: HttpRequest, pk: UUID) -> Ticket:
    """A second person has read the reply; it goes out."""
    return _done(request, pk, handling.review_reply)


@router.post("/tickets/{uuid:pk}/revise", response=OUT, operation_id="ticket_revise")
def revise(request: HttpRequest, pk: UUID, data: s.ReasonIn) -> Ticket:
    """A second person says what the reply still lacks."""
    return _done(request, pk, handling.revise_reply, reason=data.reason)


@router.post("/tickets/{uuid:pk}/return", response=OUT, operation_id="ticket_return")
def give_back(request: HttpRequest, pk: UUID, data: s.ReturnIn) -> Ticket:
    """Give back within one working day what does not belong here."""
    return _done(request, pk, handling.return_ticket, clause=data.clause)


@router.post("/tickets/{uuid:pk}/extend", response=OUT, operation_id="ticket_extend")
def extend(request: HttpRequest, pk: UUID, data: s.ReasonIn) -> Ticket:
    """The hotline gave five working days more."""
    return _done(request, pk, handling.extend_ticket, reason=data.reason)


@router.post("/tickets/{uuid:pk}/call-back", response=OUT, operation_id="ticket_call_back")
def call_back(request: HttpRequest, pk: UUID, data: s.CallBackIn) -> Ticket:
    """Note what the caller says."""
    return _done(request, pk, handling.call_back, **data.dict())


@router.post("/tickets/{uuid:pk}/caller", response={200: s.CallerOut, **REFUSALS}, operation_id="ticket_caller")
def caller(request: HttpRequest, pk: UUID, data: s.ReasonIn) -> dict[str, str]:
    """Who called, in full, for a reason that the audit keeps."""
    ticket = _seen(request, pk)
    shown = handling.reveal_caller(ticket=ticket, reason=data.reason, actor=actor_of(request), now=now())
    return {"caller": shown}
