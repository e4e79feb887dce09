"""What calls for help add to the page of a matter: the calls for it, and the way to a new one."""

from __future__ import annotations

from django.urls import reverse

from linli.base.permissions import Actor, may
from linli.core.areas.web.panels import Panel
from linli.core.callouts.enums import CalloutPermission
from linli.core.callouts.queries.lists import visible_callouts
from linli.core.callouts.web.words import hour_of, state_of, taken_of
from linli.core.matters.models import Matter
from linli.core.matters.web.parts import matter_help

MOST = 5


@matter_help.register(order=60)
def calls_for(actor: Actor, matter: Matter) -> Panel | None:
    """The calls for this matter."""
    may_call = may(actor, CalloutPermission.CALL, matter) and matter.is_open
    rows = list(visible_callouts(actor).filter(matter=matter).order_by("-starts_at")[:MOST])
    if not rows and not may_call:
        return None
    new = f"{reverse('callouts:desk-new')}?matter={matter.code}" if may_call else ""
    shown = [(row, state_of(row), hour_of(row), taken_of(row)) for row in rows]
    return Panel("callouts/_matter_panel.html", {"rows": shown, "new_url": new})
