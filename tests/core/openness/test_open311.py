"""A program of others that knows nothing of us but the published standard: in both formats it reads and reports."""

from __future__ import annotations

import json
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.base.audit.models import AuditEntry
from linli.core.matters.models import Matter
from linli.core.openness.queries.requests import public_id
from tests.factories import matters as make
from tests.factories.core import NOON, make_world
from tests.factories.openness import make_client

pytestmark = pytest.mark.django_db
LISTS = {"services", "service_requests", "errors", "attributes", "endpoints", "formats"}


class Generic:
    """An ordinary client: it asks where things are, lists the kinds, reports one and follows it."""

    def __init__(self, fmt: str) -> None:
        self.fmt, self.browser = fmt, Client(headers={"accept-language": "en"})

    def get(self, path: str, **query: Any) -> tuple[int, Any]:
        return self._read(self.browser.get(f"/open311/v2/{path}.{self.fmt}", query))

    def post(self, **data: Any) -> tuple[int, Any]:
        return self._read(self.browser.post(f"/open311/v2/requests.{self.fmt}", data))

    def _read(self, answer: Any) -> tuple[int, Any]:
        kind = {"xml": "text/xml; charset=utf-8", "json": "application/json; charset=utf-8"}[self.fmt]
        assert answer.headers["Content-Type"] == kind
        if self.fmt == "json":
            return answer.status_code, json.loads(answer.content)
        assert answer.content.startswith(b"<?xml")
        return answer.status_code, _plain(fromstring(answer.content))


def _plain(element: Element) -> Any:
    """XML as JSON would say it."""
    if element.tag in LISTS:
        return [_plain(child) for child in element]
    if len(element):
        return {child.tag: _plain(child) for child in element}
    return element.text


@pytest.fixture
def world() -> SimpleNamespace:
    world = make_world()
    corners = [[123, 41], [123.2, 41], [123.2, 41.2], [123, 41.2], [123, 41]]
    world.grid.outline = {"type": "Polygon", "coordinates": [corners]}
    world.grid.save()
    return world


@pytest.fixture(params=["xml", "json"])
def program(request, world):
    return Generic(request.param)


def test_a_program_finds_its_way_reports_and_follows(program, world):
    key = make_client(world.community)[1]
    status, found = program.get("discovery")
    assert (status, found["endpoints"][0]["specification"]) == (200, "http://wiki.open311.org/GeoReport_v2")
    here = {"jurisdiction_id": "zhaolin"}
    status, services = program.get("services", **here)
    lamp = next(service for service in services if service["service_code"] == "UT04")
    assert set(lamp) == {"service_code", "service_name", "description", "metadata", "type", "keywords", "group"}
    assert (lamp["type"], str(lamp["metadata"]).lower()) == ("realtime", "false")
    status, told = program.post(
        **here, api_key=key, service_code="UT04", lat="41.1", long="123.1", description="The heating is cold.",
        first_name="Wei", last_name="Zhang", phone="13800138000",
    )  # fmt: skip
    matter = Matter.objects.get()
    assert (status, told[0]["service_request_id"], told[0]["account_id"]) == (201, public_id(matter), None)
    assert matter.code in told[0]["service_notice"]
    assert (matter.grid_id, matter.contact_name, matter.text) == (world.grid.pk, "Wei Zhang", "The heating is cold.")
    status, requests = program.get(f"requests/{public_id(matter)}")
    assert (status, requests[0]["status"], requests[0]["service_code"]) == (200, "open", "UT04")
    status, again = program.get(f"tokens/{public_id(matter)}")
    assert again == [{"service_request_id": public_id(matter), "token": public_id(matter)}]
    status, listed = program.get("requests", **here)
    assert (status, [one["service_request_id"] for one in listed]) == (200, [public_id(matter)])


FIELDS = [
    "service_request_id", "status", "status_notes", "service_name", "service_code", "description",
    "agency_responsible", "service_notice", "requested_datetime", "updated_datetime", "expected_datetime", "address",
    "address_id", "zipcode", "lat", "long", "media_url",
]  # fmt: skip


def test_a_request_tells_nothing_of_the_person(program, world):
    matter = make.closed(
        world,
        text="我家302暖气不热",
        address="兆麟小区3号楼2单元302",
        lat=41.1234,
        lng=123.1234,
        contact_phone="13800138000",
    )
    status, found = program.get("requests", jurisdiction_id="zhaolin", end_date="2026-12-01T00:00:00Z")
    assert status == 200
    assert list(found[0]) == FIELDS
    said = json.dumps(found, ensure_ascii=False)
    words = ("我家", "3号楼", "刘桂芳", "13800138000", "41.12", "换了")
    secrets = [matter.code, str(matter.pk), matter.pk.hex, matter.ending_text, *words]
    assert [secret for secret in secrets if secret in said] == []
    assert (found[0]["status"], found[0]["status_notes"]) == ("closed", "Solved")
    assert (str(found[0]["lat"]), str(found[0]["long"])) == ("41.1", "123.1")
    assert found[0]["requested_datetime"] == "2026-11-23T00:00:00+08:00"


def test_what_is_said_at_home_is_not_there_for_programs(program, world):
    private = make.make_matter(world, category=make.category("CA01"))
    unsorted = make.make_matter(world, category=None)
    for matter in (private, unsorted):
        status, errors = program.get(f"requests/{public_id(matter)}")
        assert (status, [int(error["code"]) for error in errors]) == (404, [404])
    assert program.get("requests", jurisdiction_id="zhaolin", end_date="2026-12-01T00:00:00Z") == (200, [])


