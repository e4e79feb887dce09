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
    r"|total\b|subtotal\b|sum\b|prepared by|filled in by|checked by|reviewed by|signature|note:|page \d)",
    re.IGNORECASE,
)
FEW = 4  # a line of totals or signatures has few words in it


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
    if not words:
        return RowKind.BLANK
    if _is_header(cells, again):
        return RowKind.HEADER
    if len(words) <= FEW and FOOTER.match(words[0]) and not _is_somebody(cells, layout, words[0]):
        return RowKind.FOOTER
    if len(words) == 1 and len(filled) > len(cells) // 2:
        return RowKind.TITLE  # one text merged across the sheet
    return RowKind.RECORD


def _is_header(cells: list[Any], again: list[str]) -> bool:
    names = [normalised(value) for value in cells]
    same = sum(1 for name, header in zip(names, again, strict=False) if name and name == header)
    return same >= 2 and same * 2 > sum(map(bool, names))


def _is_somebody(cells: list[Any], layout: Layout, first: str) -> bool:
    """Is there a name or an identity number besides the words of the footer? Then it is a record after all."""
    for key in ("name", "id_number"):
        column = layout.columns.get(key)
        if column is not None and column < len(cells):
            value = text(cells[column])
            if value not in ("", first) and (key == "id_number" or not value[0].isdigit()):
                return True
    return False
