"""I want it, too: one press a person, taken back whenever they like."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from linli.base.audit.operations import record
from linli.base.errors import Refused
from linli.base.permissions import Actor, require
from linli.core.partnership.enums import ASKED_FOR, PartnershipPermission
from linli.core.partnership.models import Need, Support
from linli.core.people.enums import Door
from linli.core.people.models import Person


@transaction.atomic
def support_need(*, need: Need, actor: Actor, now: datetime, person: Person | None = None, door: str = "") -> bool:
    """Press for a wish, online for oneself, at the desk for somebody who asks for it. A second press changes nothing.

    The audit knows that somebody pressed at the desk, never for whom: a press is nobody's business.
    """
    whose = _whose(need, actor, person, door)
    if need.state not in ASKED_FOR:
        raise Refused("not-on-the-list", _("This wish is not on the list any more."))
    pressed = add_press(need, whose, door or Door.ONLINE, now)
    if pressed and person:
        record("partnership.need.support-for", need, actor=actor, now=now, data={"door": door})
    return pressed


@transaction.atomic
def withdraw_support(*, need: Need, actor: Actor, now: datetime, person: Person | None = None, door: str = "") -> bool:
    """Take a press back; nothing remains of it."""
    whose = _whose(need, actor, person, door)
    gone = Support.objects.filter(need=need, person=whose).delete()[0]
    if gone:
        Need.objects.filter(pk=need.pk).update(supporters=F("supporters") - 1)
        need.refresh_from_db(fields=["supporters"])
        if person:
            record("partnership.need.unsupport-for", need, actor=actor, now=now, data={"door": door})
    return bool(gone)


def add_press(need: Need, person_id: UUID, door: str, now: datetime) -> bool:
    """Write a press down and count it; a part of the operations around it."""
    rows = Support.objects.bulk_create(
        [Support(need=need, person_id=person_id, door=door, at=now)], ignore_conflicts=True
    )
    if not Support.objects.filter(pk=rows[0].pk).exists():  # they had pressed before
        return False
    Need.objects.filter(pk=need.pk).update(supporters=F("supporters") + 1)
    need.refresh_from_db(fields=["supporters"])
    return True


def _whose(need: Need, actor: Actor, person: Person | None, door: str) -> UUID:
    """For whom: the signed-in person themselves, or somebody who told a worker."""
    if person is not None:
        require(actor, PartnershipPermission.GATHER, need)
        if not door or door == Door.ONLINE:
            message = _("Please say how the person told you: by phone, at the counter …")
            raise Refused("door-needed", message, field="door")
        community = person.community_id
    else:
        own: Person | None = getattr(actor, "person", None)
        community = own.community_id if own else None
    found: UUID | None = person.pk if person else getattr(actor, "self_id", None)
    if found is None:
        raise Refused("sign-in", _("Please sign in first, or call us: we note it for you."))
    if community != need.community_id:
        raise Refused("other-community", _("Only neighbours of this community press here."))
    return found
