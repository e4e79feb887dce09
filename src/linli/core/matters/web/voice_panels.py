"""What the page of a matter says about everybody who has the same."""

from __future__ import annotations

from linli.base.permissions import Actor
from linli.core.matters.models import Matter
from linli.core.matters.queries.followers import voices_for
from linli.core.matters.web.parts import Panel, matter_panels


@matter_panels.register(order=10)
def voices(actor: Actor, matter: Matter) -> Panel | None:
    """Who follows it, by which door, in which words; masked as the person who asked is."""
    found = voices_for(actor, matter)
    return Panel("matters/_voices_panel.html", {"voices": found, "count": len(found)}) if found else None
