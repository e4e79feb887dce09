"""The main job in a real browser: a need is said, handled, checked and judged, at each width and in each language."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from playwright.sync_api import Browser, Page, expect

from linli.core.matters.models import Matter
from tests.browser.somebody import SEND, OpenPage, Somebody
from tests.factories.core import make_world
from tests.factories.matters import bring_categories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
WORDS = "楼道灯坏了两天，晚上看不见台阶"
KINDS = {"zh-CN": "zh-Hans", "en": "en"}
MOST_PRESSES_OF_A_CALL, MOST_FIELDS_OF_A_CALL = 4, 2


@pytest.fixture
def world(transactional_db: None) -> SimpleNamespace:
    bring_categories()
    return make_world()


def say(who: Somebody, words: str = WORDS) -> str:
    """Say what one needs, page by page, and come home with the code of a slip."""
    page = who.goes_to("/say/")
    who.looks()
    page.fill("[name=text]", words)
    page.click(SEND)
    page.wait_for_url("**/say/kind/")
    who.looks()
    expect(page.locator("input[name=kind]").first).to_be_checked()  # the words have suggested it
    page.click(SEND)
    page.wait_for_url("**/say/where/")
    who.looks()
    expect(page.locator("input[name=where][value=home]")).to_be_checked()  # what is known is not asked
    page.fill("[name=address]", "3号楼2单元")
    page.click(SEND)
    page.wait_for_url("**/say/who/")
    who.looks()
    expect(page.locator("main dl")).to_contain_text(words)
    page.click(SEND)
    page.wait_for_url("**/slip/**")
    who.looks()
    return page.locator(".code-large").inner_text()


def handle(open_page: OpenPage, world: SimpleNamespace, code: str, **looks: object) -> Somebody:
    """The community's side, from the first look to the answer that somebody else has checked."""
    worker = Somebody(open_page, world.people["community_worker"], **looks)
    page = worker.goes_to("/desk/matters/")
    assert page.locator(f"a[href='/desk/matters/{code}/']").count()
    worker.steps(code, "accept")
    worker.steps(code, "dispatch", handler=str(world.people["grid_worker"].pk), note="请今天去看")
    handler = Somebody(open_page, world.people["grid_worker"], **looks)
    handler.steps(code, "sign")
    page = handler.goes_to(f"/desk/matters/{code}/")
    page.fill("form[action$='/note/'] [name=text]", "看过了，是灯泡坏了。")
    page.click("form[action$='/note/'] .form-end button")
    expect(page.locator("#story")).to_contain_text("看过了，是灯泡坏了。")
    assert page.locator("main a[href$='/do/verify/']").count() == 0  # nobody judges their own work
    handler.steps(code, "feed-back", ending="solved", text="换了新灯，亮了。")
    worker.steps(code, "verify", note="去看了，亮着。")
    return worker


@pytest.mark.parametrize(("language", "width"), [("zh-CN", 375), ("en", 375), ("zh-CN", 1280), ("en", 1280)])
def test_need_is_said_handled_checked_and_judged(
    open_page: OpenPage, world: SimpleNamespace, language: str, width: int
) -> None:
    looks = {"language": language, "width": width}
    resident = Somebody(open_page, world.people["resident"], **looks)
    code = say(resident)
    expect(resident.page.locator("html")).to_have_attribute("lang", KINDS[language])

    visitor = Somebody(open_page, None, **looks)
    visitor.looks()
    visitor.page.fill("#code", code.lower().replace("-", " "))  # as people type
    visitor.page.click("main form button.btn-primary")
    visitor.page.wait_for_url(f"**/status/{code}/")
    visitor.looks()
    expect(visitor.page.locator("main")).not_to_contain_text(WORDS)  # a slip can be lost

    handle(open_page, world, code, **looks)
    expect(visitor.goes_to(f"/status/{code}/").locator("main")).to_contain_text("换了新灯，亮了。")
    resident.judges(code, 5, "谢谢")
    resident.looks()
    matter = Matter.objects.get(code=code)
    assert (matter.state, matter.rating, matter.ending) == ("closed", 5, "solved")


