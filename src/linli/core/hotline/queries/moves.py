"""The table of moves of a ticket (W3), its limits, and who may press what now."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from linli.base.calendars.queries import add_working_days
from linli.base.permissions import Actor
from linli.base.workflow import Move, open_moves
from linli.core.hotline.enums import HotlinePermission as P
from linli.core.hotline.enums import TicketKind, TicketState
from linli.core.hotline.models import MOST_EXTENSIONS, Ticket

S = TicketState
REPLY_DAYS = {TicketKind.CONSULT: 5, TicketKind.COMPLAINT: 10}  # working days (B-5, E-14)
EXTENSION_DAYS = 5
RETURN_DAYS = 1

TO_WRITE = frozenset({S.IMPORTED, S.ASSIGNED, S.HANDLING})
ASSIGN = Move("assign", frozenset({S.IMPORTED, S.ASSIGNED}), S.ASSIGNED, P.ASSIGN, _("Hand it out"))
TAKE = Move("take", frozenset({S.ASSIGNED}), S.HANDLING, P.HANDLE, _("Take it in hand"))
WRITE = Move("write", TO_WRITE, S.WRITTEN, P.HANDLE, _("Write the reply"))
REVIEW = Move("review", frozenset({S.WRITTEN}), S.REPLIED, P.REVIEW, _("Read, it may go out"))
REVISE = Move("revise", frozenset({S.WRITTEN}), S.HANDLING, P.REVIEW, _("To be written better"))
CALL_BACK = Move("call-back", frozenset({S.REPLIED}), S.CONFIRMED, P.CALL_BACK, _("Note the call back"))
RETURN = Move("return", frozenset({S.IMPORTED, S.ASSIGNED}), S.RETURNED, P.ASSIGN, _("Return, not ours"))
EXTEND = Move("extend", TO_WRITE, "", P.ASSIGN, _("More time from the hotline"))
MOVES = (REVIEW, CALL_BACK, ASSIGN, TAKE, WRITE, REVISE, EXTEND, RETURN)


def return_until(ticket: Ticket) -> datetime:
    """Until when a ticket that is not ours can be returned."""
    return add_working_days(ticket.entered_at, RETURN_DAYS)


def moves_for(actor: Actor, ticket: Ticket, now: datetime) -> list[Move]:
    """What somebody may do with a ticket now, the most likely first."""
    return [move for move in open_moves(ticket, MOVES, actor) if _fits(move, actor, ticket, now)]


def _fits(move: Move, actor: Actor, ticket: Ticket, now: datetime) -> bool:
    """Nobody reads their own reply; only the handler takes a ticket; what is too late is not offered."""
    mine = ticket.written_by_id is not None and ticket.written_by_id == actor.person_id
    conditions = {
        REVIEW.name: not mine,
        REVISE.name: not mine,
        TAKE.name: ticket.handler_id is not None and ticket.handler_id == actor.person_id,
        EXTEND.name: ticket.extensions < MOST_EXTENSIONS,
        RETURN.name: ticket.matter_id is None and now <= return_until(ticket),
    }
    return conditions.get(move.name, True)
