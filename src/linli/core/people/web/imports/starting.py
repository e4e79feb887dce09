"""Hand an import to the worker."""

from __future__ import annotations

from datetime import datetime

from linli.base.jobs.operations import start_job
from linli.base.permissions import Actor
from linli.base.sheets.models import Import
from linli.base.sheets.operations import ask_check, queue_import
from linli.core.people.roster_tasks import KIND


def start_check(imported: Import, actor: Actor, now: datetime) -> None:
    """Ask for a dry run. Call it inside a transaction: a refusal takes the job back."""
    params = {"import": str(imported.pk), "try": True}
    job = start_job(KIND, params=params, place=imported.place, actor=actor, now=now)
    ask_check(imported=imported, job_id=job.pk, actor=actor, now=now)


def start_run(imported: Import, actor: Actor, now: datetime) -> None:
    """Ask for the import itself. Call it inside a transaction: a refusal takes the job back."""
    params = {"import": str(imported.pk)}
    job = start_job(KIND, params=params, place=imported.place, actor=actor, now=now)
    queue_import(imported=imported, job_id=job.pk, actor=actor, now=now)
