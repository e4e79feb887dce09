"""How a received file was understood, with a few cells of each column, for whoever may know better."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as attribute
from typing import Any

from linli.base.sheets import clean
from linli.base.sheets.header import LOOK_AT, Guesser, Layout, header_key, no_header
from linli.base.sheets.models import Import
from linli.base.sheets.read import Sheet, open_book
from linli.base.sheets.rosters import ROSTERS
from linli.base.sheets.rows import Counts, records_of
from linli.base.sheets.storage import folder
from linli.core.people.operations.rosters.understanding import grid_of, guessers, layout_by, remembered_choices

SAMPLES = 3
LONG_NUMBER = re.compile(r"\d{7,}[Xx]?")


@dataclass
class ColumnPreview:
    """One column of the file."""

    name: str
    key: str  # how a choice names it
    field: str  # the field it was taken for, or nothing
    samples: list[str] = attribute(default_factory=list)


@dataclass
class HeaderPreview:
    """A header, and the sheets that have it."""

    fingerprint: str
    header_row: int
    columns: list[ColumnPreview]
    sheets: list[str] = attribute(default_factory=list)
    grids: list[str] = attribute(default_factory=list)
    is_guess: bool = True  # False: no row read like a header, the fullest one is shown


def preview_of(imported: Import) -> list[HeaderPreview]:
    """Every different header of the file, with the fields that its columns were taken for."""
    roster = ROSTERS[imported.kind]
    remembered = remembered_choices(imported.community_id, roster.code)
    found: dict[str, HeaderPreview] = {}
    for sheet in open_book(folder() / imported.path, name=imported.name).sheets():
        layout, is_guess = _understood(sheet, roster.fields, imported.choices, remembered)
        if layout is None:
            continue
        seen = found.setdefault(layout.fingerprint, _preview(sheet, layout, is_guess=is_guess))
        seen.sheets.append(sheet.name)
        if grid := grid_of(sheet, layout):
            seen.grids.append(grid)
    if not found:
        raise no_header()
    return sorted(found.values(), key=lambda seen: not seen.is_guess)


def masked(text: str) -> str:
    """A sample as a page may show it: a long number only by its ends."""
    return LONG_NUMBER.sub(lambda match: f"{match[0][:3]}***{match[0][-2:]}", text)


def _understood(
    sheet: Sheet, fields: tuple[Any, ...], choices: Mapping[str, str], remembered: Mapping[str, dict[str, str]]
) -> tuple[Layout | None, bool]:
    """The layout by what a person chose now or before, else as guessed, else the fullest row at the top."""
    layout = layout_by(sheet, Guesser(fields, choices), {} if choices else guessers(fields, remembered))
    if layout:
        return layout, True
    rows = [[clean.text(value) for value in row] for row in sheet.rows[:LOOK_AT]]
    fullest = max(range(len(rows)), key=lambda at: (len(set(filter(None, rows[at]))), -at), default=None)
    if fullest is None or len(set(filter(None, rows[fullest]))) < 2:
        return None, False
    return Layout(sheet.name, fullest + 1, tuple(rows[fullest]), Guesser(fields).columns_of(rows[fullest])), False


def _preview(sheet: Sheet, layout: Layout, *, is_guess: bool) -> HeaderPreview:
    fields = {at: key for key, at in layout.columns.items()}
    columns = {
        at: ColumnPreview(name, header_key(layout.headers, at), fields.get(at, ""))
        for at, name in enumerate(layout.headers)
        if name
    }
    for count, record in enumerate(records_of(sheet, layout, Counts())):
        for at, column in columns.items():
            text = clean.text(record.cells[at])
            if text and len(column.samples) < SAMPLES and masked(text) not in column.samples:
                column.samples.append(masked(text)[:40])
        if count > 30:
            break
    return HeaderPreview(layout.fingerprint, layout.header_row, list(columns.values()), is_guess=is_guess)
