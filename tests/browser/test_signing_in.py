"""Signing in as people do it, in a real browser: by password, with a passkey, with a slip; nothing is blocked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import Page, expect

from linli.core.people.operations.accounts import set_password
from linli.core.people.operations.invitations import give_slip
from linli.core.people.operations.proxies import record_proxy
from linli.core.people.queries.actors import PersonActor
from tests.browser.axe import barriers
from tests.factories.core import make_person, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
GOOD = "Rote Ampel 7"
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
OpenPage = Callable[..., Page]


@pytest.fixture
def world(transactional_db: None, settings: Any) -> SimpleNamespace:
    settings.LINLI_DEMO = True
    cache.clear()
    world = make_world()
    account = world.people["resident"].account
    set_password(account=account, password=GOOD, actor=world.actors["resident"], now=datetime.now(UTC))
    world.account = account
    return world


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_the_sign_in_page_is_accessible_and_opens(open_page: OpenPage, world: SimpleNamespace, language: str) -> None:
    page = open_page("/accounts/login/?next=/me/record/", width=375, language=language)
    assert barriers(page) == []
    page.fill("input[name=login]", world.account.username)
    page.fill("input[name=password]", GOOD)
    page.click("main form button.btn-primary")
    expect(page).to_have_url(f"{page.url.split('/me/')[0]}/me/record/")
    assert barriers(page) == []


def test_a_passkey_is_added_and_opens_the_account_alone(open_page: OpenPage, world: SimpleNamespace) -> None:
    page = open_page("/demo/", language="en")
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    page.goto("/demo/as/resident/?next=/accounts/2fa/webauthn/add/")
    page.fill("input[name=name]", "my laptop")
    page.check("input[name=passwordless]")
    page.click("#mfa_webauthn_add")
    page.wait_for_url("**/accounts/2fa/recovery-codes/")
    page.context.clear_cookies()
    page.goto("/accounts/login/?next=/accounts/mine/")
    page.click("#passkey_login")
    page.wait_for_url("**/accounts/mine/")
    expect(page.locator("main")).to_contain_text("Set up")


def test_a_slip_becomes_an_account(open_page: OpenPage, world: SimpleNamespace) -> None:
    person = make_person("赵新", at=world.family.home)
    _invitation, code = give_slip(person=person, actor=world.actors["grid_worker"], now=datetime.now(UTC))
    page = open_page(f"/accounts/join/?code={code}", width=375, language="en")
    assert barriers(page) == []
    page.click("main form button.btn-primary")
    page.wait_for_url("**/accounts/join/choose/")
    assert barriers(page) == []
    page.fill("input[name=password]", GOOD)
    page.click("main form button.btn-primary")
    page.goto("/accounts/mine/")
    expect(page.locator("main")).to_contain_text("zhaoxin")


MINE = [
    "/me/record/",
    "/me/proxies/",
    "/accounts/mine/",
    "/accounts/2fa/",
    "/accounts/phone/change/",
    "/accounts/password/set/",
    "/demo/",
]
OF_SOMEBODY = ["/desk/rights/", "/desk/people/{person}/proxies/", "/desk/people/{person}/reveal/phone/"]
PAGES = [
    ("resident", 375, MINE),
    ("community_worker", 1280, OF_SOMEBODY),
    ("security_admin", 1280, ["/desk/grants/", "/desk/grants/new/?who=刘桂芳", "/desk/roles/"]),
    ("audit_admin", 1280, ["/desk/audit/"]),
]


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize(("role", "width", "paths"), PAGES, ids=[page[0] for page in PAGES])
def test_the_pages_have_no_barriers(
    open_page: OpenPage, world: SimpleNamespace, role: str, width: int, paths: list[str], language: str
) -> None:
    page = open_page(f"/demo/as/{role}/?next=/demo/", width=width, language=language)
    found = {}
    for path in paths:
        page.goto(path.format(person=world.people["resident"].pk))
        wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        found[path] = (barriers(page), max(wider, 0))
    assert found == {path: ([], 0) for path in paths}


def test_the_line_of_acting_for_another_is_no_barrier(open_page: OpenPage, world: SimpleNamespace) -> None:
    mother, son = world.family.people
    record_proxy(
        principal=mother,
        proxy=son,
        relation="son",
        ends_on=date.today() + timedelta(days=9),
        door="online",
        actor=PersonActor(mother, date.today()),
        now=datetime.now(UTC),
    )
    set_password(account=son.account, password=GOOD, actor=PersonActor(son, date.today()), now=datetime.now(UTC))
    page = open_page("/accounts/login/?next=/me/proxies/", width=375, language="en")
    page.fill("input[name=login]", son.account.username)
    page.fill("input[name=password]", GOOD)
    page.click("main form button.btn-primary")
    page.get_by_role("button", name="Act for them").click()
    page.goto("/me/record/")
    expect(page.locator(".acting-strip")).to_contain_text(mother.name)
    assert barriers(page) == []
    page.get_by_role("button", name="Act for myself").click()
    page.goto("/me/record/")
    expect(page.locator(".acting-strip")).to_have_count(0)
