"""Bring in the list of those who work for a community: people, and the roles that belong to their posts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from linli.base.identity import NotAPhone, parse_phone
from linli.base.permissions import Actor, may, require
from linli.base.sheets import clean
from linli.base.sheets.header import Layout, no_header
from linli.base.sheets.operations.imports import Target
from linli.base.sheets.read import Sheet, open_book
from linli.base.sheets.report import Change, Doubt, Report
from linli.base.sheets.rows import Counts, Record, RowKind, records_of
from linli.core.areas.enums import AreaKind
from linli.core.areas.models import Area
from linli.core.people.enums import PeoplePermission, Role
from linli.core.people.models import Grant, Person
from linli.core.people.operations.grants import give_grant
from linli.core.people.operations.persons import add_person
from linli.core.people.operations.rosters.addresses import grid_number
from linli.core.people.operations.rosters.entries import SEX
from linli.core.people.operations.rosters.fields import WORKERS
from linli.core.people.operations.rosters.understanding import community_of, note_layout, note_no_header, sheets_of
from linli.core.people.queries.keys import hash_of_phone

Progress = Callable[[int, int], None]
# The first word that a post contains decides. A grid leader leads a grid; without one, they work for the community.
POSTS = (
    ("网格长", Role.GRID_LEADER),
    ("网格员", Role.GRID_WORKER),
    ("grid leader", Role.GRID_LEADER),
    ("grid worker", Role.GRID_WORKER),
    ("副书记", Role.COMMUNITY_WORKER),
    ("副主任", Role.COMMUNITY_WORKER),
    ("deputy", Role.COMMUNITY_WORKER),
    ("书记", Role.COMMITTEE_SECRETARY),
    ("secretary", Role.COMMITTEE_SECRETARY),
    ("社工", Role.COMMUNITY_WORKER),
    ("委员", Role.COMMUNITY_WORKER),
    ("主任", Role.COMMUNITY_WORKER),
    ("干事", Role.COMMUNITY_WORKER),
    ("social worker", Role.COMMUNITY_WORKER),
    ("community worker", Role.COMMUNITY_WORKER),
)
AT_GRID = frozenset({Role.GRID_LEADER, Role.GRID_WORKER})


@dataclass
class Worker:
    """One row of the list."""

    sheet: str
    row: int
    name: str
    sex: str
    post: str
    grid: str
    phone: str
    labels: dict[str, str]

    def doubt(self, kind: str, key: str, read: str, person: Person | None = None, **params: Any) -> Doubt:
        """Say that a cell of this row is doubtful."""
        doubt = Doubt(kind, self.sheet, self.row, self.labels.get(key, ""), read, params)
        doubt.key = f"{kind}:{person.pk}" if person else f"{kind}:{self.sheet[:24]}:{self.row}"
        if person:
            doubt.subject_id, doubt.subject_type, doubt.place = person.pk, "people.person", person.place
        return doubt


@dataclass
class Run:
    """One run over one list."""

    community: Area
    grids: dict[int | str, Area]
    actor: Actor
    now: datetime
    report: Report
    seen: set[UUID]


def import_workers(
    *,
    path: Path,
    target: Target,
    actor: Actor,
    now: datetime,
    name: str = "",
    choices: Mapping[str, str] | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Take the list of workers in, all or nothing. Roles are given only by someone who may give roles."""
    require(actor, PeoplePermission.IMPORT, target)
    book = open_book(path, name=name)
    counts = Counts()
    with transaction.atomic():
        community = community_of(target)
        grids = Area.objects.filter(community=community, kind=AreaKind.GRID, ends_on=None)
        known: dict[int | str, Area] = {grid.number or grid.name_zh: grid for grid in grids}
        run = Run(community, known, actor, now, Report("workers", is_dry_run=dry_run), set())
        run.report.counts = dict.fromkeys(("people", "people_new", "roles_new", "roles_waiting"), 0)
        for number, (sheet, layout) in enumerate(sheets_of(book, community, "workers", WORKERS, choices or {}), 1):
            _take_sheet(run, sheet, layout, counts)
            if progress:
                progress(number, len(book))
        if not run.report.layouts:
            raise no_header()
        run.report.counts["rows"] = counts.rows[RowKind.RECORD]
        run.report.counts["findings"] = len(run.report.doubts)
        run.report.seen = run.seen
        run.report.is_unchanged = not run.report.changes
        if dry_run:
            transaction.set_rollback(True)  # few rows: trying it is the surest way to tell what it would do
    return run.report


