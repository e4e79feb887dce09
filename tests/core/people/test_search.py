"""People and homes are found, by whoever may, at the same cost however many there are."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from linli.base.permissions import SystemActor, Visitor
from linli.core.areas.enums import AreaKind
from linli.core.people.models import Person
from linli.core.people.operations.columns import person_columns
from linli.core.people.queries.homes import Words, address_words, find_homes, people_behind
from linli.core.people.queries.search import EACH_WAY, find_people, people_matching, ways_to
from tests.factories.core import NOON, make_area, make_home, make_person, make_world

pytestmark = pytest.mark.django_db

NUMBER = "211081196303072323"


@pytest.fixture
def world() -> Any:
    world = make_world()
    columns = person_columns(name="欧阳秀兰", id_number=NUMBER, phone="13912345678")
    person = make_home(world.grid, "欧阳秀兰").people[0]
    Person.objects.filter(pk=person.pk).update(**columns)
    world.person = Person.objects.get(pk=person.pk)
    return world


@pytest.mark.parametrize(
    "text",
    [
        "欧阳",
        "欧阳秀兰",
        "秀兰",
        "秀",
        "ouyang",
        "OuYang Xiu",
        "oyxl",
        "oyx",
        "5678",
        "13912345678",
        "139-1234-5678",
        NUMBER,
        "２１１０８１１９６３０３０７２３２３",
        " 欧阳秀兰 ",
    ],
)
def test_person_is_found_by(world: Any, text: str) -> None:
    assert find_people(world.actors["grid_worker"], text) == [world.person]


@pytest.mark.parametrize("text", ["", " ", "兰", "yang", "678", "1391234567", "211081196303072324", "%", "_", "阳秀"])
def test_person_is_not_found_by(world: Any, text: str) -> None:
    assert find_people(world.actors["grid_worker"], text) == []


@pytest.mark.parametrize(
    "who", ["neighbour", "stranger", "other_secretary", "street_officer", "audit_admin", "resident"]
)
def test_person_is_not_found_from_elsewhere(world: Any, who: str) -> None:
    for text in ("欧阳秀兰", "oyxl", "5678", NUMBER):
        assert find_people(world.actors[who], text) == []


def test_visitor_finds_nobody(world: Any) -> None:
    assert find_people(Visitor(), "欧阳秀兰") == []
    assert find_people(SystemActor("test"), "欧阳秀兰") == [world.person]


def test_those_who_left_are_not_found(world: Any) -> None:
    Person.objects.filter(pk=world.person.pk).update(ended_on=NOON.date(), end_reason="moved")
    assert find_people(world.actors["grid_worker"], "欧阳秀兰") == []


def test_each_way_finds_a_few(world: Any) -> None:
    for _number in range(EACH_WAY + 5):
        make_person("王秀兰", at=world.grid)
    assert len(find_people(world.actors["grid_worker"], "王秀")) == EACH_WAY
    assert len(find_people(world.actors["grid_worker"], "秀")) == EACH_WAY


def test_list_is_narrowed_by_the_same_words(world: Any) -> None:
    people = Person.objects.all()
    assert list(people_matching(people, "oyxl")) == [world.person]
    assert list(people_matching(people, "")) == []


@pytest.mark.parametrize(
    ("text", "index"),
    [
        ("王秀", "people_by_name"),
        ("秀兰", "people_by_given_name"),
        ("wangxiu", "people_by_pinyin"),
        ("wxl", "people_by_initials"),
        ("5678", "people_by_phone_tail"),
        ("13912345678", "people_by_phone"),
        (NUMBER, "people_by_identity_number"),
    ],
)
def test_search_uses_its_index(world: Any, text: str, index: str) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("a planner that counts rows takes no index for twenty of them")
    people = Person.objects.visible_to(world.actors["community_worker"], "people.person.view").filter(ended_on=None)
    plans = [people.filter(way.condition).order_by(way.order, "pk")[:20].explain() for way in ways_to(text)]
    assert index in " ".join(plans)
    assert not any("SCAN people_person " in f"{plan} " and "INDEX" not in plan for plan in plans)


@pytest.mark.parametrize("count", [1, 3])
def test_search_costs_two_queries(world: Any, count: int, django_assert_num_queries: Any) -> None:
    for _number in range(count):
        make_person("王秀兰", at=world.grid)
    actor = world.actors["grid_worker"]
    actor.scopes("people.person.view")
    with django_assert_num_queries(2):
        assert len(find_people(actor, "王秀兰")) == count


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("兆麟小区3号楼2单元302", Words("兆麟小区", 3, 2, 302)),
        ("3-2-302", Words("", 3, 2, 302)),
        ("3号楼302", Words("", 3, None, 302)),
        ("3 302", Words("", 3, None, 302)),
        ("兆麟小区", Words("兆麟小区")),
        ("12栋", Words("", 12)),
        ("302室", Words("", None, None, 302)),
        ("兆麟小区 3号楼", Words("兆麟小区", 3)),
        ("", Words()),
        ("Building 3, 302", Words("", 3, None, 302)),
    ],
)
def test_address_reads_as_people_write_it(text: str, words: Words) -> None:
    assert address_words(text) == words


def test_homes_are_found_by_their_address(world: Any) -> None:
    compound = make_area(AreaKind.COMPOUND, world.grid, name_zh="兆麟小区")
    building = make_area(AreaKind.BUILDING, compound, name_zh="3号楼", number=3)
    unit = make_area(AreaKind.UNIT, building, name_zh="2单元", number=2)
    home = make_area(AreaKind.HOME, unit, name_zh="302", number=302)
    elsewhere = make_area(AreaKind.BUILDING, world.next_grid, name_zh="3号楼", number=3)
    make_area(AreaKind.HOME, elsewhere, name_zh="302", number=302)

    actor = world.actors["grid_worker"]
    for text in ("兆麟小区3号楼2单元302", "3-2-302", "3号楼302", "302", "兆麟小区", "3号楼"):
        assert find_homes(actor, text) == [home]
    for text in ("4号楼302", "3-1-302", "光明小区3号楼302", "", "某处"):
        assert find_homes(actor, text) == []
    assert len(find_homes(world.actors["community_worker"], "3号楼302")) == 2
    assert find_homes(world.actors["stranger"], "302") == []


def test_people_behind_doors_are_counted_at_once(world: Any, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        assert people_behind([world.family.home]) == {world.family.home.pk: 2}
