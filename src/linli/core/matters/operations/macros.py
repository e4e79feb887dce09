"""Macros: one press does several steps, each by its own operation with the rights of whoever presses; all or none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from linli.base.audit.operations import record
from linli.base.errors import Refused
from linli.base.permissions import Actor
from linli.core.matters.enums import HandTo, MacroStep, PauseReason
from linli.core.matters.models import Macro, Matter
from linli.core.matters.operations import desk, handling, tasks
from linli.core.matters.operations.story import lock, person_id_of
from linli.core.matters.queries.handlers import serves_the_grid
from linli.core.people.models import Person

Step = Callable[[Matter, Mapping[str, Any], dict[str, Any]], Any]


@transaction.atomic
def run_macro(*, matter: Matter, macro: Macro, actor: Actor, now: datetime) -> Matter:
    """Do the steps of a macro one after the other; if one is refused none is done, and the refusal says which."""
    if macro.community_id != matter.community_id or macro.ended_at is not None:
        raise Refused("macro-unknown", _("This macro is not in use here."))
    record("matters.matter.macro", matter, actor=actor, now=now, data={"macro": str(macro.pk)})
    for number, said in enumerate(macro.steps, start=1):
        try:
            STEPS[said["do"]](matter, said, {"actor": actor, "now": now})
        except Refused as refusal:
            label = MacroStep(said["do"]).label
            message = _("Step %(number)s, “%(step)s”: %(why)s Nothing was done.")
            told = message % {"number": number, "step": label, "why": refusal}
            raise Refused(refusal.code, told) from refusal
    lock(matter)
    return matter


def _hand(matter: Matter, said: Mapping[str, Any], who: dict[str, Any]) -> None:
    """To whoever serves the grid, or to whoever presses."""
    if said.get("to") == HandTo.ME:
        handler = Person.objects.filter(pk=person_id_of(who["actor"])).first()
    else:
        handler = serves_the_grid(matter.place, localdate(who["now"]))
    if handler is None:
        raise Refused("handler-needed", _("Nobody serves this grid: please hand it to somebody yourself."))
    desk.dispatch_matter(matter=matter, handler=handler, owner=said.get("owner", ""), **who)


def _wait(matter: Matter, said: Mapping[str, Any], who: dict[str, Any]) -> None:
    until = localdate(who["now"]) + timedelta(days=said["days"])
    handling.suspend_matter(matter=matter, because=PauseReason.RESIDENT, until=until, reason=said["text"], **who)


STEPS: dict[str, Step] = {
    MacroStep.ACCEPT: lambda matter, said, who: desk.accept_matter(matter=matter, **who),
    MacroStep.DISPATCH: _hand,
    MacroStep.SIGN: lambda matter, said, who: handling.sign_matter(matter=matter, **who),
    MacroStep.ASK: lambda matter, said, who: handling.ask_back(matter=matter, text=said["text"], **who),
    MacroStep.TELL: lambda matter, said, who: handling.tell_reporter(matter=matter, text=said["text"], **who),
    MacroStep.NOTE: lambda matter, said, who: handling.add_note(matter=matter, text=said["text"], **who),
    MacroStep.TASK: lambda matter, said, who: tasks.add_task(
        matter=matter, title=said["text"], is_needed=said.get("needed", False), **who
    ),
    MacroStep.WAIT: _wait,
}
