"""The health page: well, degraded, unwell, and why."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from linli.base.outbox.models import Delivery, DeliveryState, Heartbeat
from linli.config import health
from linli.config.health import State, examine, worst

pytestmark = pytest.mark.django_db


def states() -> dict[str, State]:
    return {finding.name: finding.state for finding in examine(datetime.now(UTC))}


def test_health_is_ok_with_a_worker_at_work(client: Client) -> None:
    Heartbeat.objects.create(name="one", at=datetime.now(UTC))
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["status"]) == (200, "ok")
    assert set(answer.json()["checks"]) == {"disk", "database", "migrations", "worker", "outbox"}


def test_health_is_degraded_without_a_worker_and_says_so(client: Client) -> None:
    answer = client.get("/healthz", headers={"accept-language": "en"})
    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
    assert "./run work" in answer.json()["checks"]["worker"]["message"]


def test_health_is_degraded_when_the_worker_fell_silent() -> None:
    Heartbeat.objects.create(name="one", at=datetime.now(UTC) - health.SILENCE - timedelta(seconds=1))
    assert states()["worker"] is State.DEGRADED


def test_health_is_degraded_when_news_was_given_up() -> None:
    now = datetime.now(UTC)
    Heartbeat.objects.create(name="one", at=now)
    Delivery.objects.create(topic="t", subscriber="s", payload={}, state=DeliveryState.GIVEN_UP, due_at=now)
    assert states()["outbox"] is State.DEGRADED


def test_health_is_unwell_when_tables_are_missing(monkeypatch: pytest.MonkeyPatch, client: Client) -> None:
    monkeypatch.setattr(health, "_up_to_date", False)
    monkeypatch.setattr("django.db.migrations.executor.MigrationExecutor.migration_plan", lambda *_: [object()])
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["status"]) == (503, "unwell")
    assert set(answer.json()["checks"]) == {"disk", "database", "migrations"}


def test_health_is_unwell_when_the_disk_is_full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "NO_DISK", 1 << 60)
    assert states()["disk"] is State.UNWELL


def test_the_whole_is_as_bad_as_its_worst_part() -> None:
    found = [health.Finding("a", state, "") for state in (State.OK, State.UNWELL, State.DEGRADED)]
    assert worst(found) is State.UNWELL


def test_health_may_be_read_but_not_written(client: Client) -> None:
    assert client.post("/healthz").status_code == 405


def test_the_doctor_says_what_to_do() -> None:
    out = StringIO()
    call_command("doctor", stdout=out)
    text = out.getvalue()
    assert "./run work" in text
    assert "./run linli backup" in text
    assert "TROUBLE" not in text


def test_the_doctor_ends_with_an_error_when_something_is_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "NO_DISK", 1 << 60)
    with pytest.raises(SystemExit) as ended:
        call_command("doctor", stdout=StringIO())
    assert ended.value.code == 2
