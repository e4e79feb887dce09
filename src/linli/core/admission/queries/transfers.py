"""The moves of a transfer, and who may make them at which end."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from linli.base.permissions import Actor, may
from linli.base.workflow import Move
from linli.core.admission.enums import AdmissionPermission, TransferState
from linli.core.admission.models import Transfer

HANDLE = AdmissionPermission.TRANSFER
S = TransferState
ALERTS = (60, 80, 90)
WAITING = frozenset({S.LETTER_ISSUED, S.IN_TRANSIT, S.LATE, S.RECEIVED})
ISSUE = Move("issue", frozenset({S.REQUESTED}), S.LETTER_ISSUED, HANDLE, _("Issue the letter"))
SEND = Move("send", frozenset({S.LETTER_ISSUED}), S.IN_TRANSIT, HANDLE, _("They have the letter"))
RECEIVE = Move("receive", frozenset({S.LETTER_ISSUED, S.IN_TRANSIT, S.LATE}), S.RECEIVED, HANDLE, _("It has arrived"))
RETURN = Move("return", frozenset({S.RECEIVED}), S.RECEIPT_BACK, HANDLE, _("The receipt is back"))
LATE = Move("late", frozenset({S.LETTER_ISSUED, S.IN_TRANSIT}), S.LATE, HANDLE)
BEFORE_ARRIVAL = frozenset({S.REQUESTED, S.LETTER_ISSUED, S.IN_TRANSIT, S.LATE})
CANCEL = Move("cancel", BEFORE_ARRIVAL, S.CANCELLED, HANDLE, _("It is called off"))
MOVES = (ISSUE, SEND, RECEIVE, RETURN, CANCEL)


def may_receive(actor: Actor, transfer: Transfer) -> bool:
    """The new branch, if it lies here; else the old one, who hears of it."""
    return may(actor, HANDLE, transfer.to_org or transfer)


def open_to(actor: Actor, transfer: Transfer) -> list[Move]:
    """The moves that somebody may make now."""
    found = [move for move in MOVES if transfer.state in move.sources]
    return [
        move for move in found if (may_receive(actor, transfer) if move is RECEIVE else may(actor, HANDLE, transfer))
    ]


def alert_due(transfer: Transfer, today: date) -> int:
    """Which of the three alerts is due; 0 when none is."""
    if transfer.issued_on is None:
        return 0
    passed = [days for days in ALERTS if (today - transfer.issued_on).days >= days]
    return max(passed) if passed and max(passed) > transfer.alerted_days else 0
