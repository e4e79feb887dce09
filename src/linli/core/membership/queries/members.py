"""Who is a member where, how many there are, and what one member may read of themselves."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from linli.base.permissions import Actor, may
from linli.core.membership.enums import MembershipPermission, MemberState, ReportState, Standing
from linli.core.membership.models import InServiceMember, Member, MemberMove
from linli.core.membership.models.members import MemberQuerySet
from linli.core.organisation.enums import BRANCHES, OrgKind
from linli.core.organisation.models import PartyOrg
from linli.core.organisation.queries.orgs import MemberCount, register_member_counts
from linli.core.people.models import Person
from linli.core.people.queries.grants import register_role_places
from linli.core.people.queries.keys import hash_of_phone

WHERE_MEMBERS_ARE = BRANCHES | {OrgKind.COMMITTEE}


def members_for(actor: Actor) -> MemberQuerySet:
    """The members that somebody may see, with what a list shows of them."""
    rows: MemberQuerySet = Member.objects.visible_to(actor, MembershipPermission.VIEW)  # type: ignore[assignment]
    return rows.select_related("person", "org", "group")


def in_service_for(actor: Actor) -> QuerySet[InServiceMember]:
    """The in-service members that somebody may see."""
    rows = InServiceMember.objects.visible_to(actor, MembershipPermission.VIEW)
    return rows.select_related("person", "unit", "grid", "org")


def named(text: str) -> Q:
    """Members whose name, pinyin or initials begin like this, or who can do this."""
    text = text.strip()
    low = text.lower()
    by_name = Q(person__name__begins=text) | Q(person__given__begins=text)
    return by_name | Q(person__pinyin__begins=low) | Q(person__initials__begins=low) | Q(skills__contains=text)


def branches_for(actor: Actor, permission: str = MembershipPermission.VIEW) -> QuerySet[PartyOrg]:
    """The branches whose members somebody may see; the committee too, where people wait who are in no branch yet."""
    rows = PartyOrg.objects.visible_to(actor, permission)
    return rows.filter(kind__in=sorted(WHERE_MEMBERS_ARE), ends_on=None).order_by("path")


def moves_of(member: Member) -> QuerySet[MemberMove]:
    """From where to where somebody went, the newest first."""
    return member.moves.select_related("from_org", "to_org").order_by("-at", "pk")


def own_membership(person_id: UUID) -> Member | None:
    """One's own card."""
    rows = Member.objects.live().filter(person=person_id)
    return rows.select_related("person", "org", "group").first()


def live_members(org: PartyOrg) -> MemberQuerySet:
    """Who belongs to a branch, a group or everything below a committee today, by name; for the operations of rooms."""
    rows = Member.objects.live().filter(community=org.community_id, place__under=org.path)
    return rows.select_related("person", "org", "group").order_by("person__pinyin", "pk")


def full_members(org: PartyOrg) -> MemberQuerySet:
    """Those of them who are full members, and so may vote (B-2)."""
    return live_members(org).filter(standing=Standing.FULL, state=MemberState.NORMAL)


def own_report(person_id: UUID) -> InServiceMember | None:
    """One's own reporting in, if one has not left."""
    rows = InServiceMember.objects.filter(person=person_id).exclude(state=ReportState.LEFT)
    return rows.select_related("person", "unit", "grid", "org").first()


def person_by_name_and_phone(community_id: UUID | None, name: str, phone: str) -> Person | None:
    """The one person of a community whom a name and a whole phone mean; two of them are nobody."""
    digest = hash_of_phone("".join(phone.split()))
    if not digest:
        return None
    rows = Person.objects.live().filter(community=community_id, name=" ".join(name.split()))
    found = list(rows.filter(Q(phone_hash=digest) | Q(account__phone_hash=digest)).distinct()[:2])
    return found[0] if len(found) == 1 else None


def counts_of(actor: Actor, orgs: Sequence[PartyOrg]) -> dict[UUID, MemberCount]:
    """How many members each organisation has, those below it included; only where the actor may know. One query."""
    allowed = [org for org in orgs if may(actor, MembershipPermission.COUNT, org)]
    if not allowed:
        return {}
    rows = Member.objects.visible_to(actor, MembershipPermission.COUNT).exclude(state=MemberState.LEFT)
    full = Count("pk", filter=Q(standing=Standing.FULL))
    found = list(rows.order_by("place").values_list("place").annotate(n=Count("pk"), full=full))
    counts = {}
    for org in allowed:
        below = [(n, entitled) for place, n, entitled in found if place.startswith(org.path)]
        counts[org.pk] = MemberCount(sum(n for n, _full in below), sum(entitled for _n, entitled in below))
    return counts


def places_of_secretaries() -> QuerySet[PartyOrg]:
    """Where a branch secretary holds the role."""
    return PartyOrg.objects.filter(kind__in=sorted(BRANCHES), ends_on=None).order_by("path")


register_member_counts(counts_of)
register_role_places(places_of_secretaries)
