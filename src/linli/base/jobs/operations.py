"""Asking for long work, and asking it to stop."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.base.audit.operations import record
from linli.base.errors import Refused
from linli.base.jobs.models import Job, JobState
from linli.base.permissions import Actor


@transaction.atomic
def start_job(kind: str, *, params: dict[str, Any], place: str, actor: Actor, now: datetime) -> Job:
    """Put a piece of long work in the queue; a worker takes it up within seconds of the commit.

    The caller has checked that the actor may ask for it. `params` are ids and choices, never personal data.
    """
    job = Job.objects.create(
        kind=kind,
        params=params,
        place=place,
        person_id=actor.person_id,
        started_by=actor.label,
        language=get_language() or "",
        state_since=now,
        created_at=now,
    )
    record("jobs.job.start", job, actor=actor, now=now, data={"kind": kind})
    return job


@transaction.atomic
def cancel_job(*, job: Job, actor: Actor, now: datetime) -> Job:
    """Stop a job: at once when it still waits, at its next step when it runs. What it has done so far stays."""
    open_jobs = Job.objects.filter(pk=job.pk, cancel_asked_at=None)
    ended = {"state": JobState.CANCELLED, "state_since": now, "finished_at": now, "cancel_asked_at": now}
    stopped = open_jobs.filter(state=JobState.QUEUED).update(**ended)
    if not stopped and not open_jobs.filter(state=JobState.RUNNING).update(cancel_asked_at=now):
        raise Refused("job-ended", _("This job has ended already, or somebody has asked it to stop."))
    record("jobs.job.cancel", job, actor=actor, now=now)
    job.refresh_from_db()
    return job
