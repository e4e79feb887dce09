"""The members of the demo: 340 over seven branches, and 1,600 who work in a unit and reported in."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from linli.base.hours import EVERY_HOUR, hour_bit
from linli.core.membership.enums import MemberClass, MemberState, ServicePost, Standing
from linli.core.membership.models import InServiceMember, Member, MemberMove
from linli.core.organisation.enums import BodyKind, OrgKind
from linli.core.organisation.models import Body, PartyOrg
from linli.core.people.enums import Role
from linli.core.people.models import Grant
from linli.portal.demo.areas import BUILDER, Tree
from linli.portal.demo.keys import Keys
from linli.portal.demo.people import Population, Settled
from linli.portal.demo.staff import Staff

MEMBERS, IN_SERVICE = 340, 1_600
ELDERS, AWAY, SHOPS = 71, 22, 14  # the other branches; the rest belongs to the branch of their grid
SKILLS = (
    *("理发", "课业辅导", "驾驶", "心肺复苏", "心理辅导", "法律咨询", "音乐舞蹈", "水暖维修", "书法绘画", "医疗保健"),
    *("电脑网络", "摄影", "家电维修", ""),
)
POSTS = ("科员", "主任", "教师", "医生", "职员", "民警")
EVENINGS = sum(hour_bit(day, 2) for day in range(5))
WEEKEND = sum(hour_bit(day, part) for day in (5, 6) for part in range(3))


@dataclass
class Roll:
    """What the members are made from."""

    tree: Tree
    chance: random.Random
    keys: Keys
    now: datetime
    branches: dict[str, list[PartyOrg]]
    groups: dict[int, PartyOrg]

    def row(self, settled: Settled, org: PartyOrg, place: str) -> dict[str, Any]:
        """What both kinds of rows have."""
        return {
            "id": self.keys.at(self.now), "person_id": settled.id, "community": self.tree.community, "org": org,
            "place": place, "state_since": self.now, "updated_at": self.now, "skills": self.chance.choice(SKILLS),
        }  # fmt: skip


def enrol_members(tree: Tree, population: Population, staff: Staff, *, seed: int, now: datetime) -> None:
    """Write the members and the in-service members down in bulk, and give the first branches their secretaries."""
    chance = random.Random(f"members {seed}")  # noqa: S311 -- invented people, nothing secret
    orgs = list(PartyOrg.objects.filter(community=tree.community, ends_on=None).order_by("path"))
    branches: dict[str, list[PartyOrg]] = {}
    for org in orgs:
        branches.setdefault(org.kind, []).append(org)
    groups = {org.number: org for org in orgs if org.kind == OrgKind.GRID_GROUP}
    roll = Roll(tree, chance, Keys(chance), now, branches, groups)
    adults = [one for one in population.adults() if one.resident.age >= 22]
    chance.shuffle(adults)
    star = staff.residents[0]  # whom the first page offers: a member, so that "My membership" can be looked at
    members = list(_members(roll, [one for one in adults if one.id != star.id], star))
    Member.objects.bulk_create(members, batch_size=500)
    _moves(roll, members)
    taken = {member.person_id for member in members}
    working = [one for one in adults if one.id not in taken and one.resident.age < 60]
    InServiceMember.objects.bulk_create(_in_service(roll, working[:IN_SERVICE]), batch_size=500)
    _secretaries(roll, staff)


def _members(roll: Roll, adults: list[Settled], star: Settled) -> Iterator[Member]:
    elders = [one for one in adults if one.resident.age >= 66]
    younger = [one for one in adults if one.resident.age < 66]
    elders, rest = elders[:ELDERS], [*younger[: AWAY + SHOPS], star, *younger[AWAY + SHOPS :]]
    for one in elders:
        yield _member(roll, one, roll.branches[OrgKind.SUNSET_RED][0], MemberClass.RETIRED)
    for n, one in enumerate(rest[: MEMBERS - len(elders)]):
        if n < AWAY:
            away = MemberClass.MOBILE_OUT if n % 3 == 0 else MemberClass.MOBILE_IN
            yield _member(roll, one, roll.branches[OrgKind.MOBILE][0], away)
        elif n < AWAY + SHOPS:
            yield _member(roll, one, roll.branches[OrgKind.BUSINESS_DISTRICT][0], MemberClass.TWO_NEW)
        else:
            group = roll.groups[one.grid]
            branch = next(org for org in roll.branches[OrgKind.RESIDENTIAL] if org.pk == group.parent_id)
            yield _member(roll, one, branch, MemberClass.COMMUNITY, group)


def _member(roll: Roll, one: Settled, org: PartyOrg, kind: str, group: PartyOrg | None = None) -> Member:
    chance, today = roll.chance, roll.now.date()
    probation = chance.random() < 0.02
    years = chance.uniform(0.2, 0.9) if probation else chance.uniform(2, max(one.resident.age - 20, 3))
    joined = today - timedelta(days=int(365 * years))
    standing = Standing.PROBATIONARY if probation else Standing.FULL
    lost = kind == MemberClass.MOBILE_OUT and chance.random() < 0.25
    return Member(
        **roll.row(one, org, (group or org).path), group=group, member_class=kind, standing=standing,
        joined_on=joined, full_on=None if probation else _year_after(joined),
        state=MemberState.SUSPENDED if lost else MemberState.NORMAL,
    )  # fmt: skip


def _year_after(day: date) -> date:
    return day + timedelta(days=365)


def _moves(roll: Roll, members: list[Member]) -> None:
    """A few moved to the Sunset-Red branch when they retired."""
    old = roll.branches[OrgKind.RESIDENTIAL]
    for n, member in enumerate(members[:6]):
        at = roll.now + timedelta(days=20 * n)
        MemberMove(
            id=roll.keys.at(at), member=member, from_org=old[n % len(old)], to_org=member.org, on=at.date(),
            reason="退休后编入夕阳红党支部", by=BUILDER.label, at=at,
        ).save()  # fmt: skip


def _in_service(roll: Roll, working: list[Settled]) -> Iterator[InServiceMember]:
    chance = roll.chance
    units = list(Body.objects.filter(community=roll.tree.community, kind=BodyKind.UNIT).order_by("pk"))
    grids = {grid.number: grid for grid in roll.tree.grids}
    for one in working:
        group = roll.groups[one.grid]
        posts = sorted(str(post) for post in chance.sample(list(ServicePost), chance.choice((0, 1, 1, 2))))
        yield InServiceMember(
            **roll.row(one, group, group.path), grid=grids[one.grid], unit=chance.choice(units),
            post=chance.choice(POSTS), hours=chance.choice((EVERY_HOUR, EVENINGS, WEEKEND, WEEKEND)),
            service_posts=posts, reported_on=roll.now.date() + timedelta(days=chance.randrange(380)),
            statement_agreed_at=roll.now if chance.random() < 0.3 else None,
        )  # fmt: skip


def _secretaries(roll: Roll, staff: Staff) -> None:
    """Neighbours with an account lead the first two branches, so that each can be seen from the inside."""
    leaders = staff.residents[2:4]
    branches = roll.branches[OrgKind.RESIDENTIAL]
    Grant.objects.bulk_create(
        Grant(
            id=roll.keys.at(roll.now), person_id=one.id, role=Role.BRANCH_SECRETARY, place=branch.path,
            community=roll.tree.community, starts_on=roll.now.date(), given_by=BUILDER.label, reason="演示",
        )
        for one, branch in zip(leaders, branches, strict=False)
    )  # fmt: skip
