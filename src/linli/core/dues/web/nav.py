"""Where dues stand in the menus, on the page of a member, and on one's own."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from linli.base.permissions import Actor, may
from linli.base.text import yuan
from linli.base.web import nav
from linli.core.dues.enums import DuesPermission
from linli.core.dues.web.lists import waiting
from linli.core.dues.web.members import account_now
from linli.core.membership.models import Member
from linli.core.membership.web.panels import Panel, member_panels, own_panels

nav.register(
    "together", _("Party dues"), "dues:member-list", "basket", permission=DuesPermission.VIEW, order=52, count=waiting,
    query="late=1",
)  # fmt: skip


def _panel(template: str, member: Member) -> Panel:
    account = account_now(member)
    asked = account.assessment.monthly_fen if account.assessment else None
    rest = yuan(account.rest_fen) if account.rest_fen else ""
    return Panel(template, {"member": member, "asked": yuan(asked), "rest": rest})


@member_panels.register(order=20)
def dues_of_the_member(actor: Actor, member: Member) -> Panel | None:
    """What is asked and what is open, for whoever may see it."""
    return _panel("dues/_member_panel.html", member) if may(actor, DuesPermission.VIEW, member) else None


@own_panels.register(order=20)
def my_dues(actor: Actor, member: Member) -> Panel:
    """What is asked of me."""
    return _panel("dues/_own_panel.html", member)