def test_requests_are_filtered_and_paged(world):
    program = Generic("json")
    closed = make.closed(world)
    old = make.make_matter(world, now=NOON - timedelta(days=80))
    new = make.make_matter(world, category=make.category("EN01"))
    ids = {"closed": public_id(closed), "old": public_id(old), "new": public_id(new)}
    when = {"jurisdiction_id": "zhaolin", "start_date": "2026-09-01T00:00:00Z"}

    def found(**more: Any) -> list[str]:
        status, rows = program.get("requests", **when, **more)
        assert status == 200
        return [name for row in rows for name, key in ids.items() if key == row["service_request_id"]]

    assert found() == ["new", "closed", "old"]
    assert found(status="open") == ["new", "old"]
    assert found(status="closed") == ["closed"]
    assert found(status="open,closed", service_code="UT04") == ["closed", "old"]
    assert found(page_size="1", page="2") == ["closed"]
    assert found(end_date="2026-09-30T00:00:00Z") == ["old"]
    assert found(service_request_id=f"{ids['old']},{ids['new']}") == ["new", "old"]


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"jurisdiction_id": "nowhere"}, 404),
        ({}, 400),
        ({"jurisdiction_id": "zhaolin", "start_date": "2026-01-01T00:00:00Z", "end_date": "2026-06-01T00:00:00Z"}, 400),
        ({"jurisdiction_id": "zhaolin", "start_date": "yesterday"}, 400),
        ({"jurisdiction_id": "zhaolin", "status": "lost"}, 400),
        ({"jurisdiction_id": "zhaolin", "page_size": "0"}, 400),
    ],
)
def test_a_question_that_makes_no_sense_is_answered_as_the_standard_says(program, world, asked, code):
    make.make_matter(world)
    make.make_matter(world, community=world.other, grid=world.other_grid)
    status, errors = program.get("requests", **asked)
    assert (status, [int(error["code"]) for error in errors]) == (code, [code])
    assert set(errors[0]) == {"code", "description"}


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"api_key": ""}, 403),
        ({"api_key": "x" * 30}, 403),
        ({"service_code": ""}, 400),
        ({"service_code": "NO99"}, 404),
        ({"service_code": "CA01"}, 404),
        ({"address_string": ""}, 400),
        ({"lat": "91", "long": "0"}, 400),
        ({"phone": "12"}, 400),
        ({"jurisdiction_id": "guangming"}, 403),
    ],
)
def test_a_report_that_is_not_right_is_not_taken(program, world, changed, code):
    make_client(world.community)
    key = make_client(world.community)[1]
    data = {"api_key": key, "jurisdiction_id": "zhaolin", "service_code": "UT04", "address_string": "兆麟小区"}
    status, errors = program.post(**{**data, **changed})
    assert (status, [int(error["code"]) for error in errors], Matter.objects.count()) == (code, [code], 0)


def test_a_program_that_ended_or_sends_too_much_is_refused(world):
    program = Generic("json")
    client, key = make_client(world.community, per_hour=2)
    data = {"api_key": key, "jurisdiction_id": "zhaolin", "service_code": "UT04", "address_string": "兆麟小区"}
    assert [program.post(**data)[0] for _ in range(3)] == [201, 201, 429]
    client.ended_at = NOON + timedelta(days=1)
    client.save()
    assert program.post(**data)[0] == 403


def test_the_audit_names_the_program(world):
    client, key = make_client(world.community)
    Generic("json").post(api_key=key, jurisdiction_id="zhaolin", service_code="UT04", address_string="兆麟小区")
    entry = AuditEntry.objects.get(action="matters.matter.report")
    assert (entry.actor, entry.person_id) == (f"client:{client.pk}", None)


def test_only_the_formats_and_methods_of_the_standard_are_answered(client, world):
    assert client.get("/open311/v2/services.csv?jurisdiction_id=zhaolin").status_code == 404
    assert client.post("/open311/v2/services.json").status_code == 405


ODD = ("0", "-1", "1e999", "nan", "2026-13-01", "0001-01-01T00:00:00+14:00", "\x00")
ANYTHING = st.text(max_size=40) | st.sampled_from(ODD)
NAMES = (
    *("jurisdiction_id", "service_code", "status", "start_date", "end_date", "page", "page_size", "lat", "long"),
    *("description", "address_string", "phone", "api_key", "service_request_id", "first_name", "attribute[x]"),
)


@given(
    st.sampled_from(["requests", "services", "services/UT04", "requests/00", "tokens/x", "discovery"]),
    st.sampled_from(["xml", "json", "x"]),
    st.dictionaries(st.sampled_from(NAMES), ANYTHING, max_size=6),
    st.booleans(),
)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_question_makes_it_fail(world, path, fmt, values, told):
    browser = Client()
    browser.raise_request_exception = False
    values = {"jurisdiction_id": "zhaolin", **values}
    if told:
        values = {"service_code": "UT04", "address_string": "x", **values, "api_key": _key(world)}
    address = f"/open311/v2/{path}.{fmt}"
    answer = browser.post(address, values) if told else browser.get(address, values)
    assert answer.status_code < 500
    if fmt == "xml" and answer.content:
        fromstring(answer.content)


def _key(world: SimpleNamespace) -> str:
    if not hasattr(world, "key"):
        world.key = make_client(world.community, per_hour=100_000)[1]
    return world.key
