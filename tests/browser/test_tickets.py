"""Tickets of the hotline in a real browser: brought in, handed out, answered after a second look, called back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect

from linli.base.jobs.runner import run_due_jobs
from linli.base.sheets.storage import folder
from linli.core.hotline.models import Ticket
from tests.browser.somebody import OpenPage, Somebody
from tests.core.hotline.test_bringing import HEAD, ROWS
from tests.factories import hotline as make
from tests.factories.core import make_world
from tests.factories.matters import bring_categories
from tests.factories.rosters import write_table

MOMENT = datetime.now(tz=UTC)  # the server of these tests lives in the present
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
LOOKS = [("zh-CN", 375), ("en", 375)]


@pytest.fixture
def world(transactional_db: None) -> Iterator[SimpleNamespace]:
    bring_categories()
    yield make_world()
    for path in folder().iterdir():
        path.unlink()


def brings_in(desk: Somebody, file: Path) -> None:
    """The hotline's spreadsheet, as it is: looked at, tried, taken in."""
    page = desk.goes_to("/desk/hotline/")
    desk.looks()
    page.locator("main .moves a[href='/desk/imports/new/']").click()
    page.wait_for_url("**/desk/imports/new/")
    desk.fills(kind="hotline", file=str(file))
    page.wait_for_url("**/columns/")
    desk.looks()
    page.click("main form .moves button.btn-primary")
    page.wait_for_url(lambda url: url.endswith("/") and not url.endswith("/columns/"))
    assert run_due_jobs(datetime.now(tz=UTC)) == 1  # the worker of the test
    page.reload()
    desk.looks()
    assert Ticket.objects.count() == 0  # that was the dry run
    page.click("main form[action$='/run/'] button")
    assert run_due_jobs(datetime.now(tz=UTC)) == 1
    page.reload()
    desk.looks()
    assert Ticket.objects.count() == len(ROWS)


@pytest.mark.parametrize(("language", "width"), LOOKS)
def test_ticket_goes_its_whole_way(
    open_page: OpenPage, world: SimpleNamespace, tmp_path: Path, language: str, width: int
) -> None:
    looks = {"language": language, "width": width}
    desk = Somebody(open_page, world.people["community_worker"], **looks)
    write_table(tmp_path / "工单.xlsx", list(HEAD), [list(row) for row in ROWS])
    brings_in(desk, tmp_path / "工单.xlsx")
    ticket = Ticket.objects.get(number="A001")
    here = f"/desk/hotline/{ticket.pk}/"
    desk.does(here, "do/assign", handler=str(world.people["grid_worker"].pk), category="FA02")
    handler = Somebody(open_page, world.people["grid_worker"], **looks)
    handler.does(here, "do/take")
    handler.does(here, "do/write", text="灯已换好，请放心。")
    assert handler.page.locator("main form[action$='/do/review/']").count() == 0  # nobody reads their own reply
    secretary = Somebody(open_page, world.people["committee_secretary"], **looks)
    secretary.does(here, "do/review")
    desk.does(here, "do/call-back", is_reached="1", is_solved="1", rating="5")
    desk.looks()
    expect(desk.goes_to("/desk/hotline/replies/").locator("main")).to_contain_text("A001")
    desk.looks()
    ticket.refresh_from_db()
    assert (ticket.state, ticket.is_solved, ticket.rating) == ("confirmed", True, 5)
    assert ticket.matter is not None


@pytest.mark.parametrize(("language", "width"), LOOKS)
def test_ticket_of_another_place_goes_back_with_the_clause(
    open_page: OpenPage, world: SimpleNamespace, language: str, width: int
) -> None:
    ticket = make.entered(world, now=MOMENT)
    desk = Somebody(open_page, world.people["community_worker"], language=language, width=width)
    desk.does(f"/desk/hotline/{ticket.pk}/", "do/return", clause="《物业管理条例》：由光明社区负责。")
    desk.looks()
    expect(desk.page.locator("main .notice-wait")).to_contain_text("由光明社区负责")
    ticket.refresh_from_db()
    assert ticket.state == "returned"
