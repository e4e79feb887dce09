"""News is delivered once to each who wants to hear it, whatever the others do."""

from __future__ import annotations

import threading
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from linli.base import schedule as clockwork
from linli.base.audit.models import AuditEntry
from linli.base.outbox import events, worker
from linli.base.outbox.events import Event, publish, subscribe
from linli.base.outbox.models import Delivery, DeliveryState, Heartbeat, ScheduleEntry
from linli.base.outbox.operations import retry_given_up, sweep_outbox
from linli.base.outbox.queries import given_up_deliveries, outbox_health
from linli.base.outbox.worker import ATTEMPTS, back_off, deliver_due, run_schedule, run_worker
from linli.base.permissions import SystemActor
from linli.base.schedule import every

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)
CLERK = SystemActor("test")


@dataclass(frozen=True)
class LampMended(Event):
    """A lamp shines again."""

    lamp: UUID
    on: date
    by: UUID | None = None
    note: str = ""


@pytest.fixture(autouse=True)
def alone(monkeypatch):
    """Only what a test subscribes and schedules, and nothing of the rooms."""
    monkeypatch.setattr(events, "_subscribers", type(events._subscribers)(dict))
    monkeypatch.setattr(events, "_topics", {})
    for module in (clockwork, worker):
        monkeypatch.setattr(module, "schedule", {})
    monkeypatch.setattr(clockwork, "schedule", worker.schedule)


def mended(**fields: object) -> LampMended:
    return LampMended(**{"at": NOON, "lamp": uuid4(), "on": date(2026, 11, 23), **fields})


def test_each_subscriber_hears_the_same_event_once():
    heard: list[tuple[str, LampMended]] = []

    @subscribe(LampMended)
    def tell_one(event: LampMended) -> None:
        heard.append(("one", event))

    @subscribe(LampMended)
    def tell_two(event: LampMended) -> None:
        heard.append(("two", event))

    event = mended(by=uuid4(), note="亮了")
    publish(event)
    assert deliver_due(NOON) == 2
    assert deliver_due(NOON + timedelta(days=1)) == 0
    assert sorted(heard, key=lambda pair: pair[0]) == [("one", event), ("two", event)]


def test_event_that_nobody_wants_leaves_no_row():
    publish(mended())
    assert Delivery.objects.count() == 0


def test_event_of_a_refused_operation_was_never_published():
    subscribe(LampMended)(lambda event: None)
    with suppress(ValueError), transaction.atomic():
        publish(mended())
        raise ValueError
    assert Delivery.objects.count() == 0


def test_failing_listener_leaves_nothing_behind_and_holds_nobody_up():
    @subscribe(LampMended)
    def fail(event: LampMended) -> None:
        Heartbeat.objects.create(name="half-done", at=NOON)
        raise ValueError("no lamp")

    @subscribe(LampMended)
    def succeed(event: LampMended) -> None:
        Heartbeat.objects.create(name="done", at=NOON)

    publish(mended())
    deliver_due(NOON)
    assert list(Heartbeat.objects.values_list("name", flat=True)) == ["done"]
    failed = Delivery.objects.get(state=DeliveryState.WAITING)
    assert (failed.attempts, failed.error, failed.due_at) == (1, "ValueError: no lamp", NOON + timedelta(seconds=10))
    assert deliver_due(NOON + timedelta(seconds=9)) == 0


def test_pauses_grow_to_an_hour():
    assert [back_off(attempts).total_seconds() for attempts in (1, 2, 3, 9, 10, 60)] == [10, 20, 40, 2560, 3600, 3600]


def fail_for_good() -> datetime:
    @subscribe(LampMended)
    def fail(event: LampMended) -> None:
        raise ValueError("no lamp")

    publish(mended())
    now = NOON
    for _attempt in range(ATTEMPTS):
        assert deliver_due(now) == 1
        now = Delivery.objects.get().due_at
    return now


