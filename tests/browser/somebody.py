"""A person of the community with a browser of their own, and the steps that they take on their pages."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urljoin

from playwright.sync_api import Locator, Page, expect

from linli.core.people.models import Person
from tests.browser.axe import barriers
from tests.factories.clients import browser_of

OpenPage = Callable[..., Page]
Said = str | list[str]
SEND = "main form:not(.filters) :is(.form-end, .moves) button.btn-primary"
WIDER = "document.documentElement.scrollWidth - window.innerWidth"


class Somebody:
    """Whoever it is, they look at each page on their way: it fits their screen, and axe finds nothing."""

    def __init__(self, open_page: OpenPage, person: Person | None, **looks: object) -> None:
        self.page = open_page("/status/", **looks)
        if person is not None:
            session = browser_of(person).cookies["sessionid"].value
            self.page.context.add_cookies([{"name": "sessionid", "value": session, "url": urljoin(self.page.url, "/")}])

    def goes_to(self, path: str) -> Page:
        answer = self.page.goto(path)
        assert answer and answer.ok, path  # noqa: PT018 -- one fact: the page came
        return self.page

    def looks(self) -> None:
        """What stands before them can be used by everybody and fits their screen."""
        found = barriers(self.page)
        assert found == [], f"{self.page.url}: {found}"
        assert self.page.evaluate(WIDER) <= 0, self.page.url

    def is_thanked(self) -> None:
        """What they sent was taken, and the page says so."""
        expect(self.page.locator("main .messages .notice-ok").first).to_be_visible()

    def fills(self, **fields: Said) -> None:
        """Fill a form that is a page of its own, and send it."""
        self.looks()
        _fill_all(self.page.locator("main"), fields)
        self.page.locator(SEND).first.click()

    def does(self, path: str, step: str, **fields: Said) -> None:
        """Open a page, press the button of a step there, and send what its form asks."""
        page = self.goes_to(path)
        self.looks()
        at_once = page.locator(f"main form[action$='/{step}/'] button")
        if at_once.count():
            at_once.first.click()
            return self.is_thanked()
        button = page.locator(f"main .moves a[href$='/{step}/']").first
        opens_here = button.get_attribute("hx-get") is not None
        button.click()
        if not opens_here:
            page.wait_for_url(f"**/{step}/")
            self.fills(**fields)
            return self.is_thanked()
        dialog = page.locator("#dialog[open]")
        expect(dialog).to_be_visible()
        self.looks()
        _fill_all(dialog, fields)
        dialog.locator("form :is(.form-end, .moves) button.btn-primary").click()
        return self.is_thanked()

    def steps(self, code: str, step: str, **fields: Said) -> None:
        """Take a step with a matter at the desk."""
        self.does(f"/desk/matters/{code}/", f"do/{step}", **fields)

    def judges(self, code: str, stars: int, words: str = "") -> None:
        """Say how the ending was, from the page of one's own matter."""
        self.does(f"/me/matters/{code}/", "confirm", rating=str(stars), words=words)


def _fill_all(form: Locator, fields: dict[str, Said]) -> None:
    for name, value in fields.items():
        _fill(form.locator(f"[name='{name}']"), value)


def _fill(fields: Locator, value: Said) -> None:
    kind = fields.first.get_attribute("type")
    if kind in {"radio", "checkbox"}:
        for one in [value] if isinstance(value, str) else value:
            fields.and_(fields.page.locator(f"[value='{one}']")).check()
    elif kind == "file":
        fields.set_input_files(value)
    elif fields.first.evaluate("field => field.tagName") == "SELECT":
        fields.select_option(value)
    else:
        fields.fill(str(value))
