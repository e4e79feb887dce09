"""A wish, a press, a project; a call for help and a yes: in a real browser, in both languages, on a phone."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from playwright.sync_api import expect

from linli.core.callouts.models import Ask
from linli.core.partnership.models import Need, Project
from tests.browser.somebody import OpenPage, Somebody
from tests.factories import callouts as calls
from tests.factories import partnership as make
from tests.factories.core import make_world
from tests.factories.matters import bring_categories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
LOOKS = ({"language": "zh-CN", "width": 375}, {"language": "en", "width": 1280})
SEND = "main form .form-end button.btn-primary"


@pytest.fixture
def world(transactional_db: None) -> SimpleNamespace:
    bring_categories()
    return make_world()


@pytest.mark.parametrize("looks", LOOKS, ids=["zh", "en"])
def test_wish_is_said_pressed_for_and_becomes_a_project(
    open_page: OpenPage, world: SimpleNamespace, looks: dict
) -> None:
    resource = make.open_resource(world)
    resident = Somebody(open_page, world.people["resident"], **looks)
    page = resident.goes_to("/neighbourhood/wish/")
    resident.looks()
    page.fill("[name=text]", "想要一个读书角，孩子放学有地方看书")
    page.select_option("[name=kind]", "room")
    page.click(SEND)
    page.wait_for_url("**/neighbourhood/slip/**")
    resident.looks()
    need = Need.objects.get()

    desk = Somebody(open_page, world.people["community_worker"], **looks)
    page = desk.goes_to(f"/desk/wishes/{need.code}/do/publish/")
    desk.looks()
    page.fill("[name=title]", "活动室要一个读书角")
    page.click("main form.form-narrow button.btn-primary")
    expect(page.locator("main .messages .notice-ok")).to_be_visible()

    neighbour = Somebody(open_page, world.people["child"], **looks)
    page = neighbour.goes_to(f"/neighbourhood/wishes/{need.pk}/")
    neighbour.looks()
    page.click("main .moves form button")
    expect(page.locator("main .messages .notice-ok")).to_be_visible()
    assert Need.objects.get().supporters == 2

    page = desk.goes_to(f"/desk/wishes/{need.code}/")
    desk.looks()
    page.click("#fits .moves a")
    desk.looks()
    page.click(SEND)
    expect(page.locator("main .messages .notice-ok")).to_be_visible()
    desk.looks()
    assert Project.objects.get().parts.filter(resource=resource).exists()


@pytest.mark.parametrize("looks", LOOKS, ids=["zh", "en"])
def test_desk_calls_and_a_neighbour_says_yes(open_page: OpenPage, world: SimpleNamespace, looks: dict) -> None:
    neighbour = Somebody(open_page, world.people["resident"], **looks)
    page = neighbour.goes_to("/me/help/")
    neighbour.looks()
    page.check("[name=skills][value=labour]")
    page.check("[name=hours][value='0']")
    page.click(SEND)
    expect(page.locator("main .messages .notice-ok")).to_be_visible()
    calls.make_offer(world, world.people["resident"])

    desk = Somebody(open_page, world.people["community_worker"], **looks)
    page = desk.goes_to("/desk/calls/new/")
    desk.looks()
    page.fill("[name=title]", "明早扫雪")
    page.fill("[name=text]", "把门前的雪扫开")
    page.fill("[name=where]", "3号楼门口")
    page.fill("[name=wanted]", "1")
    page.click(SEND)
    page.wait_for_url("**/desk/calls/*-*/")
    desk.looks()
    page.click("main .moves form button.btn-primary")
    expect(page.locator("main .messages .notice-ok")).to_be_visible()
    assert world.people["resident"].name not in page.content()

    page = neighbour.goes_to(f"/call/{Ask.objects.get().code}/")
    neighbour.looks()
    page.click("main form button.btn-primary")
    expect(page.locator("main .messages .notice-ok")).to_be_visible()
    neighbour.looks()
    assert Ask.objects.get().answer == "yes"
