from types import SimpleNamespace
from typing import Any

import pytest

from linli.core.membership.models import Member
from linli.core.organisation.models import PartyOrg
from tests.factories.core import NOON, make_home, make_world
from tests.factories.organisation import make_branch, make_group, make_post


def enrol(grid: Any, branch: PartyOrg, group: PartyOrg | None, *names: str) -> list[Member]:
    """Members who live in a grid, each in a home of their own."""
    found = []
    for name in names:
        person = make_home(grid, name).people[0]
        told: dict[str, Any] = {"org": branch, "group": group, "state_since": NOON, "updated_at": NOON}
        place = (group or branch).path
        found.append(Member.objects.create(person=person, community=branch.community, place=place, **told))
    return found


@pytest.fixture
def world(db: None) -> SimpleNamespace:
    """Two branches, each with the group of a grid and four members in it; the first has three more without a group."""
    world = make_world()
    world.first, world.second = make_branch(world.grid), make_branch(world.next_grid, "第二党支部")
    world.one, world.two = make_group(world.grid, world.first), make_group(world.next_grid, world.second)
    world.leader = make_post(world.one, "组长", kind="group_leader")
    world.in_one = enrol(world.grid, world.first, world.one, "甲一", "甲二", "甲三", "甲四")
    world.in_two = enrol(world.next_grid, world.second, world.two, "乙一", "乙二", "乙三", "乙四")
    world.loose = enrol(world.grid, world.first, None, "丙一", "丙二", "丙三")
    return world