@pytest.mark.parametrize(("language", "width"), [("zh-CN", 1280), ("en", 375)])
def test_bad_judgement_takes_it_up_again(
    open_page: OpenPage, world: SimpleNamespace, language: str, width: int
) -> None:
    looks = {"language": language, "width": width}
    resident = Somebody(open_page, world.people["resident"], **looks)
    code = say(resident)
    worker = handle(open_page, world, code, **looks)
    resident.judges(code, 1, "又灭了")
    matter = Matter.objects.get(code=code)
    assert (matter.state, matter.reopened) == ("accepted", 1)
    page = worker.goes_to(f"/desk/matters/{code}/")
    worker.looks()
    expect(page.locator("#story")).to_contain_text("又灭了")
    expect(page.locator("main .moves a[href$='/do/dispatch/']")).to_be_visible()


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_call_is_written_down_in_a_few_presses(open_page: OpenPage, world: SimpleNamespace, language: str) -> None:
    worker = Somebody(open_page, world.people["community_worker"], language=language)
    page = worker.goes_to("/desk/matters/")
    presses, fields = 1, 1
    page.locator(".quick a[href*='/new/phone/']").click()
    worker.looks()
    page.fill("#who", "lgf")  # the initials of 刘桂芳
    page.keyboard.press("Enter")
    presses += 1
    expect(page.locator("input[name=person]").first).to_be_checked()  # only one is called so
    worker.looks()
    page.fill("main form [name=text]", WORDS)
    fields += 1
    page.check("[name=agreed]")
    page.click(SEND)
    presses += 2
    page.wait_for_url("**/slip/**")
    assert presses <= MOST_PRESSES_OF_A_CALL
    assert fields <= MOST_FIELDS_OF_A_CALL
    matter = Matter.objects.get(code=page.locator(".code-large").inner_text())
    assert (matter.reporter, matter.door) == (world.people["resident"], "phone")
    assert matter.category is not None
    assert matter.grid == world.grid
    expect(worker.goes_to("/desk/matters/new/phone/").locator("main form [name=text]")).to_have_value("")


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_anonymous_resident_needs_no_scripts(
    browser: Browser, live_server: object, world: SimpleNamespace, language: str
) -> None:
    context = browser.new_context(
        base_url=str(live_server),
        java_script_enabled=False,
        locale=language,
        viewport={"width": 375, "height": 812},
    )
    page = context.new_page()
    page.goto("/say/?community=zhaolin")
    page.fill("[name=text]", WORDS)
    page.click(SEND)
    page.wait_for_url("**/say/kind/")
    page.click(SEND)
    page.wait_for_url("**/say/where/")
    page.fill("[name=address]", "菜场北门")
    page.select_option("select[name=grid]", str(world.grid.pk))
    page.click(SEND)
    page.wait_for_url("**/say/who/")
    page.check("input[name=name][value=anonymous]")
    page.click(SEND)
    page.wait_for_url("**/slip/**")
    code = page.locator(".code-large").inner_text()
    page.goto("/status/")
    page.fill("#code", code)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/status/{code}/")
    expect(page.locator("html")).to_have_attribute("lang", KINDS[language])
    matter = Matter.objects.get(code=code)
    assert (matter.is_anonymous, matter.reporter, matter.grid) == (True, None, world.grid)
    context.close()


def test_need_is_said_with_the_keyboard_alone(open_page: OpenPage, world: SimpleNamespace) -> None:
    page = open_page("/say/?community=zhaolin", width=375)
    _tab_to(page, "textarea[name=text]")
    page.keyboard.type(WORDS)
    _press(page, SEND)
    page.wait_for_url("**/say/kind/")
    _press(page, SEND)
    page.wait_for_url("**/say/where/")
    _tab_to(page, "[name=address]")
    page.keyboard.type("菜场北门")
    _press(page, SEND)
    page.wait_for_url("**/say/who/")
    _tab_to(page, "input[name=name]:checked")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    _press(page, SEND)
    page.wait_for_url("**/slip/**")
    assert Matter.objects.get(code=page.locator(".code-large").inner_text()).is_anonymous


def _tab_to(page: Page, selector: str, most: int = 60) -> None:
    """Walk on with the Tab key until the focus is there, and see that it can be seen."""
    for _step in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            looks = page.evaluate(
                "() => { const s = getComputedStyle(document.activeElement); return [s.outlineStyle, s.boxShadow]; }"
            )
            assert looks != ["none", "none"], f"The focus on {selector} cannot be seen."
            return
    raise AssertionError(f"{selector} cannot be reached with the Tab key on {page.url}.")


def _press(page: Page, selector: str) -> None:
    _tab_to(page, selector)
    page.keyboard.press("Enter")
