"""Long work: taken up once, taken up again when its worker died, stopped when somebody asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import translation

from linli.base.audit.models import AuditEntry
from linli.base.errors import Refused
from linli.base.jobs.models import Job, JobState
from linli.base.jobs.operations import cancel_job, start_job
from linli.base.jobs.registry import JobRun, Outcome, handlers, job
from linli.base.jobs.runner import ATTEMPTS, LEASE, claim, run_due_jobs, run_one
from linli.base.permissions import SystemActor

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)
CLERK = SystemActor("test")


@pytest.fixture
def kind() -> Iterator[Callable[[Any], str]]:
    """Register a handler for one test."""

    def register(handler: Any) -> str:
        job("test.count")(handler)
        return "test.count"

    yield register
    handlers.pop("test.count", None)


def start(name: str, **params: Any) -> Job:
    return start_job(name, params=params, place="/ln/", actor=CLERK, now=NOON)


def test_a_job_is_done_and_says_what_came_of_it(kind: Any) -> None:
    def count(run: JobRun) -> Outcome:
        run.progress(3, 4, "counting")
        return Outcome(message=f"{run.params['what']} counted", figures={"people": 4})

    waiting = start(kind(count), what="people")
    assert run_due_jobs(NOON + timedelta(seconds=1)) == 1
    waiting.refresh_from_db()
    assert (waiting.state, waiting.message, waiting.outcome) == (JobState.DONE, "people counted", {"people": 4})
    assert (waiting.done, waiting.total, waiting.percent, waiting.attempts) == (3, 4, 75, 1)
    assert waiting.finished_at is not None
    assert waiting.finished_at >= NOON + timedelta(seconds=1)
    assert run_one(NOON + timedelta(days=1)) == 0


def test_starting_leaves_an_audit_row() -> None:
    waiting = start("test.count")
    assert AuditEntry.objects.filter(subject_id=str(waiting.pk)).get().action == "jobs.job.start"


def test_jobs_are_done_in_the_order_they_were_asked_for(kind: Any) -> None:
    order: list[int] = []
    name = kind(lambda run: order.append(run.params["n"]))
    for n in range(3):
        start(name, n=n)
    assert run_due_jobs(NOON) == 3
    assert order == [0, 1, 2]


def test_a_job_that_is_held_is_left_alone() -> None:
    start("test.count")
    assert claim(NOON) is not None
    assert claim(NOON + LEASE) is None


def test_a_job_whose_worker_died_is_taken_up_within_a_minute(kind: Any) -> None:
    waiting = start(kind(lambda run: None))
    dead = claim(NOON)
    assert dead is not None
    assert timedelta(minutes=1) > LEASE
    assert run_one(NOON + timedelta(minutes=1)) == 1
    waiting.refresh_from_db()
    assert (waiting.state, waiting.attempts, waiting.started_at) == (JobState.DONE, 2, NOON)


def test_a_worker_that_lost_its_lease_changes_nothing(kind: Any) -> None:
    waiting = start(kind(lambda run: None))
    slow = claim(NOON)
    assert slow is not None
    second = claim(NOON + timedelta(minutes=1))
    assert second is not None
    slow.end(JobState.FAILED, error="too late")
    waiting.refresh_from_db()
    assert (waiting.state, waiting.taken_by, waiting.error) == (JobState.RUNNING, second.run_id, "")


def test_a_slow_worker_hears_that_it_lost_its_lease(kind: Any) -> None:
    started: list[Job] = []

    def slow(run: Any) -> None:
        Job.objects.filter(pk=run.job_id).update(taken_by="0" * 32)
        run.beat()
        run.progress(1, 2)
        pytest.fail("It must not go on.")

    started.append(start(kind(slow)))
    assert run_one(NOON) == 1
    assert Job.objects.get().state == JobState.RUNNING


def test_a_lease_is_renewed_while_the_handler_works(kind: Any) -> None:
    waiting = start("test.count")
    run = claim(NOON)
    assert run is not None
    run._began = (NOON + timedelta(minutes=5), run._began[1])
    run.progress(1, 3, "on the way")
    run.beat()
    waiting.refresh_from_db()
    assert waiting.taken_until is not None
    assert waiting.taken_until >= NOON + timedelta(minutes=5) + LEASE
    assert (waiting.done, waiting.total, waiting.message) == (1, 3, "on the way")


def test_a_refusal_is_shown_to_the_person(kind: Any) -> None:
    def refuse(run: JobRun) -> None:
        raise Refused("no-header", "The first sheet has no header.")

    start(kind(refuse))
    run_one(NOON)
    assert (Job.objects.get().state, Job.objects.get().error) == (JobState.FAILED, "The first sheet has no header.")


def test_a_mistake_of_ours_is_not_shown(kind: Any) -> None:
    def stumble(run: JobRun) -> None:
        with transaction.atomic():
            start("test.other")
            raise KeyError("110101199003077379")

    start(kind(stumble))
    run_one(NOON)
    ended = Job.objects.get()
    assert ended.state == JobState.FAILED
    assert ended.error
    assert "1101" not in ended.error


def test_a_job_that_kills_its_worker_is_given_up(kind: Any) -> None:
    start(kind(lambda run: pytest.fail("It must not be begun again.")))
    for attempt in range(ATTEMPTS):
        assert claim(NOON + timedelta(minutes=attempt)) is not None
    assert run_one(NOON + timedelta(hours=1)) == 1
    assert Job.objects.get().state == JobState.FAILED


def test_a_kind_that_nobody_knows_fails_with_a_sentence() -> None:
    start("test.unknown")
    run_one(NOON)
    assert Job.objects.get().state == JobState.FAILED
    assert Job.objects.get().error


def test_a_waiting_job_is_cancelled_at_once(kind: Any) -> None:
    waiting = start(kind(lambda run: pytest.fail("It was cancelled.")))
    assert cancel_job(job=waiting, actor=CLERK, now=NOON).state == JobState.CANCELLED
    assert run_one(NOON) == 0
    with pytest.raises(Refused, match="ended"), translation.override("en"):
        cancel_job(job=waiting, actor=CLERK, now=NOON)


def test_a_running_job_stops_at_its_next_step_and_undoes_what_is_open(kind: Any) -> None:
    def count(run: Any) -> None:
        cancel_job(job=run.job, actor=CLERK, now=NOON)
        run.beat()
        with transaction.atomic():
            start("test.inside")
            run.progress(1, 2)

    waiting = start(kind(count))
    assert run_one(NOON) == 1
    waiting.refresh_from_db()
    assert waiting.state == JobState.CANCELLED
    assert Job.objects.count() == 1


def test_a_job_speaks_the_language_of_who_asked(kind: Any) -> None:
    spoken: list[str | None] = []
    with translation.override("en"):
        start(kind(lambda run: spoken.append(translation.get_language())))
    with translation.override("zh-hans"):
        run_one(NOON)
    assert spoken == ["en"]
