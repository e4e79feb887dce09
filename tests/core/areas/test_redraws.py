"""Grids are drawn anew: homes and people move, what was written before stays."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from linli.base.audit.models import AuditEntry
from linli.base.audit.operations import record
from linli.base.errors import Refused
from linli.core.areas import tasks
from linli.core.areas.enums import AreaKind, RedrawState
from linli.core.areas.models import Area, Redraw
from linli.core.areas.operations.redraws import apply_redraw, plan_redraw, withdraw_redraw
from linli.core.areas.queries.redraws import moving_with
from linli.core.people.enums import PeoplePermission
from linli.core.people.models import Household, Person, Residence
from linli.core.people.queries.search import find_people
from tests.factories.core import NOON, TODAY, make_area, make_home, make_world

pytestmark = pytest.mark.django_db

TOMORROW = TODAY + timedelta(days=1)
NEXT_NOON = NOON + timedelta(days=1)


@pytest.fixture
def world() -> Any:
    return make_world()


def plan(world: Any, who: str = "committee_secretary", **details: Any) -> Redraw:
    values = {
        "community": world.community,
        "moves": {world.family.building.pk: world.next_grid.pk},
        "effective_on": TOMORROW,
        "reason": "第1网格太大",
        **details,
    }
    return plan_redraw(actor=world.actors[who], now=NOON, **values)


def places(world: Any) -> set[str]:
    people = Person.objects.filter(pk__in=[world.people["resident"].pk, world.people["child"].pk])
    rows = [*people, *Household.objects.filter(pk=world.family.household.pk)]
    return {row.place for row in [*rows, *Residence.objects.filter(household=world.family.household, ends_on=None)]}


def test_homes_and_people_move_on_the_day_and_old_records_stay(world: Any) -> None:
    resident, before = world.people["resident"], world.people["resident"].place
    old = record("test.visited", resident, actor=world.actors["grid_worker"], now=NOON)
    gone = Residence.objects.create(
        community=world.community,
        place=before,
        person=world.people["neighbour"],
        household=world.family.household,
        relation="other",
        ends_on=date(2026, 1, 1),
    )
    untouched = set(Person.objects.exclude(pk__in=[resident.pk, world.people["child"].pk]).values_list("pk", "place"))
    redraw = plan(world)
    assert places(world) == {before}

    apply_redraw(redraw=redraw, actor=world.actors["committee_secretary"], now=NEXT_NOON)

    after = before.replace("/g01/", "/g02/")
    assert places(world) == {after}
    home = Area.objects.get(pk=world.family.home.pk)
    assert (home.path, home.parent.parent) == (after, world.next_grid)
    assert AuditEntry.objects.get(pk=old.pk).place == before
    assert Residence.objects.get(pk=gone.pk).place == before
    still = Person.objects.exclude(pk__in=[resident.pk, world.people["child"].pk]).values_list("pk", "place")
    assert set(still) == untouched
    assert find_people(world.actors["grid_worker"], "刘桂芳") == []
    assert find_people(world.actors["neighbour"], "刘桂芳") == [resident]
    redraw.refresh_from_db()
    assert (redraw.state, redraw.applied_at) == (RedrawState.APPLIED, NEXT_NOON)
    moved = AuditEntry.objects.get(action="areas.area.move")
    assert moved.data == {
        "from": f"{world.grid.path}{world.family.building.slug}/",
        "to": after.rsplit("/", 2)[0] + "/",
    }


def test_building_of_a_divided_compound_keeps_the_compound(world: Any) -> None:
    compound = make_area(AreaKind.COMPOUND, world.grid, name_zh="兆麟小区", slug="c1")
    first, second = (
        make_area(AreaKind.BUILDING, compound, name_zh=f"{number}号楼", slug=f"b{number}", number=number)
        for number in (1, 2)
    )
    moves = {first.pk: world.next_grid.pk, second.pk: world.next_grid.pk}
    apply_redraw(redraw=plan(world, moves=moves), actor=world.actors["committee_secretary"], now=NEXT_NOON)
    there = Area.objects.get(parent=world.next_grid, kind=AreaKind.COMPOUND)
    assert there.name_zh == "兆麟小区"
    assert set(Area.objects.filter(parent=there).values_list("pk", flat=True)) == {first.pk, second.pk}


def test_whole_compound_moves_and_finds_a_free_path(world: Any) -> None:
    compound = make_area(AreaKind.COMPOUND, world.grid, name_zh="兆麟小区", slug="c1", number=1)
    home = make_area(AreaKind.HOME, make_area(AreaKind.BUILDING, compound, slug="b1"), slug="h1")
    make_area(AreaKind.COMPOUND, world.next_grid, name_zh="光明小区", slug="c1", number=1)
    redraw = plan(world, moves={compound.pk: world.next_grid.pk})
    apply_redraw(redraw=redraw, actor=world.actors["committee_secretary"], now=NEXT_NOON)
    assert Area.objects.get(pk=home.pk).path == f"{world.next_grid.path}c1-2/b1/h1/"


def test_plan_says_what_moves(world: Any) -> None:
    make_home(world.grid)
    (moving,) = moving_with(plan(world).moves)
    assert (moving.area, moving.present, moving.to, moving.homes) == (
        world.family.building,
        world.grid,
        world.next_grid,
        1,
    )


@pytest.mark.parametrize(
    ("details", "code"),
    [
        ({"effective_on": TODAY - timedelta(days=1)}, "day-in-past"),
        ({"reason": " "}, "reason-missing"),
        ({"moves": {}}, "nothing-to-move"),
    ],
)
def test_plan_is_refused(world: Any, details: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as refusal:
        plan(world, **details)
    assert refusal.value.code == code
    assert not Redraw.objects.exists()


def test_plan_is_refused_for_what_cannot_move(world: Any) -> None:
    building, home = world.family.building, world.family.home
    ended = make_area(AreaKind.BUILDING, world.grid, ends_on=TODAY)
    compound = make_area(AreaKind.COMPOUND, world.grid)
    inside = make_area(AreaKind.BUILDING, compound)
    for moves, code in (
        ({home.pk: world.next_grid.pk}, "not-a-building"),
        ({building.pk: home.pk}, "not-a-building"),
        ({building.pk: world.grid.pk}, "already-there"),
        ({building.pk: world.other_grid.pk}, "building-gone"),
        ({ended.pk: world.next_grid.pk}, "building-gone"),
        ({compound.pk: world.next_grid.pk, inside.pk: world.next_grid.pk}, "moved-twice"),
    ):
        with pytest.raises(Refused) as refusal:
            plan(world, moves=moves)
        assert refusal.value.code == code


@pytest.mark.parametrize(
    "who", ["grid_worker", "community_worker", "other_secretary", "street_officer", "system_admin"]
)
def test_redrawing_needs_the_right(world: Any, who: str) -> None:
    redraw = plan(world)
    for act in (
        lambda: plan(world, who),
        lambda: withdraw_redraw(redraw=redraw, actor=world.actors[who], now=NOON),
        lambda: apply_redraw(redraw=redraw, actor=world.actors[who], now=NEXT_NOON),
    ):
        with pytest.raises(Refused) as refusal:
            act()
        assert refusal.value.code == "forbidden"
    assert Redraw.objects.get().state == RedrawState.PLANNED


def test_drawing_is_applied_once_and_not_early(world: Any) -> None:
    actor = world.actors["committee_secretary"]
    redraw = plan(world)
    with pytest.raises(Refused) as refusal:
        apply_redraw(redraw=redraw, actor=actor, now=NOON)
    assert refusal.value.code == "not-yet"
    apply_redraw(redraw=Redraw.objects.get(), actor=actor, now=NEXT_NOON)
    for act in (apply_redraw, withdraw_redraw):
        with pytest.raises(Refused) as refusal:
            act(redraw=redraw, actor=actor, now=NEXT_NOON)
        assert refusal.value.code == "wrong-state"


def test_schedule_applies_what_is_due_and_leaves_what_no_longer_fits(world: Any) -> None:
    stale = plan(world)
    due = plan(world)
    later = plan(world, effective_on=TOMORROW + timedelta(days=9))
    withdrawn = withdraw_redraw(redraw=plan(world), actor=world.actors["committee_secretary"], now=NOON)

    tasks.apply_due_redraws(NEXT_NOON)

    states = dict(Redraw.objects.values_list("pk", "state"))
    # Both plans move the same building: the first one did, so the second no longer fits.
    assert states == {stale.pk: "applied", due.pk: "planned", later.pk: "planned", withdrawn.pk: "withdrawn"}
    assert Person.objects.visible_to(world.actors["neighbour"], PeoplePermission.VIEW).filter(name="刘桂芳").exists()
