"""People are added, corrected, moved, and leave."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError

from linli.base.audit.models import AuditEntry
from linli.base.errors import Refused
from linli.core.areas.enums import AreaKind
from linli.core.people.enums import EndReason, Sex
from linli.core.people.models import CareNeed, Household, Person, Residence
from linli.core.people.operations.homes import add_household, move_person
from linli.core.people.operations.persons import add_person, correct_person, end_person
from tests.factories.core import NOON, TODAY, make_area, make_home, make_person, make_world

pytestmark = pytest.mark.django_db

NUMBER = "211081196303072323"  # a woman, born on 7 March 1963


@pytest.fixture
def world() -> Any:
    return make_world()


def add(world: Any, who: str = "grid_worker", **details: Any) -> Person:
    values = {"at": world.grid, "name": "欧阳秀兰", **details}
    return add_person(actor=world.actors[who], now=NOON, **values)


def test_add_reads_everything_from_the_identity_number(world: Any) -> None:
    household = world.family.household
    person = add(world, household=household, id_number=" 21108119630307 2323", phone="139-1234-5678", sex=Sex.MALE)

    person = Person.objects.get(pk=person.pk)
    assert (person.id_number, person.sex, person.birth_on) == (NUMBER, Sex.FEMALE, date(1963, 3, 7))
    assert (person.given, person.pinyin, person.initials) == ("秀兰", "ouyangxiulan", "oyxl")
    assert (person.phone, person.place) == ("13912345678", household.place)
    assert person.residences.get().position == 2
    entry = AuditEntry.objects.get(action="people.person.add")
    assert entry.data == {"fields": ["birth_on", "id_number", "name", "phone", "sex"]}


@pytest.mark.parametrize(
    ("details", "code", "field"),
    [
        ({"name": "  "}, "name-missing", "name"),
        ({"id_number": "211081196303072324"}, "not-an-identity-number", "id_number"),
        ({"id_number": "12345"}, "not-an-identity-number", "id_number"),
        ({"phone": "1391234"}, "not-a-phone", "phone"),
        ({"birth_on": TODAY + timedelta(days=1)}, "born-in-future", "birth_on"),
    ],
)
def test_add_refuses_beside_the_field(world: Any, details: dict[str, Any], code: str, field: str) -> None:
    before = Person.objects.count()
    with pytest.raises(Refused) as refusal:
        add(world, **details)
    assert (refusal.value.code, refusal.value.field) == (code, field)
    assert Person.objects.count() == before


def test_add_refuses_the_same_identity_number_twice(world: Any) -> None:
    add(world, id_number=NUMBER)
    with pytest.raises(Refused) as refusal:
        add(world, id_number=NUMBER)
    assert (refusal.value.code, refusal.value.field) == ("already-registered", "id_number")


def test_add_needs_the_right_at_the_place(world: Any) -> None:
    for who in ("neighbour", "stranger", "other_secretary", "street_officer", "system_admin", "resident"):
        with pytest.raises(Refused) as refusal:
            add(world, who)
        assert refusal.value.code == "forbidden"
    assert not Person.objects.filter(name="欧阳秀兰").exists()


def test_add_takes_no_other_columns(world: Any) -> None:
    with pytest.raises(TypeError):
        add(world, id_hash="x")


def test_correct_keeps_what_people_are_found_by(world: Any) -> None:
    person = world.people["resident"]
    correct_person(person=person, name="单桂芳", phone="13700001111", actor=world.actors["grid_worker"], now=NOON)

    person = Person.objects.get(pk=person.pk)
    assert (person.name, person.given, person.pinyin, person.initials) == ("单桂芳", "桂芳", "shanguifang", "sgf")
    entry = AuditEntry.objects.get(action="people.person.correct")
    assert entry.data == {"fields": ["name", "phone"]}


def test_correct_lets_the_number_decide(world: Any) -> None:
    person = add(world, id_number=NUMBER)
    changes = {"sex": Sex.MALE, "birth_on": date(1990, 1, 1), "note": "喜欢下棋"}
    correct_person(person=person, actor=world.actors["grid_worker"], now=NOON, **changes)
    person = Person.objects.get(pk=person.pk)
    assert (person.sex, person.birth_on, person.note) == (Sex.FEMALE, date(1963, 3, 7), "喜欢下棋")


def test_correct_without_a_change_leaves_no_trace(world: Any) -> None:
    person = world.people["resident"]
    correct_person(person=person, name=person.name, actor=world.actors["grid_worker"], now=NOON)
    assert not AuditEntry.objects.filter(action="people.person.correct").exists()


def test_correct_is_refused_when_someone_else_was_quicker(world: Any) -> None:
    person = world.people["resident"]
    seen_at = person.updated_at
    actor = world.actors["grid_worker"]
    correct_person(person=person, note="一", actor=actor, now=NOON + timedelta(minutes=1), seen_at=seen_at)
    with pytest.raises(Refused) as refusal:
        correct_person(person=person, note="二", actor=actor, now=NOON + timedelta(minutes=2), seen_at=seen_at)
    assert refusal.value.code == "changed-meanwhile"
    assert Person.objects.get(pk=person.pk).note == "一"


def test_correct_refuses_a_number_that_another_has(world: Any) -> None:
    add(world, id_number=NUMBER)
    with pytest.raises(Refused) as refusal:
        correct_person(person=world.people["resident"], id_number=NUMBER, actor=world.actors["grid_worker"], now=NOON)
    assert refusal.value.code == "already-registered"


@pytest.mark.parametrize("who", ["neighbour", "stranger", "other_secretary", "street_officer", "audit_admin"])
def test_correct_end_and_move_need_the_right(world: Any, who: str) -> None:
    person, actor = world.people["resident"], world.actors[who]
    there = make_home(world.grid).household
    for act in (
        lambda: correct_person(person=person, note="x", actor=actor, now=NOON),
        lambda: end_person(person=person, reason=EndReason.DIED, on=TODAY, actor=actor, now=NOON),
        lambda: move_person(person=person, household=there, on=TODAY, actor=actor, now=NOON),
    ):
        with pytest.raises(Refused) as refusal:
            act()
        assert refusal.value.code == "forbidden"


def test_end_closes_residence_and_care(world: Any) -> None:
    person = world.people["resident"]
    details = {
        "purpose": "探访",
        "basis": "statutory_duty",
        "starts_on": date(2026, 1, 1),
        "ends_on": date(2026, 12, 31),
    }
    placed = {"community": world.community, "place": person.place}
    CareNeed.objects.create(person=person, category="lone_elder", **placed, **details)

    end_person(person=person, reason=EndReason.MOVED, on=TODAY, actor=world.actors["grid_worker"], now=NOON)

    person = Person.objects.get(pk=person.pk)
    assert (person.ended_on, person.end_reason) == (TODAY, EndReason.MOVED)
    assert person.residences.get().ends_on == TODAY
    assert person.care_needs.get().ends_on == TODAY
    assert Household.objects.get(pk=world.family.household.pk).ends_on is None  # the child still lives there


def test_end_refuses_twice_in_the_future_and_with_a_role(world: Any) -> None:
    actor = world.actors["community_worker"]
    for person, on, code in (
        (world.people["grid_worker"], TODAY, "holds-a-role"),
        (world.people["resident"], TODAY + timedelta(days=1), "day-in-future"),
    ):
        with pytest.raises(Refused) as refusal:
            end_person(person=person, reason=EndReason.DIED, on=on, actor=actor, now=NOON)
        assert refusal.value.code == code
    with pytest.raises(Refused) as refusal:
        end_person(person=world.people["resident"], reason=EndReason.MERGED, on=TODAY, actor=actor, now=NOON)
    assert refusal.value.code == "wrong-reason"
    end_person(person=world.people["resident"], reason=EndReason.DIED, on=TODAY, actor=actor, now=NOON)
    with pytest.raises(Refused) as refusal:
        end_person(person=world.people["resident"], reason=EndReason.DIED, on=TODAY, actor=actor, now=NOON)
    assert refusal.value.code == "person-ended"


def test_move_leaves_history_and_takes_the_records_along(world: Any) -> None:
    person = world.people["resident"]
    before = person.place
    there = make_home(world.next_grid, "李娜")
    details = {"purpose": "探访", "basis": "statutory_duty", "starts_on": TODAY, "ends_on": date(2027, 5, 1)}
    CareNeed.objects.create(
        person=person, category="lone_elder", community=world.community, place=person.place, **details
    )

    move_person(person=person, household=there.household, on=TODAY, actor=world.actors["community_worker"], now=NOON)

    person = Person.objects.get(pk=person.pk)
    assert person.place == person.care_needs.get().place == there.household.place
    assert {(row.place, row.ends_on) for row in person.residences.all()} == {
        (before, TODAY),
        (there.household.place, None),
    }


def test_move_of_the_last_one_ends_the_household(world: Any) -> None:
    alone, there = make_home(world.grid, "王秀兰"), make_home(world.grid, "李娜")
    move_person(
        person=alone.people[0], household=there.household, on=TODAY, actor=world.actors["grid_worker"], now=NOON
    )
    assert Household.objects.get(pk=alone.household.pk).ends_on == TODAY


def test_move_is_refused_with_a_reason(world: Any) -> None:
    person, actor = world.people["resident"], world.actors["community_worker"]
    there = make_home(world.grid).household
    ended = make_home(world.grid).household
    Household.objects.filter(pk=ended.pk).update(ends_on=TODAY)
    ended.refresh_from_db()
    Residence.objects.filter(person=person).update(starts_on=date(2026, 6, 1))
    for household, on, code in (
        (world.family.household, TODAY, "lives-there"),
        (there, TODAY + timedelta(days=1), "day-in-future"),
        (there, date(2026, 5, 1), "moved-before"),
        (ended, TODAY, "household-ended"),
    ):
        with pytest.raises(Refused) as refusal:
            move_person(person=person, household=household, on=on, actor=actor, now=NOON)
        assert refusal.value.code == code


def test_move_across_a_grid_needs_the_right_at_both(world: Any) -> None:
    there = make_home(world.next_grid).household
    with pytest.raises(Refused) as refusal:
        move_person(
            person=world.people["resident"], household=there, on=TODAY, actor=world.actors["grid_worker"], now=NOON
        )
    assert refusal.value.code == "forbidden"


def test_household_is_added_behind_a_door_only(world: Any) -> None:
    actor = world.actors["grid_worker"]
    assert add_household(home=world.family.home, actor=actor, now=NOON).place == world.family.home.path
    with pytest.raises(Refused) as refusal:
        add_household(home=world.family.building, actor=actor, now=NOON)
    assert refusal.value.code == "not-a-home"
    with pytest.raises(Refused) as refusal:
        add_household(home=make_area(AreaKind.HOME, world.next_grid), actor=actor, now=NOON)
    assert refusal.value.code == "forbidden"


def test_nobody_lives_in_two_homes(world: Any) -> None:
    there = make_home(world.grid)
    with pytest.raises(IntegrityError):
        Residence.objects.create(
            community=world.community,
            place=there.home.path,
            person=world.people["resident"],
            household=there.household,
            relation="other",
        )


def test_child_is_somebody_under_14(world: Any) -> None:
    child = make_person("刘小宝", at=world.grid, birth_on=date(2012, 11, 24))
    assert child.is_child_on(TODAY)
    assert not child.is_child_on(TODAY + timedelta(days=1))
