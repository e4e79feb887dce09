"""What whistles add to the page of a matter: those that were blown for it, and the way to a new one."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from linli.base.permissions import Actor, may
from linli.core.matters.models import Matter
from linli.core.matters.web.parts import Panel, matter_help
from linli.core.whistles.enums import OPEN, WhistlePermission
from linli.core.whistles.queries import lists
from linli.core.whistles.web.words import due_of, state_of


@matter_help.register(order=40)
def whistles_of_the_matter(actor: Actor, matter: Matter) -> Panel | None:
    """The whistles of a matter with how far they are; an open matter without one offers to draft it."""
    if not may(actor, WhistlePermission.VIEW, matter):
        return None
    now = timezone.now()
    found = list(lists.visible_whistles(actor).filter(matter=matter).order_by("-pk"))
    rows = [{"whistle": one, "state": state_of(one), "due": due_of(one, now)} for one in found]
    is_free = matter.is_open and not any(one.state in OPEN for one in found)
    new = f"{reverse('whistles:whistle-new')}?matter={matter.code}"
    may_draft = is_free and may(actor, WhistlePermission.DRAFT, matter)
    if not rows and not may_draft:
        return None
    return Panel("whistles/_matter_panel.html", {"rows": rows, "new_url": new if may_draft else ""})
