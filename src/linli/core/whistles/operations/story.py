"""Writing the story of a whistle, and telling the resident's matter honestly what became of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from linli.base.calendars.arithmetic import BEIJING
from linli.base.permissions import Actor, SystemActor
from linli.core.matters.enums import EntryKind
from linli.core.matters.events import DepartmentsCalled
from linli.core.matters.operations.story import Told, name_of, tell
from linli.core.whistles.enums import CallState, WhistleStep
from linli.core.whistles.models import Call, Department, Whistle, WhistleEntry
from linli.core.whistles.queries.moves import ALONG

STREET = SystemActor("whistles")  # whoever stands behind the public entries of a matter


def write(
    whistle: Whistle, at_step: WhistleStep, *, actor: Actor, now: datetime, text: str = "", name: str = "",
    call: Call | None = None,
) -> WhistleEntry:  # fmt: skip
    """One entry of the story."""
    entry = WhistleEntry(
        whistle=whistle, call=call, step=at_step, text=text, name=name or name_of(actor), actor=actor.label[:80], at=now
    )
    entry.save()
    return entry


def tell_matter(
    whistle: Whistle, step: str, departments: Iterable[Department], *, now: datetime, text: str = "",
    until: datetime | None = None,
) -> None:  # fmt: skip
    """An entry that the person who asked may read: who was called, who came, and what was found at the place."""
    if whistle.matter is None:
        return
    called = list(departments)
    detail: dict[str, Any] = {
        "step": step,
        "whom_zh": "、".join(one.name_zh for one in called),
        "whom_en": ", ".join(one.name_en or one.name_zh for one in called),
    }
    if until:
        detail["until"] = until.astimezone(BEIJING).date().isoformat()
    told = Told(EntryKind.CALLED_OUT, text, detail=detail)
    tell(whistle.matter, told, DepartmentsCalled, actor=STREET, now=now)


def lock(whistle: Whistle) -> Whistle:
    """Hold the row until the end of the transaction, and see it as it is now."""
    whistle.refresh_from_db(from_queryset=Whistle.objects.select_for_update(of=("self",)))
    return whistle


def slowest(calls: Iterable[Call]) -> CallState:
    """Where the department stands that is furthest behind: so far the whistle has come."""
    return min((CallState(call.state) for call in calls), key=ALONG.index)
