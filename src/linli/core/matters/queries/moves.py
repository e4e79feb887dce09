"""The table of moves of a matter (W1), and which of them somebody may make now: the buttons of its page."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from linli.base.permissions import Actor
from linli.base.workflow import Move, open_moves
from linli.core.matters.enums import ENDED, OPEN, MatterState
from linli.core.matters.enums import MatterPermission as P
from linli.core.matters.models import MOST_EXTENSIONS, Matter
from linli.core.matters.queries.actors import SlipHolder

S = MatterState
MOST_RETURNS = 3

ACCEPT = Move("accept", frozenset({S.REPORTED}), S.ACCEPTED, P.ACCEPT, _("Accept"))
DISPATCH = Move("dispatch", frozenset({S.ACCEPTED}), S.DISPATCHED, P.DISPATCH, _("Hand to a handler"))
ANSWER_AT_ONCE = Move("answer-at-once", frozenset({S.REPORTED, S.ACCEPTED}), S.FED_BACK, P.ACCEPT, _("Answer at once"))
REJECT = Move("reject", frozenset({S.REPORTED}), S.REJECTED, P.ACCEPT, _("Do not take on"))
SIGN = Move("sign", frozenset({S.DISPATCHED}), S.HANDLING, P.HANDLE, _("Take in hand"))
FEED_BACK = Move("feed-back", frozenset({S.HANDLING}), S.FED_BACK, P.HANDLE, _("Write how it ended"))
RETURN = Move("return", frozenset({S.DISPATCHED, S.HANDLING}), S.ACCEPTED, P.HANDLE, _("Send back, not mine"))
SUSPEND = Move("suspend", frozenset({S.HANDLING}), S.SUSPENDED, P.HANDLE, _("It has to wait"))
RESUME = Move("resume", frozenset({S.SUSPENDED}), S.HANDLING, P.HANDLE, _("Go on"))
VERIFY = Move("verify", frozenset({S.FED_BACK}), S.VERIFIED, P.VERIFY, _("Checked, it is true"))
SEND_BACK = Move("send-back", frozenset({S.FED_BACK}), S.HANDLING, P.VERIFY, _("Checked, not done yet"))
REASSIGN = Move("reassign", frozenset({S.DISPATCHED, S.HANDLING}), S.DISPATCHED, P.DISPATCH, _("Hand to somebody else"))
CONFIRM = Move("confirm", ENDED, S.CLOSED, P.REPORT_FOR, _("Note their judgement"))
REOPEN = Move("reopen", frozenset({S.CLOSED}), S.ACCEPTED, P.REPORT_FOR, _("Take up again"))
APPEAL = Move("appeal", frozenset({S.REJECTED}), S.REPORTED, P.REPORT_FOR, _("Ask again"))
OBJECT = Move("object", ENDED, S.ACCEPTED, P.REPORT_FOR)  # not solved for somebody who follows
MERGE = Move("merge", frozenset({S.REPORTED, S.ACCEPTED, S.DISPATCHED, S.HANDLING}), S.MERGED, P.MERGE)
UNMERGE = Move("unmerge", frozenset({S.MERGED}), S.REPORTED, P.MERGE)  # back to where it stood
TO_DESK = Move("to-desk", frozenset({S.DISPATCHED, S.HANDLING}), S.ACCEPTED, P.DISPATCH)
SPLIT = Move("split", frozenset({S.REPORTED, S.ACCEPTED, S.DISPATCHED, S.HANDLING, S.SUSPENDED}), "", P.MERGE)
CLOSE_SILENT = Move("close-silent", frozenset({S.FED_BACK, S.VERIFIED}), S.CLOSED, P.VERIFY)

# Acts that leave the state as it is: they have a button too.
ASKABLE = frozenset({S.REPORTED, S.ACCEPTED, S.DISPATCHED, S.HANDLING, S.SUSPENDED})
EXTENDABLE = frozenset({S.DISPATCHED, S.HANDLING})
ASK = Move("ask", ASKABLE, "", P.NOTE, _("Ask the person"))
REPLY = Move("reply", ASKABLE, "", P.REPORT_FOR, _("Note their reply"))
ADD_FACT = Move("fact", OPEN, "", P.REPORT_FOR, _("Note something new from them"))
ASK_EXTENSION = Move("ask-extension", EXTENDABLE, "", P.HANDLE, _("Ask for more time"))
SETTLE_EXTENSION = Move("settle-extension", EXTENDABLE, "", P.ACCEPT, _("Give more time, or not"))
SORT = Move("sort", ASKABLE, "", P.ACCEPT, _("Change category or place"))

STAFF_MOVES = (
    ACCEPT, FEED_BACK, SIGN, VERIFY, DISPATCH, ANSWER_AT_ONCE, SETTLE_EXTENSION, RESUME, SEND_BACK, ASK, REPLY,
    ASK_EXTENSION, SUSPEND, RETURN, REASSIGN, CONFIRM, ADD_FACT, REOPEN, APPEAL, SORT, REJECT,
)  # fmt: skip
REPORTER_MOVES = (CONFIRM, REPLY, REOPEN, APPEAL, ADD_FACT)


def is_handler(actor: Actor, matter: Matter) -> bool:
    """Whether it lies in the actor's hands."""
    return matter.handler_id is not None and matter.handler_id == actor.person_id


def is_reporter(actor: Actor, matter: Matter) -> bool:
    """Whether the actor is the person who asked, acts for them, or holds the slip."""
    if isinstance(actor, SlipHolder):
        return actor.matter_id == matter.pk and actor.follower_id is None
    myself = getattr(actor, "self_id", None)
    return myself is not None and myself == matter.reporter_id


def moves_for(actor: Actor, matter: Matter) -> list[Move]:
    """What a worker may do with a matter now, the most likely first."""
    return [move for move in open_moves(matter, STAFF_MOVES, actor) if _fits(move, actor, matter)]


def reporter_moves(actor: Actor, matter: Matter) -> list[Move]:
    """What the person who asked may do now."""
    if not is_reporter(actor, matter):
        return []
    return [move for move in REPORTER_MOVES if matter.state in move.sources and _is_due(move, matter)]


HANDLERS_OWN = frozenset({SIGN.name, FEED_BACK.name, RETURN.name, SUSPEND.name, RESUME.name, ASK_EXTENSION.name})
NEVER_THE_HANDLERS = frozenset({VERIFY.name, SEND_BACK.name, SETTLE_EXTENSION.name, CONFIRM.name, REOPEN.name})


def _fits(move: Move, actor: Actor, matter: Matter) -> bool:
    """Beyond the right: the handler's steps are the handler's, and nobody judges their own work."""
    if move.name in HANDLERS_OWN and not is_handler(actor, matter):
        return False
    if move.name in NEVER_THE_HANDLERS and is_handler(actor, matter):
        return False
    return _is_due(move, matter)


def _is_due(move: Move, matter: Matter) -> bool:
    """Whether the matter waits for this step at all."""
    conditions = {
        CONFIRM.name: matter.rating is None,
        REPLY.name: matter.asked_at is not None,
        VERIFY.name: not matter.answered_at_once,
        RETURN.name: matter.returns < MOST_RETURNS,
        ASK_EXTENSION.name: matter.extension_days is None and matter.extensions < MOST_EXTENSIONS,
        SETTLE_EXTENSION.name: matter.extension_days is not None,
    }
    return conditions.get(move.name, True)
