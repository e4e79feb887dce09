"""Whatever somebody sends to the API, it answers, and never with a failure of its own."""

from __future__ import annotations

import pytest
import requests
import schemathesis
from django.test import Client
from hypothesis import HealthCheck, settings
from tests.factories.clients import browser_of
from tests.factories.core import make_world

from linli.config.api import api

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

schema = schemathesis.openapi.from_dict(api.get_openapi_schema())
PARTS = {"method", "url", "params", "json", "data", "files", "headers", "cookies"}


@pytest.fixture
def browsers():
    people = make_world().people
    signed_in = [browser_of(people[role]) for role in ("resident", "community_worker")]
    for browser in (everybody := [Client(), *signed_in]):
        browser.raise_request_exception = False
    return everybody


def send(browser: Client, case: schemathesis.Case) -> int:
    """The case as a request to Django, without a network between."""
    parts = case.as_transport_kwargs(base_url="http://testserver")
    request = requests.Request(**{name: value for name, value in parts.items() if name in PARTS}).prepare()
    body = request.body or b""
    headers = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in request.headers.items()}
    kind = headers.pop("HTTP_CONTENT_TYPE", "application/octet-stream")
    headers.pop("HTTP_COOKIE", None)  # each browser brings its own
    return browser.generic(
        request.method, request.path_url, body.encode() if isinstance(body, str) else body, kind, **headers
    ).status_code


@schema.parametrize()
@settings(
    max_examples=4,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
def test_no_input_makes_it_fail(case, browsers):
    for browser in browsers:
        status = send(browser, case)
        assert status < 500, (status, case.method, case.formatted_path, case.query, case.body)
