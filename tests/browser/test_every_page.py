"""Every page of the product, at two widths, in both languages, light and dark: nobody is kept out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import cycle

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from linli.portal.demo.build import Size, build_demo
from tests.browser.axe import barriers
from tests.browser.every_page import MOMENT, Opened, every_page
from tests.browser.readers import client_of
from tests.conftest import HEIGHTS
from tests.factories.matters import bring_categories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
LANGUAGES = {"zh-CN": "zh-Hans", "en": "en"}
SMALL = Size(residents=1300, households=560, matters=300)
WIDER = "document.documentElement.scrollWidth - window.innerWidth"
ENGLISH = re.compile(r"[A-Za-z]{2,}(?:[ ,'’\-]+[A-Za-z]{2,}){2,}")
STAYS_ENGLISH = re.compile(r"Microsoft Excel|JavaScript Object Notation")
WORDS = """() => {
    const hidden = "script, style, noscript, [lang=en], [translate=no], [hidden], textarea, template";
    const words = [document.title];
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) if (!walk.currentNode.parentElement.closest(hidden)) words.push(walk.currentNode.data);
    for (const name of ["aria-label", "placeholder", "title", "alt"])
        for (const element of document.querySelectorAll(`[${name}]`))
            if (!element.closest(hidden)) words.push(element.getAttribute(name));
    return words;
}"""


@pytest.fixture(autouse=True)
def _demo(settings: object, transactional_db: None) -> None:
    settings.LINLI_DEMO = True
    bring_categories()
    build_demo(seed=133, now=MOMENT, say=lambda line: None, size=SMALL)


class Readers:
    """A browser for each person and each way of looking; opened once, used for many pages."""

    def __init__(self, browser: Browser, base: str, width: int) -> None:
        self.browser, self.base, self.width = browser, base, width
        self.contexts: dict[tuple[str, str, str], BrowserContext] = {}
        self.complaints: list[str] = []

    def open(self, page: Opened, language: str, scheme: str) -> tuple[Page, int]:
        """The page before its reader, and the status of the answer."""
        key = (page.reader, language, scheme)
        if key not in self.contexts:
            self.contexts[key] = self._context(*key)
        tab = self.contexts[key].pages[0]
        self.complaints.clear()
        answer = tab.goto(page.path)
        return tab, answer.status if answer else 0

    def _context(self, reader: str, language: str, scheme: str) -> BrowserContext:
        context = self.browser.new_context(
            base_url=self.base,
            viewport={"width": self.width, "height": HEIGHTS[self.width]},
            locale=language,
            timezone_id="Asia/Shanghai",
            color_scheme="dark" if scheme == "dark" else "light",
            reduced_motion="reduce",
        )
        session = client_of(reader).cookies.get("sessionid") if reader else None
        if session:
            context.add_cookies([{"name": "sessionid", "value": session.value, "url": self.base}])
        tab = context.new_page()
        tab.on("pageerror", lambda error: self.complaints.append(str(error)))
        tab.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        return context

    def close(self) -> None:
        for context in self.contexts.values():
            context.close()


@pytest.fixture
def readers(browser: Browser, live_server: object) -> Iterator[Callable[[int], Readers]]:
    opened: list[Readers] = []

    def at(width: int) -> Readers:
        opened.append(Readers(browser, str(live_server), width))
        return opened[-1]

    yield at
    for each in opened:
        each.close()


def wrong_with(tab: Page, status: int, complaints: list[str], language: str) -> list[str]:
    """Everything that is not as it should be on the page that is open."""
    wrong = [f"status {status}"] if status != 200 else []
    wrong += [f"console: {complaint[:200]}" for complaint in complaints]
    if tab.evaluate(WIDER) > 0:
        wrong.append(f"scrolls sideways by {tab.evaluate(WIDER)} px")
    if (headings := tab.locator("h1").count()) != 1:
        wrong.append(f"{headings} h1")
    if tab.locator("html").get_attribute("lang") != LANGUAGES[language]:
        wrong.append("html lang")
    if language == "zh-CN":
        wrong += [f"in English: {words}" for words in english_in(tab.evaluate(WORDS))]
    return wrong + [barrier[:400] for barrier in barriers(tab)]


def english_in(texts: list[str]) -> set[str]:
    """English of three words and more that a Chinese reader would see."""
    found = (match.group() for text in texts for match in ENGLISH.finditer(text or ""))
    return {words for words in found if not STAYS_ENGLISH.fullmatch(words)}


@pytest.mark.parametrize(("width", "shift"), [(375, 0), (1280, 1)])
def test_every_page_is_open_to_everybody(readers: Callable[[int], Readers], width: int, shift: int) -> None:
    """Language and scheme change from page to page, and are the other way round at the other width."""
    looks = cycle([("zh-CN", "light"), ("en", "dark"), ("zh-CN", "dark"), ("en", "light")])
    for _turn in range(shift):
        next(looks)
    people, found = readers(width), {}
    for page in every_page():
        language, scheme = next(looks)
        tab, status = people.open(page, language, scheme)
        if wrong := wrong_with(tab, status, people.complaints, language):
            found[f"{page.name} {page.path} ({language}, {scheme})"] = wrong
    assert not found, "\n".join(f"{page}: {'; '.join(wrong)}" for page, wrong in found.items())
