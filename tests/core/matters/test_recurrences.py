"""The same, told by many: found by night, answered once for all, made a wish, put aside; and from the wrong side."""

from __future__ import annotations

import json
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from linli.base.errors import Refused
from linli.base.messaging.models import Message
from linli.base.outbox.worker import deliver_due
from linli.core.matters.enums import RecurrenceState
from linli.core.matters.models import Category, Entry, Matter, Recurrence
from linli.core.matters.operations.desk import accept_matter, dispatch_matter, reject_matter
from linli.core.matters.operations.recurrences import (
    answer_for_all,
    make_need_of_recurrence,
    put_recurrence_aside,
    suggest_recurrence,
)
from linli.core.matters.queries.recurrences import found_recurrences, matters_of
from linli.core.matters.tasks import CLOCK, look_what_recurs
from linli.core.partnership.models import Need
from linli.core.people.queries.actors import PersonActor
from tests.core.matters.test_race import race
from tests.factories import matters as make
from tests.factories.clients import browser_of
from tests.factories.core import NOON, TODAY, make_account, make_home, make_world

DAY = timedelta(days=1)
ANSWER = "阀门周五换好，换好以后都会热。"


def neighbours(world: SimpleNamespace, count: int = 5, **fields: Any) -> list[Matter]:
    """So many different people of the first grid who each say that it is cold."""
    people = make_home(world.grid, *[f"赵{name}" for name in "一二三四五六七"[:count]]).people
    for person in people:
        make_account(person)
    return [
        make.make_matter(world, actor=PersonActor(person, TODAY), now=NOON - number * DAY, **fields)
        for number, person in enumerate(people)
    ]


def recurs(world: SimpleNamespace, **fields: Any) -> Recurrence:
    neighbours(world, **fields)
    look_what_recurs(NOON)
    return Recurrence.objects.get()


def test_five_people_within_thirty_days_in_one_grid_recur(world: SimpleNamespace) -> None:
    told = neighbours(world)
    look_what_recurs(NOON)
    one = Recurrence.objects.get()
    assert (one.category.code, one.grid, one.place, one.people) == (make.HEATING, world.grid, world.grid.path, 5)
    assert set(one.matters.all()) == set(told)


@pytest.mark.parametrize("why", ["four", "one person", "too long ago", "two communities", "not taken on", "never"])
def test_what_does_not_recur(world: SimpleNamespace, why: str) -> None:
    if why == "one person":
        for number in range(6):
            make.make_matter(world, now=NOON - number * DAY)
    elif why == "too long ago":
        neighbours(world, 4)
        make.make_matter(world, now=NOON - 31 * DAY)
    elif why == "two communities":
        neighbours(world, 4)
        elsewhere = {"community": world.other, "grid": world.other_grid}
        make.make_matter(world, actor=world.actors["other_resident"], **elsewhere)
    elif why == "not taken on":
        told = neighbours(world, 5)
        desk = world.actors["community_worker"]
        reject_matter(matter=told[0], reason="不是本社区", advice="请找邻近社区", actor=desk, now=NOON)
    elif why == "never":
        Category.objects.filter(code=make.HEATING).update(repeat_times=0)
        neighbours(world, 7)
    else:
        neighbours(world, 4)
    assert list(found_recurrences(NOON)) == []


def test_grids_that_have_too_few_alone_recur_together_in_the_community(world: SimpleNamespace) -> None:
    neighbours(world, 4)
    for who in ("neighbour", "resident"):
        make.make_matter(world, grid=world.next_grid, actor=world.actors[who])
    (found,) = found_recurrences(NOON)
    assert (found.grid_id, found.community_id, found.people) == (None, world.community.pk, 6)


def test_words_mean_the_same_before_anybody_has_sorted_them(world: SimpleNamespace) -> None:
    neighbours(world, 5, category=None, text="暖气一点不热")
    (found,) = found_recurrences(NOON)
    assert found.category.code == make.HEATING


def test_the_numbers_of_a_kind_are_data(world: SimpleNamespace) -> None:
    Category.objects.filter(code=make.HEATING).update(repeat_times=3, repeat_days=2)
    neighbours(world, 4)
    (found,) = found_recurrences(NOON)
    assert found.people == 3


def test_the_next_night_adds_who_came_since_and_suggests_nothing_twice(world: SimpleNamespace) -> None:
    one = recurs(world)
    make.make_matter(world, now=NOON)
    look_what_recurs(NOON + DAY)
    assert (Recurrence.objects.count(), one.matters.count()) == (1, 6)
    one.refresh_from_db()
    assert one.people == 6


def test_what_was_settled_is_not_suggested_again_by_the_same_tellings(world: SimpleNamespace) -> None:
    one = recurs(world)
    put_recurrence_aside(recurrence=one, reason="换热站检修，已通知", actor=world.actors["community_worker"], now=NOON)
    look_what_recurs(NOON + DAY)
    look_what_recurs(NOON + 15 * DAY)
    assert [(row.state, row.settled_by) for row in Recurrence.objects.all()] == [("put_aside", "张community_worker")]


