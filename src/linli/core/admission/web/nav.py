"""Where admission and transfer stand in the menus, on the page of a member, and on one's own."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from linli.base.permissions import Actor, may
from linli.base.web import nav
from linli.core.admission.enums import OVER, AdmissionPermission
from linli.core.admission.models import Transfer
from linli.core.admission.queries.admissions import own_admission
from linli.core.membership.enums import MemberState
from linli.core.membership.models import Member
from linli.core.membership.web.panels import Panel, guest_panels, member_panels, own_panels

nav.register(
    "together", _("Admission"), "admission:board", "user-plus", permission=AdmissionPermission.VIEW, order=53
)  # fmt: skip
nav.register(
    "together", _("Transfers"), "admission:transfer-list", "route", permission=AdmissionPermission.TRANSFER_VIEW,
    order=54,
)  # fmt: skip


def _panel(template: str, member: Member) -> Panel:
    rows = Transfer.objects.filter(member=member).exclude(state__in=sorted(OVER)).select_related("from_org", "to_org")
    return Panel(template, {"member": member, "transfer": rows.first()})


@member_panels.register(order=30)
def transfer_of_the_member(actor: Actor, member: Member) -> Panel | None:
    """Where their papers are, or the way to send them off."""
    if member.state == MemberState.LEFT or not may(actor, AdmissionPermission.TRANSFER, member):
        return None
    return _panel("admission/_member_panel.html", member)


@own_panels.register(order=30)
def my_transfer(_actor: Actor, member: Member) -> Panel:
    """My own transfer, and my way to full membership while it lasts."""
    panel = _panel("admission/_own_panel.html", member)
    return Panel(panel.template, {**panel.context, "admission": own_admission(member.person_id)})


@guest_panels.register(order=30)
def my_way(_actor: Actor, person_id: UUID) -> Panel | None:
    """How far I am on my way to membership."""
    found = own_admission(person_id)
    return Panel("admission/_guest_panel.html", {"admission": found}) if found else None
