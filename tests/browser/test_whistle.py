"""A whistle in a real browser: drafted by a worker, approved, blown, answered by a link, seen to be solved, judged."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from linli.core.whistles.models import Call, Whistle
from tests.browser.somebody import OpenPage, Somebody
from tests.factories import whistles as make
from tests.factories.core import make_world
from tests.factories.matters import bring_categories, handling

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


@pytest.fixture
def world(transactional_db: None, settings: Any) -> SimpleNamespace:
    bring_categories()
    return make_world()


def is_blown(open_page: OpenPage, world: SimpleNamespace, matter: str, **looks: object) -> Whistle:
    """From a matter that the community can't solve alone to the whistle of the street leader."""
    department = make.make_department(world)
    worker = Somebody(open_page, world.people["grid_worker"], **looks)
    page = worker.goes_to(f"/desk/matters/{matter}/")
    page.locator("main a[href^='/desk/whistles/new/']").click()
    page.wait_for_url("**/desk/whistles/new/**")
    worker.fills(text=make.NEEDED, tried=make.TRIED)
    worker.is_thanked()
    whistle = Whistle.objects.get()
    here = f"/desk/whistles/{whistle.code}/"
    assert page.locator("main a[href$='/do/blow/'], main form[action$='/do/approve/']").count() == 0  # only leaders may
    Somebody(open_page, world.people["committee_secretary"], **looks).does(here, "do/approve")
    leader = Somebody(open_page, world.people["street_leader"], **looks)
    leader.does(here, "do/blow", departments=[str(department.pk)])
    return whistle


def address_of_the_link(leader: Somebody, whistle: Whistle) -> str:
    """The page of the department, as the leader sends it to the duty telephone of the office."""
    page = leader.goes_to(f"/desk/whistles/{whistle.code}/")
    leader.looks()
    return urlsplit(page.locator("main a[href*='/answer-call/']").get_attribute("href") or "").path


@pytest.mark.parametrize(("language", "width"), [("zh-CN", 375), ("en", 375), ("zh-CN", 1280)])
def test_whistle_goes_its_whole_way(open_page: OpenPage, world: SimpleNamespace, language: str, width: int) -> None:
    looks = {"language": language, "width": width}
    matter = handling(world)
    whistle = is_blown(open_page, world, matter.code, **looks)
    leader = Somebody(open_page, world.people["street_leader"], **looks)
    link = address_of_the_link(leader, whistle)
    department = Somebody(open_page, None, **looks)  # it has no account
    department.does(link, "sign", name="老周")
    department.does(link, "contact", text="与网格员约好下午到。")
    department.does(link, "report", text="已疏通，换了井盖。")
    department.looks()
    desk, here = Somebody(open_page, world.people["community_worker"], **looks), f"/desk/whistles/{whistle.code}/"
    desk.does(here, "do/solve", note="现场看了，水下去了。")
    desk.does(here, "judge", rating="5", words="来得快")
    desk.looks()
    expect(department.goes_to(link).locator("main")).to_contain_text("来得快")
    department.does(link, "reply", text="谢谢，应该的。")
    expect(desk.goes_to(here).locator("main")).to_contain_text("谢谢，应该的。")
    call = Call.objects.get()
    whistle.refresh_from_db()
    assert (whistle.state, call.state, call.rating, whistle.matter) == ("rated", "rated", 5, matter)
