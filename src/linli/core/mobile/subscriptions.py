"""What the register of people and of members tells that concerns mobile members."""

from __future__ import annotations

from django.utils.timezone import localdate

from linli.base.outbox.events import subscribe
from linli.base.permissions import SystemActor
from linli.core.membership.events import MembershipEnded
from linli.core.mobile.models import Stay
from linli.core.mobile.operations.forgetting import forget_stays
from linli.core.mobile.operations.stays import TRANSFER, end_stay
from linli.core.people.events import PersonErased

REGISTER = SystemActor("register")


@subscribe(PersonErased)
def forget_who_was_erased(event: PersonErased) -> None:
    """Whoever was erased as they asked is forgotten here, too."""
    forget_stays(person_id=event.person_id, actor=REGISTER, now=event.at)


@subscribe(MembershipEnded)
def end_with_the_membership(event: MembershipEnded) -> None:
    """Whoever is no member here any more is not away from here."""
    for stay in Stay.objects.live().filter(member=event.member_id):
        end_stay(stay=stay, ending=TRANSFER.name, on=localdate(event.at), actor=REGISTER, now=event.at)
