"""Admitted, made full, moved: what the rooms above ask of the register, and what a member reads of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from linli.base.audit.queries import entries_about
from linli.base.errors import Refused
from linli.core.membership.enums import Standing
from linli.core.membership.models import Member
from linli.core.membership.operations.looks import note_look
from linli.core.membership.operations.standing import admit_probationary, make_full
from linli.core.membership.queries.members import full_members, live_members
from linli.core.people.queries.record import copy_of, looks_at
from tests.factories.clients import browser_of
from tests.factories.core import NOON, TODAY, make_account, make_person, make_world
from tests.factories.membership import make_member, make_secretary
from tests.factories.organisation import make_branch, make_committee

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> Any:
    world = make_world()
    world.first, world.second = make_branch(world.grid, "第一党支部"), make_branch(world.grid, "第二党支部")
    world.secretary, world.other = make_secretary(world.first), make_secretary(world.second, "赵书记")
    return world


def test_admitted_person_is_probationary_and_then_full(world: Any) -> None:
    person, told = make_person("何新", at=world.community), {"actor": world.secretary, "now": NOON}
    member = admit_probationary(person=person, org=world.first, on=date(2025, 11, 20), **told)
    assert (member.standing, list(full_members(world.first))) == (Standing.PROBATIONARY, [])
    make_full(member=member, on=TODAY, **told)
    member.refresh_from_db()
    assert (member.standing, member.full_on, list(full_members(world.first))) == (Standing.FULL, TODAY, [member])
    with pytest.raises(Refused) as refusal:
        make_full(member=member, on=TODAY, **told)
    assert refusal.value.code == "full-already"


def test_full_membership_begins_neither_tomorrow_nor_before_joining(world: Any) -> None:
    member = make_member(world.first, standing="probationary", joined_on=TODAY - timedelta(days=3), full_on=None)
    for on, code in ((TODAY + timedelta(days=1), "day-ahead"), (TODAY - timedelta(days=9), "full-before-joining")):
        with pytest.raises(Refused) as refusal:
            make_full(member=member, on=on, actor=world.secretary, now=NOON)
        assert refusal.value.code == code


def test_secretary_of_another_branch_makes_nobody_full(world: Any) -> None:
    member = make_member(world.first, standing="probationary", full_on=None)
    with pytest.raises(Refused) as refusal:
        make_full(member=member, on=TODAY, actor=world.other, now=NOON)
    assert (refusal.value.code, Member.objects.get().standing) == ("forbidden", Standing.PROBATIONARY)


def test_members_of_a_committee_are_those_of_its_branches(world: Any) -> None:
    one, two = make_member(world.first), make_member(world.second, "罗平")
    assert list(live_members(world.first)) == [one]
    assert set(live_members(make_committee(world.community))) == {one, two}


def test_opening_a_page_is_told_to_the_member_once_a_day(world: Any) -> None:
    member = make_member(world.first)
    browser = browser_of(world.secretary.person)
    page = reverse("membership:member", args=[member.pk])
    assert [browser.get(page).status_code for _ in range(2)] == [200, 200]
    assert [(look.who, look.what) for look in looks_at(member.person)] == [("王书记", "opened your page as a member")]
    later = entries_about("people.person", member.person_id).get().at + timedelta(days=1)
    note_look(person=member.person, actor=world.secretary, now=later)
    assert len(looks_at(member.person)) == 2


def test_own_look_is_no_look(world: Any) -> None:
    member = make_member(world.first, person=world.secretary.person)
    note_look(person=member.person, actor=world.secretary, now=NOON)
    assert looks_at(member.person) == []


def test_copy_of_a_member_tells_of_the_membership(world: Any) -> None:
    member = make_member(world.first)
    make_account(member.person)
    told = copy_of(member.person, TODAY)
    assert {"what": "Branch", "value": "第一党支部"} in told["membership"]
    assert told["in_service"] == []
    assert browser_of(member.person).get(reverse("people:record-xlsx")).status_code == 200
