"""A worker leaves: all they had in hand goes on in one move, nothing to nobody; and from the wrong side."""

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
from linli.core.callouts.models import CallOut
from linli.core.matters.enums import MatterState
from linli.core.matters.models import HandOver, Matter, MatterClock, Task
from linli.core.matters.operations.hand_overs import hand_over, sign_hand_over
from linli.core.matters.operations.handling import add_note, suspend_matter
from linli.core.matters.operations.tasks import add_task
from linli.core.matters.queries.hand_overs import leavers
from linli.core.matters.queries.story import story_for
from linli.core.people.models import Grant, Person
from tests.core.matters.test_race import race
from tests.factories import callouts as calls
from tests.factories import hotline as tickets
from tests.factories import matters as make
from tests.factories.clients import browser_of
from tests.factories.core import NOON, TODAY, make_account, make_grant, make_person, make_world

LATER = NOON + timedelta(hours=3)


def successor_at(world: SimpleNamespace, name: str = "周接手") -> Person:
    person = make_person(name, at=world.grid)
    make_grant(person, "grid_worker", world.grid)
    make_account(person)
    return person


def over(world: SimpleNamespace, to: Person | None, who: str = "community_worker", **more: Any) -> HandOver:
    leaver = world.people["grid_worker"]
    return hand_over(leaver=leaver, successor=to, actor=world.actors[who], now=LATER, **more)


def told(template: str) -> list[Any]:
    while deliver_due(NOON + timedelta(days=60)):
        pass
    return list(Message.objects.filter(template=template).values_list("recipient", flat=True))


def waiting(world: SimpleNamespace) -> Matter:
    matter = make.handling(world)
    until = TODAY + timedelta(days=10)
    return suspend_matter(
        matter=matter, because="parts", until=until, reason="等配件", actor=world.actors["grid_worker"], now=NOON
    )


def test_everything_goes_to_the_successor_as_it_stands(world: SimpleNamespace) -> None:
    one, other, to = make.handling(world), waiting(world), successor_at(world)
    before = [(matter.state, matter.due_at, matter.state_since) for matter in (one, other)]
    running = set(MatterClock.objects.filter(met_at=None, stopped_at=None).values_list("pk", flat=True))
    made = over(world, to)
    for matter in (one, other):
        matter.refresh_from_db()
    assert [(matter.state, matter.due_at, matter.state_since) for matter in (one, other)] == before
    assert {one.handler, other.handler} == {to}
    assert set(MatterClock.objects.filter(met_at=None, stopped_at=None).values_list("pk", flat=True)) == running
    assert [line.is_taken for line in made.lines.all()] == [True, True]
    assert to.name in story_for(world.actors["resident"], one)[0].headline


def test_everybody_is_told_once_who_cares_now(world: SimpleNamespace) -> None:
    make.handling(world)
    to = successor_at(world)
    over(world, to)
    assert told("matters.handed_over") == [world.people["resident"].pk]
    assert told("matters.hand_over_to_sign") == [to.pk]
    assert told("matters.left_for_desk") == []


def test_what_the_successor_cannot_take_goes_to_the_desk_and_says_so(world: SimpleNamespace) -> None:
    make_grant(world.people["grid_worker"], "grid_worker", world.next_grid)
    here, there = make.handling(world), make.handling(world, grid=world.next_grid)
    made = over(world, successor_at(world))
    here.refresh_from_db()
    there.refresh_from_db()
    assert (here.state, there.state, there.handler) == (MatterState.HANDLING, MatterState.ACCEPTED, None)
    assert {line.code: line.is_taken for line in made.lines.all()} == {here.code: True, there.code: False}
    assert world.people["community_worker"].pk in told("matters.left_for_desk")
    assert told("matters.back_at_the_desk") == [world.people["resident"].pk]


def test_without_a_successor_all_of_it_waits_at_the_desk_with_a_deadline(world: SimpleNamespace) -> None:
    one, other = make.dispatched(world), waiting(world)
    over(world, None)
    for matter in (one, other):
        matter.refresh_from_db()
        assert (matter.state, matter.handler) == (MatterState.ACCEPTED, None)
        assert matter.due_at is not None
    assert not Matter.objects.filter(state__in=["dispatched", "handling", "suspended"], handler=None).exists()


def test_tasks_tickets_and_calls_go_along(world: SimpleNamespace) -> None:
    matter, to, leaver = make.accepted(world), successor_at(world), world.people["grid_worker"]
    desk = world.actors["community_worker"]
    task = add_task(matter=matter, title="量尺寸", assignee=leaver, actor=desk, now=NOON)
    ticket = tickets.assigned(world)
    call = calls.make_callout(world)
    CallOut.objects.filter(pk=call.pk).update(called_by=leaver.name)
    made = over(world, to)
    task.refresh_from_db()
    ticket.refresh_from_db()
    call.refresh_from_db()
    assert (task.assignee, ticket.handler, call.called_by) == (to, to, to.name)
    assert {"task", "ticket", "callout"} <= set(made.lines.values_list("part", flat=True))


