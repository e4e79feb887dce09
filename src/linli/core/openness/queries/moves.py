"""The moves of an address that is told."""

from django.utils.translation import pgettext_lazy

from linli.base.workflow import Move
from linli.core.openness.enums import HookState, OpennessPermission

PAUSE = Move(
    "pause", frozenset({HookState.ACTIVE}), HookState.PAUSED, OpennessPermission.CONNECT,
    pgettext_lazy("move of a webhook", "Pause"),
)  # fmt: skip
RESUME = Move(
    "resume", frozenset({HookState.PAUSED}), HookState.ACTIVE, OpennessPermission.CONNECT,
    pgettext_lazy("move of a webhook", "Go on"),
)  # fmt: skip
END = Move(
    "end", frozenset({HookState.ACTIVE, HookState.PAUSED}), HookState.ENDED, OpennessPermission.CONNECT,
    pgettext_lazy("move of a webhook", "Stop for good"),
)  # fmt: skip
MOVES = (RESUME, PAUSE, END)
