"""Where members stand in the menus, and on the page of a branch."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linli.base.permissions import Actor, may
from linli.base.web import nav
from linli.core.membership.enums import MembershipPermission
from linli.core.membership.queries.members import members_for, own_membership, own_report
from linli.core.membership.web.asks import waiting_asks
from linli.core.organisation.models import PartyOrg
from linli.core.organisation.web.panels import Panel, org_panels
from linli.core.people.web.panels import me_lines

SHOWN = 8
EDIT = MembershipPermission.EDIT

nav.register(
    "together", _("Members"), "membership:member-list", "users", permission=MembershipPermission.VIEW, order=51
)
nav.register(
    "together", _("Corrections of cards"), "membership:ask-list", "file-text", permission=EDIT, order=58,
    count=waiting_asks, query="state=received",
)  # fmt: skip


@me_lines.register(order=10)
def my_card(actor: Actor, me: UUID) -> Panel | None:
    """The way to my own card, for whoever has one; nobody reads it for another person."""
    has_one = actor.person_id == me and (own_membership(me) or own_report(me))
    return Panel("membership/_me_line.html") if has_one else None


@org_panels.register(order=20)
def members_of_the_org(actor: Actor, org: PartyOrg) -> Panel | None:
    """The first members by name, and the way to all of them; only for whoever may see them."""
    if not may(actor, MembershipPermission.VIEW, org):
        return None
    rows = members_for(actor).live().filter(place__under=org.path).order_by("person__pinyin", "pk")
    found = list(rows[: SHOWN + 1])
    branch = org.parent if org.grid_id and org.parent else org
    url = f"{reverse('membership:member-list')}?org={branch.pk}"
    context = {"members": found[:SHOWN], "has_more": len(found) > SHOWN, "url": url}
    return Panel("membership/_org_panel.html", context) if found else None
