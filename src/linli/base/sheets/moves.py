"""How an import and a doubtful cell may move from state to state."""

from django.utils.translation import gettext_lazy as _

from linli.base.sheets.enums import FindingState, ImportState
from linli.base.workflow import Move

# Who may depends on the kind of roster, so the operations ask for `roster.permission` and `roster.settle` themselves.
BY_ROSTER = "sheets.by-roster"

_IDLE = frozenset({ImportState.UPLOADED, ImportState.CHECKED, ImportState.REFUSED})
_BEGUN = frozenset({ImportState.QUEUED, ImportState.RUNNING})  # of a job that failed or was stopped
CHECK = Move("check", _IDLE, ImportState.CHECKED, BY_ROSTER, _("Dry run"))
QUEUE = Move("queue", _IDLE | _BEGUN, ImportState.QUEUED, BY_ROSTER, _("Take in"))
START = Move("start", _BEGUN, ImportState.RUNNING, BY_ROSTER)
FINISH = Move("finish", frozenset({ImportState.RUNNING}), ImportState.DONE, BY_ROSTER)
REFUSE = Move("refuse", _IDLE | _BEGUN, ImportState.REFUSED, BY_ROSTER)

_UNSETTLED = frozenset({FindingState.OPEN, FindingState.NOTED})
SETTLE = Move("settle", _UNSETTLED | {FindingState.DISMISSED}, FindingState.SETTLED, BY_ROSTER, _("Settle"))
DISMISS = Move("dismiss", frozenset({FindingState.OPEN}), FindingState.DISMISSED, BY_ROSTER, _("Leave as it is"))
REOPEN = Move(
    "reopen", frozenset({FindingState.SETTLED, FindingState.DISMISSED}), FindingState.OPEN, BY_ROSTER, _("Open again")
)
