"""Today shows what can't wait in other rooms: each number opens a list with exactly so many."""

from __future__ import annotations

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape
from tests.factories import hotline as tickets
from tests.factories import whistles as make
from tests.factories.clients import browser_of
from tests.factories.core import NOON, make_world

from linli.base.web.today import numbers_today
from linli.core.whistles.operations.answering import contact_call, report_call, sign_call
from linli.core.whistles.queries.actors import CallHolder

pytestmark = pytest.mark.django_db
PEOPLE = ("community_worker", "committee_secretary", "grid_worker", "street_leader", "street_officer")


@pytest.fixture
def world(settings):
    cache.clear()
    settings.LANGUAGE_CODE = "en"
    world = make_world()
    make.drafted(world)
    make.approved(world)
    make.blown(world)
    call = make.blown(world, make.make_department(world, "供热公司"))[1][0]
    for step, words in (
        (sign_call, {"name": "老周"}),
        (contact_call, {"text": "约好了"}),
        (report_call, {"text": "好了"}),
    ):
        step(call=call, actor=CallHolder(call.pk), now=NOON, **words)
    tickets.entered(world, number="new")
    tickets.written(world, number="review", text="雪没清")
    tickets.assigned(world, number="late", text="水管漏了", received_at=NOON - timedelta(days=60))
    return world


def numbers(world: SimpleNamespace, who: str) -> dict[str, int]:
    shown = numbers_today.shown(world.actors[who], NOON)
    return {number.url.removeprefix("/desk/"): number.count for number in shown}


def test_each_worker_has_their_own_numbers(world):
    late = {"hotline/?which=overdue": 1, "hotline/?which=due": 1}
    desk = {**late, "hotline/?which=new": 1, "hotline/?which=review": 1}
    hour = {"whistles/?which=hour": 1}
    assert {who: numbers(world, who) for who in (*PEOPLE, "resident", "neighbour", "other_secretary")} == {
        "grid_worker": {**late, **hour},
        "community_worker": {**desk, "whistles/?which=mine": 1, **hour},
        "committee_secretary": {**desk, "whistles/?which=mine": 2, **hour},
        "street_leader": {"whistles/?which=mine": 1, **hour},
        "street_officer": hour,
        "resident": {}, "neighbour": {}, "other_secretary": {},
    }  # fmt: skip


@pytest.mark.parametrize("who", PEOPLE)
def test_a_number_opens_its_list_and_the_page_costs_no_more_than_twelve_queries(world, who):
    browser = browser_of(world.people[who])
    browser.get("/desk/")
    with CaptureQueriesContext(connection) as asked:
        page = browser.get("/desk/")
    assert len(asked) <= 12, "\n".join(query["sql"][:150] for query in asked)
    text = page.content.decode()
    for number in page.context["numbers"]:
        assert f'href="{escape(number.url)}"' in text
        rows = re.findall(r"<tr><td|<tr [^>]*><td", browser.get(number.url).content.decode())
        assert len(rows) == number.count, number.url
