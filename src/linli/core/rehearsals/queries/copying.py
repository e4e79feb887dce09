"""The copy: the tree of today with the changes of a rehearsal drawn on it, in memory. Nothing here writes."""

from __future__ import annotations

import copy
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from linli.core.membership.enums import Standing
from linli.core.membership.models import Member
from linli.core.organisation.enums import GROUPS, OrgKind
from linli.core.organisation.models import PartyOrg, Post
from linli.core.organisation.queries.orgs import MemberCount, Node, posts_on
from linli.core.rehearsals.enums import ChangeKind
from linli.core.rehearsals.models import Change, Rehearsal


@dataclass
class Spot:
    """An organisation on the copy: one of today, or one that would be set up."""

    key: str
    org: PartyOrg
    parent: str | None
    change: Change | None = None  # that sets it up
    into: str | None = None  # the one that it would go into
    posts: list[Post] = field(default_factory=list)

    @property
    def is_group(self) -> bool:
        """Groups lie below branches."""
        return self.org.kind in GROUPS


@dataclass(frozen=True)
class Seat:
    """Where a member is: branch, and perhaps group, as keys of spots."""

    branch: str
    group: str | None = None

    @property
    def key(self) -> str:
        """The closest of both."""
        return self.group or self.branch


@dataclass(frozen=True)
class MemberMoving:
    """A member who would be elsewhere."""

    member: Member
    before: Seat
    after: Seat


class Copy:
    """The tree and where its members are, with some changes drawn on it, or none."""

    def __init__(self, orgs: Iterable[PartyOrg], posts: dict[UUID, list[Post]], changes: Iterable[Change]) -> None:
        self.changes = list(changes)
        self.spots = {
            key_of(org): Spot(key_of(org), copy.copy(org), key_of_id(org.parent_id), posts=posts.get(org.pk, []))
            for org in orgs
        }
        for change in self.changes:
            self._draw(change)

    def _draw(self, change: Change) -> None:
        target = target_of(change)
        if change.kind == ChangeKind.SET_UP:
            key = f"new:{change.pk}"
            new = PartyOrg(kind=change.org_kind, name=change.name, number=change.number, grid_id=change.to_grid_id)
            self.spots[key] = Spot(key, new, target, change=change)
        spot = self.spots.get(f"org:{change.org_id}")
        if spot is None:
            return
        if change.kind == ChangeKind.RENAME:
            spot.org.name = change.name
        elif change.kind == ChangeKind.MOVE:
            spot.parent = target
        elif change.kind == ChangeKind.MERGE:
            spot.into = target

    def settled(self, key: str | None) -> Spot | None:
        """The spot of a key, or the one that it would go into."""
        seen: set[str] = set()
        while key in self.spots and self.spots[key].into and key not in seen:
            seen.add(key)
            key = self.spots[key].into
        return self.spots.get(key) if key else None

    def parent_of(self, spot: Spot) -> Spot | None:
        """What it would stand below."""
        return self.settled(spot.parent)

    def seat_at(self, key: str | None) -> Seat | None:
        """Whoever goes to this spot is in that branch, and in that group if it is one."""
        spot = self.settled(key)
        if spot is None:
            return None
        above = self.parent_of(spot) if spot.is_group else None
        return Seat(above.key, spot.key) if above else Seat(spot.key)

    def seats(self, members: Iterable[Member]) -> dict[UUID, Seat]:
        """Where each member would be: as a change says, with their building, or with their group and branch."""
        said = {change.member_id: target_of(change) for change in self.changes if change.member_id}
        buildings = [change for change in self.changes if change.area_id]
        groups = {spot.org.grid_id: spot for spot in self.spots.values() if self._is_grid_group(spot)}
        found = {}
        for member in members:
            key = said.get(member.pk) or self._with_the_building(member, buildings, groups)
            seat = self.seat_at(key or key_of_id(member.group_id) or key_of_id(member.org_id))
            found[member.pk] = seat or today_of(member)
        return found

    @staticmethod
    def _is_grid_group(spot: Spot) -> bool:
        return spot.org.kind == OrgKind.GRID_GROUP and spot.into is None

    def _with_the_building(
        self, member: Member, buildings: list[Change], groups: dict[UUID | None, Spot]
    ) -> str | None:
        """A member of a grid's group whose building goes to another grid goes to the group of that one."""
        spot = self.spots.get(key_of_id(member.group_id) or "")
        if not buildings or spot is None or spot.org.kind != OrgKind.GRID_GROUP or member.person.ended_on:
            return None
        for change in buildings:
            if change.area and member.person.place.startswith(change.area.path) and change.to_grid_id in groups:
                return groups[change.to_grid_id].key
        return None

    def nodes(self, members: Iterable[Member]) -> list[Node]:
        """The tree for a page and for the thresholds, with how many members each would have."""
        everyone = list(members)
        seats = self.seats(everyone)
        own: dict[str, list[bool]] = defaultdict(list)
        for member in everyone:
            own[seats[member.pk].key].append(member.standing == Standing.FULL)
        nodes = {key: Node(spot.org, spot.posts) for key, spot in self.spots.items() if spot.into is None}
        tops: list[Node] = []
        for key, node in nodes.items():
            above = self.parent_of(self.spots[key])
            (nodes[above.key].children if above else tops).append(node)
            node.org.key = key  # type: ignore[attr-defined]  # by which both trees are compared
        for top in tops:
            _count(top, own)
        return tops


