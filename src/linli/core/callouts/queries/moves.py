"""The table of moves of a call for help."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from linli.base.permissions import Actor
from linli.base.workflow import Move, open_moves
from linli.core.callouts.enums import UNDER_WAY, CalloutPermission, CalloutState
from linli.core.callouts.models import CallOut

S, P = CalloutState, CalloutPermission.CALL
CALL = Move("call", frozenset({S.DRAFTED}), S.CALLING, P, _("Ask the first five"))
NEXT = Move("next", frozenset({S.CALLING}), "", P, _("Ask the next five"))
ENOUGH = Move("enough", frozenset({S.CALLING}), S.ENOUGH, P, _("Enough, thank you"))
REOPEN = Move("reopen", frozenset({S.ENOUGH}), S.CALLING, P)
FINISH = Move("finish", UNDER_WAY, S.DONE, P, _("It is done: thank them"))
CANCEL = Move("cancel", UNDER_WAY | {S.DRAFTED}, S.CANCELLED, P, _("Call it off"))
MOVES = (CALL, NEXT, FINISH, ENOUGH, CANCEL)


def callout_moves(actor: Actor, callout: CallOut) -> list[Move]:
    """What may be done with a call now."""
    return open_moves(callout, MOVES, actor)


def asks_more(callout: CallOut, now: datetime) -> bool:
    """Whether somebody else can still be asked."""
    return callout.state in {S.DRAFTED, S.CALLING} and callout.starts_at > now and bool(callout.missing)


def moves_now(actor: Actor, callout: CallOut, now: datetime) -> list[Move]:
    """The same at this hour: nobody is asked when it has begun, and nobody thanked before."""
    found = callout_moves(actor, callout)
    if callout.starts_at > now:
        found = [move for move in found if move != FINISH]
    if not asks_more(callout, now):
        found = [move for move in found if move not in {CALL, NEXT}]
    return found