def test_one_answer_ends_what_nobody_handles_and_is_a_word_to_the_others(world: SimpleNamespace) -> None:
    told = neighbours(world)
    desk = world.actors["community_worker"]
    in_hands = accept_matter(matter=told[0], actor=desk, now=NOON)
    dispatch_matter(matter=in_hands, handler=world.people["grid_worker"], actor=desk, now=NOON)
    closed = make.closed(world)
    look_what_recurs(NOON)
    done = answer_for_all(recurrence=Recurrence.objects.get(), text=ANSWER, actor=desk, now=NOON)
    assert (done.ended, done.told) == (4, 1)
    for matter in told:
        matter.refresh_from_db()
    assert [matter.state for matter in told] == ["dispatched", "fed_back", "fed_back", "fed_back", "fed_back"]
    while deliver_due(NOON + 60 * DAY):
        pass
    got = Message.objects.filter(template__in=["matters.ended", "matters.told"], params__text=ANSWER)
    assert sorted(got.values_list("recipient", flat=True)) == sorted(matter.reporter_id for matter in told)
    assert not Entry.objects.filter(matter=closed, text=ANSWER).exists()


def test_an_answer_without_its_reason_is_refused_before_anybody_is_told(world: SimpleNamespace) -> None:
    one = recurs(world)
    with pytest.raises(Refused) as refused:
        answer_for_all(
            recurrence=one, text=ANSWER, ending="not_possible", actor=world.actors["community_worker"], now=NOON
        )
    one.refresh_from_db()
    assert (refused.value.field, one.state) == ("basis", RecurrenceState.SUGGESTED)
    assert set(matters_of(one).values_list("state", flat=True)) == {"reported"}


def test_many_matters_become_a_wish_from_which_a_project_is_made(world: SimpleNamespace) -> None:
    one = recurs(world)
    said = {"kind": "facility", "title": "换老旧阀门", "text": "三号楼一带的阀门老了"}
    need = make_need_of_recurrence(recurrence=one, actor=world.actors["community_worker"], now=NOON, **said)
    assert (one.state, one.wish_code, need.people, need.grid) == ("wished", need.code, 5, world.grid)
    assert (need.author, need.state) == (None, "open")


@pytest.mark.parametrize("who", ["grid_worker", "street_officer", "resident", "other_secretary", "neighbour"])
def test_only_whoever_answers_there_settles_it(world: SimpleNamespace, who: str) -> None:
    one, given = recurs(world), {"actor": world.actors[who], "now": NOON}
    codes = []
    for call in (
        lambda: answer_for_all(recurrence=one, text=ANSWER, **given),
        lambda: make_need_of_recurrence(recurrence=one, kind="facility", title="x", text="x", **given),
        lambda: put_recurrence_aside(recurrence=one, reason="x", **given),
    ):
        with pytest.raises(Refused) as refused:
            call()
        codes.append(refused.value.code)
    assert codes == ["forbidden"] * 3


def test_pages_list_it_count_it_and_settle_it(world: SimpleNamespace) -> None:
    one = recurs(world)
    browser = browser_of(world.people["community_worker"])
    page = reverse("matters:recurrence", args=[one.pk])
    assert page in browser.get(reverse("matters:recurrence-list")).content.decode()
    assert reverse("matters:recurrence-list") in browser.get(reverse("portal:desk")).content.decode()
    shown = browser.get(page).content.decode()
    assert all(reverse("matters:desk-detail", args=[matter.code]) in shown for matter in one.matters.all())
    step = reverse("matters:recurrence-step", args=[one.pk, "put-aside"])
    for who, status in (("grid_worker", 404), ("other_secretary", 404), ("resident", 404)):
        assert browser_of(world.people[who]).get(page).status_code == status
        assert browser_of(world.people[who]).post(step, {"reason": "x"}).status_code == status
    assert Client().get(page).status_code == 302
    answer = browser.post(
        reverse("matters:recurrence-step", args=[one.pk, "answer"]), {"ending": "solved", "text": ANSWER}
    )
    assert answer.url == page
    one.refresh_from_db()
    assert one.state == RecurrenceState.ANSWERED
    assert browser.post(step, {"reason": "x"}).status_code in {200, 422}


def test_programs_list_and_settle_it(world: SimpleNamespace) -> None:
    one, path = recurs(world), "/api/v1/recurrences"
    browser = browser_of(world.people["community_worker"])
    (row,) = browser.get(path).json()
    assert (row["category"], row["people"], row["count"], row["state"]) == (make.HEATING, 5, 5, "suggested")
    said = {"data": json.dumps({"text": ANSWER}), "content_type": "application/json"}
    assert browser_of(world.people["other_secretary"]).post(f"{path}/{one.pk}/answer", **said).status_code == 404
    assert browser.post(f"{path}/{one.pk}/answer", **said).json() == {"ended": 5, "told": 0}
    assert browser.post(f"{path}/{one.pk}/answer", **said).status_code == 409
    aside = {"data": json.dumps({"reason": "x"}), "content_type": "application/json"}
    assert browser.post(f"{path}/{one.pk}/put-aside", **aside).status_code == 409
    assert Need.objects.count() == 0


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_two_who_answer_for_all_together_one_wins_and_everybody_is_told_once() -> None:
    make.bring_categories()
    world = make_world()
    key = recurs(world).pk

    def answer() -> object:
        one = Recurrence.objects.get(pk=key)
        return answer_for_all(recurrence=one, text=ANSWER, actor=world.actors["community_worker"], now=NOON)

    assert race([answer, answer]) == ["done", "wrong-state"]
    assert Entry.objects.filter(kind="ended").count() == 5


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_two_workers_at_night_one_writes_the_hint() -> None:
    make.bring_categories()
    world = make_world()
    neighbours(world)

    def night() -> object:
        (found,) = found_recurrences(NOON)
        return suggest_recurrence(found=found, actor=CLOCK, now=NOON)

    assert race([night, night, night]) == ["done"] * 3
    assert Recurrence.objects.count() == 1
