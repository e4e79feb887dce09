"""What has happened to whistles, for whoever wants to hear it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from linli.base.outbox.events import Event


@dataclass(frozen=True)
class WhistleEvent(Event):
    """Something happened to a whistle."""

    whistle_id: UUID


@dataclass(frozen=True)
class CallEvent(Event):
    """Something happened between the community and one department that was called."""

    whistle_id: UUID
    call_id: UUID


class WhistleDrafted(WhistleEvent):
    """Somebody asks the community for a whistle."""


class WhistleApproved(WhistleEvent):
    """The community asks the street to blow it."""


class WhistleDeclined(WhistleEvent):
    """The community or the street did not blow it, and said why."""


class WhistleSolved(WhistleEvent):
    """The community confirmed at the place that it is solved."""


class DepartmentCalled(CallEvent):
    """A department was called."""


class CallAdvanced(CallEvent):
    """A department signed, got in touch or reported."""


class CallSentBack(CallEvent):
    """The community looked at the place, and it is not solved yet."""


class CallRated(CallEvent):
    """The community judged how a department came."""


@dataclass(frozen=True)
class CallLate(CallEvent):
    """A department let its time pass at one step."""

    step: str
