"""Rows that may be one person are suggested with their reasons."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from linli.base.errors import Refused
from linli.core.people.enums import PairState
from linli.core.people.models import DuplicatePair, Person
from linli.core.people.operations.columns import person_columns
from linli.core.people.operations.duplicates import mark_distinct, one_apart, shared_place, suggest_duplicates
from linli.core.people.queries.persons import pairs_for
from tests.factories.core import NOON, make_home, make_person, make_world

pytestmark = pytest.mark.django_db

BORN = date(1963, 3, 7)
NUMBER, OTHER_NUMBER = "211081196303072323", "211081196802014312"


@pytest.fixture
def world() -> Any:
    return make_world()


def suggest(world: Any, who: str = "community_worker") -> int:
    return suggest_duplicates(community=world.community, actor=world.actors[who], now=NOON)


def someone(world: Any, name: str, phone: str = "", number: str = "", **fields: Any) -> Person:
    at = fields.pop("at", world.grid)
    person = make_person(name, at=at)
    columns = {**person_columns(name=name, phone=phone, id_number=number), **fields}
    Person.objects.filter(pk=person.pk).update(**columns)
    return Person.objects.get(pk=person.pk)


@pytest.mark.parametrize(
    ("one", "other", "reasons"),
    [
        ({"name": "王秀兰", "birth_on": BORN}, {"name": "王秀兰", "birth_on": BORN}, ["same-name-and-birthday"]),
        ({"name": "王秀兰", "phone": "13912345678"}, {"name": "王秀蘭", "phone": "13912345678"}, ["same-phone"]),
        ({"name": "王秀兰", "birth_on": BORN}, {"name": "王秀兰"}, []),
        ({"name": "王秀兰", "phone": "13912345678"}, {"name": "赵强", "phone": "13912345678"}, []),
        ({"name": "王秀兰", "number": NUMBER}, {"name": "王秀兰", "number": OTHER_NUMBER, "birth_on": BORN}, []),
    ],
)
def test_two_rows_are_suggested(world: Any, one: dict[str, Any], other: dict[str, Any], reasons: list[str]) -> None:
    there = make_home(world.next_grid)
    someone(world, **one)
    someone(world, at=there.home, **other)

    assert suggest(world) == bool(reasons)
    assert [pair.reasons for pair in DuplicatePair.objects.all()] == [reasons] * bool(reasons)


def test_similar_names_in_one_home_are_suggested_and_siblings_are_not(world: Any) -> None:
    home = make_home(world.grid).home
    for name, born in (("王秀兰", BORN), ("王秀岚", None), ("刘小宝", date(2018, 1, 1)), ("刘小贝", date(2020, 1, 1))):
        someone(world, name, birth_on=born, at=home)
    suggest(world)
    pair = DuplicatePair.objects.get()
    assert {pair.first.name, pair.second.name} == {"王秀兰", "王秀岚"}
    assert (pair.reasons, pair.place) == (["similar-name-same-home"], home.path)


def test_suggesting_again_changes_nothing(world: Any) -> None:
    someone(world, "王秀兰", birth_on=BORN)
    someone(world, "王秀兰", birth_on=BORN)
    assert (suggest(world), suggest(world)) == (1, 0)
    pair = DuplicatePair.objects.get()
    mark_distinct(pair=pair, actor=world.actors["community_worker"], now=NOON)
    assert suggest(world) == 0
    assert DuplicatePair.objects.get().state == PairState.DISTINCT


def test_pairs_are_shown_to_those_who_may_settle_them(world: Any) -> None:
    someone(world, "王秀兰", birth_on=BORN)
    someone(world, "王秀兰", birth_on=BORN)
    suggest(world)
    shown = {who for who in world.actors if pairs_for(world.actors[who]).exists()}
    assert shown == {"community_worker", "committee_secretary"}
    pair = DuplicatePair.objects.get()
    for who in ("grid_worker", "other_secretary", "system_admin"):
        with pytest.raises(Refused) as refusal:
            mark_distinct(pair=pair, actor=world.actors[who], now=NOON)
        assert refusal.value.code == "forbidden"
        with pytest.raises(Refused) as refusal:
            suggest(world, who)
        assert refusal.value.code == "forbidden"


def test_distinct_is_said_once(world: Any) -> None:
    someone(world, "王秀兰", birth_on=BORN)
    someone(world, "王秀兰", birth_on=BORN)
    suggest(world)
    pair = DuplicatePair.objects.get()
    stale = DuplicatePair.objects.get()
    mark_distinct(pair=pair, actor=world.actors["community_worker"], now=NOON)
    with pytest.raises(Refused) as refusal:
        mark_distinct(pair=stale, actor=world.actors["community_worker"], now=NOON)
    assert refusal.value.code == "wrong-state"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("王秀兰", "王秀岚", True),
        ("王秀兰", "王秀", True),
        ("王秀", "王秀兰", True),
        ("王秀兰", "李秀岚", False),
        ("王", "李", False),
        ("王秀兰", "王兰秀", False),
        ("王秀兰", "王秀兰英", True),
        ("王秀兰", "王桂秀兰", True),
    ],
)
def test_names_one_character_apart(one: str, other: str, expected: bool) -> None:
    assert one_apart(one, other) == expected


def test_shared_place_is_a_place() -> None:
    assert shared_place("/ln/zl/g01/h1/", "/ln/zl/g012/h1/") == "/ln/zl/"
    assert shared_place("/ln/zl/g01/", "/ln/zl/g01/") == "/ln/zl/g01/"
