"""Care is noted for a purpose, on a basis, until a day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from linli.base.audit.models import AuditEntry
from linli.base.errors import Refused
from linli.core.people.models import CareNeed, Consent, Person
from linli.core.people.operations.care import end_care, note_care, renew_care
from linli.core.people.operations.children import open_child_record
from linli.core.people.queries.persons import care_of, guardians_among, household_rows, shown_name
from tests.factories.core import NOON, TODAY, make_world

pytestmark = pytest.mark.django_db

IN_HALF_A_YEAR = date(2027, 5, 23)


@pytest.fixture
def world() -> Any:
    world = make_world()
    Person.objects.filter(pk=world.people["resident"].pk).update(birth_on=date(1950, 5, 1))
    Person.objects.filter(pk=world.people["child"].pk).update(birth_on=date(2018, 5, 1))
    for key in ("resident", "child"):
        world.people[key].refresh_from_db()
    return world


def note(world: Any, who: str = "community_worker", whom: str = "resident", **details: Any) -> CareNeed:
    values = {
        "category": "lone_elder",
        "purpose": "每周探访",
        "basis": "statutory_duty",
        "ends_on": IN_HALF_A_YEAR,
        **details,
    }
    return note_care(person=world.people[whom], actor=world.actors[who], now=NOON, **values)


def test_care_is_noted_from_today_until_a_day(world: Any) -> None:
    need = note(world)
    assert (need.starts_on, need.ends_on, need.place) == (TODAY, IN_HALF_A_YEAR, world.people["resident"].place)
    assert list(care_of(world.people["resident"], IN_HALF_A_YEAR)) == [need]
    assert list(care_of(world.people["resident"], IN_HALF_A_YEAR + timedelta(days=1))) == []
    assert not Consent.objects.exists()


def test_care_on_consent_keeps_the_sentence(world: Any) -> None:
    note(world, basis="consent", door="counter")
    consent = Consent.objects.get()
    assert (consent.purpose, consent.door) == ("care:lone_elder", "counter")
    assert consent.text.endswith("每周探访")


@pytest.mark.parametrize(
    ("details", "code"),
    [
        ({"purpose": " "}, "purpose-missing"),
        ({"ends_on": TODAY}, "ends-before"),
        ({"ends_on": TODAY + timedelta(days=367)}, "too-long"),
        ({"whom": "child", "basis": "consent", "category": "left_behind_child"}, "guardian-must-agree"),
    ],
)
def test_care_is_refused(world: Any, details: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as refusal:
        note(world, **details)
    assert refusal.value.code == code
    assert not CareNeed.objects.exists()


def test_care_is_noted_once(world: Any) -> None:
    note(world)
    with pytest.raises(Refused) as refusal:
        note(world)
    assert refusal.value.code == "already-noted"


def test_renewal_is_later_and_within_a_year(world: Any) -> None:
    need = note(world)
    actor = world.actors["community_worker"]
    for ends_on, code in ((IN_HALF_A_YEAR, "not-later"), (TODAY + timedelta(days=400), "too-long")):
        with pytest.raises(Refused) as refusal:
            renew_care(need=need, ends_on=ends_on, actor=actor, now=NOON)
        assert refusal.value.code == code
    renew_care(need=need, ends_on=date(2027, 11, 1), actor=actor, now=NOON)
    assert CareNeed.objects.get().ends_on == date(2027, 11, 1)


def test_ended_care_is_not_renewed(world: Any) -> None:
    need = note(world)
    actor = world.actors["community_worker"]
    later = NOON + timedelta(days=3)
    end_care(need=need, actor=actor, now=later)
    with pytest.raises(Refused) as refusal:
        end_care(need=need, actor=actor, now=later)
    assert refusal.value.code == "care-ended"
    with pytest.raises(Refused) as refusal:
        renew_care(need=need, ends_on=IN_HALF_A_YEAR, actor=actor, now=later + timedelta(days=1))
    assert refusal.value.code == "care-ended"


@pytest.mark.parametrize("who", ["grid_worker", "stranger", "other_secretary", "street_officer", "security_admin"])
def test_care_needs_the_right(world: Any, who: str) -> None:
    need = note(world)
    for act in (
        lambda: note(world, who, category="low_income"),
        lambda: renew_care(need=need, ends_on=date(2027, 11, 1), actor=world.actors[who], now=NOON),
        lambda: end_care(need=need, actor=world.actors[who], now=NOON),
    ):
        with pytest.raises(Refused) as refusal:
            act()
        assert refusal.value.code == "forbidden"
    assert CareNeed.objects.get().ends_on == IN_HALF_A_YEAR


def test_record_of_a_child_opens_with_a_reason(world: Any) -> None:
    child = world.people["child"]
    with pytest.raises(Refused) as refusal:
        open_child_record(person=child, reason=" ", actor=world.actors["grid_worker"], now=NOON)
    assert refusal.value.code == "reason-missing"
    with pytest.raises(Refused) as refusal:
        open_child_record(person=child, reason="看看", actor=world.actors["neighbour"], now=NOON)
    assert refusal.value.code == "forbidden"
    open_child_record(person=child, reason="开学前家访", actor=world.actors["grid_worker"], now=NOON)
    entry = AuditEntry.objects.get(action="people.person.open_child")
    assert (entry.subject_id, entry.reason) == (str(child.pk), "开学前家访")


def test_name_of_a_child_is_masked_for_those_who_do_not_look_after_it(world: Any) -> None:
    child = world.people["child"]
    assert shown_name(child, world.actors["grid_worker"], TODAY) == "刘小宝"
    assert shown_name(child, world.actors["neighbour"], TODAY) == "刘**"
    assert shown_name(world.people["resident"], world.actors["neighbour"], TODAY) == "刘桂芳"


def test_guardians_are_the_grown_ups_of_the_household(world: Any) -> None:
    rows = household_rows(world.people["child"])
    assert guardians_among(rows, TODAY) == [world.people["resident"]]
