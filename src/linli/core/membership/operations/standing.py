"""Becoming a member, and a full one: what admission decides in a room above, written down here (B-3, W12)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from linli.base.audit.operations import record
from linli.base.errors import Refused
from linli.base.outbox.events import publish
from linli.base.permissions import Actor, require
from linli.core.membership.enums import MemberState, Standing
from linli.core.membership.events import StandingChanged
from linli.core.membership.models import Member
from linli.core.membership.operations.members import EDIT, enter_member, lock_member
from linli.core.organisation.models import PartyOrg
from linli.core.people.models import Person


@transaction.atomic
def admit_probationary(
    *, person: Person, org: PartyOrg, on: date, actor: Actor, now: datetime, group: PartyOrg | None = None
) -> Member:
    """The meeting has admitted somebody: they are a probationary member from that day on."""
    return enter_member(
        person=person, org=org, group=group, standing=Standing.PROBATIONARY, joined_on=on, actor=actor, now=now
    )


@transaction.atomic
def make_full(*, member: Member, on: date, actor: Actor, now: datetime, reason: str = "") -> Member:
    """The meeting has made a probationary member a full one, from that day on."""
    require(actor, EDIT, member)
    lock_member(member)
    if member.standing == Standing.FULL:
        raise Refused("full-already", _("They are a full member already."))
    if on > localdate(now):
        raise Refused("day-ahead", _("This day has not come yet."), field="on")
    if member.joined_on and on < member.joined_on:
        raise Refused("full-before-joining", _("Nobody is a full member before joining."), field="on")
    live = Member.objects.filter(pk=member.pk, standing=Standing.PROBATIONARY).exclude(state=MemberState.LEFT)
    live.update(standing=Standing.FULL, full_on=on, updated_at=now)
    member.standing, member.full_on, member.updated_at = Standing.FULL, on, now
    record("membership.member.make-full", member, actor=actor, now=now, reason=reason, data={"on": on.isoformat()})
    publish(StandingChanged(at=now, member_id=member.pk, standing=Standing.FULL))
    return member
