"""Doing long work, so that a worker that is killed loses nothing and nothing is done by two at a time.

A worker holds a job by a lease: `taken_until`, renewed while the handler runs. When a worker dies, its lease ends, and
within a minute another one begins the job again. Each write of a worker names its own run, so that one which was only
slow, and has lost its lease, changes nothing any more.
"""

from __future__ import annotations

import logging
import threading
import time
import uuid
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import OperationalError, connection
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import translation
from django.utils.translation import gettext as _

from linli.base.errors import Refused
from linli.base.jobs.models import Job, JobState
from linli.base.jobs.registry import Outcome, handlers

log = logging.getLogger("linli.jobs")

LEASE = timedelta(seconds=40)
RENEW = 8.0  # seconds between two renewals by the thread beside the handler
WRITE = 0.5  # seconds between two notes of progress
ATTEMPTS = 5


class JobCancelled(Exception):  # noqa: N818 -- not an error: somebody wished it
    """Somebody asked the job to stop; raised inside the handler, so that an open transaction is undone."""


class LeaseLost(Exception):  # noqa: N818 -- the other worker goes on
    """Another worker has taken the job up meanwhile."""


class Run:
    """One attempt at a job: holds the lease, carries the progress. What handlers see of it is `JobRun`."""

    def __init__(self, job: Job, run_id: uuid.UUID, now: datetime) -> None:
        self.job = job
        self.run_id = run_id
        self.cancelled = job.cancel_asked_at is not None
        self._began = (now, time.monotonic())
        self._said = (job.done, job.total, job.message)
        self._written = 0.0
        self._lost = False

    @property
    def job_id(self) -> uuid.UUID:
        return self.job.pk

    @property
    def params(self) -> dict[str, Any]:
        return dict(self.job.params)

    @property
    def place(self) -> str:
        return self.job.place

    @property
    def person_id(self) -> uuid.UUID | None:
        return self.job.person_id

    @property
    def started_by(self) -> str:
        return self.job.started_by

    def now(self) -> datetime:
        """The moment that the run was given, and what has passed since by a clock that nobody sets."""
        began, tick = self._began
        return began + timedelta(seconds=time.monotonic() - tick)

    def progress(self, done: int, total: int, message: str = "") -> None:
        total = max(total, 0)
        self._said = (min(done, total) if total else done, total, message[:400])
        # Inside a transaction a note would be seen by nobody: there the thread beside us writes it.
        if time.monotonic() - self._written >= WRITE and not connection.in_atomic_block:
            self.beat()
        if self._lost:
            raise LeaseLost
        if self.cancelled:
            raise JobCancelled

    def mine(self) -> Any:
        """The row, as long as this run holds it."""
        return Job.objects.filter(pk=self.job.pk, state=JobState.RUNNING, taken_by=self.run_id)

    def beat(self) -> None:
        """Renew the lease, note the progress, hear whether to stop."""
        self._written = time.monotonic()
        done, total, message = self._said
        held = self.mine().update(taken_until=self.now() + LEASE, done=done, total=total, message=message)
        self._lost = not held
        self.cancelled = self.mine().filter(cancel_asked_at__isnull=False).exists()

    def end(self, state: JobState, **fields: Any) -> None:
        """Write how it ended and let go."""
        done, total, message = self._said
        now = self.now()
        values = {"done": done, "total": total, "message": message, **fields}
        ended = {"state": state, "state_since": now, "finished_at": now, "taken_until": None, "taken_by": None}
        if not self.mine().update(**values, **ended):
            log.warning("Job %s was taken up by another worker; what this one did is left to it", self.job.pk)


def run_due_jobs(now: datetime) -> int:
    """Do all jobs that wait, one after the other; tell how many."""
    tick = time.monotonic()
    count = 0
    while run_one(now + timedelta(seconds=time.monotonic() - tick)):
        count += 1
    return count


def run_one(now: datetime) -> int:
    """Do the job that has waited longest, or one whose worker died; tell whether there was one (1 or 0)."""
    run = claim(now)
    if run is None:
        return 0
    stop = threading.Event()
    keeper = threading.Thread(target=_keep, args=(run, stop), name=f"lease of {run.job_id}", daemon=True)
    keeper.start()
    try:
        with translation.override(run.job.language or settings.LANGUAGE_CODE):
            _do(run)
    finally:
        stop.set()
        keeper.join()
    return 1


def claim(now: datetime) -> Run | None:
    """Take a job by one UPDATE that names what it was: of two workers one gets it, on both databases."""
    stale = Q(state=JobState.RUNNING, taken_until__lt=now)
    for job in Job.objects.filter(Q(state=JobState.QUEUED) | stale).order_by("created_at", "id")[:10]:
        run_id = uuid.uuid4()
        as_seen = Job.objects.filter(pk=job.pk, state=job.state, taken_by=job.taken_by)
        if job.state == JobState.RUNNING:
            as_seen = as_seen.filter(taken_until__lt=now)  # its worker may have renewed it since we looked
        taken = {"state": JobState.RUNNING, "taken_until": now + LEASE, "taken_by": run_id, "state_since": now}
        if as_seen.update(**taken, attempts=F("attempts") + 1, started_at=Coalesce("started_at", now)):
            job.refresh_from_db()
            return Run(job, run_id, now)
    return None


def _do(run: Run) -> None:
    """Call the handler and write down how it ended, whatever it raises."""
    handler = handlers.get(run.job.kind)
    try:
        if run.cancelled:
            raise JobCancelled
        if run.job.attempts > ATTEMPTS:
            raise Refused(
                "job-never-ends", _("This was begun several times and never finished. Please tell the office.")
            )
        if handler is None:
            raise Refused("job-unknown", _("This program does not know how to do this job."))
        outcome = handler(run) or Outcome()
    except JobCancelled:
        run.end(JobState.CANCELLED)
    except LeaseLost:
        log.warning("Job %s was taken up by another worker", run.job_id)
    except Refused as refusal:
        run.end(JobState.FAILED, error=str(refusal)[:1000])
    except Exception:
        log.exception("Job %s (%s) failed", run.job_id, run.job.kind)
        sentence = _("Something went wrong here, not with you. Nothing more happens by itself; please try again.")
        run.end(JobState.FAILED, error=sentence)
    else:
        said = {"message": outcome.message[:400]} if outcome.message else {}
        run.end(JobState.DONE, outcome=outcome.figures, result=outcome.result, **said)


def _keep(run: Run, stop: threading.Event) -> None:
    """Renew the lease while the handler is busy. On SQLite it has to wait while the handler's transaction is open."""
    while not stop.wait(RENEW):
        with suppress(OperationalError):  # locked for now: tried again in a moment
            run.beat()
    connection.close()
