"""How pages show whistles and calls: badges, deadlines that explain themselves, the story."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from linli.base.web.charts import Event
from linli.base.web.moments import due_tone, due_words
from linli.base.web.templatetags.linli import state_badge
from linli.core.whistles.enums import TO_ANSWER, CallState, WhistleState, WhistleStep
from linli.core.whistles.models import Call, Whistle, WhistleEntry

W, C = WhistleState, CallState
WHISTLE_TONES: dict[str, str] = {
    W.DRAFTED: "info", W.APPROVED: "info", W.BLOWN: "wait", W.SIGNED: "wait", W.CONTACTED: "wait",
    W.REPORTED: "info", W.SOLVED: "ok", W.RATED: "ok", W.DECLINED: "off", W.WITHDRAWN: "off",
}  # fmt: skip
CALL_TONES: dict[str, str] = {
    C.CALLED: "wait", C.SIGNED: "wait", C.CONTACTED: "wait", C.REPORTED: "info", C.RATED: "ok",
}  # fmt: skip


def state_of(whistle: Whistle) -> SafeString:
    """The state of a whistle as a badge."""
    return state_badge(WHISTLE_TONES[whistle.state], whistle.get_state_display())


def call_state_of(call: Call) -> SafeString:
    """The state of a call as a badge."""
    return state_badge(CALL_TONES[call.state], call.get_state_display())


def due_of(row: Whistle | Call, now: datetime) -> SafeString | str:
    """The deadline of the next step as a badge, while there is one."""
    return state_badge(due_tone(row.due_at, now), due_words(row.due_at, now)) if row.due_at else ""


def why_then(call: Call) -> str:
    """Why the next step is due then, in one sentence."""
    if call.state == C.CALLED:
        return _("A call is signed within one hour of the whistle, by the clock.")
    if call.state == C.SIGNED:
        return _("Getting in touch: within 24 hours of the whistle, by the clock.")
    if call.state == C.CONTACTED:
        words = _("The report: %(days)s working days, the day on which the count begins is not counted.")
        return words % {"days": call.due_days}
    return ""


@dataclass
class ShownCall:
    """One department on the page of a whistle."""

    call: Call
    state: SafeString
    due: SafeString | str
    why: str
    rate_url: str = ""
    link: str = ""
    moves: list[Any] = field(default_factory=list)

    @property
    def is_late(self) -> bool:
        """Whether the leader of the street was told that this step is late."""
        return self.call.state in TO_ANSWER and self.call.late_step == self.call.state


def shown(call: Call, now: datetime, **more: Any) -> ShownCall:
    """A call with its words."""
    return ShownCall(call, call_state_of(call), due_of(call, now), why_then(call), **more)


def story_of(whistle: Whistle, entries: Iterable[WhistleEntry]) -> list[Event]:
    """The story of a whistle, the newest first."""
    return [_event(entry) for entry in entries]


def _event(entry: WhistleEntry) -> Event:
    label = str(WhistleStep(entry.step).label)
    note = entry.name
    if entry.call is not None:
        label = _("%(department)s %(did)s") % {"department": str(entry.call.department), "did": label}
        note = "" if entry.name == entry.call.department.name_zh else entry.name
    text = entry.text
    if entry.step == WhistleStep.RATED and entry.call is not None and entry.call.rating:
        text = " · ".join(part for part in (entry.call.get_rating_display(), entry.text) if part)
    return Event(title=label, moment=entry.at, text=text, note=note)
