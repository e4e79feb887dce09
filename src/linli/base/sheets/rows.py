"""Below the header: which rows are records, and which are totals, signatures, titles or the header once more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from linli.base.sheets.clean import text
from linli.base.sheets.header import Layout, normalised
from linli.base.sheets.read import Sheet

FOOTER = re.compile(
    r"(合\s*计|总\s*计|小\s*计|共\s*计|累\s*计|填\s*表|制\s*表|填\s*报|审\s*核|负责人|经办人|录入人|单位\s*盖章|盖章|签字|签名"
    r"|注\s*[:：]|说\s*明|备\s*注\s*[:：]|第\s*\d+\s*页|共\s*\d+\s*[页人户]"
    r"|(?:sub)?total\s*(?:[:：\d]|$)|sum\s*(?:[:：\d]|$)|prepared by|filled in by|checked by|reviewed by|signature\b"
    r"|note:|page \d)",
    re.IGNORECASE,
)
FEW = 4  # a row with more cells than these that begins with its serial number is a record
IDENTITY = re.compile(r"[\dXx*]{15,18}")


class RowKind(StrEnum):
    """What a row below the header is."""

    RECORD = "record"
    BLANK = "blank"
    FOOTER = "footer"
    TITLE = "title"
    HEADER = "header"


@dataclass(slots=True)
class Counts:
    """How many rows of each kind there were."""

    rows: dict[str, int] = field(default_factory=lambda: dict.fromkeys(RowKind, 0))

    def add(self, kind: RowKind, times: int = 1) -> None:
        self.rows[kind] += times


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its row as the spreadsheet shows it, its cells, and whether it follows the one above directly."""

    row: int
    cells: list[Any]
    follows: bool


def records_of(sheet: Sheet, layout: Layout, counts: Counts) -> Iterator[Record]:
    """The records of a sheet from top to bottom; everything else is only counted.

    Blank rows after the last record belong to nobody and are not counted.
    """
    again = [normalised(header) for header in layout.headers]
    follows, blank = False, 0
    for number, cells in enumerate(sheet.rows[layout.header_row :], layout.header_row + 1):
        kind = kind_of(cells, layout, again)
        if kind is RowKind.RECORD:
            counts.add(RowKind.BLANK, blank)
            counts.add(kind)
            yield Record(number, cells, follows)
            follows, blank = True, 0
            continue
        follows = False
        if kind is RowKind.BLANK:
            blank += 1
        else:
            counts.add(kind)


def kind_of(cells: list[Any], layout: Layout, again: list[str]) -> RowKind:
    """Tell one row. In doubt it is a record: nobody is lost because a row looks odd."""
    filled = [value for value in cells if value not in ("", None)]
    if len(filled) > FEW and filled[0] != filled[-1] and type(filled[0]) is int:
        return RowKind.RECORD  # a serial number and a handful of cells: by far the most rows
    words = list(dict.fromkeys(value for cell in filled if (value := text(cell))))
    if not words or _is_only_numbered(cells, filled, layout):
        return RowKind.BLANK
    if _is_header(cells, again):
        return RowKind.HEADER
    if FOOTER.match(words[0]) and not _has_number(cells, layout):
        return RowKind.FOOTER
    if len(words) == 1 and len(filled) > len(cells) // 2:
        return RowKind.TITLE  # one text merged across the sheet
    return RowKind.RECORD


def _is_header(cells: list[Any], again: list[str]) -> bool:
    names = [normalised(value) for value in cells]
    same = sum(1 for name, header in zip(names, again, strict=False) if name and name == header)
    return same >= 2 and same * 2 > sum(map(bool, names))


def _has_number(cells: list[Any], layout: Layout) -> bool:
    """Does the row hold an identity number? Then it is about somebody, whatever its first word."""
    column = layout.columns.get("id_number")
    return column is not None and column < len(cells) and IDENTITY.fullmatch(text(cells[column])) is not None


def _is_only_numbered(cells: list[Any], filled: list[Any], layout: Layout) -> bool:
    """A row that was numbered in advance and never filled in."""
    column = layout.columns.get("serial")
    return len(filled) == 1 and column is not None and column < len(cells) and text(cells[column]).isdigit()