def test_given_up_delivery_is_visible_and_can_be_tried_again(capsys):
    now = fail_for_good()
    assert deliver_due(now + timedelta(days=9)) == 0
    assert given_up_deliveries().get().error == "ValueError: no lamp"
    health = outbox_health(now)
    assert (health.given_up, health.is_well(now)) == (1, False)
    with pytest.raises(CommandError):
        call_command("outbox", "status")
    assert "ValueError: no lamp" in capsys.readouterr().out

    heard = []
    name = f"{fail_for_good.__module__}.fail_for_good.<locals>.fail"
    events._subscribers[LampMended][name] = heard.append
    assert retry_given_up(actor=CLERK, now=now) == 1
    assert AuditEntry.objects.get().action == "outbox.delivery.retry"
    deliver_due(now)
    assert len(heard) == 1
    assert outbox_health(now).given_up == 0


def test_news_for_a_listener_that_is_gone_waits_in_the_open():
    subscribe(LampMended)(lambda event: None)
    publish(mended())
    events._subscribers[LampMended].clear()
    deliver_due(NOON)
    assert Delivery.objects.get().error.startswith("KeyError")


def test_health_tells_late_news_and_a_missing_worker():
    subscribe(LampMended)(lambda event: None)
    publish(mended())
    later = NOON + timedelta(minutes=2)
    health = outbox_health(later)
    assert (health.worker_seen_at, health.late, health.is_well(later)) == (None, 1, False)
    Heartbeat.objects.create(name="w", at=later)
    deliver_due(later)
    assert outbox_health(later).is_well(later)


def test_sweep_keeps_a_month():
    subscribe(LampMended)(lambda event: None)
    publish(mended())
    deliver_due(NOON)
    Heartbeat.objects.create(name="gone", at=NOON)
    sweep_outbox(now=NOON + timedelta(days=30))
    assert (Delivery.objects.count(), Heartbeat.objects.count()) == (1, 0)
    sweep_outbox(now=NOON + timedelta(days=30, seconds=1))
    assert Delivery.objects.count() == 0


def test_task_runs_at_its_time_in_beijing_once_and_makes_up_for_sleep():
    ran: list[datetime] = []

    @every("0 9 * * *")
    def greet(now: datetime) -> None:
        ran.append(now)

    assert run_schedule(NOON) == 0  # first seen at noon: due tomorrow at nine
    nine = datetime(2026, 11, 24, 1, tzinfo=UTC)
    assert run_schedule(nine - timedelta(seconds=1)) == 0
    assert (run_schedule(nine), run_schedule(nine)) == (1, 0)
    assert run_schedule(nine + timedelta(days=5, hours=3)) == 1  # slept for five days: once
    assert run_schedule(nine + timedelta(days=6)) == 1
    assert ran == [nine, nine + timedelta(days=5, hours=3), nine + timedelta(days=6)]


def test_task_that_fails_says_so_and_runs_again_next_time():
    @every("* * * * *")
    def stumble(now: datetime) -> None:
        Heartbeat.objects.create(name="half-done", at=now)
        if now < NOON + timedelta(minutes=2):
            raise ValueError("dark")

    run_schedule(NOON)
    run_schedule(NOON + timedelta(minutes=1))
    assert (ScheduleEntry.objects.get().error, Heartbeat.objects.count()) == ("ValueError: dark", 0)
    assert len(outbox_health(NOON).failing_tasks) == 1
    run_schedule(NOON + timedelta(minutes=2))
    assert (ScheduleEntry.objects.get().error, Heartbeat.objects.count()) == ("", 1)


@pytest.mark.django_db(transaction=True)
def test_worker_beats_works_and_stops_when_told():
    heard = threading.Event()
    subscribe(LampMended)(lambda event: heard.set())
    publish(mended(at=NOON))
    stop = threading.Event()
    beside_ran = threading.Event()

    def stumble(now: datetime) -> int:
        beside_ran.set()
        raise ValueError("a queue beside that fails")

    thread = threading.Thread(target=run_worker, kwargs={"name": "w", "stop": stop, "beside": {"queue": stumble}})
    thread.start()
    assert heard.wait(10)
    assert beside_ran.wait(10)
    stop.set()
    thread.join(15)
    assert not thread.is_alive()
    assert Heartbeat.objects.get().name == "w"
    assert Delivery.objects.get().state == DeliveryState.DONE
