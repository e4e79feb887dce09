"""A wish, a press, a project; a call for help and a yes: in a real browser, in both languages, on a phone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import expect

from linli.core.callouts.models import Ask, CallOut
from linli.core.partnership.models import Judgement, Need, Project
from tests.browser.somebody import OpenPage, Somebody
from tests.factories import callouts as calls
from tests.factories import partnership as make
from tests.factories.core import make_world
from tests.factories.matters import bring_categories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
LOOKS = ({"language": "zh-CN", "width": 375}, {"language": "en", "width": 375})


@pytest.fixture
def world(transactional_db: None) -> SimpleNamespace:
    bring_categories()
    return make_world()


def tells_a_wish(resident: Somebody) -> Need:
    """Said on the portal, in one's own words."""
    page = resident.goes_to("/neighbourhood/wish/")
    resident.fills(text="想要一个读书角，孩子放学有地方看书", kind="room")
    page.wait_for_url("**/neighbourhood/slip/**")
    resident.looks()
    return Need.objects.get()


def presses(neighbour: Somebody, need: Need) -> None:
    """I want it too: one press."""
    page = neighbour.goes_to(f"/neighbourhood/wishes/{need.pk}/")
    neighbour.looks()
    page.click("main .moves form button")
    neighbour.is_thanked()


def makes_a_project(desk: Somebody, need: Need) -> Project:
    """From the wish and what fits it."""
    page = desk.goes_to(f"/desk/wishes/{need.code}/")
    desk.looks()
    page.click("#fits .moves a")
    desk.fills()
    desk.is_thanked()
    desk.looks()
    return Project.objects.get()


def says_yes_to_each_side(resident: Somebody) -> None:
    """The wish and the offer are both theirs here; each is asked by itself."""
    for _side in range(2):
        page = resident.goes_to("/me/neighbourhood/")
        resident.looks()
        page.locator("main form[action*='/yes/'] button").first.click()
        resident.is_thanked()


@pytest.mark.parametrize("looks", LOOKS, ids=["zh", "en"])
def test_wish_is_told_pressed_for_made_true_and_judged(
    open_page: OpenPage, world: SimpleNamespace, looks: dict
) -> None:
    resource = make.open_resource(world)
    resident = Somebody(open_page, world.people["resident"], **looks)
    need = tells_a_wish(resident)
    desk = Somebody(open_page, world.people["community_worker"], **looks)
    desk.does(f"/desk/wishes/{need.code}/", "do/publish", title="活动室要一个读书角")
    neighbour = Somebody(open_page, world.people["child"], **looks)
    presses(neighbour, need)
    assert Need.objects.get().supporters == 2

    project = makes_a_project(desk, need)
    assert project.parts.filter(resource=resource).exists()
    says_yes_to_each_side(resident)
    here = f"/desk/projects/{project.code}/"
    desk.does(here, "do/start")
    desk.does(here, "do/add-step", title="收拾车库", due_on=(localdate() + timedelta(days=9)).isoformat())
    desk.page.click("#steps form button")
    desk.does(here, "do/finish", result="车库成了读书角。", tags=["happiness"])

    page = neighbour.goes_to(f"/neighbourhood/projects/{project.pk}/")
    expect(page.locator("main")).to_contain_text("车库成了读书角。")
    neighbour.fills(rating="5", words="好")
    neighbour.is_thanked()
    desk.does(here, "do/settle")
    desk.does(here, "do/tell")
    desk.looks()
    project.refresh_from_db()
    assert (project.state, Judgement.objects.get().rating) == ("published", 5)


def offers_help(neighbour: Somebody) -> None:
    """What one can do, and when."""
    neighbour.goes_to("/me/help/")
    neighbour.fills(skills=["labour"], hours=["0"])
    neighbour.is_thanked()


@pytest.mark.parametrize("looks", LOOKS, ids=["zh", "en"])
def test_desk_calls_a_neighbour_says_yes_and_is_thanked(
    open_page: OpenPage, world: SimpleNamespace, looks: dict
) -> None:
    neighbour = Somebody(open_page, world.people["resident"], **looks)
    offers_help(neighbour)
    calls.make_offer(world, world.people["resident"])  # at every hour, whenever this test runs

    desk = Somebody(open_page, world.people["community_worker"], **looks)
    page = desk.goes_to("/desk/calls/new/")
    desk.fills(title="明早扫雪", text="把门前的雪扫开", where="3号楼门口", wanted="1")
    page.wait_for_url("**/desk/calls/*-*/")
    callout = CallOut.objects.get()
    here = f"/desk/calls/{callout.code}/"
    desk.does(here, "do/call")
    assert world.people["resident"].name not in page.content()  # who was asked is shown to nobody

    page = neighbour.goes_to(f"/call/{Ask.objects.get().code}/")
    neighbour.looks()
    page.click("main form button.btn-primary")
    neighbour.is_thanked()
    neighbour.looks()
    assert Ask.objects.get().answer == "yes"

    begun = datetime.now(tz=UTC) - timedelta(hours=1)  # the morning after
    CallOut.objects.update(starts_at=begun, ends_at=begun + timedelta(hours=2))
    desk.does(here, "do/finish", words="多谢搭手。")
    desk.looks()
    expect(neighbour.goes_to(f"/call/{Ask.objects.get().code}/").locator("main")).to_contain_text("多谢搭手。")
    neighbour.looks()
    assert (CallOut.objects.get().state, Ask.objects.get().came) == ("done", True)
