"""Open a spreadsheet of any common kind and hand out its sheets, row by row, as a person sees them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import python_calamine
from django.utils.translation import gettext as _

from linli.base.errors import Refused
from linli.base.sheets import guard, limits, text_table
from linli.base.sheets.ods import merged_ranges_of_ods
from linli.base.sheets.values import Range, whole


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. `rows[0]` is row 1 as the spreadsheet shows it, leading empty rows counted."""

    name: str
    rows: list[list[Any]]
    knows_merges: bool = True  # False for text files, where a merged cell left only its first row behind


class Book:
    """An open spreadsheet. Sheets are loaded one at a time, so that a large file needs little memory."""

    def __init__(self, path: Path, *, name: str = "") -> None:
        self.path = path
        self.name = name or path.name
        self.format = guard.format_of(path)
        self._workbook: python_calamine.CalamineWorkbook | None = None

    def __len__(self) -> int:
        """How many sheets there are."""
        return 1 if self.format == "csv" else len(self._opened().sheet_names)

    def sheets(self) -> Iterator[Sheet]:
        """Every visible or hidden sheet with its merged cells filled in."""
        if self.format == "csv":
            yield Sheet(Path(self.name).stem, text_table.rows_of(self.path), knows_merges=False)
            return
        merges = merged_ranges_of_ods(self.path) if self.format == "ods" else None
        book = self._opened()
        if len(book.sheet_names) > limits.MAX_SHEETS:
            raise guard.too_large()
        for meta in book.sheets_metadata:
            if meta.typ == python_calamine.SheetTypeEnum.WorkSheet:
                yield self._sheet(book, meta.name, merges)

    def _opened(self) -> python_calamine.CalamineWorkbook:
        if self._workbook is None:
            self._workbook = _parsed(lambda: python_calamine.CalamineWorkbook.from_path(self.path))
        return self._workbook

    def _sheet(self, book: python_calamine.CalamineWorkbook, name: str, merges: dict[str, list[Range]] | None) -> Sheet:
        sheet = _parsed(lambda: book.get_sheet_by_name(name))
        end = sheet.end
        if end and (
            end[1] >= limits.MAX_COLUMNS or end[0] >= limits.MAX_ROWS or sheet.height * sheet.width > limits.MAX_CELLS
        ):
            raise guard.too_large()
        rows: list[list[Any]] = _parsed(lambda: sheet.to_python(skip_empty_area=False))
        ranges = merges.get(name, []) if merges is not None else (sheet.merged_cell_ranges or [])
        for row in rows:
            for column, value in enumerate(row):
                if type(value) is float:
                    row[column] = whole(value)
        fill_merged(rows, ranges)
        return Sheet(name, rows)


def fill_merged(rows: list[list[Any]], ranges: list[Range]) -> None:
    """Write the value of each merged cell into all the cells that it covers."""
    if not rows:
        return
    last_row, last_column = len(rows) - 1, len(rows[0]) - 1
    budget = 2 * len(rows) * len(rows[0])
    for (top, left), (bottom, right) in ranges:
        if top > last_row or left > last_column:
            continue
        value = rows[top][left]
        if value == "":
            continue
        bottom, right = min(bottom, last_row), min(right, last_column)
        budget -= (bottom - top + 1) * (right - left + 1)
        if budget < 0:
            raise guard.too_large()
        for row in rows[top : bottom + 1]:
            for column in range(left, right + 1):
                row[column] = value


def _parsed(work: Any) -> Any:
    """Call the parser; whatever way it fails, the person gets a sentence."""
    try:
        return work()
    except python_calamine.PasswordError as error:
        raise guard.locked_file() from error
    except (python_calamine.CalamineError, OSError, ValueError, OverflowError) as error:
        if "password" in str(error).lower() or "encrypt" in str(error).lower():
            raise guard.locked_file() from error
        raise guard.broken_file() from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # the parser's own crash, which is no Exception
            raise guard.broken_file() from error
        raise


def open_book(path: Path, *, name: str = "") -> Book:
    """Open a spreadsheet after a look at it; refuse in words what is none, is locked, damaged or a bomb."""
    if not path.is_file():
        raise Refused("no-such-file", _("There is no file %(name)s.") % {"name": name or path})
    return Book(path, name=name)
