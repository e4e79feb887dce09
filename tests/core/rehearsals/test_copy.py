"""The copy shows what would be; drawing on it moves nobody."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from linli.base.errors import Refused
from linli.core.membership.models import Member
from linli.core.organisation.enums import OrgKind
from linli.core.organisation.queries.findings import walk
from linli.core.rehearsals.models import Change, Rehearsal
from linli.core.rehearsals.operations import drawing
from linli.core.rehearsals.queries.copying import key_of, rehearse
from linli.core.rehearsals.queries.findings import compared, grid_counts
from tests.core.rehearsals.conftest import enrol
from tests.factories import rehearsals as make
from tests.factories.core import NOON, TODAY
from tests.factories.organisation import make_branch

TOLD: dict[str, Any] = {"actor": make.BELOW, "now": NOON}


def then(plan: Rehearsal) -> dict[str, int]:
    """How many members each would have."""
    seen = rehearse(plan, TODAY)
    return {node.org.name: node.count.members for node in walk(seen.after.nodes(seen.members)) if node.count}


def moving(plan: Rehearsal) -> set[str]:
    return {one.member.person.name for one in rehearse(plan, TODAY).moving}


def test_group_that_goes_to_another_branch_takes_its_members_along(world: SimpleNamespace) -> None:
    plan = make.begun(world.first)
    drawing.draw_move(rehearsal=plan, org=world.one, to=key_of(world.second), **TOLD)
    assert (then(plan)["第一党支部"], then(plan)["第二党支部"]) == (3, 8)
    assert moving(plan) == {"甲一", "甲二", "甲三", "甲四"}
    world.one.refresh_from_db()
    assert world.one.parent == world.first
    assert Member.objects.filter(org=world.first).count() == 7


def test_branch_that_goes_into_another_brings_its_groups_and_members(world: SimpleNamespace) -> None:
    plan = make.begun(world.first)
    drawing.draw_merge(rehearsal=plan, org=world.first, to=key_of(world.second), **TOLD)
    counts = then(plan)
    assert (counts["第二党支部"], "第一党支部" in counts) == (11, False)
    assert len(moving(plan)) == 7


def test_new_group_is_filled_by_members_who_are_named(world: SimpleNamespace) -> None:
    plan = make.begun(world.first)
    new = drawing.draw_new(rehearsal=plan, kind=OrgKind.GROUP, name="学习组", to=key_of(world.first), **TOLD)
    drawing.draw_members(rehearsal=plan, members=world.loose, to=f"new:{new.pk}", **TOLD)
    assert then(plan)["学习组"] == 3
    assert compared(rehearse(plan, TODAY), TODAY).blocking == []
    drawing.rub_out(change=new, **TOLD)
    assert (Change.objects.count(), moving(plan)) == (0, set())


def test_whoever_lives_in_a_building_goes_to_the_group_of_its_new_grid(world: SimpleNamespace) -> None:
    plan = make.begun(world.first)
    place = world.in_one[0].person.place
    area = world.grid.children.get(path=place.rsplit("/", 2)[0] + "/")
    drawing.draw_buildings(rehearsal=plan, areas=[area], grid=world.next_grid, **TOLD)
    assert moving(plan) == {"甲一"}
    counts = {one.grid: (one.homes, one.homes_then) for one in grid_counts(list(plan.changes.all()))}
    assert {homes - later for homes, later in counts.values()} == {1, -1}


def test_group_that_would_be_too_small_is_found_and_blocks(world: SimpleNamespace) -> None:
    plan = make.begun(world.first)
    drawing.draw_members(rehearsal=plan, members=world.in_one[:2], to=key_of(world.two), **TOLD)
    found = compared(rehearse(plan, TODAY), TODAY)
    assert [one.rule.key for one in found.blocking] == ["group_min_members"]
    with pytest.raises(Refused) as refusal:
        make.checked(plan)
    assert refusal.value.code == "thresholds"


def test_nothing_of_another_community_is_drawn(world: SimpleNamespace) -> None:
    plan, there = make.begun(world.first), make_branch(world.other_grid, "别处的支部")
    stranger = enrol(world.other_grid, there, None, "丁一")
    for draw in (
        lambda: drawing.draw_merge(rehearsal=plan, org=there, to=key_of(world.first), **TOLD),
        lambda: drawing.draw_merge(rehearsal=plan, org=world.first, to=key_of(there), **TOLD),
        lambda: drawing.draw_members(rehearsal=plan, members=stranger, to=key_of(world.first), **TOLD),
        lambda: drawing.draw_buildings(rehearsal=plan, areas=[world.family.building], grid=world.other_grid, **TOLD),
    ):
        with pytest.raises(Refused):
            draw()
    assert Change.objects.count() == 0


@pytest.mark.parametrize("who", ["grid_worker", "community_worker", "street_officer", "other_secretary", "resident"])
def test_drawing_is_for_the_secretary_of_the_community_alone(who: str, world: SimpleNamespace) -> None:
    plan, actor = make.begun(world.first), world.actors[who]
    for draw in (
        lambda: make.begun(world.first, actor=actor),
        lambda: drawing.draw_rename(rehearsal=plan, org=world.first, name="改名", actor=actor, now=NOON),
        lambda: drawing.draw_move(rehearsal=plan, org=world.one, to=key_of(world.second), actor=actor, now=NOON),
    ):
        with pytest.raises(Refused) as refusal:
            draw()
        assert refusal.value.code == "forbidden"


def test_a_large_tree_costs_as_many_queries_as_a_small_one(
    world: SimpleNamespace, django_assert_num_queries: Any
) -> None:
    plan = make.begun(world.first)
    drawing.draw_members(rehearsal=plan, members=world.loose, to=key_of(world.one), **TOLD)
    with django_assert_num_queries(4):  # organisations, posts, members, changes
        seen = rehearse(plan, TODAY)
        assert len(seen.moving) == 3
        compared(seen, TODAY)
