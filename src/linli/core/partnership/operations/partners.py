"""A unit goes along with the community: from now on it has a place of its own."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from linli.base.audit.operations import record
from linli.base.errors import Refused
from linli.base.permissions import Actor, may, require
from linli.core.organisation.models import Body
from linli.core.partnership.enums import PartnershipPermission, Side
from linli.core.partnership.models import Partner
from linli.core.people.enums import Door


@transaction.atomic
def join_partner(*, body: Body, actor: Actor, now: datetime) -> Partner:
    """Open the page of a unit; its liaison works there as soon as they hold the role. Asking twice is harmless."""
    require(actor, PartnershipPermission.AGREEMENT_LEAD, body.community)
    found = Partner.objects.filter(body=body).first()
    if found is not None:
        return found
    if body.ends_on is not None:
        raise Refused("body-ended", _("This one has closed; its record stays as it is."))
    path = f"{body.community.path}u{body.pk.hex}/"  # its whole key: no unit's path begins another's
    partner = Partner.objects.create(community_id=body.community_id, body=body, path=path, joined_at=now)
    record("partnership.partner.join", partner, actor=actor, now=now)
    return partner


def speak_for(side: str, thing: object, *, actor: Actor, door: str = Door.ONLINE) -> None:
    """Refuse unless the actor speaks for a side: the desk for the community, the liaison for the unit.

    What a unit says by telephone or on paper the desk notes for it, and says by which door it came.
    """
    if side == Side.UNIT and may(actor, PartnershipPermission.SPEAK, thing):
        return
    require(actor, PartnershipPermission.AGREEMENT_LEAD, thing)
    if side == Side.UNIT and door == Door.ONLINE:
        raise Refused("door-needed", _("Please say how the unit told you: by phone, on paper …"), field="door")
