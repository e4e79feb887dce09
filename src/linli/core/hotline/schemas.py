"""What the API of tickets takes and gives; who called is always masked."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models
from ninja import Field, Schema

from linli.base.permissions import may
from linli.base.text import masked_name, masked_phone
from linli.core.hotline.enums import TicketKind, TicketState, TicketStep
from linli.core.hotline.models import Ticket, TicketEntry
from linli.core.hotline.queries import lists, moves
from linli.core.matters.enums import MatterPermission
from linli.core.people.enums import Rating


class Which(models.TextChoices):
    """The views of the list."""

    MINE = "mine"
    NEW = "new"
    DUE = "due"
    OVERDUE = "overdue"
    REVIEW = "review"
    CALL = "call"
    OPEN = "open"


class TicketRow(Schema):
    """A ticket as a list tells it."""

    id: UUID
    number: str
    kind: TicketKind
    title: str
    state: TicketState
    grid: str | None
    handler: str | None
    received_at: datetime
    due_at: datetime | None

    @staticmethod
    def resolve_grid(ticket: Ticket) -> str | None:
        return str(ticket.grid) if ticket.grid else None

    @staticmethod
    def resolve_handler(ticket: Ticket) -> str | None:
        return ticket.handler.name if ticket.handler else None


class TicketPage(Schema):
    """Some tickets; `next` is the cursor of the page after."""

    items: list[TicketRow]
    next: str | None


class TicketStepOut(Schema):
    """One step of the story."""

    step: TicketStep
    text: str
    name: str
    at: datetime


class AlikeOut(Schema):
    """An open matter that may be the same; a person decides."""

    code: str
    title: str


class TicketOut(TicketRow):
    """One ticket, its story, and what the caller may do now."""

    text: str
    address: str
    caller: str = Field(description="Who called, masked.")
    matter: str | None = Field(description="The code of the matter behind it, for whoever may read that.")
    alike: list[AlikeOut]
    extensions: int
    return_until: datetime | None = Field(description="Until when it can be given back to the hotline.")
    reply: str
    replied_at: datetime | None
    clause: str
    tries: int
    is_solved: bool | None
    rating: Rating | None
    called_back_at: datetime | None
    moves: list[str]
    story: list[TicketStepOut]

    @staticmethod
    def resolve_caller(ticket: Ticket) -> str:
        return f"{masked_name(ticket.caller_name)} {masked_phone(ticket.caller_phone)}".strip()

    @staticmethod
    def resolve_matter(ticket: Ticket, context: dict[str, Any]) -> str | None:
        sees = ticket.matter and may(context["request"].actor, MatterPermission.VIEW, ticket.matter)
        return ticket.matter.code if ticket.matter and sees else None

    @staticmethod
    def resolve_alike(ticket: Ticket, context: dict[str, Any]) -> list[Any]:
        return list(lists.joinable(ticket, context["request"].actor)) if ticket.matter_id is None else []

    @staticmethod
    def resolve_return_until(ticket: Ticket) -> datetime | None:
        return moves.return_until(ticket) if ticket.state == TicketState.IMPORTED else None

    @staticmethod
    def resolve_moves(ticket: Ticket, context: dict[str, Any]) -> list[str]:
        return [move.name for move in moves.moves_for(context["request"].actor, ticket, context["request"].moment)]

    @staticmethod
    def resolve_story(ticket: Ticket) -> list[TicketEntry]:
        return list(ticket.entries.order_by("-pk"))


class TicketIn(Schema):
    """A ticket as the hotline tells it."""

    number: str = Field(max_length=40)
    kind: TicketKind
    text: str = Field(max_length=2000)
    address: str = Field("", max_length=200, description="The grid is guessed from it.")
    caller_name: str = Field("", max_length=40)
    caller_phone: str = Field("", max_length=20)
    received_at: datetime | None = None
    community: str = Field("", max_length=24, description="The slug, for whoever serves several.")


class AssignIn(Schema):
    """Who handles it, and as which matter."""

    handler: UUID
    category: str | None = Field(None, pattern=r"^[A-Z]{2}\d{2}$", description="Of a new matter.")
    join: str = Field("", max_length=24, description="The code of one of `alike`, instead of a new matter.")


class ReplyIn(Schema):
    text: str = Field(max_length=2000)


class ReasonIn(Schema):
    reason: str = Field(max_length=400)


class ReturnIn(Schema):
    clause: str = Field(max_length=400, description="Which clause says who is responsible.")


class CallBackIn(Schema):
    """What the caller said when somebody called back."""

    is_reached: bool
    is_solved: bool | None = None
    rating: Rating | None = None


class CallerOut(Schema):
    """How the caller can be reached, in full."""

    caller: str
