"""The path from the wrong side: the neighbour's grid, another community, nobody at all, one's own work."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from linli.base.errors import Refused
from linli.base.permissions import Actor, Visitor
from linli.core.matters.models import Entry, Matter
from linli.core.matters.operations import desk, handling, judging
from linli.core.matters.queries.actors import SlipHolder
from linli.core.matters.queries.lists import visible_matters
from linli.core.matters.queries.moves import moves_for, reporter_moves
from linli.core.matters.queries.story import reporter_for, story_for
from tests.factories import matters as make
from tests.factories.core import NOON, TODAY

Call = Callable[[Matter, Actor, SimpleNamespace], Any]
Stage = Callable[[SimpleNamespace], Matter]

STAFF_CALLS: dict[str, tuple[Stage, Call]] = {
    "accept": (make.make_matter, lambda m, a, w: desk.accept_matter(matter=m, actor=a, now=NOON)),
    "reject": (
        make.make_matter,
        lambda m, a, w: desk.reject_matter(matter=m, reason="不归", advice="打电话", actor=a, now=NOON),
    ),
    "answer": (make.make_matter, lambda m, a, w: desk.answer_at_once(matter=m, text="好", actor=a, now=NOON)),
    "sort": (make.make_matter, lambda m, a, w: desk.sort_matter(matter=m, grid=w.grid, actor=a, now=NOON)),
    "dispatch": (
        make.accepted,
        lambda m, a, w: desk.dispatch_matter(matter=m, handler=w.people["grid_worker"], actor=a, now=NOON),
    ),
    "reassign": (
        make.dispatched,
        lambda m, a, w: desk.reassign_matter(matter=m, handler=w.people["grid_worker"], actor=a, now=NOON),
    ),
    "sign": (make.dispatched, lambda m, a, w: handling.sign_matter(matter=m, actor=a, now=NOON)),
    "return": (make.dispatched, lambda m, a, w: handling.return_dispatch(matter=m, reason="不", actor=a, now=NOON)),
    "note": (
        make.handling,
        lambda m, a, w: handling.add_note(matter=m, text="看了", is_shown=True, actor=a, now=NOON),
    ),
    "ask": (make.handling, lambda m, a, w: handling.ask_back(matter=m, text="在家吗", actor=a, now=NOON)),
    "extension": (
        make.handling,
        lambda m, a, w: handling.ask_extension(matter=m, days=1, reason="忙", actor=a, now=NOON),
    ),
    "settle": (
        make.handling,
        lambda m, a, w: desk.settle_extension(matter=m, grant=True, reason="", actor=a, now=NOON),
    ),
    "suspend": (
        make.handling,
        lambda m, a, w: handling.suspend_matter(
            matter=m, because="parts", until=TODAY.replace(day=30), reason="等", actor=a, now=NOON
        ),
    ),
    "feed-back": (
        make.handling,
        lambda m, a, w: handling.feed_back(matter=m, ending="solved", text="好了", actor=a, now=NOON),
    ),
    "verify": (make.fed_back, lambda m, a, w: judging.verify_matter(matter=m, actor=a, now=NOON)),
    "send-back": (make.fed_back, lambda m, a, w: judging.send_back(matter=m, reason="没好", actor=a, now=NOON)),
    "confirm": (make.verified, lambda m, a, w: judging.confirm_matter(matter=m, actor=a, now=NOON, door="phone")),
    "reopen": (
        make.closed,
        lambda m, a, w: judging.reopen_matter(matter=m, text="又坏了", actor=a, now=NOON, door="phone"),
    ),
    "fact": (
        make.handling,
        lambda m, a, w: judging.add_fact(matter=m, text="还有", actor=a, now=NOON, door="phone"),
    ),
}
OUTSIDERS = ["neighbour", "other_secretary", "street_officer", "system_admin", "audit_admin", "child", "visitor"]


@pytest.mark.parametrize("who", OUTSIDERS)
@pytest.mark.parametrize("name", sorted(STAFF_CALLS))
def test_a_step_is_refused_to_whoever_has_no_right_there(world: SimpleNamespace, name: str, who: str) -> None:
    stage, call = STAFF_CALLS[name]
    matter = stage(world)
    told = Entry.objects.filter(matter=matter).count()
    before = Matter.objects.values().get(pk=matter.pk)
    with pytest.raises(Refused) as refusal:
        call(matter, Visitor() if who == "visitor" else world.actors[who], world)
    assert refusal.value.code == "forbidden"
    assert (Matter.objects.values().get(pk=matter.pk), Entry.objects.filter(matter=matter).count()) == (before, told)


@pytest.mark.parametrize("name", ["accept", "reject", "answer", "sort", "dispatch", "reassign", "settle"])
def test_a_grid_worker_does_not_do_the_desks_work(world: SimpleNamespace, name: str) -> None:
    stage, call = STAFF_CALLS[name]
    with pytest.raises(Refused) as refusal:
        call(stage(world), world.actors["grid_worker"], world)
    assert refusal.value.code in {"forbidden", "own-work"}


@pytest.mark.parametrize("name", ["sign", "return", "extension", "suspend", "feed-back"])
def test_only_the_handler_takes_the_handlers_steps(world: SimpleNamespace, name: str) -> None:
    stage, call = STAFF_CALLS[name]
    with pytest.raises(Refused) as refusal:
        call(stage(world), world.actors["committee_secretary"], world)
    assert refusal.value.code == "not-the-handler"


@pytest.mark.parametrize("name", ["verify", "send-back", "confirm", "reopen"])
def test_nobody_judges_their_own_work(world: SimpleNamespace, name: str) -> None:
    stage, call = STAFF_CALLS[name]
    matter = stage(world)
    Matter.objects.filter(pk=matter.pk).update(handler=world.people["committee_secretary"], verified_by=None)
    with pytest.raises(Refused) as refusal:
        call(matter, world.actors["committee_secretary"], world)
    assert refusal.value.code == "own-work"


@pytest.mark.parametrize("name", sorted(STAFF_CALLS))
def test_a_step_from_a_wrong_state_is_refused(world: SimpleNamespace, name: str) -> None:
    _stage, call = STAFF_CALLS[name]
    wrong = make.make_matter if name in {"confirm", "verify", "send-back", "reopen", "dispatch"} else make.closed
    matter = wrong(world)
    if name == "note":
        pytest.skip("a note may be added at any time")
    handler_steps = {"sign", "return", "extension", "suspend", "feed-back"}
    actor = world.actors["grid_worker" if name in handler_steps else "committee_secretary"]
    with pytest.raises(Refused) as refusal:
        call(matter, actor, world)
    assert refusal.value.code in {"wrong-state", "no-extension-asked", "judged-already"}


def test_another_resident_is_not_the_person_who_asked(world: SimpleNamespace) -> None:
    matter = make.verified(world)
    with pytest.raises(Refused) as refusal:
        judging.confirm_matter(matter=matter, rating=1, actor=world.actors["other_resident"], now=NOON)
    assert refusal.value.code == "forbidden"


def test_the_slip_of_one_matter_opens_no_other(world: SimpleNamespace) -> None:
    mine, other = make.verified(world), make.verified(world)
    holder = SlipHolder(mine.pk)
    judging.confirm_matter(matter=mine, rating=5, actor=holder, now=NOON)
    with pytest.raises(Refused) as refusal:
        judging.confirm_matter(matter=other, rating=1, actor=holder, now=NOON)
    assert (refusal.value.code, story_for(holder, other)) == ("forbidden", [])


def test_a_worker_who_notes_a_judgement_says_how_it_was_told(world: SimpleNamespace) -> None:
    matter = make.verified(world)
    with pytest.raises(Refused) as refusal:
        judging.confirm_matter(matter=matter, rating=5, actor=world.actors["community_worker"], now=NOON)
    assert refusal.value.code == "door-needed"
    judging.confirm_matter(matter=matter, rating=5, actor=world.actors["community_worker"], now=NOON, door="phone")
    assert Entry.objects.filter(matter=matter).latest("pk").door == "phone"


def test_a_matter_is_given_only_to_somebody_who_serves_that_place(world: SimpleNamespace) -> None:
    matter = make.accepted(world)
    for key in ("neighbour", "resident", "stranger", "street_officer"):
        with pytest.raises(Refused) as refusal:
            desk.dispatch_matter(
                matter=matter, handler=world.people[key], actor=world.actors["community_worker"], now=NOON
            )
        assert refusal.value.code == "handler-elsewhere"


def test_everybody_sees_the_matters_of_their_own_place_alone(world: SimpleNamespace) -> None:
    here = make.make_matter(world)
    next_door = make.make_matter(world, grid=world.next_grid)
    seen = {key: set(visible_matters(actor).values_list("pk", flat=True)) for key, actor in world.actors.items()}
    assert seen["grid_worker"] == {here.pk}
    assert seen["neighbour"] == {next_door.pk}
    assert seen["community_worker"] == seen["committee_secretary"] == seen["street_officer"] == {here.pk, next_door.pk}
    nobody = {"system_admin", "security_admin", "audit_admin", "stranger", "other_secretary", "resident", "child"}
    assert {key for key, pks in seen.items() if not pks} == nobody | {"other_resident", "department_officer"}


def test_who_asked_is_masked_and_hidden_on_request(world: SimpleNamespace) -> None:
    open_one, hidden = make.dispatched(world), make.dispatched(world, hidden_from_handler=True)
    seen = {key: reporter_for(world.actors[key], open_one).name for key in ("grid_worker", "community_worker")}
    assert seen == {"grid_worker": "刘**", "community_worker": "刘**"}
    seen = {key: reporter_for(world.actors[key], hidden).name for key in ("grid_worker", "community_worker")}
    assert seen == {"grid_worker": "", "community_worker": "刘**"}
    assert reporter_for(world.actors["street_officer"], open_one).name == ""
    assert reporter_for(SlipHolder(hidden.pk), hidden).name == ""


def test_the_person_who_asked_reads_the_story_without_the_inner_notes(world: SimpleNamespace) -> None:
    matter = make.handling(world)
    handler = world.actors["grid_worker"]
    handling.add_note(matter=matter, text="内部：阀门归供热公司", is_shown=False, actor=handler, now=NOON)
    told = [step.kind for step in story_for(world.actors["resident"], matter)]
    assert told == ["signed", "dispatched", "accepted", "reported"]
    assert story_for(world.actors["community_worker"], matter)[0].text == "内部：阀门归供热公司"
    assert story_for(world.actors["other_resident"], matter) == []


def test_the_name_of_whoever_asked_stands_nowhere_in_the_story(world: SimpleNamespace) -> None:
    matter = make.closed(world)
    name = world.people["resident"].name
    told = story_for(world.actors["community_worker"], matter)
    assert [step for step in told if name in step.headline or name in step.text] == []


def test_the_buttons_are_the_moves_that_would_not_be_refused(world: SimpleNamespace) -> None:
    matter = make.fed_back(world)
    assert [move.name for move in moves_for(world.actors["grid_worker"], matter)] == ["fact"]
    assert [move.name for move in moves_for(world.actors["community_worker"], matter)] == [
        "verify",
        "send-back",
        "confirm",
        "fact",
    ]
    assert moves_for(world.actors["neighbour"], matter) == []
    assert [move.name for move in reporter_moves(world.actors["resident"], matter)] == ["confirm", "fact"]
    assert reporter_moves(world.actors["other_resident"], matter) == []


def test_the_handler_may_note_what_the_person_says_but_not_their_judgement(world: SimpleNamespace) -> None:
    matter, handler = make.handling(world), world.actors["grid_worker"]
    handling.ask_back(matter=matter, text="在家吗", actor=handler, now=NOON)
    judging.answer_question(matter=matter, text="在", actor=handler, now=NOON, door="phone")
    judging.add_fact(matter=matter, text="四楼也凉", actor=handler, now=NOON, door="phone")
    assert [entry.name for entry in matter.entries.order_by("-pk")[:2]] == ["张grid_worker", "张grid_worker"]
