"""Bring in the residents' roster: everybody once, in their home, nobody lost because a cell is bad."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.base.errors import Refused
from linli.base.permissions import Actor, require
from linli.base.sheets.header import Guesser, Layout, no_header
from linli.base.sheets.models import Mapping as Remembered
from linli.base.sheets.operations.imports import Target
from linli.base.sheets.read import Book, Sheet, open_book
from linli.base.sheets.report import Doubt, Report
from linli.base.sheets.rosters import Roster, register_roster
from linli.base.sheets.rows import Counts
from linli.core.areas.enums import AreaKind
from linli.core.areas.models import Area
from linli.core.people.enums import PeoplePermission
from linli.core.people.operations.rosters import doubts as _doubts  # noqa: F401 -- registers the kinds of doubt
from linli.core.people.operations.rosters.addresses import grid_number
from linli.core.people.operations.rosters.batch import Batch
from linli.core.people.operations.rosters.entries import EntryReader
from linli.core.people.operations.rosters.fields import RESIDENTS
from linli.core.people.operations.rosters.homes import Homes
from linli.core.people.operations.rosters.matching import Matcher
from linli.core.people.operations.rosters.register import Register

Progress = Callable[[int, int], None]


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
    with transaction.atomic():
        community = lock_community(target)
        run = _begin(community, now, dry_run=dry_run)
        understood = 0
        for number, (sheet, layout) in enumerate(sheets_of(book, community, dict(choices or {})), 1):
            if layout is None:
                _not_understood(run.report, sheet)
            else:
                understood += 1
                _take_sheet(run, sheet, layout)
            if progress:
                progress(number, len(book))
        if not understood:
            raise no_header()
        _finish(run)
    return run.report


def lock_community(target: Target) -> Area:
    """The community, held for this import: two at once would both add the same people."""
    found = Area.objects.select_for_update().filter(pk=target.community_id, kind=AreaKind.COMMUNITY).first()
    if found is None:
        raise Refused("no-such-community", _("There is no such community."))
    return found


def sheets_of(book: Book, community: Area, choices: dict[str, str]) -> Iterator[tuple[Sheet, Layout | None]]:
    """The sheets that hold something, each with its layout: guessed, then remembered, then as a person says now."""
    kept = {} if choices else remembered_choices(community, "residents")
    remembered = {fingerprint: Guesser(RESIDENTS, told) for fingerprint, told in kept.items()}
    guesser = Guesser(RESIDENTS, choices)
    for sheet in book.sheets():
        if not any(value not in ("", None) for row in sheet.rows for value in row):
            continue
        for fingerprint, other in remembered.items():
            layout = other.layout_of(sheet)
            if layout and layout.fingerprint == fingerprint:
                break
        else:
            layout = guesser.layout_of(sheet)
        yield sheet, layout


def remembered_choices(community: Area, roster: str) -> dict[str, dict[str, str]]:
    """What this community said of headers before."""
    kept = Remembered.objects.filter(community_id=community.pk, roster=roster)
    return dict(kept.values_list("fingerprint", "choices"))


def grid_of(sheet: Sheet, layout: Layout) -> str:
    """Which grid a whole sheet is about, by its name or its title."""
    for text in (sheet.name, *layout.titles):
        if number := grid_number(text):
            return str(number)
    return ""


def _begin(community: Area, now: datetime, *, dry_run: bool) -> Run:
    today = timezone.localdate(now)
    report = Report(is_dry_run=dry_run)
    register, homes = Register(community, "residents", today), Homes(community)
    batch = Batch(community, homes, now, today, dry_run=dry_run)
    matcher = Matcher(register, homes, batch, report)
    return Run(community, now, report, matcher, batch, Counts(), dry_run)


def _take_sheet(run: Run, sheet: Sheet, layout: Layout) -> None:
    grid = grid_of(sheet, layout)
    if not grid and "grid" not in layout.columns:
        key = f"no_grid:{sheet.name}"[:64]
        run.report.doubts.append(Doubt("no_grid", sheet.name, layout.header_row, "", "", key=key))
    reader = EntryReader(sheet, layout, grid=grid, today=run.batch.today, counts=run.counts)
    for entry in reader:
        run.matcher.take(entry)
    run.batch.flush()
    counts = run.report.counts
    for key, value in (
        ("full_width", reader.full_width),
        ("birth_formats", reader.typed_births),
        ("filled_down", reader.fill.taken),
    ):
        counts[key] = counts.get(key, 0) + value
    run.report.layouts.append(described(sheet, layout))
    run.report.left_out.extend(text for text in left_out(layout) if text not in run.report.left_out)


def described(sheet: Sheet, layout: Layout) -> dict[str, Any]:
    """How a sheet was understood, for the mapping page."""
    columns = {key: layout.headers[at] for key, at in layout.columns.items()}
    return {
        "sheet": sheet.name,
        "header_row": layout.header_row,
        "fingerprint": layout.fingerprint,
        "columns": columns,
        "unused": layout.unused(),
    }


def left_out(layout: Layout) -> list[str]:
    """Columns that were not taken in, and why."""
    known = {item.key: item for item in RESIDENTS if item.left_out}
    told = [f"{layout.headers[at]}: {known[key].left_out}" for key, at in layout.columns.items() if key in known]
    return told + [
        _("%(column)s: no field of the register has this name.") % {"column": name} for name in layout.unused()
    ]


def _not_understood(report: Report, sheet: Sheet) -> None:
    key = f"no_header:{sheet.name}"[:64]
    report.doubts.append(Doubt("no_header", sheet.name, 1, "", "", key=key))


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


register_roster(
    Roster(
        code="residents",
        label=gettext_lazy("Residents"),
        about=gettext_lazy("People, their homes and their households, one sheet or one for each grid."),
        permission=PeoplePermission.IMPORT,
        settle=PeoplePermission.SETTLE,
        fields=RESIDENTS,
        run=import_residents,
    )
)
