"""Calls for help: a few at a time, a yes is free, silence is nothing, never one hand too many."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from linli.base.audit.models import AuditEntry
from linli.base.errors import Refused
from linli.base.hours import hour_bit
from linli.base.messaging.models import Message
from linli.base.outbox.worker import deliver_due
from linli.base.permissions import SystemActor
from linli.core.callouts.models import Ask, CallOut, Offer
from linli.core.callouts.operations.answering import AskHolder, answer_ask, note_answer
from linli.core.callouts.operations.calling import ask_body, call_wave, cancel_callout, finish_callout
from linli.core.callouts.operations.forgetting import forget_helper
from linli.core.callouts.operations.offers import Help, delete_offer, save_offer
from linli.core.callouts.queries.helpers import helpers_for
from linli.core.callouts.tasks import ask_the_next_few, forget_who_came, forget_who_was_silent, tell_of_tomorrow
from tests.factories import callouts as make
from tests.factories.clients import browser_of
from tests.factories.core import NOON, TODAY, make_home

DAY = timedelta(days=1)


def code_of(call, **given) -> str:
    with pytest.raises(Refused) as refused:
        call(**given)
    return refused.value.code


def says(ask: Ask, now=NOON, *, accept: bool = True, **more) -> Ask:
    return answer_ask(ask=ask, accept=accept, actor=AskHolder(ask.pk), now=now, **more)


def desk(world) -> dict:
    return {"actor": world.actors["community_worker"], "now": NOON}


def deliver(now=NOON) -> None:
    while deliver_due(now=now):
        pass


def told(person) -> list[str]:
    return sorted(Message.objects.filter(recipient=person.pk).values_list("template", flat=True))


def test_five_are_asked_at_a_time_and_their_time_comes_first(world):
    make.make_helpers(world, 8)
    callout = call_wave(callout=make.make_callout(world, wanted=8), **desk(world))
    assert (callout.state, callout.wave, callout.asks.count()) == ("calling", 1, 5)
    assert code_of(call_wave, callout=callout, **desk(world)) == "wave-open"
    ask_the_next_few(callout.wave_ends_at - timedelta(minutes=1))
    assert callout.asks.count() == 5
    ask_the_next_few(callout.wave_ends_at)
    assert callout.asks.count() == 5, "it begins at that moment"
    early = call_wave(callout=make.make_callout(world, wanted=8, starts_at=NOON + 3 * DAY, ends_at=NOON + 4 * DAY),
                      **desk(world))  # fmt: skip
    ask_the_next_few(NOON + DAY)
    assert (early.asks.count(), CallOut.objects.get(pk=early.pk).wave) == (8, 2)


def test_whoever_was_asked_least_lately_comes_first(world):
    make.make_helpers(world, 6)
    first = call_wave(callout=make.make_callout(world), **desk(world))
    asked = set(first.asks.values_list("person_id", flat=True))
    second = make.make_callout(world, starts_at=NOON + 9 * DAY, ends_at=NOON + 9 * DAY + timedelta(hours=1))
    order = [helper.candidate.person_id for helper in helpers_for(second, NOON + 8 * DAY, most=6)]
    assert (order[0] in asked, set(order[1:]) == asked) == (False, True)


def test_only_who_fits_is_asked(world):
    tuesday_morning = hour_bit(1, 0)
    fits = make.make_helpers(world, 1, hours=tuesday_morning)[0]
    make.make_helpers(world, 1, hours=hour_bit(1, 2))
    make.make_helpers(world, 1, skills=["legal"])
    make.make_helpers(world, 1, only_emergencies=True)
    make.make_helpers(world, 1, rests_until=TODAY)
    make.make_helpers(world, 1, grid=world.next_grid, reach="grid")
    callout = make.make_callout(world)
    assert [helper.candidate.person_id for helper in helpers_for(callout, NOON)] == [fits.pk]
    assert len(helpers_for(make.make_callout(world, is_emergency=True), NOON)) == 2


def test_nobody_is_expected_in_two_places_at_once(world):
    callout = make.called(world, helpers=1)
    says(callout.asks.get())
    assert helpers_for(make.make_callout(world), NOON) == []


def test_workers_are_a_source_and_rooms_above_add_theirs(world):
    callout = make.make_callout(world, sources=["workers"])
    assert [helper.candidate.person_id for helper in helpers_for(callout, NOON)] == [world.people["grid_worker"].pk]


def test_enough_is_enough_and_a_place_given_back_is_free_again(world):
    make.make_helpers(world, 4)
    callout = call_wave(callout=make.make_callout(world, wanted=2), **desk(world))
    deliver()
    one, two, three, four = callout.asks.order_by("pk")
    says(one)
    says(two)
    assert CallOut.objects.get(pk=callout.pk).state == "enough"
    assert code_of(says, ask=three) == "enough"
    deliver()
    assert (told(four.person)[-1], told(one.person)[-1]) == ("callouts.enough", "callouts.asked")
    says(two, accept=False)
    says(three)
    row = CallOut.objects.get(pk=callout.pk)
    assert (row.state, row.taken) == ("enough", 2)


def test_more_may_come_when_it_was_said_so(world):
    callout = make.called(world, helpers=2, wanted=1, more_allowed=True)
    for ask in callout.asks.all():
        says(ask)
    assert CallOut.objects.get(pk=callout.pk).taken == 2


def test_database_refuses_one_too_many(world):
    callout = make.called(world, wanted=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        CallOut.objects.filter(pk=callout.pk).update(taken=2)


def test_a_body_brings_several_but_not_too_many(world):
    callout = make.make_callout(world, wanted=3)
    ask = ask_body(callout=callout, name="消防中队", **desk(world))
    assert code_of(says, ask=ask, count=4) == "enough"
    says(ask, count=3)
    assert CallOut.objects.get(pk=callout.pk).state == "enough"


def test_desk_notes_a_yes_whether_or_not_they_were_asked(world):
    callout, somebody = make.called(world), make_home(world.next_grid, "孙大爷").people[0]
    note_answer(callout=callout, person=somebody, accept=True, door="phone", **desk(world))
    asked = callout.asks.exclude(person=somebody)[0]
    note_answer(callout=callout, person=asked.person, accept=True, door="counter", **desk(world))
    assert CallOut.objects.get(pk=callout.pk).taken == 2
    wrong = {"callout": callout, "person": somebody, "accept": True, "now": NOON}
    assert code_of(note_answer, actor=world.actors["neighbour"], **wrong) == "forbidden"
    assert code_of(note_answer, actor=world.actors["resident"], **wrong) == "forbidden"


def test_silence_is_shown_to_nobody_and_forgotten(world):
    callout = make.called(world, helpers=4)
    deliver()
    yes, no, silent, other = callout.asks.select_related("person").order_by("pk")
    says(yes)
    says(no, accept=False)
    page = browser_of(world.people["community_worker"]).get(f"/desk/calls/{callout.code}/").content.decode()
    names = [one.person.name in page for one in (yes, no, silent, other)]
    assert names == [True, False, False, False]
    rows = AuditEntry.objects.filter(subject_id=str(callout.pk))
    assert all(
        str(one.person_id) not in str((row.data, row.actor, row.person_id)) for row in rows for one in (silent, no)
    )
    finish_callout(callout=callout, came=[yes.pk], words="辛苦了", actor=desk(world)["actor"], now=NOON + 2 * DAY)
    deliver(NOON + 2 * DAY)
    assert (told(yes.person), told(silent.person)) == (["callouts.asked", "callouts.thanks"], ["callouts.asked"])
    forget_who_was_silent(NOON + 61 * DAY)
    assert callout.asks.count() == 4
    forget_who_was_silent(NOON + 62 * DAY)
    assert list(callout.asks.values_list("person_id", "came")) == [(yes.person_id, True)]
    forget_who_came(NOON + 1097 * DAY)
    assert callout.asks.count() == 1
    forget_who_came(NOON + 1098 * DAY)
    assert (callout.asks.count(), CallOut.objects.get(pk=callout.pk).taken) == (0, 1)


def test_nobody_is_asked_twice_and_only_a_promise_is_reminded(world):
    callout = make.called(world, helpers=2)
    deliver()
    yes, silent = callout.asks.order_by("pk")
    says(yes)
    for _ in range(3):
        deliver()
        tell_of_tomorrow(NOON)
    assert told(yes.person) == ["callouts.asked", "callouts.tomorrow"]
    assert told(silent.person) == ["callouts.asked"]


def test_called_off_is_told_to_whoever_was_asked(world):
    callout = make.called(world, helpers=2)
    no, silent = callout.asks.order_by("pk")
    says(no, accept=False)
    assert code_of(cancel_callout, callout=callout, words="", **desk(world)) == "words-needed"
    cancel_callout(callout=callout, words="雪化了", **desk(world))
    deliver()
    assert ("callouts.cancelled" in told(no.person), "callouts.cancelled" in told(silent.person)) == (False, True)
    assert code_of(says, ask=silent) == "call-over"


@pytest.mark.parametrize("role", ["resident", "neighbour", "street_officer", "other_secretary", "system_admin"])
def test_only_who_works_there_calls(world, role):
    callout = make.make_callout(world)
    wrong = {"callout": callout, "actor": world.actors[role], "now": NOON}
    assert code_of(call_wave, **wrong) == "forbidden"
    assert code_of(cancel_callout, words="不用了", **wrong) == "forbidden"
    assert code_of(ask_body, name="志愿队", **wrong) == "forbidden"


def test_offer_is_ones_own_to_change_and_to_delete(world):
    me, person = world.actors["resident"], world.people["resident"]
    offered = Help(skills=["digital"], hours=hour_bit(5, 0))
    assert code_of(save_offer, person=person, offered=offered, actor=world.actors["child"], now=NOON) == "forbidden"
    assert code_of(save_offer, person=person, offered=Help(skills=[], hours=1), actor=me, now=NOON) == "skill-needed"
    offer = save_offer(person=person, offered=offered, actor=me, now=NOON)
    save_offer(person=person, offered=Help(skills=["legal", "digital"], hours=1), actor=me, now=NOON)
    assert (offer.grid, sorted(one.skill for one in offer.skills.all())) == (world.grid, ["digital", "legal"])
    assert code_of(delete_offer, offer=offer, actor=world.actors["child"], now=NOON) == "forbidden"
    delete_offer(offer=offer, actor=me, now=NOON)
    assert Offer.objects.count() == 0


def test_erased_person_is_asked_no_more_and_gives_their_place_back(world):
    callout = make.called(world, helpers=2, wanted=1)
    ask = callout.asks.order_by("pk")[0]
    says(ask)
    forget_helper(person_id=ask.person_id, actor=SystemActor("erasure"), now=NOON)
    row = CallOut.objects.get(pk=callout.pk)
    assert (row.taken, row.state, Ask.objects.count(), Offer.objects.count()) == (0, "calling", 1, 1)
