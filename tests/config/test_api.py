"""The API speaks one language of refusals, and its door is closed unless it says otherwise."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.core.management import call_command
from tests.factories.clients import browser_of
from tests.factories.core import NOON, make_world

from linli.base.jobs.operations import start_job
from linli.base.messaging import wording
from linli.base.messaging.operations import send_message
from linli.base.messaging.wording import register_template
from linli.base.permissions import SystemActor

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def words(monkeypatch):
    monkeypatch.setattr(wording, "_templates", {})
    register_template("test.taken", version=1, title="Matter %(code)s", body="")


def test_document_is_what_the_code_says():
    call_command("openapi", "--check")


def test_every_operation_has_a_name_of_its_own(settings):
    document = json.loads((settings.ROOT / "docs" / "api" / "openapi.json").read_text(encoding="utf-8"))
    names = [operation["operationId"] for path in document["paths"].values() for operation in path.values()]
    assert len(names) == len(set(names))
    assert not [name for name in names if name.startswith("linli_")]  # what the framework would have made up


def test_visitor_is_told_to_sign_in(client):
    answer = client.get("/api/v1/messages")
    assert answer.status_code == 401
    assert answer.json()["code"] == "sign-in"


def test_documentation_needs_no_outside_address(world):
    page = browser_of(world.people["resident"]).get("/api/docs")
    assert page.status_code == 200
    text = page.content.decode()
    assert "http" not in text.replace("https://127.0.0.1", "")
    assert "<style" not in text
    assert 'src="/static/ninja/swagger-ui-bundle' in text


def test_documentation_and_document_are_closed_to_visitors(client):
    assert [client.get(path).status_code for path in ("/api/docs", "/api/v1/openapi.json")] == [302, 302]


def test_writing_without_the_csrf_token_is_refused(world):
    client = browser_of(world.people["resident"], enforce_csrf_checks=True)
    answer = client.post("/api/v1/messages/read")
    assert (answer.status_code, answer.json()["code"]) == (403, "csrf")


def test_unreadable_input_is_named(world):
    answer = browser_of(world.people["resident"]).put("/api/v1/channels/sms", {"on": "perhaps"}, "application/json")
    body = answer.json()
    assert (answer.status_code, body["code"], body["field"]) == (422, "invalid", "on")
    assert [error["field"] for error in body["errors"]] == ["on"]


def test_refusal_of_a_rule_is_a_conflict_with_its_code(world):
    answer = browser_of(world.people["resident"]).put("/api/v1/channels/pigeon", {"on": True}, "application/json")
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (409, "no-such-channel", "channel")


@pytest.mark.parametrize("path", ["messages?limit=0", "messages?offset=-1", "messages?limit=99999999999999999999999"])
def test_absurd_pages_are_refused(world, path):
    assert browser_of(world.people["resident"]).get(f"/api/v1/{path}").status_code == 422


def test_messages_are_only_ones_own(world, words):
    for key in ("resident", "neighbour"):
        params = {"code": key}
        send_message(world.people[key].pk, "test.taken", params, dedupe_key="k", now=NOON)
    mine, theirs = browser_of(world.people["resident"]), browser_of(world.people["neighbour"])
    messages = mine.get("/api/v1/messages").json()
    assert [(message["title"], message["read_at"]) for message in messages["items"]] == [("Matter resident", None)]
    assert messages["count"] == 1
    path = f"/api/v1/messages/{messages['items'][0]['id']}/read"
    assert theirs.post(path).status_code == 404
    assert mine.get("/api/v1/messages/unread").json() == {"unread": 1}
    assert mine.post(path).json()["read_at"] is not None
    assert mine.get("/api/v1/messages?unread=true").json()["count"] == 0
    assert theirs.post("/api/v1/messages/read").json() == {"unread": 0}


def test_jobs_are_seen_by_who_asked_and_by_the_system_administrator(world):
    place = world.community.path
    actor = world.actors["community_worker"]
    job = start_job("test.count", params={}, place=place, actor=actor, now=datetime(2026, 11, 23, tzinfo=UTC))
    start_job("test.count", params={}, place="/", actor=SystemActor("test"), now=NOON)
    seen = {
        key: [item["id"] for item in browser_of(world.people[key]).get("/api/v1/jobs").json()["items"]]
        for key in ("community_worker", "system_admin", "committee_secretary", "resident", "other_secretary")
    }
    nobody = {"committee_secretary": [], "resident": [], "other_secretary": []}
    assert seen == {"community_worker": [str(job.pk)], "system_admin": [str(job.pk)], **nobody}
    path = f"/api/v1/jobs/{job.pk}"
    assert browser_of(world.people["resident"]).post(f"{path}/cancel").status_code == 404
    assert browser_of(world.people["community_worker"]).post(f"{path}/cancel").json()["state"] == "cancelled"
    again = browser_of(world.people["community_worker"]).post(f"{path}/cancel")
    assert (again.status_code, again.json()["code"]) == (409, "job-ended")
    assert browser_of(world.people["resident"]).get(f"/api/v1/jobs/{uuid4()}").status_code == 404
