"""The worker: delivers news, runs what the clock asks for and the long jobs. Rows are the truth; it may be killed.

Each delivery is one transaction that holds the row, runs the listener and marks the row done. A worker that dies in
the middle has done nothing, and the row is simply still waiting. So nothing is ever stuck, lost or done twice, and
several workers may run side by side (PostgreSQL skips rows that another one holds; SQLite has one writer anyway).
A listener that raises is tried again with growing pauses, and after the last attempt the row stands as given up,
where `linli outbox status` and the health page show it.
"""

from __future__ import annotations

import logging
import threading
from datetime import datetime, timedelta
from uuid import UUID

from django.db import close_old_connections, connection, connections, transaction
from django.utils.timezone import now as clock

from linli.base.outbox.events import handler_and_event
from linli.base.outbox.models import Delivery, DeliveryState, Heartbeat, ScheduleEntry
from linli.base.schedule import Scheduled, Turn, schedule

log = logging.getLogger("linli.worker")

ATTEMPTS = 12
BATCH = 100
PAUSE = 1.0  # seconds between two looks when there was nothing to do
BEAT = timedelta(seconds=20)
FAREWELL = 5.0  # seconds that a loop has to finish when the worker is told to stop


def back_off(attempts: int) -> timedelta:
    """How long to wait after the n-th failure: 10 s, 20 s, 40 s … at most an hour."""
    return timedelta(seconds=min(10 * 2 ** (attempts - 1), 3600))


def deliver_due(now: datetime) -> int:
    """Deliver what is due; tell how many rows were taken up."""
    due = Delivery.objects.filter(state=DeliveryState.WAITING, due_at__lte=now)
    keys = list(due.order_by("due_at", "id").values_list("pk", flat=True)[:BATCH])
    for key in keys:
        deliver_one(key, now)
    return len(keys)


def deliver_one(key: UUID, now: datetime) -> None:
    """Deliver one row, if it still waits and nobody else holds it; note a failure and try again later."""
    skip = connection.features.has_select_for_update_skip_locked
    try:
        with transaction.atomic():
            waiting = Delivery.objects.select_for_update(skip_locked=skip).filter(state=DeliveryState.WAITING)
            delivery = waiting.filter(pk=key).first()
            if delivery is None:
                return
            handler, event = handler_and_event(delivery)
            handler(event)
            Delivery.objects.filter(pk=key).update(state=DeliveryState.DONE, done_at=now, error="")
    except Exception as error:  # noqa: BLE001 -- whatever a listener raises, the next row must still be delivered
        _note_failure(key, error, now)


def _note_failure(key: UUID, error: Exception, now: datetime) -> None:
    log.exception("Delivery %s failed", key)
    with transaction.atomic():
        delivery = Delivery.objects.select_for_update().get(pk=key)
        attempts = delivery.attempts + 1
        state = DeliveryState.GIVEN_UP if attempts >= ATTEMPTS else DeliveryState.WAITING
        Delivery.objects.filter(pk=key, state=DeliveryState.WAITING).update(
            attempts=attempts,
            state=state,
            due_at=now + back_off(attempts),
            error=f"{type(error).__name__}: {error}"[:2000],
        )


def run_schedule(now: datetime) -> int:
    """Run each task of the schedule that is due; tell how many ran."""
    known = dict(ScheduleEntry.objects.values_list("name", "due_at"))
    for task in schedule.values():
        if task.name not in known:
            ScheduleEntry.objects.get_or_create(name=task.name, defaults={"due_at": task.next_after(now)})
    return sum(_run_scheduled(task, now) for task in schedule.values() if known.get(task.name, now) <= now)


def _run_scheduled(task: Scheduled, now: datetime) -> bool:
    mine = ScheduleEntry.objects.filter(name=task.name, due_at__lte=now)
    following = task.next_after(now)
    try:
        with transaction.atomic():  # of two workers, one moves the date and runs the task; killed, it has done neither
            if not mine.update(due_at=following, ran_at=now, error=""):
                return False
            task.run(now)
    except Exception as error:
        log.exception("Scheduled task %s failed", task.name)
        mine.update(due_at=following, error=f"{type(error).__name__}: {error}"[:2000])
    return True


def run_worker(*, name: str, stop: threading.Event, beside: dict[str, Turn]) -> None:
    """Work until `stop` is set. Each loop of `beside` (long jobs, letters, seals) gets a thread of its own."""
    threads = [threading.Thread(target=_loop, args=(stop, run), name=key) for key, run in beside.items()]
    for thread in threads:
        thread.daemon = True  # whoever is still busy when time is up may be killed: rows are the truth
        thread.start()
    beaten: datetime | None = None

    def turn(now: datetime) -> int:
        nonlocal beaten
        if beaten is None or now - beaten >= BEAT:
            Heartbeat.objects.update_or_create(name=name, defaults={"at": now})
            beaten = now
        return run_schedule(now) + deliver_due(now)

    _loop(stop, turn)
    for thread in threads:
        thread.join(FAREWELL)


def _loop(stop: threading.Event, turn: Turn) -> None:
    while not stop.is_set():
        try:
            busy = turn(clock())
        except Exception:
            log.exception("The worker stumbled and goes on")
            busy = 0
            stop.wait(5)
        close_old_connections()
        if not busy:
            stop.wait(PAUSE)
    connections.close_all()
