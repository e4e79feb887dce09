"""Merged cells of an OpenDocument sheet, which the parser does not tell."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

from linli.base.sheets import guard, limits
from linli.base.sheets.values import Range

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


def merged_ranges_of_ods(path: Path) -> dict[str, list[Range]]:
    """Sheet name to merged ranges. Refuses a sheet whose repeated cells add up to a bomb."""
    try:
        with zipfile.ZipFile(path) as archive, archive.open("content.xml") as content:
            return _read(content)
    except (ElementTree.ParseError, KeyError, zipfile.BadZipFile, ValueError) as error:
        raise guard.broken_file() from error


def _read(content: IO[bytes]) -> dict[str, list[Range]]:
    found: dict[str, list[Range]] = {}
    name, row, cells = "", 0, 0
    for event, element in ElementTree.iterparse(content, events=("start", "end")):  # noqa: S314 -- see above
        if event == "start" and element.tag == TABLE + "table":
            name, row, cells = element.get(TABLE + "name", ""), 0, 0
            found[name] = []
        elif event == "end" and element.tag == TABLE + "table-row":
            times = int(element.get(TABLE + "number-rows-repeated", "1"))
            filled = _read_row(element, row, found[name])
            cells += filled * times
            if cells > limits.MAX_CELLS or (filled and row + times > limits.MAX_ROWS):
                raise guard.too_large()
            row += times
            element.clear()
    return found


def _read_row(element: ElementTree.Element, row: int, ranges: list[Range]) -> int:
    """Note the ranges that begin in this row; the answer is its width up to the last filled cell."""
    column = filled = 0
    for cell in element:
        if cell.tag not in (TABLE + "table-cell", TABLE + "covered-table-cell"):
            continue
        times = int(cell.get(TABLE + "number-columns-repeated", "1"))
        down, across = (int(cell.get(f"{TABLE}number-{way}-spanned", "1")) for way in ("rows", "columns"))
        if down > 1 or across > 1:
            ranges.append(((row, column), (row + down - 1, column + across - 1)))
        column += times
        if len(cell):
            filled = column
    return filled
