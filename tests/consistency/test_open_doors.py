"""Closed by default: whoever opens a door, or closes one, changes this list."""

from __future__ import annotations

import re
from collections import Counter
from uuid import UUID

from linli.config.api import api
from tests.consistency.addresses import addresses

SIGNING_IN = {
    "account_confirm_login_code",
    "account_inactive",
    "account_login",
    "account_logout",
    "account_request_login_code",
    "account_verify_phone",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "people:account-join",
    "people:account-join-choose",
}
FOR_EVERYBODY = {
    "callouts:answer",  # whoever was asked holds its code
    "healthz",
    "matters:say",
    "matters:say-alike",
    "matters:say-emergency",
    "matters:say-kind",
    "matters:say-where",
    "matters:say-who",
    "matters:slip",  # whoever holds a slip knows its code
    "matters:slip-pdf",
    "matters:status",
    "matters:still",  # whoever has the link of the message
    "matters:status-form",
    "matters:status-photo",
    "matters:status-step",
    "membership:statement-check",  # whoever holds an extract can check it, until it ends
    "mobile:other-end",  # the other end of a mobile member reads a day, behind a signed link
    "mobile:well",  # whoever has the link of the message, once
    "openness:atom",
    "openness:csv",
    "openness:json",
    "openness:open311:discovery",  # for programs: what is public, and reports with a key
    "openness:open311:request",
    "openness:open311:requests",
    "openness:open311:root",
    "openness:open311:service",
    "openness:open311:services",
    "openness:open311:token",
    "openness:page",
    "openness:rss",
    "partnership:gift",  # the three lists are for everybody to read, and name nobody
    "partnership:gift-new",
    "partnership:gifts",
    "partnership:project",
    "partnership:project-photo",
    "partnership:projects",
    "partnership:slip",
    "partnership:wish",
    "partnership:wish-new",
    "partnership:wishes",
    "people:grid-finder",
    "portal:home",
    "portal:promises",
    "web:language",
    "web:large",
    "web:theme",
    "whistles:link",  # a department without an account: the signed link opens one call
    "whistles:link-step",
}
ONLY_IN_A_DEMO = {"people:demo", "people:demo-as", "people:demo-sms", "web:gallery", "web:gallery-page"}
API_FOR_EVERYBODY = {
    "asked",
    "asked_answer",
    "matter_categories",
    "matter_report",
    "openness_months",
    "openness_request",
    "projects",
    "resource_offer",
    "resources",
    "status",
    "status_confirm",
    "status_fact",
    "status_reopen",
    "status_reply",
    "whistle_link",  # a department without an account: the signed link opens one call
    "whistle_link_contact",
    "whistle_link_reply",
    "whistle_link_report",
    "whistle_link_sign",
    "wish_say",
    "wishes",
}


def test_the_open_doors_are_exactly_these():
    found = {address.name for address in addresses() if address.is_open and not address.name.startswith("api:")}
    assert found == SIGNING_IN | FOR_EVERYBODY | ONLY_IN_A_DEMO


def test_the_open_doors_of_the_api_are_exactly_these(client, db):
    found = set()
    for path, methods in api.get_openapi_schema()["paths"].items():
        address = re.sub(r"{\w*(pk|id)}", str(UUID(int=1)), path)
        address = re.sub(r"{\w+}", "7K3M-9QF2", address)
        for method, operation in methods.items():
            answer = client.generic(method.upper(), address, "{}", "application/json")
            if answer.status_code != 401:
                found.add(operation["operationId"])
    assert found == API_FOR_EVERYBODY


def test_doors_of_the_demo_are_walls_without_its_switch(client, db, settings):
    settings.LINLI_DEMO = settings.DEBUG = False
    paths = ("/demo/", "/demo/as/resident/", "/demo/sms/", "/gallery/", "/gallery/forms/")
    assert {path: client.get(path).status_code for path in paths} == dict.fromkeys(paths, 404)


def test_a_visitor_is_sent_to_sign_in_and_back(client, db):
    closed = [one for one in addresses() if not one.is_open and not one.takes and not one.name.startswith("api:")]
    assert len(closed) > 30
    answers = {one.name: client.get(f"/{one.route}") for one in closed}
    strangers = {name: answer.status_code for name, answer in answers.items() if answer.status_code not in {302, 405}}
    assert strangers == {}
    sent = {answer.headers["Location"].split("?")[0] for answer in answers.values() if answer.status_code == 302}
    assert sent == {"/accounts/login/"}


def test_no_address_is_claimed_twice() -> None:
    """The first room would hide the page of the second, and nobody would be told."""
    pages = [
        address.route for address in addresses() if not address.route.startswith("api/")
    ]  # there: one for each verb
    routes = [re.sub(r"<(?:\w+:)?\w+>", "<>", route) for route in pages]
    assert sorted(route for route, times in Counter(routes).items() if times > 1) == []