def test_a_ticket_and_a_call_without_a_successor_are_never_with_nobody(world: SimpleNamespace) -> None:
    ticket, call = tickets.assigned(world), calls.make_callout(world)
    CallOut.objects.filter(pk=call.pk).update(called_by=world.people["grid_worker"].name)
    over(world, None)
    ticket.refresh_from_db()
    call.refresh_from_db()
    assert (ticket.handler, call.called_by) == (world.people["community_worker"], world.people["community_worker"].name)


def test_the_successor_signs_once_and_nobody_else(world: SimpleNamespace) -> None:
    make.handling(world)
    to = successor_at(world)
    made = over(world, to)
    for who in ("community_worker", "grid_worker"):
        with pytest.raises(Refused) as refused:
            sign_hand_over(hand_over=made, actor=world.actors[who], now=LATER)
        assert refused.value.code == "forbidden"
    browser, page = browser_of(to), reverse("matters:hand-over", args=[made.pk])
    assert reverse("matters:hand-over-sign", args=[made.pk]) in browser.get(page).content.decode()
    browser.post(reverse("matters:hand-over-sign", args=[made.pk]))
    made.refresh_from_db()
    assert made.signed_at is not None
    browser.post(reverse("matters:hand-over-sign", args=[made.pk]))
    assert HandOver.objects.get().signed_at == made.signed_at


@pytest.mark.parametrize("who", ["neighbour", "street_officer", "resident", "other_secretary"])
def test_only_whoever_hands_out_there_hands_over(world: SimpleNamespace, who: str) -> None:
    matter = make.handling(world)
    with pytest.raises(Refused) as refused:
        over(world, None, who)
    matter.refresh_from_db()
    assert (refused.value.code, matter.state) == ("nothing-in-hand", MatterState.HANDLING)


def test_nobody_takes_over_from_themselves_or_without_a_role_there(world: SimpleNamespace) -> None:
    make.handling(world)
    codes = []
    for to in (world.people["grid_worker"], world.people["stranger"]):
        with pytest.raises(Refused) as refused:
            over(world, to)
        codes.append(refused.value.code)
    assert codes == ["same-person", "handler-elsewhere"]


def test_whoever_has_left_stands_first_and_is_counted_for_the_desk(world: SimpleNamespace) -> None:
    make.handling(world)
    desk = world.actors["community_worker"]
    assert [one.has_left for one in leavers(desk, TODAY)] == [False]
    Grant.objects.filter(person=world.people["grid_worker"]).update(ended_at=NOON, ends_on=TODAY)
    assert [(one.person, one.count, one.has_left) for one in leavers(desk, TODAY)] == [
        (world.people["grid_worker"], 1, True)
    ]
    assert leavers(world.actors["other_secretary"], TODAY) == []


def test_pages_gather_print_hand_over_and_are_closed_to_others(world: SimpleNamespace) -> None:
    matter, to, leaver = make.handling(world), successor_at(world), world.people["grid_worker"]
    add_note(matter=matter, text=f"@{leaver.name} 请看一下", actor=world.actors["community_worker"], now=NOON)
    browser, page = browser_of(world.people["community_worker"]), reverse("matters:hand-over-of", args=[leaver.pk])
    assert page in browser.get(reverse("matters:hand-over-list")).content.decode()
    shown = browser.get(page).content.decode()
    assert (matter.code in shown, str(world.grid) in shown) == (True, True)
    papers = [browser.get(reverse("matters:hand-over-paper", args=[leaver.pk, kind])) for kind in ("pdf", "xlsx")]
    assert [answer.content[:2] for answer in papers] == [b"%P", b"PK"]
    for who in ("grid_worker", "resident", "other_secretary", "stranger"):
        assert browser_of(world.people[who]).get(page).status_code == 404
        assert browser_of(world.people[who]).post(page, {}).status_code == 404
    assert Client().get(page).status_code == 302
    answer = browser.post(page, {"successor": str(to.pk), "note": "辛苦了"})
    made = HandOver.objects.get()
    assert answer.url == reverse("matters:hand-over", args=[made.pk])
    assert matter.code in browser.get(answer.url).content.decode()
    assert browser_of(world.people["stranger"]).get(answer.url).status_code == 404
    assert browser.get(page).status_code == 404


def test_programs_read_hand_over_and_sign(world: SimpleNamespace) -> None:
    matter, to, leaver = make.handling(world), successor_at(world), world.people["grid_worker"]
    path = f"/api/v1/hand-overs/of/{leaver.pk}"
    browser = browser_of(world.people["community_worker"])
    assert [row["code"] for row in browser.get(path).json()] == [matter.code]
    said = {"data": json.dumps({"successor": str(to.pk)}), "content_type": "application/json"}
    assert browser_of(world.people["other_secretary"]).post(path, **said).status_code == 404
    made = browser.post(path, **said).json()
    assert (made["successor"], [line["is_taken"] for line in made["lines"]]) == (to.name, [True])
    sign = f"/api/v1/hand-overs/{made['id']}/sign"
    assert [browser.post(sign).status_code, browser_of(to).post(sign).status_code] == [403, 200]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_two_who_hand_over_together_one_wins_and_the_other_is_told() -> None:
    make.bring_categories()
    world = make_world()
    make.handling(world)
    to = successor_at(world)
    ends = race([lambda: over(world, to), lambda: over(world, None)])
    assert ends == ["done", "nothing-in-hand"]
    assert (HandOver.objects.count(), Task.objects.count()) == (1, Task.objects.count())
