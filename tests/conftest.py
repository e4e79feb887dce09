"""What every test may ask for. The settings are in `tests/settings.py`, the rows in `tests/factories/`."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator

import hypothesis
import pytest
from django.db import connection
from playwright.sync_api import Browser, Page, sync_playwright

from tests import tables

# How fast the machine is decides nothing: no test fails because it was slow, and CI tries the same examples each time.
hypothesis.settings.register_profile(
    "linli",
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
    derandomize="CI" in os.environ,
    database=None,
)
hypothesis.settings.load_profile("linli")

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
ARGUMENTS = [
    "--no-sandbox",  # the tests run as root in CI
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",  # a test speaks with nobody but the server that it started
    "--disable-component-update",
    "--disable-sync",
]
HEIGHTS = {375: 812, 1280: 800}
OpenPage = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that commits finds the rows that migrations made, and leaves none behind for the next one.

    Django empties the tables after each such test. If only some of them put the first rows back, the others find
    tables that are half filled; so all do.
    """
    whole = pytest.mark.django_db(transaction=True, serialized_rollback=True)
    for item in items:
        marker = item.get_closest_marker("django_db")
        asked = {"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
        if asked or (marker and marker.kwargs.get("transaction")):
            item.add_marker(whole, append=False)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """The database of a test process is a copy of tables that were made once."""
    connection.creation.create_test_db = tables.copied(connection.creation)  # type: ignore[method-assign]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all browser tests of a process."""
    assert CHROMIUM, "Browser tests need Chromium; ./run test installs it."
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = (
        "1"  # playwright keeps an event loop in this thread; nothing of ours is async
    )
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser: Browser, live_server: object) -> Iterator[OpenPage]:
    """Open a page of the running server as one person sees it: `open_page("/", width=375, language="en")`.

    Each call is a person of their own with their own cookies. What the browser itself complains about fails the test.
    """
    complaints: list[str] = []
    contexts = []

    def open_it(path: str = "/", *, width: int = 1280, language: str = "zh-CN", scheme: str = "light") -> Page:
        context = browser.new_context(
            base_url=str(live_server),
            viewport={"width": width, "height": HEIGHTS.get(width, 800)},
            locale=language,
            timezone_id="Asia/Shanghai",
            color_scheme="dark" if scheme == "dark" else "light",
            reduced_motion="reduce",
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        page.on("console", lambda said: _note(said.text, page.url, complaints) if said.type == "error" else None)
        page.goto(path)
        return page

    yield open_it
    for context in contexts:
        context.close()
    assert complaints == []


def _note(text: str, url: str, complaints: list[str]) -> None:
    """A refusal (4xx) is an answer like others; a broken policy, a missing file or a broken script is not."""
    if "Failed to load resource" in text and any(f"status of {code}" in text for code in (400, 403, 409, 422)):
        return
    complaints.append(f"{url}: {text}")
