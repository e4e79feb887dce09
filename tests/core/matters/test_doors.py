"""Equal doors: who came lately is at hand, slips are for weak eyes too, and a page says by which door people come."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from linli.core.matters.operations.report import Report, report_matter
from linli.core.matters.queries.doors import MOST_CALLERS, by_door, callers_lately
from tests.factories import matters as make
from tests.factories.clients import browser_of
from tests.factories.core import NOON, make_person


def call(world: SimpleNamespace, person: Any, *, hours: int = 0, **more: Any) -> None:
    told = {"text": make.WORDS, "door": "phone", "consent_note": "口头同意", "grid": world.grid, **more}
    report = Report(community=world.community, reporter=person, **told)
    report_matter(report=report, actor=world.actors["community_worker"], now=NOON + timedelta(hours=hours))


def test_callers_are_each_named_once_masked_and_the_last_first(world: SimpleNamespace) -> None:
    first, second = world.people["resident"], world.people["child"]
    call(world, first)
    call(world, second, hours=1)
    call(world, first, hours=2, door="counter")
    found = callers_lately(world.actors["community_worker"], world.community)
    assert [one.key for one in found] == [first.pk, second.pk]
    assert [first.name in one.name or second.name in one.name for one in found] == [False, False]


def test_callers_leave_out_who_is_hidden_who_came_online_and_everybody_beyond_twenty(world: SimpleNamespace) -> None:
    worker = world.actors["community_worker"]
    call(world, world.people["resident"], hidden_from_handler=True)
    call(world, world.people["child"], door="paper")
    make.make_matter(world)
    assert callers_lately(worker, world.community) == []
    for number in range(MOST_CALLERS + 2):
        call(world, make_person(f"邻居{number}", at=world.grid), hours=number)
    assert len(callers_lately(worker, world.community)) == MOST_CALLERS


@pytest.mark.parametrize("who", ["resident", "street_officer", "system_admin", "other_secretary", "neighbour"])
def test_callers_are_there_for_nobody_who_writes_nothing_down_there(world: SimpleNamespace, who: str) -> None:
    call(world, world.people["resident"])
    actor = world.actors[who]
    assert callers_lately(actor, world.community) == []


def test_one_press_fills_the_caller_in_and_no_other_key_does(world: SimpleNamespace) -> None:
    caller, other = world.people["resident"], world.people["child"]
    call(world, caller)
    browser, url = browser_of(world.people["community_worker"]), reverse("matters:desk-new-phone")
    plain = browser.get(url).content.decode()
    assert (f"caller={caller.pk}" in plain, caller.name in plain) == (True, False)
    chosen = browser.get(url, {"caller": str(caller.pk)}).context
    assert (chosen["found"], chosen["form"].initial["person"]) == ([caller], str(caller.pk))
    assert [browser.get(url, {"caller": key}).context["found"] for key in (str(other.pk), "x")] == [[], []]
    said = {"caller": str(caller.pk), "person": str(caller.pk), "text": "水管又漏了", "door": "phone", "agreed": "on"}
    browser.post(url, {**said, "asked": "1"})
    assert caller.matters.filter(text="水管又漏了").count() == 1


def test_the_slip_prints_in_very_large_letters(world: SimpleNamespace) -> None:
    address = reverse("matters:slip-pdf", args=[make.make_matter(world).code])
    small, large = Client().get(address), Client().get(address, {"large": "1"})
    assert (large.content[:5], large.content == small.content) == (b"%PDF-", False)
    page = Client().get(reverse("matters:slip", args=[make.make_matter(world).code])).content.decode()
    assert "?large=1" in page


def test_each_number_of_a_door_opens_a_list_of_as_many(world: SimpleNamespace) -> None:
    moment = timezone.now()  # noqa: TID251 -- the page asks the clock
    for door, count in (("phone", 2), ("counter", 1)):
        for _each in range(count):
            told = Report(community=world.community, text=make.WORDS, door=door, is_anonymous=True, grid=world.grid)
            report_matter(report=told, actor=world.actors["community_worker"], now=moment)
    browser = browser_of(world.people["community_worker"])
    page = browser.get(reverse("matters:desk-doors")).context
    bars = [(count, href) for _label, count, href in page["bars"] if count]
    cells = [(count, href) for _label, count, href in page["table"][-1][1] if count]
    assert sorted(count for count, _href in bars) == sorted(count for count, _href in cells) == [1, 2]
    for count, href in [*bars, *cells]:
        assert browser.get(href).content.decode().count(make.WORDS) == count


@pytest.mark.parametrize(("who", "seen"), [("grid_worker", 1), ("neighbour", 0), ("other_secretary", 0)])
def test_doors_are_counted_only_at_places_that_somebody_sees(world: SimpleNamespace, who: str, seen: int) -> None:
    call(world, world.people["resident"])
    assert sum(by_door(world.actors[who], NOON.date().replace(day=1)).values()) == seen
