"""The tables of moves of a whistle and of a call (W2): the buttons of their pages."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from linli.base.permissions import Actor, may
from linli.base.workflow import Move, open_moves
from linli.core.whistles.enums import CallState, WhistleState
from linli.core.whistles.enums import WhistlePermission as P
from linli.core.whistles.models import Call, Whistle
from linli.core.whistles.queries.actors import CallHolder

W, C = WhistleState, CallState

APPROVE = Move("approve", frozenset({W.DRAFTED}), W.APPROVED, P.APPROVE, _("Approve"))
DECLINE = Move("decline", frozenset({W.DRAFTED}), W.DECLINED, P.APPROVE, _("Decline"))
BLOW = Move("blow", frozenset({W.APPROVED}), W.BLOWN, P.BLOW, _("Blow the whistle"))
HOLD_BACK = Move("hold-back", frozenset({W.APPROVED}), W.DECLINED, P.BLOW, _("Do not blow it"))
WITHDRAW = Move("withdraw", frozenset({W.DRAFTED, W.APPROVED}), W.WITHDRAWN, P.DRAFT, _("Withdraw"))
SOLVE = Move("solve", frozenset({W.REPORTED}), W.SOLVED, P.CONFIRM, _("Solved, seen at the place"))
SEND_BACK = Move("send-back", frozenset({W.REPORTED}), W.CONTACTED, P.CONFIRM, _("Not solved yet"))
WHISTLE_MOVES = (APPROVE, BLOW, SOLVE, SEND_BACK, DECLINE, HOLD_BACK, WITHDRAW)

SIGN = Move("sign", frozenset({C.CALLED}), C.SIGNED, P.ANSWER, _("Sign the call"))
CONTACT = Move("contact", frozenset({C.SIGNED}), C.CONTACTED, P.ANSWER, _("We got in touch"))
REPORT = Move("report", frozenset({C.CONTACTED}), C.REPORTED, P.ANSWER, _("Report the result"))
REPLY = Move("reply", frozenset({C.RATED}), "", P.ANSWER, _("Answer the judgement"))
AGAIN = Move("again", frozenset({C.REPORTED}), C.CONTACTED, P.CONFIRM)
RATE = Move("rate", frozenset({C.REPORTED}), C.RATED, P.RATE, _("Judge how they came"))
DEPARTMENT_MOVES = (SIGN, CONTACT, REPORT, REPLY)

ALONG = (C.CALLED, C.SIGNED, C.CONTACTED, C.REPORTED, C.RATED)
CARRIED = {
    C.SIGNED: Move("all-signed", frozenset({W.BLOWN}), W.SIGNED, P.ANSWER),
    C.CONTACTED: Move("all-in-touch", frozenset({W.BLOWN, W.SIGNED}), W.CONTACTED, P.ANSWER),
    C.REPORTED: Move("all-reported", frozenset({W.BLOWN, W.SIGNED, W.CONTACTED}), W.REPORTED, P.ANSWER),
    C.RATED: Move("all-judged", frozenset({W.SOLVED}), W.RATED, P.RATE),
}


def moves_for(actor: Actor, whistle: Whistle) -> list[Move]:
    """What somebody of the community or the street may do with a whistle now, the most likely first."""
    return open_moves(whistle, WHISTLE_MOVES, actor)


def speaks_for(actor: Actor, call: Call) -> bool:
    """Whether somebody answers for the department that was called: its officer, or whoever holds its link."""
    if isinstance(actor, CallHolder):
        return actor.call_id == call.pk
    officer = call.department.officer_id
    return officer is not None and officer == actor.person_id and may(actor, P.ANSWER, call)


def department_moves(actor: Actor, call: Call) -> list[Move]:
    """What the department may do now."""
    if not speaks_for(actor, call):
        return []
    return [move for move in DEPARTMENT_MOVES if call.state in move.sources and (move is not REPLY or not call.answer)]


def can_be_rated(actor: Actor, call: Call, whistle: Whistle) -> bool:
    """The community judges once the whistle is solved; never whoever answers for the department."""
    is_time = whistle.state == W.SOLVED and call.state == C.REPORTED
    return is_time and may(actor, P.RATE, whistle) and not speaks_for(actor, call)
