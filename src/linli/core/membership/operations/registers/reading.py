"""What both registers have in common: the run, the rows, and finding the people whom they speak of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from linli.base.audit.operations import record
from linli.base.permissions import Actor, require
from linli.base.sheets import clean
from linli.base.sheets.header import Field, Layout, no_header
from linli.base.sheets.operations.imports import Target
from linli.base.sheets.read import Sheet, open_book
from linli.base.sheets.report import Change, Doubt, Report
from linli.base.sheets.rows import Counts, records_of
from linli.core.areas.enums import AreaKind
from linli.core.areas.models import Area
from linli.core.membership.enums import MembershipPermission
from linli.core.organisation.enums import OrgKind
from linli.core.organisation.models import PartyOrg
from linli.core.people.enums import PeoplePermission
from linli.core.people.models import Person
from linli.core.people.operations.persons import add_person, correct_person
from linli.core.people.operations.rosters.addresses import grid_number
from linli.core.people.operations.rosters.entries import Entry, EntryReader
from linli.core.people.operations.rosters.understanding import community_of, note_layout, note_no_header, sheets_of
from linli.core.people.queries.keys import hash_of_id, hash_of_phone

Progress = Callable[[int, int], None]
PERSON = "people.person"


@dataclass
class Row:
    """One row of a register: who it is about, and what it says of membership."""

    entry: Entry
    cells: dict[str, str]
    days: dict[str, dt.date | None] = field(default_factory=dict)

    def told(self, *names: str) -> dict[str, str]:
        """What the register says, cell by cell, to be compared next time. The phone only as its keyed hash."""
        said = {name: self.cells.get(name, "") for name in names}
        return {**said, "name": self.entry.name, "phone": hash_of_phone(self.entry.phone)}


@dataclass
class Run:
    """One run over one register."""

    roster: str
    community: Area
    actor: Actor
    now: dt.datetime
    report: Report
    grids: dict[int | str, Area]
    orgs: list[PartyOrg]
    people: dict[str, Person] = field(default_factory=dict)  # by the hash of their identity number
    alike: dict[tuple[str, str], list[Person]] = field(default_factory=dict)  # by name and phone

    @property
    def today(self) -> dt.date:
        return localdate(self.now)

    @property
    def committee(self) -> PartyOrg | None:
        """Where people wait whose branch is not known."""
        return next((org for org in self.orgs if org.kind == OrgKind.COMMITTEE), None)

    def doubt(self, row: Row, kind: str, key: str, person: Person | None = None, **params: Any) -> None:
        """Say that a cell is doubtful."""
        self.tell(row.entry.doubt(kind, key, row.cells.get(key, ""), **params), person)

    def tell(self, doubt: Doubt, person: Person | None) -> None:
        """Note a doubt with whom it is about; it lies at the community, where few may settle it."""
        doubt.key = f"{doubt.kind}:{person.pk if person else f'{doubt.sheet[:24]}:{doubt.row}'}"[:64]
        doubt.place = self.community.path
        if person:
            doubt.subject_id, doubt.subject_type = person.pk, PERSON
        self.report.doubts.append(doubt)

    def change(self, row: Row, person: Person, what: str, before: str = "", after: str = "") -> None:
        """Tell what a corrected file changed."""
        entry = row.entry
        self.report.changes.append(Change(entry.sheet, entry.row, what, before, after, entry.name, person.pk))

    def count(self, key: str) -> None:
        self.report.counts[key] += 1

    def grid_of(self, row: Row) -> Area | None:
        """The grid that a row names."""
        text = row.cells.get("grid", "")
        found = self.grids.get(grid_number(text) or text) if text else None
        if text and found is None:
            row.entry.doubts.append(row.entry.doubt("unknown_grid", "grid", text))
        return found


Take = Callable[[Run, Row], None]


def bring(
    roster: str, fields: Sequence[Field], begin: Callable[[Run], Take], *, path: Path, target: Target, actor: Actor,
    now: dt.datetime, name: str = "", choices: Mapping[str, str] | None = None, dry_run: bool = False,
    progress: Progress | None = None,
) -> Report:  # fmt: skip
    """Take a register in, all or nothing. It adds people, too, so it takes the right to do that."""
    require(actor, MembershipPermission.IMPORT, target)
    require(actor, PeoplePermission.EDIT, target)
    book, counts = open_book(path, name=name), Counts()
    with transaction.atomic():
        run = _begin(roster, community_of(target), actor, now, dry_run=dry_run)
        take = begin(run)
        found = sheets_of(book, run.community, roster, fields, choices or {})
        for sheet, layout in found:
            _take_sheet(run, take, sheet, layout, counts, fields, progress)
        if not run.report.layouts:
            raise no_header()
        run.report.counts["findings"] = len(run.report.doubts)
        run.report.is_unchanged = not run.report.changes
        if run.report.changes:
            done = {key: value for key, value in run.report.counts.items() if key.endswith(("_new", "_changed"))}
            record(
                f"membership.member.import-{roster.replace('_', '-')}", run.community, actor=actor, now=now, data=done
            )
        if dry_run:
            transaction.set_rollback(True)  # few rows: trying it is the surest way to tell what it would do
    return run.report


def _begin(roster: str, community: Area, actor: Actor, now: dt.datetime, *, dry_run: bool) -> Run:
    grids = Area.objects.filter(community=community, kind=AreaKind.GRID, ends_on=None).defer("outline")
    known: dict[int | str, Area] = {grid.number or grid.name_zh: grid for grid in grids}
    orgs = list(PartyOrg.objects.live().filter(community=community).order_by("path"))
    run = Run(roster, community, actor, now, Report(roster, is_dry_run=dry_run), known, orgs)
    for person in Person.objects.live().filter(community=community).order_by("pk"):
        if person.id_hash:
            run.people[person.id_hash] = person
        if person.phone_hash:
            run.alike.setdefault((person.name, person.phone_hash), []).append(person)
    return run


def _take_sheet(
    run: Run, take: Take, sheet: Sheet, layout: Layout | None, counts: Counts, fields: Sequence[Field],
    progress: Progress | None,
) -> None:  # fmt: skip
    if layout is None:
        note_no_header(run.report, sheet)
        return
    for number, row in enumerate(_rows(run, sheet, layout, counts), 1):
        if row.entry.name:
            take(run, row)
        else:
            run.doubt(row, "unreadable_row", "name")
        if progress and number % 50 == 0:
            progress(number, len(sheet.rows))
    note_layout(run.report, sheet, layout, fields)


class _Reader(EntryReader):
    """Reads who a row is about as the roster of residents does, and beside that what it says of membership."""

    def rows(self) -> Iterator[Row]:
        """The rows that hold something."""
        for found in records_of(self.sheet, self.layout, self.counts):
            raw = {key: found.cells[at] for key, at in self.columns.items()}
            row = Row(self._entry(found), {key: clean.filled(value) for key, value in raw.items()})
            for key in ("joined", "full", "reported"):
                row.days[key] = self._day(row, key, raw.get(key))
            yield row

    def _day(self, row: Row, key: str, value: Any) -> dt.date | None:
        if not row.cells.get(key):
            return None
        read = clean.date(value, today=self.today)
        if read.doubt:
            kind = "day_month_only" if read.doubt is clean.DateDoubt.MONTH_ONLY else "day_bad"
            row.entry.doubts.append(row.entry.doubt(kind, key, row.cells[key]))
        return read.on if read.doubt in (None, clean.DateDoubt.MONTH_ONLY) else None


def _rows(run: Run, sheet: Sheet, layout: Layout, counts: Counts) -> Iterator[Row]:
    return _Reader(sheet, layout, grid="", today=run.today, counts=counts).rows()


def person_of(run: Run, row: Row) -> Person:
    """Whom a row is about: by the identity number, else by name and phone; else they are new in the register."""
    entry = row.entry
    person = run.people.get(hash_of_id(entry.id_number)) if entry.id_number else None
    if person and person.name != entry.name:
        run.doubt(row, "other_name", "name", person, here=person.name)
    if person is None:
        person = _by_phone(run, row)
    if person is None:
        person = _add(run, row)
    for doubt in entry.doubts:
        run.tell(doubt, person)
    entry.doubts = []
    run.report.seen.add(person.pk)
    return person


def _by_phone(run: Run, row: Row) -> Person | None:
    """Somebody of the same name and phone, unless their identity number is another one."""
    entry = row.entry
    found = run.alike.get((entry.name, hash_of_phone(entry.phone)), []) if entry.phone else []
    may_be = [person for person in found if not (person.id_hash and entry.id_number)]
    if len(may_be) == 1:
        return may_be[0]
    if found:
        entry.doubts.append(entry.doubt("perhaps_known", "name", entry.name))
    return None


def _add(run: Run, row: Row) -> Person:
    entry = row.entry
    birth: dict[str, Any] = {} if entry.id_number else {"birth_on": entry.birth_on, "sex": entry.sex}
    at = run.grids.get(grid_number(row.cells.get("grid", ""))) or run.community
    person = add_person(
        at=at, name=entry.name, id_number=entry.id_number, phone=entry.phone, ethnicity=entry.ethnicity,
        education=entry.education, actor=run.actor, now=run.now, **birth,
    )  # fmt: skip
    if person.id_hash:
        run.people[person.id_hash] = person
    if person.phone_hash:
        run.alike.setdefault((person.name, person.phone_hash), []).append(person)
    run.count("people_new")
    return person


def correct_phone(run: Run, row: Row, person: Person, before: dict[str, Any], told: dict[str, str]) -> None:
    """A phone that the register tells otherwise than last time is the new one; a cell left empty takes none away.

    Nothing is written to somebody of another name, nor where no register has spoken of them before.
    """
    phone, is_theirs = row.entry.phone, bool(before) and person.name == row.entry.name
    if phone and is_theirs and before.get("phone", "") != told["phone"] and person.phone != phone:
        correct_person(person=person, phone=phone, actor=run.actor, now=run.now)
        run.change(row, person, "phone", "***", "***")
