"""The tables of moves of agreements and promises (W6): what each side may do now, as the buttons of its page."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.base.permissions import Actor, may
from linli.base.workflow import Move
from linli.core.partnership.enums import (
    LIVE_AGREEMENTS,
    OUTCOMES,
    PENDING,
    UNSIGNED,
    VALID,
    AgreementState,
    PromiseState,
    Side,
)
from linli.core.partnership.enums import PartnershipPermission as P
from linli.core.partnership.models import Agreement, Promise

A, K = AgreementState, PromiseState
BEFORE = UNSIGNED | {A.SIGNED}  # its words can still be changed in place

NEGOTIATE = Move("negotiate", frozenset({A.DRAFT}), A.NEGOTIATED, P.AGREEMENT_LEAD, _("The words stand: sign"))
REOPEN = Move("reopen", frozenset({A.NEGOTIATED, A.SIGNED}), A.NEGOTIATED, P.AGREEMENT_LEAD)
COMPLETE = Move("complete", frozenset({A.NEGOTIATED}), A.SIGNED, P.AGREEMENT_VIEW)
BEGIN = Move("begin", frozenset({A.SIGNED}), A.IN_FORCE, P.AGREEMENT_LEAD)
LOOK_THROUGH = Move("review", VALID, A.REVIEWED, P.AGREEMENT_LEAD)
PASS_ON = Move("renew", VALID, A.RENEWED, P.AGREEMENT_LEAD)
END = Move("end", LIVE_AGREEMENTS, A.ENDED, P.AGREEMENT_LEAD, _("End it"))
LEAVE = Move("leave", LIVE_AGREEMENTS, A.ENDED, P.SPEAK, _("Leave it"))
SIGN = Move("sign", frozenset({A.NEGOTIATED}), "", P.AGREEMENT_SIGN, _("Sign for the community"))
SIGN_AS_UNIT = Move("sign", frozenset({A.NEGOTIATED}), "", P.SPEAK, _("Sign for us"))
NOTE_SIGNATURE = Move("note-signature", frozenset({A.NEGOTIATED}), "", P.AGREEMENT_LEAD, _("The unit signed on paper"))
ADD = Move("add", LIVE_AGREEMENTS, "", P.AGREEMENT_LEAD, _("Add a promise"))
ADD_AS_UNIT = Move("add", LIVE_AGREEMENTS, "", P.SPEAK, _("Add a promise"))
REWORD = Move("reword", BEFORE, "", P.AGREEMENT_LEAD, _("Change term and clauses"))
COPY = Move("copy", VALID, "", P.AGREEMENT_LEAD, pgettext_lazy("button: an agreement", "Prepare the next one"))

DESK_MOVES = (NEGOTIATE, SIGN, NOTE_SIGNATURE, ADD, REWORD, COPY, END)
UNIT_MOVES = (SIGN_AS_UNIT, ADD_AS_UNIT, LEAVE)

OPEN = Move("agree", frozenset({K.PROPOSED}), K.OPEN, P.AGREEMENT_LEAD, _("Yes, so be it"))
DECLINE = Move("decline", frozenset({K.PROPOSED}), K.DROPPED, P.AGREEMENT_LEAD, _("Rather not"))
REPLACE = Move("replace", PENDING, K.REPLACED, P.AGREEMENT_LEAD)
SHOW = Move("tell", frozenset({K.OPEN}), K.SHOWN, P.AGREEMENT_LEAD, _("Say what came of it"))
SEND_BACK = Move("send-back", frozenset({K.SHOWN}), K.OPEN, P.AGREEMENT_LEAD, _("Not so, look again"))
ACCEPT: dict[str, Move] = {
    outcome: Move("accept", frozenset({K.SHOWN}), outcome, P.AGREEMENT_LEAD, _("Yes, that is so"))
    for outcome in sorted(OUTCOMES)
}
LET_GO = Move("let-go", frozenset({K.OPEN}), K.DROPPED, P.AGREEMENT_LEAD, _("Let it go"))


def agreement_moves(actor: Actor, agreement: Agreement, side: Side) -> list[Move]:
    """What may be done with an agreement now, at the desk or by the unit. Nobody signs twice."""
    table = DESK_MOVES if side == Side.COMMUNITY else UNIT_MOVES
    found = [move for move in table if agreement.state in move.sources and may(actor, move.permission, agreement)]
    if agreement.community_signed_at:
        found = [move for move in found if move != SIGN]
    if agreement.unit_signed_at:
        found = [move for move in found if move not in {SIGN_AS_UNIT, NOTE_SIGNATURE}]
    return found


def promise_steps(promise: Promise, side: Side, *, speaks: bool) -> list[str]:
    """What a side may do with a promise now. Its own word never counts for the other side's."""
    if not speaks:
        return []
    agreement = promise.agreement
    if agreement.state in BEFORE:
        return ["change", "remove"]
    if agreement.state not in VALID:
        return []
    if promise.state == K.PROPOSED:
        return ["take-back"] if promise.proposed_side == side else ["agree", "decline"]
    if promise.state == K.SHOWN:
        return [] if promise.told_side == side else ["accept", "send-back"]
    if promise.state != K.OPEN:
        return []
    if promise.drop_side:
        return ["tell", "keep-up"] if promise.drop_side == side else ["let-go", "keep-up"]
    return ["tell", "change", "drop"]
