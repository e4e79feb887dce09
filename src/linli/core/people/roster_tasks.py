"""Rosters are taken in by the worker, so that nobody has to wait before an open page."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from linli.base.errors import Refused
from linli.base.files.models import StoredFile
from linli.base.files.operations import store_result
from linli.base.files.sniff import XLSX
from linli.base.jobs.registry import JobRun, Outcome, job
from linli.base.permissions import Actor, SystemActor
from linli.base.schedule import every
from linli.base.sheets.enums import ImportState
from linli.base.sheets.models import Import
from linli.base.sheets.operations import check_import, forget_files, run_import
from linli.base.sheets.report import Report
from linli.base.sheets.report_words import write_report
from linli.core.people.models import Person
from linli.core.people.operations.rosters import kinds as _kinds  # noqa: F401 -- makes the rosters known
from linli.core.people.queries.actors import PersonActor

KIND = "people.import"
STEPS = 1000


@job(KIND)
def take_roster_in(run: JobRun) -> Outcome:
    """Take a received file in, as the person who asked, with the rights that they hold by now."""
    imported = Import.objects.get(pk=UUID(run.params["import"]))
    is_try = bool(run.params.get("try"))
    if imported.state == ImportState.DONE and not is_try:  # a worker was killed after the commit
        return Outcome(_("Taken in."), imported.counts)

    def progress(done: int, total: int) -> None:
        run.progress(done * STEPS // max(total, 1), STEPS)

    work = check_import if is_try else run_import
    actor = _actor(run)
    report = work(imported=imported, actor=actor, now=run.now(), progress=progress)
    return Outcome(_says(report), report.counts, _kept(report, imported, actor, run))


def _says(report: Report) -> str:
    if report.is_unchanged:
        return _("The register says already what this file says.")
    return _("Dry run: nothing was written.") if report.is_dry_run else _("Taken in.")


def _kept(report: Report, imported: Import, actor: Actor, run: JobRun) -> StoredFile:
    """The report as a spreadsheet, for whoever asked."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "report.xlsx"
        write_report(path, report, title=imported.name)
        name = _("report %(name)s") % {"name": Path(imported.name).stem}
        return store_result(
            [path.read_bytes()], name=f"{name}.xlsx", media_type=XLSX, place=run.place, actor=actor, now=run.now()
        )


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
