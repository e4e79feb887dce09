"""In the field, in a real browser: the round, what is written down without network, and faces that nobody sees."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urljoin

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from linli.base.files.models import StoredFile
from linli.core.matters.models import Capture, Entry, Matter, Recording
from tests.browser.somebody import Somebody
from tests.factories import matters as make
from tests.factories.clients import browser_of
from tests.factories.core import make_world
from tests.factories.sounds import a_wav

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
OpenPage = Callable[..., Page]
WRITTEN = 30_000  # milliseconds: the browser writes a picture when it finds time
FOUND = "楼道口的井盖松了，踩上去会翻"
SQUARE = [[123.33, 41.42], [123.34, 41.42], [123.34, 41.43], [123.33, 41.43], [123.33, 41.42]]


@pytest.fixture
def world(transactional_db: None, settings: Any, tmp_path: Path) -> SimpleNamespace:
    settings.MEDIA_ROOT = tmp_path / "files"
    make.bring_categories()
    world = make_world()
    world.grid.outline = {"type": "Polygon", "coordinates": [SQUARE]}
    world.grid.save(update_fields=["outline"])
    return world


def worker_on_round(open_page: OpenPage, world: SimpleNamespace, language: str, who: str = "grid_worker") -> Somebody:
    """A worker whose telephone has opened the round, so that it works without network from now on."""
    somebody = Somebody(open_page, world.people[who], width=375, language=language)
    page = somebody.goes_to("/desk/round/")
    expect(page.locator("html")).to_have_attribute("data-ready", "1")
    page.evaluate("() => navigator.serviceWorker.ready")
    page.wait_for_function("() => navigator.serviceWorker.controller")
    return somebody


def pattern(size: int = 480) -> bytes:
    """A picture in which every pixel differs from its neighbours: what is covered is seen at once."""
    picture = Image.effect_noise((size, size), 120).convert("RGB")
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def contrast(picture: Image.Image, box: tuple[int, int, int, int]) -> float:
    """How much neighbouring pixels differ within a part of a picture."""
    part = picture.convert("L").crop(box)
    width, height = part.size
    pixels = part.tobytes()
    steps = [abs(pixels[y * width + x] - pixels[y * width + x + 1]) for y in range(height) for x in range(width - 1)]
    return sum(steps) / len(steps)


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_what_is_found_without_network_comes_in_once(
    open_page: OpenPage, world: SimpleNamespace, language: str
) -> None:
    matter = make.handling(world)
    worker = worker_on_round(open_page, world, language)
    worker.looks()
    page = worker.page
    keep_without_network(page, matter.code)
    page.reload()
    expect(page.locator("#waiting li")).to_have_count(2)
    worker.looks()
    page.locator("#waiting [data-do=send]").first.click()
    expect(page.locator("#said")).to_have_class("notice notice-wait")  # no network: kept
    page.context.set_offline(False)
    page.reload()
    expect(page.locator("#waits [data-n]")).to_have_text("2")
    page.locator("#waits a").click()
    expect(page.locator("#waiting li")).to_have_count(2)
    assert Capture.objects.count() == 0  # nothing goes by itself
    send_from_two_tabs(page)
    assert Matter.objects.filter(text=FOUND, address="3号楼", grid=world.grid).count() == 1
    assert Recording.objects.get().entry.matter == matter
    assert Capture.objects.count() == 2
    worker.looks()
    worker.goes_to(f"/desk/matters/{matter.code}/")
    expect(page.locator("#story audio")).to_be_visible()
    worker.looks()


def keep_without_network(page: Page, code: str) -> None:
    """In the stairwell: something new, and a voice note to a matter."""
    page.context.set_offline(True)
    page.goto("/desk/round/")
    expect(page.locator("html")).to_have_attribute("data-ready", "1")
    page.fill("#text", FOUND)
    page.fill("#address", "3号楼")
    page.click("#keep")
    expect(page.locator("#waiting li")).to_have_count(1)
    page.check("[name=kind][value=note]")
    page.select_option("#code", code)
    page.set_input_files("#recording", {"name": "voice.wav", "mimeType": "audio/wav", "buffer": a_wav()})
    expect(page.locator("#heard")).to_be_visible()
    page.click("#keep")
    expect(page.locator("#waiting li")).to_have_count(2)


def send_from_two_tabs(page: Page) -> None:
    """The other tab still shows what this one has sent."""
    other = page.context.new_page()
    other.goto("/desk/round/capture/")
    expect(other.locator("#waiting li")).to_have_count(2)
    for tab in (page, other):
        tab.click("#send-all")
        expect(tab.locator("#waiting li")).to_have_count(0)


def test_capture_that_is_refused_stays_and_can_be_changed(open_page: OpenPage, world: SimpleNamespace) -> None:
    matter = make.dispatched(world)
    page = worker_on_round(open_page, world, "zh-CN").page
    page.goto(f"/desk/round/capture/?for={matter.code}")
    page.check("[name=kind][value=ending]")
    page.check("[name=ending][value=solved]")
    page.fill("#text", "换了井盖。")
    page.click("#keep-and-send")
    expect(page.locator("#waiting .wrong")).to_be_visible()  # it was not taken in hand yet
    page.click("#waiting [data-do=edit]")
    expect(page.locator("#text")).to_have_value("换了井盖。")
    page.check("[name=kind][value=note]")
    page.click("#keep-and-send")
    expect(page.locator("#sent a")).to_have_count(1)
    assert Entry.objects.filter(matter=matter, kind="note", text="换了井盖。").count() == 1


def test_another_person_neither_sees_nor_sends_it(open_page: OpenPage, world: SimpleNamespace) -> None:
    first = worker_on_round(open_page, world, "zh-CN")
    page = first.page
    page.goto("/desk/round/capture/")
    page.fill("#text", FOUND)
    page.click("#keep")
    expect(page.locator("#waiting li")).to_have_count(1)
    page.context.clear_cookies()
    page.goto("/status/")  # signed out: what the telephone kept of the round is gone
    page.wait_for_function("async () => !(await caches.keys()).some((name) => name.startsWith('linli-round-'))")
    assert page.evaluate("() => localStorage.getItem('linli-round')") is None
    session = browser_of(world.people["community_worker"]).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": urljoin(page.url, "/")}])
    page.goto("/desk/round/capture/")
    expect(page.locator("html")).to_have_attribute("data-ready", "1")
    expect(page.locator("#waiting li")).to_have_count(0)
    expect(page.locator("#others")).to_contain_text("1")
    assert Capture.objects.count() == 0


@pytest.mark.parametrize("way", ["pointer", "keyboard"])
def test_covered_face_is_not_in_the_bytes_that_are_sent(open_page: OpenPage, world: SimpleNamespace, way: str) -> None:
    matter = make.handling(world)
    worker = Somebody(open_page, world.people["grid_worker"], width=375)
    page = worker.goes_to(f"/desk/matters/{matter.code}/")
    original = pattern()
    page.locator("input[name=photos][data-blur-on]").set_input_files(
        {"name": "face.png", "mimeType": "image/png", "buffer": original}
    )
    expect(page.locator("dialog.blur[open]")).to_be_visible()
    worker.looks()
    if way == "pointer":
        box = page.locator("dialog.blur canvas").bounding_box()
        assert box
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    else:
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("Enter")
    page.locator("dialog.blur .btn-primary").click()
    expect(page.locator("dialog.blur")).to_have_count(0, timeout=WRITTEN)
    page.fill("form[action$='/note/'] [name=text]", "看过了")
    page.click("form[action$='/note/'] .form-end button")
    expect(page.locator("#story img")).to_be_visible()
    stored = StoredFile.objects.get()
    with Image.open(stored.location) as sent:
        covered, seen = contrast(sent, (225, 225, 255, 255)), contrast(sent, (10, 10, 60, 60))
    assert covered < seen / 4


def test_nothing_to_cover_is_one_press_and_undo_takes_back(open_page: OpenPage, world: SimpleNamespace) -> None:
    matter = make.handling(world)
    page = Somebody(open_page, world.people["grid_worker"], width=375).goes_to(f"/desk/matters/{matter.code}/")
    field = page.locator("input[name=photos][data-blur-on]")
    field.set_input_files({"name": "a.png", "mimeType": "image/png", "buffer": pattern(120)})
    dialog = page.locator("dialog.blur[open]")
    expect(dialog.locator(".blur-stage")).to_be_focused()
    page.keyboard.press("Enter")
    undo = dialog.locator(".moves").first.locator("button").nth(2)
    expect(undo).to_be_enabled()
    undo.click()
    expect(undo).to_be_disabled()
    dialog.locator(".btn-primary").click()
    expect(dialog).to_have_count(0, timeout=WRITTEN)
    assert field.evaluate("field => field.files.length") == 1
    field.set_input_files({"name": "b.png", "mimeType": "image/png", "buffer": pattern(120)})
    expect(dialog.locator(".blur-stage")).to_be_focused()
    page.keyboard.press("Escape")  # left out
    expect(page.locator("dialog.blur")).to_have_count(0)
    assert field.evaluate("field => field.files.length") == 0


def test_draft_of_a_step_survives_a_lost_line(open_page: OpenPage, world: SimpleNamespace) -> None:
    matter = make.handling(world)
    worker = Somebody(open_page, world.people["grid_worker"], width=375)
    page = worker.goes_to(f"/desk/matters/{matter.code}/do/feed-back/")
    page.check("[name=ending][value=solved]")
    page.fill("[name=text]", "换了井盖。")
    page.context.set_offline(True)
    page.click("main .form-end .btn-primary")
    expect(page.locator("[data-draft-offline]")).to_be_visible()
    page.context.set_offline(False)
    page.reload()
    expect(page.locator("[name=text]")).to_have_value("换了井盖。")
    page.click("main .form-end .btn-primary")
    page.wait_for_url(f"**/desk/matters/{matter.code}/")
    assert page.evaluate("() => Object.keys(localStorage).filter((key) => key.includes('feed-back'))") == []
    matter.refresh_from_db()
    assert matter.ending_text == "换了井盖。"
