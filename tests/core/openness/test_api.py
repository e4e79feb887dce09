"""What Open311 lacks: the endings, the steps and the months; for everybody, and of nobody."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.core.cache import cache

from linli.base.permissions import SystemActor
from linli.core.openness.operations.months import publish_month
from linli.core.openness.queries.requests import public_id
from tests.factories import matters as make
from tests.factories.core import make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    cache.clear()
    return make_world()


def test_a_public_request_tells_its_ending_and_its_steps_by_day(client, world):
    matter = make.closed(world)
    told = client.get(f"/api/v1/openness/requests/{public_id(matter)}").json()
    steps = [step["kind"] for step in told.pop("updates")]
    assert steps == ["reported", "accepted", "dispatched", "signed", "ended", "verified", "confirmed"]
    assert told == {
        "service_request_id": public_id(matter), "service_code": "UT04", "grid": 1, "status": "closed",
        "state": "closed", "ending": "solved", "requested_on": "2026-11-23", "ended_on": "2026-11-23", "reopened": 0,
    }  # fmt: skip


def test_what_is_not_public_is_not_there(client, world):
    private = make.make_matter(world, category=make.category("CA01"))
    for name in (public_id(private), private.code, str(private.pk), "x"):
        assert client.get(f"/api/v1/openness/requests/{name}").status_code == 404


def test_the_months_are_those_of_the_open_data(client, world):
    for _ in range(6):
        make.make_matter(world)
    moment = datetime(2026, 12, 1, 1, tzinfo=UTC)
    publish_month(community=world.community, month=date(2026, 11, 1), actor=SystemActor("test"), now=moment)
    rows = client.get("/api/v1/openness/months?community=zhaolin&year=2026").json()
    assert [(row["kind"], row["reported"], row["solved"]) for row in rows] == [("", 6, 0), ("UT", 6, 0)]
    assert client.get("/api/v1/openness/months?community=zhaolin&year=2025").json() == []
    assert client.get("/api/v1/openness/months?community=nowhere").status_code == 404
