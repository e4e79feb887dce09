"""Many members at once go to another branch or group, as a plan of the community says on its day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from linli.base.audit.operations import record
from linli.base.permissions import Actor, require
from linli.core.membership.enums import MembershipPermission
from linli.core.membership.models import InServiceMember, Member, MemberMove
from linli.core.membership.operations.members import check_org, place_of
from linli.core.organisation.models import PartyOrg


@transaction.atomic
def regroup_members(
    *, members: Sequence[UUID], org: PartyOrg, group: PartyOrg | None, reason: str, actor: Actor, now: datetime
) -> int:
    """Members belong to this branch, and perhaps to this group of it, from today on; where they were stays written.

    How many have moved. Whoever is there already, or has left, is passed over.
    """
    require(actor, MembershipPermission.EDIT, group or org)
    check_org(org, group)
    rows = Member.objects.live().filter(pk__in=members, community=org.community_id)
    moved = 0
    for member in rows.select_for_update(of=("self",)).select_related("org", "group").order_by("pk"):
        before, after = (member.org, member.group), (org, group)
        if before == after:
            continue
        left, reached = member.group or member.org, group or org
        if left == reached:  # the group itself has gone to another branch
            left, reached = member.org, org
        member.org, member.group, member.place, member.updated_at = org, group, place_of(org, group), now
        member.save(update_fields=["org", "group", "place", "updated_at"])
        MemberMove(
            member=member, from_org=left, to_org=reached, on=localdate(now), reason=reason[:200], by=actor.label, at=now
        ).save()
        told = {"from": str(left.pk), "to": str(reached.pk)}
        record("membership.member.move", member, actor=actor, now=now, reason=reason[:400], data=told)
        moved += 1
    return moved


@transaction.atomic
def in_service_follow(
    *, org: PartyOrg, to: PartyOrg, actor: Actor, now: datetime, only_grid: UUID | None = None
) -> int:
    """In-service members who reported to a group lend their hand to another one, because theirs ends; how many."""
    require(actor, MembershipPermission.EDIT, to)
    rows = InServiceMember.objects.filter(org=org)
    if only_grid:
        rows = rows.filter(grid=only_grid)
    moved = rows.update(org=to, place=to.path, updated_at=now)
    record("membership.inservicemember.follow", to, actor=actor, now=now, data={"from": str(org.pk), "n": moved})
    return moved