def role_of(post: str) -> Role | None:
    """The role that belongs to a post: 党委书记、主任 is the secretary, 网格长 leads a grid."""
    lower = post.lower()
    return next((role for word, role in POSTS if word in lower), None)


def _take_sheet(run: Run, sheet: Sheet, layout: Layout | None, counts: Counts) -> None:
    if layout is None:
        note_no_header(run.report, sheet)
        return
    labels = {key: layout.headers[at] for key, at in layout.columns.items()}
    for record in records_of(sheet, layout, counts):
        worker = _read(sheet, layout, record, labels)
        if worker.name:
            _take(run, worker)
        else:
            run.report.doubts.append(worker.doubt("unreadable_row", "name", worker.post))
    note_layout(run.report, sheet, layout, WORKERS)


def _read(sheet: Sheet, layout: Layout, record: Record, labels: dict[str, str]) -> Worker:
    cells = {key: record.cells[at] for key, at in layout.columns.items()}
    told = {key: clean.filled(cells.get(key)) for key in ("post", "grid", "phone")}
    sex = SEX.get(clean.sex(cells.get("sex")), "")
    return Worker(sheet.name, record.row, clean.name(cells.get("name"))[:80], sex, **told, labels=labels)


def _take(run: Run, worker: Worker) -> None:
    phone = ""
    bad_phone = False
    if worker.phone:
        try:
            phone = parse_phone(worker.phone)
        except NotAPhone:
            bad_phone = True
    role = role_of(worker.post)
    at = _area(run, worker, role)
    person = _person(run, worker, phone, at)
    run.seen.add(person.pk)
    run.report.counts["people"] += 1
    if bad_phone:
        run.report.doubts.append(worker.doubt("phone_bad", "phone", worker.phone, person))
    if role is None:
        run.report.doubts.append(worker.doubt("unknown_post", "post", worker.post, person))
    else:
        _give(run, worker, person, role, at)


def _area(run: Run, worker: Worker, role: Role | None) -> Area:
    """Where the role is held: in the grid that the row names, or in the whole community."""
    if role not in AT_GRID or not worker.grid:
        return run.community
    number = grid_number(worker.grid) or (int(worker.grid) if worker.grid.isdecimal() and len(worker.grid) < 7 else 0)
    grid = run.grids.get(number or worker.grid)
    if grid is None:
        run.report.doubts.append(worker.doubt("unknown_grid", "grid", worker.grid))
        return run.community
    return grid


def _person(run: Run, worker: Worker, phone: str, at: Area) -> Person:
    """The person of a row: of the same name, with the same phone or already working here."""
    same = Person.objects.filter(community=run.community, name=worker.name, ended_on=None)
    found = None
    if phone:
        found = same.filter(phone_hash=hash_of_phone(phone)).first()
    if found is None:
        working = Grant.objects.filter(community=run.community, ended_at=None).values("person")
        alike = same.filter(Q(pk__in=working) & (Q(phone_hash="") | Q(phone_hash=hash_of_phone(phone))))
        found = alike.exclude(pk__in=run.seen).first() if not phone or alike.count() == 1 else None
    if found:
        return found
    person = add_person(at=at, name=worker.name, phone=phone, sex=worker.sex, actor=run.actor, now=run.now)
    run.report.counts["people_new"] += 1
    run.report.changes.append(Change(worker.sheet, worker.row, "person", "", worker.name, worker.name, person.pk))
    return person


def _give(run: Run, worker: Worker, person: Person, role: Role, at: Area) -> None:
    if role in AT_GRID and at.kind != AreaKind.GRID:
        role = Role.COMMUNITY_WORKER  # whoever has no grid of their own sees the whole community at work
    today = timezone.localdate(run.now)
    held = Grant.objects.filter(person=person, role=role, place=at.path, ended_at=None)
    if held.filter(Q(ends_on=None) | Q(ends_on__gte=today)).exists():
        return
    if not may(run.actor, PeoplePermission.GRANT_MANAGE, at):
        run.report.counts["roles_waiting"] += 1
        run.report.doubts.append(worker.doubt("role_waits", "post", worker.post, person, role=str(role)))
        return
    give_grant(person=person, role=role, at=at, actor=run.actor, now=run.now, reason=worker.post[:200])
    run.report.counts["roles_new"] += 1
    run.report.changes.append(Change(worker.sheet, worker.row, "role", "", worker.post, worker.name, person.pk))
