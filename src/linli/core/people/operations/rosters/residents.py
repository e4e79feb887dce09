"""Bring in the residents' roster: everybody once, in their home, nobody lost because a cell is bad."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from linli.base.permissions import Actor, require
from linli.base.sheets.header import Layout, no_header
from linli.base.sheets.operations.imports import Target
from linli.base.sheets.read import Sheet, open_book
from linli.base.sheets.report import Doubt, Report
from linli.base.sheets.rows import Counts
from linli.core.areas.models import Area
from linli.core.people.enums import PeoplePermission
from linli.core.people.operations.rosters.batch import Batch
from linli.core.people.operations.rosters.entries import EntryReader
from linli.core.people.operations.rosters.fields import RESIDENTS
from linli.core.people.operations.rosters.homes import Homes
from linli.core.people.operations.rosters.matching import Matcher
from linli.core.people.operations.rosters.register import Register
from linli.core.people.operations.rosters.understanding import (
    community_of,
    grid_of,
    note_layout,
    note_no_header,
    sheets_of,
)

Progress = Callable[[int, int], None]
STEPS = 1000  # into which the work is divided for whoever watches
TELL_EVERY = 500  # rows


@dataclass
class Run:
    """One run over one file."""

    community: Area
    now: datetime
    report: Report
    matcher: Matcher
    batch: Batch
    counts: Counts
    dry_run: bool


def import_residents(
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
    """Take the residents' roster of a community in, all or nothing; a dry run reports the same and writes nothing."""
    require(actor, PeoplePermission.IMPORT, target)
    book = open_book(path, name=name)
    with nullcontext() if dry_run else transaction.atomic():  # a dry run keeps nobody waiting
        community = community_of(target, lock=not dry_run)
        run = _begin(community, now, dry_run=dry_run)
        sheets = sheets_of(book, community, "residents", RESIDENTS, choices or {})
        for number, (sheet, layout) in enumerate(sheets):
            if layout is None:
                note_no_header(run.report, sheet)
            else:
                _take_sheet(run, sheet, layout, _share(progress, number, len(book)))
        if not run.report.layouts:
            raise no_header()
        _finish(run)
        if progress:
            progress(STEPS, STEPS)
    return run.report


def _share(progress: Progress | None, number: int, sheets: int) -> Callable[[float], None]:
    """Tells how far a sheet is as a share of the whole file."""

    def tell(part: float) -> None:
        if progress:
            progress(int((number + part) * STEPS / sheets), STEPS)

    return tell


def _begin(community: Area, now: datetime, *, dry_run: bool) -> Run:
    today = timezone.localdate(now)
    report = Report("residents", is_dry_run=dry_run)
    register, homes = Register(community, "residents", today), Homes(community)
    batch = Batch(community, homes, now, today, dry_run=dry_run)
    matcher = Matcher(register, homes, batch, report)
    return Run(community, now, report, matcher, batch, Counts(), dry_run)


def _take_sheet(run: Run, sheet: Sheet, layout: Layout, tell: Callable[[float], None]) -> None:
    grid = grid_of(sheet, layout)
    if not grid and "grid" not in layout.columns:
        key = f"no_grid:{sheet.name}"[:64]
        run.report.doubts.append(Doubt("no_grid", sheet.name, layout.header_row, "", "", key=key))
    reader = EntryReader(sheet, layout, grid=grid, today=run.batch.today, counts=run.counts)
    for entry in reader:
        run.matcher.take(entry)
        if entry.row % TELL_EVERY == 0:
            tell(entry.row / len(sheet.rows))
    run.batch.flush()
    counts = run.report.counts
    for key, value in (
        ("full_width", reader.full_width),
        ("birth_formats", reader.typed_births),
        ("filled_down", reader.fill.taken),
    ):
        counts[key] = counts.get(key, 0) + value
    note_layout(run.report, sheet, layout, RESIDENTS)


def _finish(run: Run) -> None:
    report, matcher = run.report, run.matcher
    seen = [matcher.register.by_id[pk] for pk in report.seen]
    rows = run.counts.rows
    report.counts = {
        "people": sum(1 for known in seen if not known.ended),
        "households": len({known.household for known in seen if known.household}),
        "grids": len(matcher.grids_seen),
        "rows": rows["record"],
        "blank_rows": rows["blank"],
        "footer_rows": rows["footer"],
        "repeated_headers": rows["header"] + rows["title"],
        **report.counts,
        **matcher.counts,
        **matcher.homes.counts,
        "findings": len(report.doubts),
    }
    report.is_unchanged = not run.batch.written
