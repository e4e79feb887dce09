"""Figures and kinds of matters in a real browser: each number opens its list, each kind is kept on a page."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect

from linli.core.matters.models import Category
from tests.browser.somebody import OpenPage, Somebody
from tests.factories import matters as make
from tests.factories.core import make_grant, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
MOMENT = datetime.now(tz=UTC)  # the server of these tests lives in the present
LOOKS = [("zh-CN", 375), ("en", 375)]


@pytest.fixture
def world(transactional_db: None) -> SimpleNamespace:
    make.bring_categories()
    return make_world()


@pytest.mark.parametrize(("language", "width"), LOOKS)
def test_each_number_opens_its_list(open_page: OpenPage, world: SimpleNamespace, language: str, width: int) -> None:
    for _time in range(2):
        make.make_matter(world, now=MOMENT)
    make.closed(world, now=MOMENT)
    desk = Somebody(open_page, world.people["community_worker"], language=language, width=width)
    page = desk.goes_to("/desk/numbers/")
    desk.looks()
    numbers = [fact.inner_text().split()[0] for fact in page.locator("main a.fact").all()]
    links = [fact.get_attribute("href") or "" for fact in page.locator("main a.fact").all()]
    assert numbers[:4] == ["3", "2", "0", "1"]  # said, open, overdue, solved
    for number, link in list(zip(numbers, links, strict=True))[:4]:
        desk.goes_to(link)
        expect(page.locator("main .list tbody tr")).to_have_count(int(number))
        desk.looks()


@pytest.mark.parametrize(("language", "width"), LOOKS)
def test_kind_is_changed_on_its_page(open_page: OpenPage, world: SimpleNamespace, language: str, width: int) -> None:
    make_grant(world.people["street_officer"], "system_admin", world.street)
    keeper = Somebody(open_page, world.people["street_officer"], language=language, width=width)
    page = keeper.goes_to("/desk/categories/?q=UT04")
    keeper.looks()
    page.locator("main .list a[href$='/UT04/']").click()
    page.wait_for_url("**/desk/categories/UT04/")
    keeper.fills(owner_zh="灯塔市供热公司", limit_days="2")
    keeper.is_thanked()
    keeper.looks()
    expect(page.locator("aside .why").last).to_contain_text("灯塔市供热公司")
    kind = Category.objects.get(code="UT04")
    assert (kind.owner_zh, kind.limit_days) == ("灯塔市供热公司", 2)
