"""The moves of the dues of a month, and of the money of a quarter."""

from django.utils.translation import gettext_lazy as _

from linli.base.workflow import Move
from linli.core.dues.enums import OPEN, DuesPermission, DueState, HandUpState

TOUCHED = OPEN | {DueState.PAID}
PAY = Move("pay", OPEN, DueState.PAID, DuesPermission.COLLECT)
PAY_PART = Move("pay-part", OPEN, DueState.PARTLY, DuesPermission.COLLECT)
UNDO_ALL = Move("undo-payment", TOUCHED, DueState.DUE, DuesPermission.COLLECT)
UNDO_PART = Move("undo-part", TOUCHED, DueState.PARTLY, DuesPermission.COLLECT)
REMIT = Move("remit", OPEN, DueState.REMITTED, DuesPermission.ASSESS)
REMIND = Move("remind", frozenset({DueState.DUE, DueState.PARTLY}), DueState.REMINDED, DuesPermission.HEAR)
LIST = Move("list", OPEN - {DueState.OVERDUE}, DueState.OVERDUE, DuesPermission.RECEIVE)
RECEIVE = Move(
    "receive", frozenset({HandUpState.HANDED}), HandUpState.RECEIVED, DuesPermission.RECEIVE, _("We have the money")
)
