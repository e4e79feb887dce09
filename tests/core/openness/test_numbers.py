"""Figures of the desk: each number is the length of its list, and everybody sees their own places only."""

from __future__ import annotations

import re
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.test import Client, RequestFactory
from openpyxl import load_workbook

from linli.core.matters.enums import PauseReason
from linli.core.matters.operations.handling import feed_back, suspend_matter
from linli.core.matters.web.desk_list import MatterList
from linli.core.openness.queries.numbers import Asked, asked_month, asked_year, numbers_of
from linli.core.openness.web.numbers import QUERIES, _lists
from tests.factories import matters as make
from tests.factories.clients import browser_of
from tests.factories.core import NOON, make_world

pytestmark = pytest.mark.django_db
NOVEMBER = date(2026, 11, 1)


@pytest.fixture
def world():
    world = make_world()
    for _ in range(5):
        make.closed(world)
    make.make_matter(world, grid=world.next_grid)
    make.make_matter(world, category=make.category("EN01"), now=NOON - timedelta(days=40))
    make.make_matter(world, category=None)
    make.make_matter(world, community=world.other, grid=world.other_grid)
    matter = make.handling(world)
    text = {"ending": "not_possible", "text": "产权在铁路部门，社区不能施工。", "basis": "《铁路安全管理条例》"}
    feed_back(matter=matter, actor=world.actors["grid_worker"], now=NOON, **text)
    return world


def length_of(actor, address, now=NOON + timedelta(days=20)):
    request = RequestFactory().get(address)
    request.actor = actor
    page = MatterList()
    page.setup(request)
    page.now = now
    return page.narrowed().count()


@pytest.mark.parametrize("role", ["community_worker", "grid_worker", "neighbour", "street_officer", "stranger"])
@pytest.mark.parametrize("narrow", [{}, {"category": "UT"}, {"grid": "own"}, {"grid": "none"}])
def test_each_number_is_the_length_of_its_list(world, role, narrow):
    actor, later = world.actors[role], NOON + timedelta(days=20)
    own = {"neighbour": world.next_grid, "stranger": world.other_grid}.get(role, world.grid)
    narrow = {name: str(own.pk) if value == "own" else value for name, value in narrow.items()}
    for time in (asked_month(NOVEMBER), asked_year(NOVEMBER)):
        asked = Asked(time.first, time.last, **narrow)
        numbers, address = numbers_of(actor, asked, later), _lists(asked)
        counted = {name: getattr(numbers, name) for name in QUERIES}
        assert counted == {name: length_of(actor, address(**query)) for name, query in QUERIES.items()}
        tops = {kind.code: count for kind, count in numbers.top}
        assert tops == {code: length_of(actor, address(category=code)) for code in tops}


def test_a_worker_counts_their_own_places_only(world):
    found = {
        role: numbers_of(world.actors[role], asked_month(NOVEMBER), NOON).reported
        for role in ("community_worker", "grid_worker", "neighbour", "street_officer", "stranger", "resident")
    }
    assert found == {
        "community_worker": 8, "grid_worker": 7, "neighbour": 1, "street_officer": 9, "stranger": 1, "resident": 0
    }  # fmt: skip


def test_a_mean_is_told_of_five_or_more(world):
    for matter in list(make.Matter.objects.filter(state="closed")):
        matter.rating = 4
        matter.save()
    actor = world.actors["community_worker"]
    assert numbers_of(actor, asked_month(NOVEMBER), NOON).rating == 4.0
    first = make.Matter.objects.filter(state="closed").order_by("pk").first()
    first.rating = None
    first.save()
    assert numbers_of(actor, asked_month(NOVEMBER), NOON).rating is None


def test_the_page_opens_its_lists_and_costs_few_queries(world, django_assert_max_num_queries):
    browser = browser_of(world.people["community_worker"])
    browser.get("/desk/numbers/")  # menus keep their counts for a minute
    with django_assert_max_num_queries(12):
        answer = browser.get("/desk/numbers/?month=2026-11")
    addresses = re.findall(r'href="(/desk/matters/\?said_from=[^"]+)"', answer.content.decode())
    assert len(addresses) >= 7
    assert {browser.get(address.replace("&amp;", "&")).status_code for address in addresses} == {200}
    for odd in ("?month=x", "?month=9999-99", "?grid=x", "?category=zz"):
        assert browser.get(f"/desk/numbers/{odd}").status_code == 200


def test_the_report_of_a_grid_says_what_is_open_what_cannot_be_done_and_what_waits(world):
    waiting = make.handling(world)
    until = {"until": date(2027, 3, 1), "reason": "等开春", "because": PauseReason.values[0]}
    suspend_matter(matter=waiting, actor=world.actors["grid_worker"], now=NOON, **until)
    browser = browser_of(world.people["community_worker"])
    address = f"/desk/numbers/{world.grid.pk}/2026-11"
    book = load_workbook(BytesIO(browser.get(f"{address}.xlsx").content))
    text = "\n".join(str(cell.value) for sheet in book for row in sheet for cell in row if cell.value)
    for told in ("8 needs and problems were said", "产权在铁路部门", "2027-03-01", waiting.code, "5 were solved"):
        assert told in text
    assert [word for word in ("刘桂芳", "暖气不热", "三岁") if word in text] == []
    paper = browser.get(f"{address}.pdf")
    assert (paper.headers["Content-Type"], paper.content[:5]) == ("application/pdf", b"%PDF-")


def test_the_report_is_for_whoever_may_take_lists_away(world):
    address = f"/desk/numbers/{world.grid.pk}/2026-11.pdf"
    found = {
        role: browser_of(world.people[role]).get(address).status_code
        for role in ("community_worker", "committee_secretary", "grid_worker", "neighbour", "stranger", "resident")
    }
    assert found == {
        "community_worker": 200, "committee_secretary": 200, "grid_worker": 403, "neighbour": 404, "stranger": 404,
        "resident": 404,
    }  # fmt: skip
    assert Client().get(address).status_code == 302
    worker = browser_of(world.people["community_worker"])
    assert worker.get(f"/desk/numbers/{world.grid.pk}/2199-01.pdf").status_code == 404
    assert worker.get(f"/desk/numbers/{world.grid.pk}/2026-11.doc").status_code == 404
