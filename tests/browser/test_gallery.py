"""The kit in a real browser: reachable for everybody, quick to load, right without scripts."""

from __future__ import annotations

from collections.abc import Callable

import brotli
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import barriers

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OpenPage = Callable[..., Page]
PAGES = ("components", "forms", "portal", "desk", "record")
WIDER = "document.documentElement.scrollWidth - window.innerWidth"


@pytest.fixture(autouse=True)
def _demo(settings: object) -> None:
    settings.LINLI_DEMO = True


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [375, 768, 1280])
@pytest.mark.parametrize("name", PAGES)
def test_gallery_has_no_barrier_and_does_not_scroll_sideways(
    open_page: OpenPage, name: str, width: int, scheme: str
) -> None:
    page = open_page(f"/gallery/{name}/", width=width, scheme=scheme)
    assert barriers(page) == []
    assert page.evaluate(WIDER) <= 0


@pytest.mark.parametrize("name", PAGES)
def test_large_type_has_no_barrier_and_does_not_scroll_sideways(open_page: OpenPage, name: str) -> None:
    page = open_page("/gallery/portal/", width=375)
    page.locator("button[name=large]").click()
    page.goto(f"/gallery/{name}/")
    assert page.evaluate("getComputedStyle(document.body).fontSize") == "24px"
    assert barriers(page) == []
    assert page.evaluate(WIDER) <= 0


def test_errors_are_named_and_the_summary_has_the_focus(open_page: OpenPage) -> None:
    page = open_page("/gallery/forms/", width=375)
    page.locator("main .form-end button.btn-primary").click()
    expect(page.locator(".summary")).to_be_focused()
    assert barriers(page) == []
    page.locator(".summary a").first.click()
    expect(page.locator("#id_said")).to_be_in_viewport()


def test_first_page_is_small(open_page: OpenPage, live_server: object) -> None:
    page = open_page("about:blank", width=375)
    sizes: list[int] = []
    page.on("response", lambda response: sizes.append(len(brotli.compress(response.body()))))
    page.goto(f"{live_server}/gallery/portal/", wait_until="networkidle")
    assert len(sizes) <= 12
    assert sum(sizes) <= 150_000


def test_draft_survives_a_lost_page_and_can_be_thrown_away(open_page: OpenPage) -> None:
    page = open_page("/gallery/forms/")
    page.fill("#id_said", "楼道灯坏了")
    page.check("input[name=urgency][value=week]")
    page.reload()
    expect(page.locator("#id_said")).to_have_value("楼道灯坏了")
    expect(page.locator("input[name=urgency][value=week]")).to_be_checked()
    page.locator("[data-draft-forget]").click()
    page.reload()
    expect(page.locator("#id_said")).to_have_value("")


def test_dialog_opens_with_the_keyboard_and_gives_the_focus_back(open_page: OpenPage) -> None:
    page = open_page("/gallery/components/")
    opener = page.locator("[data-dialog=ask]")
    opener.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#ask")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#ask")).to_be_hidden()
    expect(opener).to_be_focused()


def test_page_is_loaded_into_the_dialog_and_its_names_do_not_clash(open_page: OpenPage) -> None:
    page = open_page("/gallery/record/")
    page.locator("a[hx-get]").first.click()
    expect(page.locator("#dialog #in-dialog-id_said")).to_be_visible()
    assert page.locator("#dialog header").count() == 0
    assert page.locator("#dialog form[action='/gallery/forms/']").count() == 1
    assert barriers(page) == []


def test_search_is_one_key_away(open_page: OpenPage) -> None:
    page = open_page("/gallery/desk/")
    page.keyboard.press("Control+k")
    expect(page.locator("#find")).to_be_focused()


def test_everything_is_there_without_scripts(browser: Browser, live_server: object) -> None:
    context = browser.new_context(base_url=str(live_server), java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto("/gallery/components/")
    page.locator("a[data-dialog=ask]").click()
    expect(page).to_have_url(f"{live_server}/gallery/forms/")
    page.locator("button[name=language]").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.goto("/gallery/desk/")
    expect(page.locator(".map")).to_be_hidden()
    assert page.locator("details.behind a").count() == 16
    context.close()


def test_area_of_the_map_leads_to_its_list(open_page: OpenPage) -> None:
    page = open_page("/gallery/desk/")
    page.locator("path.area[aria-label^='7,']").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/gallery/desk/?grid=7")
