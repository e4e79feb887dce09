"""A file is received, looked at, tried, taken in - or refused in words, with nothing half-done."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from collections.abc import Mapping as MappingType
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from linli.base.audit.operations import record
from linli.base.errors import Refused
from linli.base.ids import uuid7
from linli.base.jobs.models import OPEN, Job
from linli.base.permissions import Actor, require
from linli.base.sheets import storage
from linli.base.sheets.enums import ImportState
from linli.base.sheets.guard import format_of
from linli.base.sheets.models import Import, Mapping
from linli.base.sheets.moves import CHECK, FINISH, QUEUE, REFUSE, START
from linli.base.sheets.operations.findings import note_findings
from linli.base.sheets.report import Report
from linli.base.sheets.rosters import ROSTERS, Roster
from linli.base.workflow import step

Progress = Callable[[int, int], None]
KEEP_CHANGES = 500  # how many changes an import remembers one by one; the counts tell all
KEEP_FILES = timedelta(days=7)  # a file that nobody took in is thrown away after that


@dataclass(frozen=True)
class Target:
    """The community that a roster is for: to the kernel a key and a place."""

    community_id: UUID
    place: str


@transaction.atomic
def receive_file(
    *, roster: Roster, name: str, chunks: Iterable[bytes], target: Target, actor: Actor, now: datetime
) -> Import:
    """Keep an uploaded roster, after a look whether it is a spreadsheet at all."""
    require(actor, roster.permission, target)
    key = uuid7()
    path, digest = storage.keep(key, chunks)
    try:
        if ".geojson" not in roster.suffixes:
            format_of(path)
    except Refused:
        path.unlink()
        raise
    imported = Import.objects.create(
        id=key,
        community_id=target.community_id,
        place=target.place,
        kind=roster.code,
        name=Path(name.replace("\x00", "")).name[:200],
        path=path.name,
        sha256=digest,
        state_since=now,
        by=actor.label,
        by_person_id=actor.person_id,
        created_at=now,
    )
    record("sheets.import.receive", imported, actor=actor, now=now, data={"kind": roster.code, "sha256": digest})
    return imported


@transaction.atomic
def choose_columns(
    *, imported: Import, choices: MappingType[str, str], fingerprints: Iterable[str], actor: Actor, now: datetime
) -> Import:
    """Say which column is what. The community is not asked again for a file with the same header."""
    require(actor, ROSTERS[imported.kind].permission, imported)
    imported.choices = dict(choices)
    imported.save(update_fields=["choices"])
    remember_columns(imported.community_id, imported.kind, choices, fingerprints, now)
    record("sheets.import.choose_columns", imported, actor=actor, now=now, data={"columns": sorted(choices)})
    return imported


def remember_columns(
    community_id: UUID, roster: str, choices: MappingType[str, str], fingerprints: Iterable[str], now: datetime
) -> None:
    """Keep a person's choices for every header they were made for."""
    for fingerprint in set(fingerprints):
        Mapping.objects.update_or_create(
            community_id=community_id,
            roster=roster,
            fingerprint=fingerprint,
            defaults={"choices": dict(choices), "updated_at": now},
        )


def check_import(*, imported: Import, actor: Actor, now: datetime, progress: Progress | None = None) -> Report:
    """Try an import: the same report as the real one, and nothing is changed."""
    roster = ROSTERS[imported.kind]
    require(actor, roster.permission, imported)
    report = roster.run(**_call(imported, actor, now), dry_run=True, progress=progress)
    with transaction.atomic():
        step(imported, CHECK, actor=actor, now=now, allowed=True, counts=summary_of(report), message="")
    return report


@transaction.atomic
def ask_check(*, imported: Import, job_id: UUID, actor: Actor, now: datetime) -> Import:
    """Put the dry run of an import in the line of the worker."""
    require(actor, ROSTERS[imported.kind].permission, imported)
    _refuse_while_at_work(imported)
    if imported.state not in CHECK.sources:
        raise Refused("wrong-state", _("This file was taken in already. Please upload it again to try it."))
    imported.job_id = job_id
    imported.save(update_fields=["job_id"])
    record("sheets.import.ask_check", imported, actor=actor, now=now)
    return imported


