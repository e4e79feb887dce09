"""One matter, told by many: who may join, what they see, and what their word does."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from linli.base.errors import Refused
from linli.base.messaging.models import Message
from linli.base.outbox.worker import deliver_due
from linli.base.permissions import SystemActor, Visitor
from linli.core.matters.enums import MatterState
from linli.core.matters.models import Entry, Follower, Matter
from linli.core.matters.operations.desk import reject_matter
from linli.core.matters.operations.following import (
    add_follower_fact,
    follow_matter,
    judge_as_follower,
    unfollow_matter,
)
from linli.core.matters.operations.forgetting import forget_follower
from linli.core.matters.operations.handling import ask_back
from linli.core.matters.operations.report import Report
from linli.core.matters.queries.actors import SlipHolder
from linli.core.matters.queries.followers import held_by, voices_for
from linli.core.matters.queries.nearby import Where, metres_between, open_nearby
from linli.core.matters.queries.story import story_for, story_for_follower
from tests.factories import matters as make
from tests.factories.clients import browser_of
from tests.factories.core import NOON, make_home

OWN_WORDS = "我家也冷，老人受不了"


@pytest.fixture(autouse=True)
def _fresh_doors() -> None:
    cache.clear()


def deliver() -> None:
    while deliver_due(NOON + timedelta(days=60)):
        pass


def join(world: SimpleNamespace, matter: Matter, who: str = "child", **more: Any) -> Follower:
    actor = more.pop("actor", None) or world.actors[who]
    report = Report(**{"community": world.community, "text": OWN_WORDS, **more})
    return follow_matter(matter=matter, report=report, actor=actor, now=NOON)


def holder(follower: Follower) -> SlipHolder:
    return SlipHolder(follower.matter_id, follower_id=follower.pk)


def where(world: SimpleNamespace, **more: Any) -> Where:
    return Where(**{"community_id": world.community.pk, "category": make.category(), "grid": world.grid, **more})


def test_neighbours_see_kind_place_and_day_and_no_words(world: SimpleNamespace) -> None:
    matter = make.make_matter(world, address="3号楼2单元302")
    found = open_nearby(where(world))
    assert [(one.kind, one.place, one.said_at, one.others) for one in found] == [
        (str(make.category()), "第1网格 · 3号楼", matter.reported_at, 0)
    ]


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({}, 1),
        ({"category": None, "text": "暖气一点不热"}, 1),
        ({"grid": None, "address": "菜场北门"}, 1),
        ({"grid": None, "lat": 41.4001, "lng": 123.3}, 1),
        ({"grid": None, "lat": 41.402, "lng": 123.3}, 0),
        ({"grid": None}, 0),
        ({"category": None, "text": "路灯不亮"}, 0),
    ],
)
def test_nearby_is_the_same_kind_in_the_grid_at_the_address_or_within_150_metres(
    world: SimpleNamespace, said: dict[str, Any], found: int
) -> None:
    make.make_matter(world, address="菜场北门", lat=41.4, lng=123.3)
    assert len(open_nearby(where(world, **said))) == found


def test_neither_another_grid_nor_another_community_nor_a_private_kind_is_offered(world: SimpleNamespace) -> None:
    make.make_matter(world, grid=world.next_grid)
    make.make_matter(world, community=world.other, grid=world.other_grid, actor=world.actors["other_resident"])
    make.make_matter(world, category=make.category("DI01"))
    make.closed(world)
    assert open_nearby(where(world)) == []
    assert open_nearby(where(world, category=make.category("DI01"))) == []


def test_metres_between_a_degree_of_latitude() -> None:
    assert round(metres_between(41, 123, 42, 123)) == 111_320


def test_follower_has_a_slip_that_opens_the_story_without_anybodys_words(world: SimpleNamespace) -> None:
    matter = make.handling(world)
    ask_back(matter=matter, text="刘家几点在？", actor=world.actors["grid_worker"], now=NOON)
    follower = join(world, matter, who="visitor", actor=Visitor(), is_anonymous=True)
    page = Client().get(reverse("matters:status", args=[follower.code]))
    body = page.content.decode()
    assert page.status_code == 200
    assert [word in body for word in (make.WORDS, OWN_WORDS, "刘家几点在", matter.code)] == [False] * 4
    kinds = [step.kind for step in story_for_follower(follower, with_slip=True)]
    assert kinds == ["followed", "signed", "dispatched", "accepted", "reported"]


def test_the_first_who_asked_reads_nothing_of_the_follower(world: SimpleNamespace) -> None:
    matter = make.handling(world)
    follower = join(world, matter)
    add_follower_fact(follower=follower, text="今晚更冷了", actor=world.actors["child"], now=NOON)
    steps = story_for(world.actors["resident"], matter)
    assert [step.kind for step in steps] == ["signed", "dispatched", "accepted", "reported"]
    assert [step.text for step in story_for(world.actors["grid_worker"], matter)][:1] == ["今晚更冷了"]


def test_follower_slip_does_not_speak_as_the_first_who_asked(world: SimpleNamespace) -> None:
    follower = join(world, make.verified(world))
    answer = Client().post(reverse("matters:status-step", args=[follower.code, "confirm"]), {"rating": "5"})
    assert answer.status_code == 404
    follower.matter.refresh_from_db()
    assert follower.matter.state == MatterState.VERIFIED


def test_joining_twice_is_harmless_and_ones_own_matter_needs_no_joining(world: SimpleNamespace) -> None:
    matter = make.make_matter(world)
    assert join(world, matter).pk == join(world, matter).pk
    with pytest.raises(Refused) as refused:
        join(world, matter, who="resident")
    assert (refused.value.code, Follower.objects.count()) == ("own-matter", 1)


def test_private_kind_can_be_joined_by_the_desk_alone(world: SimpleNamespace) -> None:
    matter = make.make_matter(world, category=make.category("DI01"))
    with pytest.raises(Refused) as refused:
        join(world, matter)
    assert refused.value.code == "not-shared"
    joined = join(world, matter, who="community_worker", door="phone", contact_name="赵先生", consent_note="电话同意")
    assert (joined.door, joined.contact_name) == ("phone", "赵先生")


@pytest.mark.parametrize("who", ["stranger", "neighbour", "street_officer", "resident"])
def test_worker_of_another_place_joins_nobody(world: SimpleNamespace, who: str) -> None:
    with pytest.raises(Refused) as refused:
        join(world, make.make_matter(world), who=who, door="phone")
    assert refused.value.code == "forbidden"


def test_ended_matter_is_not_joined(world: SimpleNamespace) -> None:
    with pytest.raises(Refused) as refused:
        join(world, make.closed(world))
    assert refused.value.code == "wrong-state"


def test_unfollowing_ends_the_messages_and_keeps_the_slip(world: SimpleNamespace) -> None:
    follower = join(world, make.make_matter(world))
    unfollow_matter(follower=follower, actor=world.actors["child"], now=NOON)
    deliver()
    before = Message.objects.filter(recipient=world.people["child"].pk).count()
    reject_matter(
        matter=follower.matter, reason="不属社区", advice="请打12345", actor=world.actors["community_worker"], now=NOON
    )
    deliver()
    assert Message.objects.filter(recipient=world.people["child"].pk).count() == before
    held = held_by(follower.code)
    assert held
    assert held.follower == follower


def test_follower_is_told_each_step_under_their_own_code(world: SimpleNamespace) -> None:
    matter = make.make_matter(world)
    follower = join(world, matter)
    reject_matter(
        matter=matter, reason="不属社区", advice="请打12345", actor=world.actors["community_worker"], now=NOON
    )
    deliver()
    told = Message.objects.filter(recipient=world.people["child"].pk).order_by("pk")
    assert [(one.template, one.params["code"]) for one in told] == [
        ("matters.followed", follower.code), ("matters.rejected", follower.code),
    ]  # fmt: skip
    assert make.WORDS not in str([one.params for one in told])


def test_follower_agrees_and_the_matter_stays_for_the_first_who_asked(world: SimpleNamespace) -> None:
    follower = join(world, make.verified(world))
    judge_as_follower(follower=follower, word="solved", actor=holder(follower), now=NOON)
    matter = Matter.objects.get()
    assert (matter.state, follower.word) == (MatterState.VERIFIED, "solved")


@pytest.mark.parametrize("state", ["verified", "closed"])
def test_not_solved_for_a_follower_takes_it_up_again(world: SimpleNamespace, state: str) -> None:
    matter = make.verified(world)
    follower = join(world, matter)
    if state == "closed":
        make.confirm_matter(matter=matter, actor=world.actors["resident"], now=NOON)
    judge_as_follower(follower=follower, word="not_solved", text="还是十五度", actor=holder(follower), now=NOON)
    matter = Matter.objects.get()
    assert (matter.state, matter.reopened, matter.ending) == (MatterState.ACCEPTED, 1, "")
    shown = [step.text for step in story_for(world.actors["resident"], matter)]
    assert "还是十五度" not in shown


def test_not_solved_before_the_check_is_a_new_fact(world: SimpleNamespace) -> None:
    follower = join(world, make.fed_back(world))
    judge_as_follower(follower=follower, word="not_solved", text="还是十五度", actor=holder(follower), now=NOON)
    assert Matter.objects.get().state == MatterState.FED_BACK
    assert Entry.objects.filter(kind="follower_objected").count() == 1


def test_a_word_comes_too_late_after_fifteen_working_days(world: SimpleNamespace) -> None:
    matter = make.verified(world)
    follower = join(world, matter)
    make.confirm_matter(matter=matter, actor=world.actors["resident"], now=NOON)
    late = NOON + timedelta(days=40)
    with pytest.raises(Refused) as refused:
        judge_as_follower(follower=follower, word="not_solved", text="冷", actor=holder(follower), now=late)
    assert refused.value.code == "reopen-too-late"


def test_another_slip_speaks_for_no_follower(world: SimpleNamespace) -> None:
    matter = make.make_matter(world)
    follower = join(world, matter)
    with pytest.raises(Refused) as refused:
        unfollow_matter(follower=follower, actor=SlipHolder(matter.pk), now=NOON)
    assert refused.value.code == "forbidden"


def test_the_desk_sees_followers_masked_and_the_handler_not_those_who_hide(world: SimpleNamespace) -> None:
    matter = make.handling(world)
    join(world, matter, hidden_from_handler=True)
    desk = voices_for(world.actors["community_worker"], matter)
    handler = voices_for(world.actors["grid_worker"], matter)
    assert [(one.name, one.is_hidden) for one in desk] == [("刘**", False)]
    assert [(one.name, one.is_hidden) for one in handler] == [("", True)]


def test_forgotten_follower_leaves_no_words(world: SimpleNamespace) -> None:
    follower = join(world, make.make_matter(world))
    add_follower_fact(follower=follower, text="更冷了", actor=world.actors["child"], now=NOON)
    forget_follower(follower=follower, actor=SystemActor("erasure"), now=NOON, reason="person-erased")
    follower.refresh_from_db()
    assert (follower.person, follower.text, follower.is_anonymous) == (None, "(erased)", True)
    assert [one.text for one in Entry.objects.filter(kind="follower_fact")] == ["(erased)"]


def test_four_pages_and_a_press_join_a_neighbour_without_scripts(world: SimpleNamespace, settings: Any) -> None:
    settings.LINLI_COMMUNITY = "zhaolin"
    matter = make.make_matter(world, address="3号楼")
    client = Client()
    client.post(reverse("matters:say"), {"text": OWN_WORDS})
    client.post(reverse("matters:say-kind"), {"kind": "UT04"})
    answer = client.post(reverse("matters:say-where"), {"address": "3号楼", "grid": str(world.grid.pk)})
    assert answer.url == reverse("matters:say-alike")
    page = client.get(answer.url).content.decode()
    assert [word in page for word in (str(matter.pk), make.WORDS, matter.code)] == [True, False, False]
    client.post(answer.url, {"follow": str(matter.pk)})
    slip = client.post(reverse("matters:say-who"), {"name": "anonymous"})
    follower = Follower.objects.get()
    assert (slip.url, follower.matter, follower.text) == (
        reverse("matters:slip", args=[follower.code]),
        matter,
        OWN_WORDS,
    )
    assert Matter.objects.count() == 1
    assert follower.code in client.get(slip.url).content.decode()


def test_only_what_was_offered_can_be_joined(world: SimpleNamespace, settings: Any) -> None:
    settings.LINLI_COMMUNITY = "zhaolin"
    make.make_matter(world, address="3号楼")
    private = make.make_matter(world, category=make.category("DI01"))
    client = Client()
    client.post(reverse("matters:say"), {"text": OWN_WORDS})
    client.post(reverse("matters:say-kind"), {"kind": "UT04"})
    client.post(reverse("matters:say-where"), {"address": "3号楼", "grid": str(world.grid.pk)})
    client.post(reverse("matters:say-alike"), {"follow": str(private.pk)})
    client.post(reverse("matters:say-who"), {"name": "anonymous"})
    assert (Follower.objects.count(), Matter.objects.count()) == (0, 3)


def test_twin_asks_once_and_the_call_joins(world: SimpleNamespace) -> None:
    matter = make.make_matter(world)
    make_home(world.grid, "孙长贵")
    client = browser_of(world.people["community_worker"])
    said = {"text": "暖气也不热", "door": "phone", "category": "UT04", "grid": str(world.grid.pk)}
    asked = client.post(reverse("matters:desk-new-phone"), said)
    assert (asked.status_code, Matter.objects.count()) == (200, 1)
    part = client.get(reverse("matters:desk-alike"), {**said, "community": "zhaolin"})
    assert str(matter.pk) in part.content.decode()
    client.post(reverse("matters:desk-new-phone"), {**said, "asked": "1", "follow": str(matter.pk)})
    assert (Follower.objects.get().matter, Matter.objects.count()) == (matter, 1)
    client.post(reverse("matters:desk-new-phone"), {**said, "asked": "1", "follow": ""})
    assert (Follower.objects.count(), Matter.objects.count()) == (1, 2)


def test_my_page_of_what_i_follow_opens_for_me_alone(world: SimpleNamespace) -> None:
    follower = join(world, make.make_matter(world))
    mine, other = browser_of(world.people["child"]), browser_of(world.people["resident"])
    page = reverse("matters:following-detail", args=[follower.code])
    leave = reverse("matters:following-step", args=[follower.code, "leave"])
    assert (mine.get(page).status_code, other.get(page).status_code, other.post(leave).status_code) == (200, 404, 404)
    assert follower.code in mine.get(reverse("matters:following")).content.decode()
    mine.post(leave)
    follower.refresh_from_db()
    assert not follower.is_live
