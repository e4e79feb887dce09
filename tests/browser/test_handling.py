"""A matter in the hands of the community, in a real browser: asked back, waiting, each of its endings, and again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import expect

from linli.core.matters.models import Matter
from tests.browser.somebody import OpenPage, Said, Somebody
from tests.factories import matters as make
from tests.factories.core import make_world
from tests.factories.sounds import a_wav

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
MOMENT = datetime.now(tz=UTC)  # the server of these tests lives in the present
SOON = timedelta(days=3)
ENDINGS: dict[str, dict[str, Said]] = {
    "solved": {"ending": "solved", "text": "换了阀门，现在二十度。"},
    "not_possible": {
        "ending": "not_possible", "text": "楼前是消防通道，不能画车位。", "basis": "《消防法》第二十八条：不得占用。",
    },
    "handed_on": {"ending": "handed_on", "text": "已转供热公司，十日内答复。", "handed_on_to": "市供热公司"},
}  # fmt: skip


@pytest.fixture
def world(transactional_db: None, settings: Any, tmp_path: Path) -> SimpleNamespace:
    settings.MEDIA_ROOT = tmp_path / "files"
    make.bring_categories()
    return make_world()


def is_handed_out(open_page: OpenPage, world: SimpleNamespace, code: str, **looks: object) -> tuple[Somebody, Somebody]:
    """The desk takes the matter on and hands it out; its handler takes it in hand."""
    desk = Somebody(open_page, world.people["community_worker"], **looks)
    desk.steps(code, "accept")
    desk.steps(code, "dispatch", handler=str(world.people["grid_worker"].pk))
    handler = Somebody(open_page, world.people["grid_worker"], **looks)
    handler.steps(code, "sign")
    return desk, handler


def writes_and_speaks(handler: Somebody, code: str) -> None:
    """A note for us alone, and a voice note from the stairwell."""
    page = handler.goes_to(f"/desk/matters/{code}/")
    page.fill("form[action$='/note/'] [name=text]", "阀门锈住了。")
    page.click("form[action$='/note/'] .form-end button")
    handler.is_thanked()
    page = handler.goes_to(f"/desk/round/capture/?for={code}")
    expect(page.locator("html")).to_have_attribute("data-ready", "1")
    page.check("[name=kind][value=note]")
    page.set_input_files("#recording", {"name": "voice.wav", "mimeType": "audio/wav", "buffer": a_wav()})
    expect(page.locator("#heard")).to_be_visible()
    handler.looks()
    page.click("#keep-and-send")
    expect(page.locator("#sent a")).to_have_count(1)
    expect(handler.goes_to(f"/desk/matters/{code}/").locator("#story audio")).to_be_visible()


def asks_and_waits(handler: Somebody, resident: Somebody, code: str) -> None:
    """A question, its reply by the resident, and some days of waiting that are told with their reason."""
    handler.steps(code, "ask", text="几点在家？")
    expect(resident.goes_to(f"/me/matters/{code}/").locator("main")).to_contain_text("几点在家？")
    resident.does(f"/me/matters/{code}/", "reply", text="晚上六点以后。")
    expect(handler.goes_to(f"/desk/matters/{code}/").locator("#story")).to_contain_text("晚上六点以后。")
    handler.steps(code, "suspend", because="parts", until=(localdate() + SOON).isoformat(), reason="阀门缺货。")
    expect(resident.goes_to(f"/me/matters/{code}/").locator("main")).to_contain_text("阀门缺货。")
    resident.looks()
    handler.steps(code, "resume")


@pytest.mark.parametrize(
    ("language", "width", "ending"),
    [("zh-CN", 375, "solved"), ("en", 375, "not_possible"), ("zh-CN", 1280, "handed_on")],
)
def test_matter_goes_its_whole_way(
    open_page: OpenPage, world: SimpleNamespace, language: str, width: int, ending: str
) -> None:
    looks = {"language": language, "width": width}
    code = make.make_matter(world, now=MOMENT).code
    desk, handler = is_handed_out(open_page, world, code, **looks)
    writes_and_speaks(handler, code)
    resident = Somebody(open_page, world.people["resident"], **looks)
    asks_and_waits(handler, resident, code)
    handler.steps(code, "feed-back", **ENDINGS[ending])
    assert handler.goes_to(f"/desk/matters/{code}/").locator("main a[href$='/do/verify/']").count() == 0
    desk.steps(code, "verify", note="去看了，属实。")
    page = resident.goes_to(f"/me/matters/{code}/")
    for words in ENDINGS[ending].values():
        if words != ending:
            expect(page.locator("main")).to_contain_text(str(words))
    expect(page.locator("main")).not_to_contain_text("阀门锈住了。")  # a note is for us alone
    resident.judges(code, 4, "还行")
    resident.looks()
    matter = Matter.objects.get(code=code)
    assert (matter.state, matter.ending, matter.rating) == ("closed", ending, 4)


@pytest.mark.parametrize(("language", "width"), [("zh-CN", 375), ("en", 375)])
def test_resident_takes_it_up_again(open_page: OpenPage, world: SimpleNamespace, language: str, width: int) -> None:
    looks = {"language": language, "width": width}
    code = make.closed(world, now=MOMENT).code
    resident = Somebody(open_page, world.people["resident"], **looks)
    resident.does(f"/me/matters/{code}/", "reopen", text="又不热了")
    resident.looks()
    desk = Somebody(open_page, world.people["community_worker"], **looks)
    page = desk.goes_to(f"/desk/matters/{code}/")
    desk.looks()
    expect(page.locator("#story")).to_contain_text("又不热了")
    expect(page.locator("main .moves a[href$='/do/dispatch/']")).to_be_visible()
    matter = Matter.objects.get(code=code)
    assert (matter.state, matter.reopened) == ("accepted", 1)


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_what_is_wrong_in_a_form_is_said_and_what_was_typed_stays(
    open_page: OpenPage, world: SimpleNamespace, language: str
) -> None:
    code = make.handling(world, now=MOMENT).code
    handler = Somebody(open_page, world.people["grid_worker"], language=language, width=375)
    page = handler.goes_to(f"/desk/matters/{code}/do/feed-back/")
    handler.fills(ending="not_possible", text="楼前不能画车位。")
    expect(page.locator("main [aria-invalid=true], main .notice-late").first).to_be_visible()
    handler.looks()
    expect(page.locator("main [name=text]")).to_have_value("楼前不能画车位。")
    expect(page.locator("main [name=ending][value=not_possible]")).to_be_checked()
    handler.fills(basis="《消防法》第二十八条。")
    handler.is_thanked()
