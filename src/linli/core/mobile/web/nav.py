"""Where mobile members stand in the menus, on the page of a member and on "My membership"."""

from __future__ import annotations

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from linli.base.permissions import Actor, may
from linli.base.web import nav
from linli.core.membership.enums import MembershipPermission, MemberState
from linli.core.membership.models import Member
from linli.core.membership.web.panels import Panel, member_panels, own_panels
from linli.core.mobile.queries.stays import own_stay
from linli.core.mobile.web.desk import due_count

nav.register(
    "together", _("Mobile members"), "mobile:stay-list", "map-pin", permission=MembershipPermission.VIEW, order=52,
    count=due_count, query="due=1",
)  # fmt: skip


@member_panels.register(order=30)
def away_of(actor: Actor, member: Member) -> Panel | None:
    """Whether the member is away, and the way to note it."""
    stay = own_stay(member.person_id)
    may_edit = may(actor, MembershipPermission.EDIT, member) and member.state != MemberState.LEFT
    return Panel("mobile/_member_panel.html", {"stay": stay, "member": member, "may_edit": may_edit})


@own_panels.register(order=30)
def away_mine(_actor: Actor, member: Member) -> Panel | None:
    """Where I am for a while."""
    stay = own_stay(member.person_id)
    suggests = stay is not None and stay.suggests_transfer(localdate())
    return Panel("mobile/_own_panel.html", {"stay": stay, "suggests_transfer": suggests})
