"""How the same kind of matter ended before, and who sent it back with which clause."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace

from django.urls import reverse

from linli.core.matters.operations.desk import answer_at_once
from linli.core.matters.operations.handling import return_dispatch
from linli.core.matters.queries.precedents import precedents, returns_of
from tests.factories import matters as make
from tests.factories.clients import browser_of
from tests.factories.core import NOON


def test_same_words_and_the_same_grid_come_before_others(world: SimpleNamespace) -> None:
    same_words = make.closed(world, text="暖气不热，家里有三岁孩子")
    make.closed(world, category=make.category("FA02"))
    other_words = make.closed(world, text="卧室只有十四度")
    make.make_matter(world)  # still open: it has no ending to learn from
    now = make.make_matter(world, text="三岁孩子在家，暖气不热")
    found = precedents(now, world.actors["community_worker"])
    assert [one.matter.pk for one in found] == [same_words.pk, other_words.pk]
    assert (found[0].same_grid, "暖气不热" in found[0].words) == (True, True)


def test_precedents_are_those_that_a_worker_may_see(world: SimpleNamespace) -> None:
    make.closed(world)
    now = make.make_matter(world, grid=world.next_grid)
    assert precedents(now, world.actors["neighbour"]) == []
    assert len(precedents(now, world.actors["community_worker"])) == 1


def test_the_desk_reads_who_sent_it_back_and_whose_it_is(world: SimpleNamespace) -> None:
    matter = make.dispatched(world)
    basis = make.category("UT05")
    return_dispatch(matter=matter, reason="是楼内管道", basis=basis, actor=world.actors["grid_worker"], now=NOON)
    (one,) = returns_of(matter)
    assert (one.name, one.reason, one.owner, one.clause) == (
        world.people["grid_worker"].name,
        "是楼内管道",
        basis.owner,
        basis.clause,
    )
    desk = browser_of(world.people["community_worker"], headers={"accept-language": "zh-hans"})
    page = desk.get(reverse("matters:desk-step", args=[matter.code, "dispatch"])).content.decode()
    assert basis.clause_zh in page


def test_sending_back_offers_the_clauses_that_the_words_mean(world: SimpleNamespace) -> None:
    matter = make.dispatched(world, now=datetime.now(tz=UTC))
    handler = browser_of(world.people["grid_worker"], headers={"accept-language": "zh-hans"})
    url = reverse("matters:desk-step", args=[matter.code, "return"])
    assert make.category().clause_zh in handler.get(url).content.decode()
    handler.post(url, {"basis": "UT04", "reason": "归供热公司"})
    assert matter.entries.get(kind="returned").detail["basis"] == "UT04"


def test_an_answer_may_begin_with_the_words_of_a_precedent(world: SimpleNamespace) -> None:
    before, matter = make.closed(world), make.make_matter(world)
    strange = make.make_matter(world, grid=world.next_grid)
    answer_at_once(matter=strange, text="打95598", actor=world.actors["community_worker"], now=NOON)
    url = reverse("matters:desk-step", args=[matter.code, "answer-at-once"])
    desk = browser_of(world.people["community_worker"])
    assert before.ending_text in desk.get(url, {"like": before.code}).content.decode()
    mine = make.handling(world)
    end = reverse("matters:desk-step", args=[mine.code, "feed-back"])
    handler = browser_of(world.people["grid_worker"])
    shown = handler.get(end, {"like": strange.code}).context["form"].initial
    assert shown == {}


def test_a_resident_reads_who_can_act_and_by_when(world: SimpleNamespace) -> None:
    matter = make.dispatched(world)
    client = browser_of(world.people["resident"], headers={"accept-language": "zh-hans"})
    page = client.get(reverse("matters:mine-detail", args=[matter.code])).content.decode()
    assert "谁能办、什么时候办" in page
    assert make.category().clause_zh in page
    assert "经办人签收" not in page  # whose clock it is not
