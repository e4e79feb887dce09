"""Bring in the register of units, or of businesses: all or nothing, and twice gives nothing new.

A row is compared with what the register said last time: what a worker corrected here since stays (ADR 0008).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate
from stdnum.cn import uscc

from linli.base.audit.operations import record
from linli.base.identity import NotAPhone, parse_phone
from linli.base.permissions import Actor, require
from linli.base.sheets import clean
from linli.base.sheets.header import Field, Layout, no_header
from linli.base.sheets.operations.imports import Target
from linli.base.sheets.read import Sheet, open_book
from linli.base.sheets.report import Change, Doubt, Report
from linli.base.sheets.rows import Counts, records_of
from linli.core.areas.enums import AreaKind
from linli.core.areas.models import Area
from linli.core.organisation.enums import BodyKind, Coverage, LiaisonRole, OrganisationPermission
from linli.core.organisation.models import Body, Liaison
from linli.core.organisation.operations.bodies import name_columns
from linli.core.organisation.operations.registers.fields import BUSINESSES, NATURES, UNITS
from linli.core.people.operations.rosters.addresses import grid_number
from linli.core.people.operations.rosters.understanding import community_of, note_layout, note_no_header, sheets_of

Progress = Callable[[int, int], None]
SPEAKERS = {"head": LiaisonRole.HEAD, "party_secretary": LiaisonRole.PARTY_SECRETARY, "liaison": LiaisonRole.LIAISON}
PHONE_OF = {BodyKind.UNIT: LiaisonRole.LIAISON, BodyKind.BUSINESS: LiaisonRole.HEAD}  # whose the phone of a row is


@dataclass
class Row:
    """One row of the register as it was understood."""

    sheet: str
    row: int
    columns: dict[str, Any]
    speakers: dict[str, tuple[str, str]]  # role -> name, phone
    told: str

    @property
    def name(self) -> str:
        return str(self.columns["name"])


@dataclass
class Run:
    """One run over one register."""

    kind: str
    community: Area
    actor: Actor
    now: datetime
    report: Report
    grids: dict[int | str, Area]
    by_code: dict[str, Body] = field(default_factory=dict)
    by_name: dict[str, Body] = field(default_factory=dict)
    seen: set[UUID] = field(default_factory=set)

    def doubt(self, kind: str, sheet: str, row: int, column: str, read: str, body_key: str = "") -> None:
        """Say that a cell is doubtful."""
        doubt = Doubt(kind, sheet, row, column, read)
        doubt.key = f"{kind}:{body_key or f'{sheet[:24]}:{row}'}"[:64]
        self.report.doubts.append(doubt)


def import_units(**asked: Any) -> Report:
    """Take the register of member units in."""
    return _import(BodyKind.UNIT, "units", UNITS, **asked)


def import_businesses(**asked: Any) -> Report:
    """Take the register of businesses in."""
    return _import(BodyKind.BUSINESS, "businesses", BUSINESSES, **asked)


def _import(
    kind: str, roster: str, fields: Sequence[Field], *, path: Path, target: Target, actor: Actor, now: datetime,
    name: str = "", choices: Mapping[str, str] | None = None, dry_run: bool = False, progress: Progress | None = None,
) -> Report:  # fmt: skip
    require(actor, OrganisationPermission.IMPORT_BODY, target)
    book, counts = open_book(path, name=name), Counts()
    with transaction.atomic():
        run = _begin(kind, roster, community_of(target), actor, now, dry_run=dry_run)
        found = sheets_of(book, run.community, roster, fields, choices or {})
        for number, (sheet, layout) in enumerate(found, 1):
            _take_sheet(run, sheet, layout, counts, fields)
            if progress:
                progress(number, len(book))
        if not run.report.layouts:
            raise no_header()
        run.report.counts["findings"] = len(run.report.doubts)
        run.report.is_unchanged = not run.report.changes
        if run.report.changes:
            done = {name: run.report.counts[name] for name in ("bodies_new", "bodies_changed")}
            record(f"organisation.body.import-{roster}", run.community, actor=actor, now=now, data=done)
        if dry_run:
            transaction.set_rollback(True)  # few rows: trying it is the surest way to tell what it would do
    return run.report


def _begin(kind: str, roster: str, community: Area, actor: Actor, now: datetime, *, dry_run: bool) -> Run:
    grids = Area.objects.filter(community=community, kind=AreaKind.GRID, ends_on=None).defer("outline")
    known: dict[int | str, Area] = {grid.number or grid.name_zh: grid for grid in grids}
    run = Run(kind, community, actor, now, Report(roster, is_dry_run=dry_run), known)
    run.report.counts = dict.fromkeys(("bodies", "bodies_new", "bodies_changed"), 0)
    for body in Body.objects.filter(community=community, kind=kind, ends_on=None).order_by("pk"):
        run.by_name.setdefault(body.name, body)
        if body.credit_code:
            run.by_code[body.credit_code] = body
    return run


def _take_sheet(run: Run, sheet: Sheet, layout: Layout | None, counts: Counts, fields: Sequence[Field]) -> None:
    if layout is None:
        note_no_header(run.report, sheet)
        return
    labels = {key: layout.headers[at] for key, at in layout.columns.items()}
    for found in records_of(sheet, layout, counts):
        cells = {key: found.cells[at] for key, at in layout.columns.items() if at < len(found.cells)}
        if not clean.filled(cells.get("name")):
            run.doubt("unreadable_row", sheet.name, found.row, labels.get("name", ""), "")
            continue
        _take(run, _read(run, sheet.name, found.row, cells, labels))
    note_layout(run.report, sheet, layout, fields)


def _read(run: Run, sheet: str, number: int, cells: dict[str, Any], labels: dict[str, str]) -> Row:
    told = {key: clean.filled(value) for key, value in cells.items() if key != "serial"}
    key = told["name"][:40]

    def doubt(kind: str, column: str) -> None:
        run.doubt(kind, sheet, number, labels.get(column, ""), told[column], key)

    columns: dict[str, Any] = {**name_columns(told["name"])}
    code = told.get("credit_code", "").upper().replace(" ", "")
    if code and not uscc.is_valid(code):
        doubt("credit_code_bad", "credit_code")
        code = ""
    columns["credit_code"] = code
    columns |= {column: told.get(column, "")[:400] for column in ("offers", "asks") if column in told}
    columns |= {column: told[column][:limit] for column, limit in (("trade", 40), ("address", 200)) if column in told}
    if told.get("nature"):
        columns["nature"] = NATURES.get(told["nature"], "")
        if not columns["nature"]:
            doubt("nature_unknown", "nature")
    columns |= _counts(told, doubt)
    columns |= _grid(run, told, doubt)
    digest = hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    return Row(sheet, number, columns, _speakers(run, told, doubt), digest)


def _counts(told: dict[str, str], doubt: Callable[[str, str], None]) -> dict[str, int]:
    found: dict[str, int] = {}
    for column in ("staff", "party_members"):
        if text := told.get(column, ""):
            plain = text.removesuffix("人").removesuffix(".0")
            if plain.isascii() and plain.isdigit() and len(plain) < 7:
                found[column] = int(plain)
            else:
                doubt("number_bad", column)
    if found.get("party_members", 0) > found.get("staff", 10**7):
        doubt("number_bad", "party_members")
        del found["party_members"]
    return found


def _grid(run: Run, told: dict[str, str], doubt: Callable[[str, str], None]) -> dict[str, Any]:
    text = told.get("grid", "")
    if not text:
        return {}
    grid = run.grids.get(grid_number(text) or (int(text) if text.isdecimal() and len(text) < 5 else text))
    if grid is None:
        doubt("unknown_grid", "grid")
        return {}
    return {"grid_id": grid.pk, "place": grid.path}


def _speakers(run: Run, told: dict[str, str], doubt: Callable[[str, str], None]) -> dict[str, tuple[str, str]]:
    phone = ""
    if told.get("phone"):
        try:
            phone = parse_phone(told["phone"])
        except NotAPhone:
            doubt("phone_bad", "phone")
    found = {}
    for column, role in SPEAKERS.items():
        if told.get(column):
            found[str(role)] = (clean.name(told[column])[:80], phone if role == PHONE_OF[BodyKind(run.kind)] else "")
    return found


def _take(run: Run, row: Row) -> None:
    code = row.columns["credit_code"]
    body = run.by_code.get(code) if code else None
    if body is None:
        alike = run.by_name.get(row.name)
        body = alike if alike and not (code and alike.credit_code) else None
    if body is not None and body.pk in run.seen:
        run.doubt("body_twice", row.sheet, row.row, "", row.name, row.name[:40])
        return
    run.report.counts["bodies"] += 1
    if body is None:
        body = _add(run, row)
    elif body.told != row.told:
        _correct(run, body, row)
    run.seen.add(body.pk)


def _add(run: Run, row: Row) -> Body:
    columns = {"place": run.community.path, **row.columns}
    if run.kind == BodyKind.BUSINESS:
        columns |= {"coverage": Coverage.NONE, "coverage_since": localdate(run.now)}
    body = Body(community=run.community, kind=run.kind, told=row.told, updated_at=run.now, **columns)
    body.save(force_insert=True)
    run.by_name[body.name] = body
    if body.credit_code:
        run.by_code[body.credit_code] = body
    for role, (name, phone) in row.speakers.items():
        _speaks(run, body, role, name, phone)
    run.report.counts["bodies_new"] += 1
    run.report.changes.append(Change(row.sheet, row.row, "body", "", row.name, row.name))
    return body


def _correct(run: Run, body: Body, row: Row) -> None:
    """Only what the register says otherwise than last time; a code that was settled here is not emptied by it."""
    before = len(run.report.changes)
    for column, value in row.columns.items():
        old = getattr(body, column)
        if old != value and not (column == "credit_code" and not value):
            setattr(body, column, value)
            if column not in {"pinyin", "initials", "place"}:
                change = Change(
                    row.sheet, row.row, column.removesuffix("_id"), str(old or ""), str(value or ""), row.name
                )
                run.report.changes.append(change)
    speaking = {liaison.role: liaison for liaison in body.liaisons.filter(ends_on=None)}
    for role, (name, phone) in row.speakers.items():
        now_speaks = speaking.get(role)
        if now_speaks is None or (now_speaks.name, now_speaks.phone) != (name, phone or now_speaks.phone):
            if now_speaks:
                _stop(now_speaks, run)
            _speaks(run, body, role, name, phone)
            run.report.changes.append(
                Change(row.sheet, row.row, role, now_speaks.name if now_speaks else "", name, row.name)
            )
    body.told, body.updated_at = row.told, run.now
    body.save()
    if len(run.report.changes) > before:
        run.report.counts["bodies_changed"] += 1


def _speaks(run: Run, body: Body, role: str, name: str, phone: str) -> None:
    Liaison.objects.create(
        community=run.community, body=body, role=role, name=name, phone=phone, starts_on=localdate(run.now)
    )


def _stop(liaison: Liaison, run: Run) -> None:
    today = localdate(run.now)
    if liaison.starts_on == today:
        liaison.delete()
    else:
        liaison.ends_on = today
        liaison.save(update_fields=["ends_on"])