@transaction.atomic
def queue_import(*, imported: Import, job_id: UUID | None, actor: Actor, now: datetime) -> Import:
    """Put an import in the line of the worker; again, if the job before failed or was stopped."""
    require(actor, ROSTERS[imported.kind].permission, imported)
    _refuse_while_at_work(imported)
    return step(imported, QUEUE, actor=actor, now=now, allowed=True, job_id=job_id)


def _refuse_while_at_work(imported: Import) -> None:
    if imported.job_id and Job.objects.filter(pk=imported.job_id, state__in=OPEN).exists():
        raise Refused("import-at-work", _("This file is being worked on already. Please wait for the result."))


def run_import(*, imported: Import, actor: Actor, now: datetime, progress: Progress | None = None) -> Report:
    """Take a received file in: everything, or - with the reason - nothing. A worker killed half-way begins again."""
    roster = ROSTERS[imported.kind]
    require(actor, roster.permission, imported)
    path = storage.folder() / imported.path
    with transaction.atomic():
        step(imported, START, actor=actor, now=now, allowed=True)
    try:
        with transaction.atomic():
            report = roster.run(**_call(imported, actor, now), dry_run=False, progress=progress)
            _close(imported, report, actor, now)
    except Refused as refusal:
        imported.state = ImportState.RUNNING  # what the undone transaction had set is undone here too
        with transaction.atomic():
            step(imported, REFUSE, actor=actor, now=now, allowed=True, message=str(refusal)[:400])
        raise
    path.unlink(missing_ok=True)
    return report


def take_in(
    *,
    roster: Roster,
    path: Path,
    target: Target,
    actor: Actor,
    now: datetime,
    choices: MappingType[str, str] | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Read a file where it lies, as the command does: one transaction, one audit row."""
    require(actor, roster.permission, target)
    call: dict[str, Any] = {"path": path, "name": path.name, "target": target, "choices": dict(choices or {})}
    call |= {"actor": actor, "now": now, "progress": progress}
    if dry_run:
        return roster.run(**call, dry_run=True)
    with transaction.atomic():
        report = roster.run(**call, dry_run=False)
        imported = Import.objects.create(
            community_id=target.community_id,
            place=target.place,
            kind=roster.code,
            name=path.name[:200],
            sha256=storage.digest_of(path),
            state=ImportState.RUNNING,
            state_since=now,
            choices=call["choices"],
            by=actor.label,
            by_person_id=actor.person_id,
            created_at=now,
        )
        _close(imported, report, actor, now)
        if choices:
            prints = [layout["fingerprint"] for layout in report.layouts]
            remember_columns(target.community_id, roster.code, call["choices"], prints, now)
    return report


def forget_files(*, now: datetime) -> int:
    """Throw away uploaded files that nobody took in for a week: they hold identity numbers."""
    count = 0
    for path in storage.folder().iterdir():
        if path.stat().st_mtime < (now - KEEP_FILES).timestamp():
            path.unlink(missing_ok=True)
            count += 1
    return count


def summary_of(report: Report) -> dict[str, Any]:
    """What an import keeps of its report."""
    return {
        "counts": report.counts,
        "doubts": report.doubt_counts(),
        "left_out": [asdict(column) for column in report.left_out],
        "unchanged": report.is_unchanged,
    }


def _call(imported: Import, actor: Actor, now: datetime) -> dict[str, Any]:
    path = storage.folder() / imported.path
    if not imported.path or not path.exists():
        raise Refused("file-gone", _("This file was thrown away after a week. Please upload it again."))
    target = Target(imported.community_id, imported.place)
    return {
        "path": path,
        "name": imported.name,
        "target": target,
        "choices": imported.choices,
        "actor": actor,
        "now": now,
    }


def _close(imported: Import, report: Report, actor: Actor, now: datetime) -> None:
    """Write down the doubts, the counts and one audit row."""
    noted = note_findings(source=imported, report=report, seen=report.seen, actor=actor, now=now)
    report.counts["findings_new"] = noted["new"]
    report.counts["findings_settled_by_file"] = noted["settled"]
    if any(noted.values()):
        report.is_unchanged = False
    changes = [
        {"sheet": one.sheet, "row": one.row, "what": one.what, "person": str(one.person_id or "")}
        for one in report.changes[:KEEP_CHANGES]
    ]
    fields = {"counts": summary_of(report), "changes": changes, "path": "", "message": ""}
    step(imported, FINISH, actor=actor, now=now, allowed=True, **fields)