def _count(node: Node, own: dict[str, list[bool]]) -> MemberCount:
    mine = own[node.org.key]  # type: ignore[attr-defined]
    below = [_count(child, own) for child in node.children]
    node.count = MemberCount(len(mine) + sum(one.members for one in below), sum(mine) + sum(one.full for one in below))
    node.children.sort(key=lambda child: (child.org.number, child.org.name))
    return node.count


def key_of(org: PartyOrg) -> str:
    """The key of an organisation of today."""
    return f"org:{org.pk}"


def key_of_id(pk: UUID | None) -> str | None:
    """The same from its id."""
    return f"org:{pk}" if pk else None


def target_of(change: Change) -> str | None:
    """Where a change leads to."""
    return f"new:{change.to_new_id}" if change.to_new_id else key_of_id(change.to_org_id)


def today_of(member: Member) -> Seat:
    """Where a member is today."""
    return Seat(f"org:{member.org_id}", key_of_id(member.group_id))


@dataclass
class Rehearsed:
    """A rehearsal looked at: both trees, and who would be elsewhere."""

    before: Copy
    after: Copy
    members: list[Member]

    @property
    def moving(self) -> list[MemberMoving]:
        """The members who would be elsewhere, by name."""
        then = self.after.seats(self.members)
        pairs = [MemberMoving(member, today_of(member), then[member.pk]) for member in self.members]
        return [one for one in pairs if one.before != one.after]

    @property
    def posts(self) -> list[tuple[Post, str]]:
        """Posts that would end, with the organisation they are held in."""
        return [(post, spot.org.name) for spot in self.after.spots.values() if spot.into for post in spot.posts]


def rehearse(rehearsal: Rehearsal, today: date) -> Rehearsed:
    """Read the tree, its posts and members, and the changes: five queries, however many there are."""
    orgs = list(PartyOrg.objects.filter(community=rehearsal.community_id, ends_on=None).order_by("path"))
    posts = posts_on(orgs, today)
    members = list(
        Member.objects.live().filter(community=rehearsal.community_id).select_related("person").order_by("place", "pk")
    )
    changes = changes_of(rehearsal)
    return Rehearsed(Copy(orgs, posts, []), Copy(orgs, posts, changes), members)


def changes_of(rehearsal: Rehearsal) -> list[Change]:
    """The changes in the order in which they were drawn."""
    joined = ("org", "member__person", "area", "to_org", "to_new", "to_grid")
    return list(Change.objects.filter(rehearsal=rehearsal).select_related(*joined).order_by("pk"))
