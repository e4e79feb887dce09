"""A page asks the database as often with one row as with three, and never more than twelve times."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver

from linli.base.audit.operations import record
from linli.base.jobs.operations import start_job
from linli.base.permissions import SystemActor
from linli.base.web.lists import ListPage
from linli.base.web.models import ListExport
from linli.core.people.models import CareNeed
from tests.factories import callouts as calls
from tests.factories import matters as make
from tests.factories import partnership as commons
from tests.factories.clients import browser_of
from tests.factories.core import NOON, TODAY, make_grant, make_home, make_person, make_world
from tests.factories.openness import connect

MOST = 12
LONG = 60  # the audit has a second page from the start, and one query to count it
ROLES = (
    *("committee_secretary", "community_worker", "grid_worker", "street_officer", "resident"),
    "department_officer",
    *("system_admin", "security_admin", "audit_admin"),
)
MAIN_PAGES = (
    "/",
    "/desk/",
    "/desk/search/?q=王",
    "/desk/figures/",
    "/desk/matters/map/",
    "/desk/numbers/",
    "/open/?community=zhaolin",
    "/me/",
    "/me/record/",
    "/me/messages/",
    "/me/neighbourhood/",
    "/me/help/",
    "/desk/calls/new/",
    "/neighbourhood/wish/",
    "/neighbourhood/offer/",
    "/say/",
)


def list_pages(patterns: list[URLPattern | URLResolver], before: str = "/") -> Iterator[str]:
    """The address of each list that needs nothing to be named."""
    for pattern in patterns:
        path = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from list_pages(pattern.url_patterns, path)
        elif issubclass(getattr(pattern.callback, "view_class", object), ListPage) and "<" not in path:
            yield path


def add_one_of_each(world: SimpleNamespace) -> None:
    """One row more for every list that a day at the desk fills."""
    for state in (make.make_matter, make.dispatched, make.fed_back, make.closed):
        state(world)
    commons.open_need(world)
    commons.told(world)
    calls.called(world)
    calls.make_offer(world, make_home(world.grid, "赵铁柱").people[0])
    person = make_home(world.grid, "王秀兰", "刘小宝").people[0]
    CareNeed.objects.create(
        community=world.community, place=person.place, person=person, category="lone_elder", purpose="visits",
        basis="consent", starts_on=TODAY, ends_on=TODAY + timedelta(days=90),
    )  # fmt: skip
    connect(world.community)
    make_grant(make_person("李志强", at=world.grid), "grid_worker", world.grid)
    for person in world.people.values():
        start_job("web.list_export", params={}, place="/", actor=world_actor(person), now=NOON)
        ListExport.objects.create(
            list_key="people", owner_id=person.pk, place="/", whom="街道", what_for="核对", created_at=NOON, until=TODAY
        )


def world_actor(person: object) -> SystemActor:
    return SystemActor("test", person_id=person.pk)  # type: ignore[attr-defined]


def openers(browsers: dict[str, Client], paths: list[str]) -> dict[str, Client]:
    """Who opens each page: the first role that may."""
    found = {}
    for path in paths:
        found[path] = next((one for one in browsers.values() if one.get(path).status_code == 200), None)
    assert [path for path, browser in found.items() if browser is None] == []
    return {path: browser for path, browser in found.items() if browser}


def costs(pages: dict[str, Client]) -> dict[str, int]:
    """How often each page asks the database; asked twice, because menus keep their counts for a minute."""
    found = {}
    for path, browser in pages.items():
        browser.get(path)
        with CaptureQueriesContext(connection) as asked:
            browser.get(path)
        found[path] = len(asked)
    return found


@pytest.mark.django_db
def test_a_page_costs_the_same_with_one_row_and_with_three_and_no_more_than_twelve_queries() -> None:
    cache.clear()
    world = make_world()
    browsers = {role: browser_of(world.people[role]) for role in ROLES}
    for _ in range(LONG):
        record("people.account.look", world.people["resident"], actor=SystemActor("test"), now=NOON)
    add_one_of_each(world)
    pages = openers(browsers, [*list_pages(get_resolver().url_patterns), *MAIN_PAGES])
    one = costs(pages)
    for _ in range(2):
        add_one_of_each(world)
    three = costs(pages)
    assert {page: (one[page], count) for page, count in three.items() if one[page] != count} == {}
    assert {page: count for page, count in three.items() if count > MOST} == {}
