"""Rosters are taken in by the worker, so that nobody has to wait before an open page."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from linli.base.errors import Refused
from linli.base.jobs.registry import JobRun, Outcome, job
from linli.base.outbox.schedule import every
from linli.base.permissions import Actor, SystemActor
from linli.base.sheets.enums import ImportState
from linli.base.sheets.models import Import
from linli.base.sheets.operations import forget_files, run_import
from linli.core.people.models import Person
from linli.core.people.operations.rosters import kinds as _kinds  # noqa: F401 -- makes the rosters known
from linli.core.people.queries.actors import PersonActor

KIND = "people.import"
STEPS = 1000


@job(KIND)
def take_roster_in(run: JobRun) -> Outcome:
    """Take a received file in, as the person who asked, with the rights that they hold by now."""
    imported = Import.objects.get(pk=UUID(run.params["import"]))
    if imported.state == ImportState.DONE:  # a worker was killed after the commit
        return Outcome(_("Taken in."), imported.counts)

    def progress(done: int, total: int) -> None:
        run.progress(done * STEPS // max(total, 1), STEPS)

    report = run_import(imported=imported, actor=_actor(run), now=run.now(), progress=progress)
    says = _("Nothing has changed.") if report.is_unchanged else _("Taken in.")
    return Outcome(says, report.counts)


@every("40 3 * * *")
def forget_roster_files(now: datetime) -> None:
    """Throw away uploaded rosters that nobody took in for a week."""
    forget_files(now=now)


def _actor(run: JobRun) -> Actor:
    if run.person_id is None:
        return SystemActor("import")
    person = Person.objects.filter(pk=run.person_id, ended_on=None).first()
    if person is None:
        raise Refused("forbidden", _("You do not have the right to do this here."))
    return PersonActor(person, timezone.localdate(run.now()))
