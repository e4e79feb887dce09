"""Members entered, corrected, moved to another branch; contact lost and found again; left."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.base.audit.operations import record
from linli.base.errors import Refused
from linli.base.outbox.events import publish
from linli.base.permissions import Actor, require
from linli.base.workflow import Move, step
from linli.core.membership.enums import LeaveReason, MemberClass, MembershipPermission, MemberState, Standing
from linli.core.membership.events import MemberEntered, MemberMoved, MembershipEnded
from linli.core.membership.models import Member, MemberMove
from linli.core.membership.queries.members import WHERE_MEMBERS_ARE
from linli.core.organisation.enums import GROUPS
from linli.core.organisation.models import PartyOrg
from linli.core.people.models import Person

CORRECTABLE = ("member_class", "standing", "joined_on", "full_on", "skills")
EDIT = MembershipPermission.EDIT
LOSE = Move("lose", frozenset({MemberState.NORMAL}), MemberState.SUSPENDED, EDIT, gettext_lazy("Contact is lost"))
FIND = Move("find", frozenset({MemberState.SUSPENDED}), MemberState.NORMAL, EDIT, gettext_lazy("Contact is back"))
LEAVE = Move("leave", frozenset({MemberState.NORMAL, MemberState.SUSPENDED}), MemberState.LEFT, EDIT)


@transaction.atomic
def enter_member(
    *, person: Person, org: PartyOrg, actor: Actor, now: datetime, group: PartyOrg | None = None, **told: Any
) -> Member:
    """Write down that somebody is a member of a branch; refused when they are one already.

    `told` are the columns of `CORRECTABLE`, as far as they are known.
    """
    require(actor, EDIT, group or org)
    check_org(org, group)
    if org.community_id is None or person.community_id != org.community_id:
        raise Refused("person-elsewhere", _("This person is in the register of another community."), field="person")
    columns = checked(told, localdate(now))
    member = Member(
        person=person, community_id=org.community_id, place=place_of(org, group), org=org, group=group,
        state_since=now, updated_at=now, **columns,
    )  # fmt: skip
    try:
        with transaction.atomic():
            member.save(force_insert=True)
    except IntegrityError:
        message = _("This person is a member here already. Move them instead.")
        raise Refused("member-already", message, field="person") from None
    record("membership.member.enter", member, actor=actor, now=now, data={"org": str(org.pk)})
    publish(MemberEntered(at=now, member_id=member.pk))
    return member


@transaction.atomic
def correct_member(*, member: Member, actor: Actor, now: datetime, **told: Any) -> Member:
    """Put right what is written about a member; which branch they are in is a move, not a correction."""
    require(actor, EDIT, member)
    lock_member(member)
    columns = checked(told, localdate(now), before=member)
    changed = sorted(name for name, value in columns.items() if getattr(member, name) != value)
    for name in changed:
        setattr(member, name, columns[name])
    if changed:
        member.updated_at = now
        member.save(update_fields=[*changed, "updated_at"])
        record("membership.member.correct", member, actor=actor, now=now, data={"fields": changed})
    return member


@transaction.atomic
def move_member(
    *, member: Member, org: PartyOrg, reason: str, actor: Actor, now: datetime, group: PartyOrg | None = None
) -> Member:
    """A member goes to another branch or group from today on. Where they were stays written.

    Whoever moves somebody out of their own branch needs no right in the other one: it takes over from then on.
    """
    require(actor, EDIT, member)
    lock_member(member)
    check_org(org, group)
    if org.community_id != member.community_id:
        raise Refused("org-elsewhere", _("This branch belongs to another community: that is a transfer."), field="org")
    if not reason.strip():
        raise Refused("reason-missing", _("Please say why."), field="reason")
    before, after = member.group or member.org, group or org
    if before == after:
        raise Refused("there-already", _("They are there already."), field="org")
    member.org, member.group, member.place, member.updated_at = org, group, place_of(org, group), now
    member.save(update_fields=["org", "group", "place", "updated_at"])
    MemberMove.objects.create(
        member=member, from_org=before, to_org=after, on=localdate(now), reason=reason.strip()[:200], by=actor.label,
        at=now,
    )  # fmt: skip
    told = {"from": str(before.pk), "to": str(after.pk)}
    record("membership.member.move", member, actor=actor, now=now, reason=reason.strip()[:400], data=told)
    publish(MemberMoved(at=now, member_id=member.pk, from_org_id=before.pk, to_org_id=after.pk))
    return member


@transaction.atomic
def lose_member(*, member: Member, actor: Actor, now: datetime) -> Member:
    """Contact is lost for more than half a year (B-3): noted, so that somebody looks for them."""
    return step(member, LOSE, actor=actor, now=now)


@transaction.atomic
def find_member(*, member: Member, actor: Actor, now: datetime) -> Member:
    """Contact is back."""
    return step(member, FIND, actor=actor, now=now)


@transaction.atomic
def end_membership(*, member: Member, because: str, on: date, actor: Actor, now: datetime) -> Member:
    """Somebody is no longer a member here, for one of four reasons; no more is written down."""
    if because not in LeaveReason.values:
        raise Refused("reason-unknown", _("Please choose one of these."), field="because")
    if on > localdate(now):
        raise Refused("day-ahead", _("This day has not come yet."), field="on")
    step(member, LEAVE, actor=actor, now=now, left_on=on, left_because=because)
    publish(MembershipEnded(at=now, member_id=member.pk, because=because))
    return member


def place_of(org: PartyOrg, group: PartyOrg | None) -> str:
    """Where the rights over a member begin: at their group, or at their branch."""
    return (group or org).path


def check_org(org: PartyOrg, group: PartyOrg | None) -> None:
    """Members are in a branch that is at work, and in one of its own groups."""
    if org.kind not in WHERE_MEMBERS_ARE or org.ends_on:
        raise Refused("no-branch", _("Members are in a branch that is at work."), field="org")
    if group and (group.parent_id != org.pk or group.kind not in GROUPS or group.ends_on):
        raise Refused("group-elsewhere", _("This group does not belong to this branch."), field="group")


def checked(told: dict[str, Any], today: date, before: Member | None = None) -> dict[str, Any]:
    """What was told as columns, refused where it can't be so."""
    unknown = set(told) - set(CORRECTABLE)
    if unknown:
        message = f"A member has no {sorted(unknown)}"
        raise TypeError(message)
    columns = dict(told)
    if "skills" in columns:
        columns["skills"] = " ".join(columns["skills"].split())[:200]
    for name, choices in (("member_class", MemberClass), ("standing", Standing)):
        if name in columns and columns[name] not in choices.values:
            raise Refused("choice-unknown", _("Please choose one of these."), field=name)
    _check_days(columns, today, before)
    return columns


def _check_days(columns: dict[str, Any], today: date, before: Member | None) -> None:
    def current(name: str, default: Any = None) -> Any:
        return columns.get(name, getattr(before, name) if before else default)

    joined, full = current("joined_on"), current("full_on")
    if (joined and joined > today) or (full and full > today):
        field = "joined_on" if joined and joined > today else "full_on"
        raise Refused("day-ahead", _("This day has not come yet."), field=field)
    if current("standing", Standing.FULL) == Standing.PROBATIONARY and full:
        raise Refused("still-probationary", _("A probationary member has no day of full membership."), field="full_on")
    if joined and full and full < joined:
        raise Refused("full-before-joining", _("Nobody is a full member before joining."), field="full_on")


def lock_member(member: Member) -> None:
    """The row as it is now, held until the operation is over; refused for whoever has left."""
    member.refresh_from_db(from_queryset=Member.objects.select_for_update(of=("self",)))
    if member.state == MemberState.LEFT:
        raise Refused("member-left", _("This person is no longer a member here; the record stays as it is."))
