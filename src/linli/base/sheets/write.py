"""Spreadsheets out: in constant memory, with nothing in them that a spreadsheet would run."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
NARROW, WIDE, LONGEST = 8, 48, 32_000


@dataclass(frozen=True)
class Column:
    """One column: its header, and how wide it stands (in characters)."""

    header: str | Promise
    width: int = 16


@dataclass(frozen=True)
class Purpose:
    """For whom a file was made, what for, and until when they may keep it. Every file says so on its first page."""

    whom: str
    what_for: str
    until: dt.date | None = None

    def sentence(self) -> str:
        """The line under the title."""
        if self.until is None:
            return _("For: %(whom)s. Purpose: %(what_for)s.") % {"whom": self.whom, "what_for": self.what_for}
        return _("For: %(whom)s. Purpose: %(what_for)s. To be deleted after: %(until)s.") % {
            "whom": self.whom,
            "what_for": self.what_for,
            "until": self.until.isoformat(),
        }


@dataclass(frozen=True)
class Page:
    """One sheet of a workbook: its name, its columns and its rows, which may be a stream."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Any]]


def neutral(value: Any) -> Any:
    """A text that a spreadsheet would take for a formula gets a quote before it; a negative number stays a number."""
    if isinstance(value, Promise):
        value = str(value)
    if isinstance(value, str) and value.lstrip(" ").startswith(DANGEROUS):
        return "'" + value
    return value


def write_workbook(path: Path | IO[bytes], *, title: str, pages: Sequence[Page], purpose: Purpose) -> int:
    """Write an xlsx file row by row; returns how many rows of data it holds.

    A title line, the line of the purpose, then the header. Every text stays a text: no formulas, no links.
    """
    import xlsxwriter  # 10 MB, with the first spreadsheet that is written

    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_date_format": "yyyy-mm-dd",
    }
    count = 0
    with xlsxwriter.Workbook(str(path) if isinstance(path, Path) else path, options) as book:
        book.set_properties({"title": title, "comments": purpose.sentence()})
        big = book.add_format({"bold": True, "font_size": 14})
        head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#F2F2F2", "text_wrap": True, "valign": "top"})
        for page in pages:
            sheet = book.add_worksheet(_sheet_name(page.name))
            for index, column in enumerate(page.columns):
                sheet.set_column(index, index, max(NARROW, min(column.width, WIDE)))
            sheet.write_string(0, 0, title, big)
            sheet.write_string(1, 0, purpose.sentence())
            for index, column in enumerate(page.columns):
                sheet.write_string(2, index, str(neutral(str(column.header))), head)
            sheet.freeze_panes(3, 0)
            at = 2
            for at, row in enumerate(page.rows, 3):
                _write_row(sheet, at, row)
            count += at - 2
    return count


def write_csv(file: IO[str], *, columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> int:
    """Write a table as text, with the mark by which Excel knows UTF-8; returns how many rows of data it holds."""
    file.write("\ufeff")
    writer = csv.writer(file)
    writer.writerow([neutral(str(column.header)) for column in columns])
    count = 0
    for row in rows:
        writer.writerow([_plain(value) for value in row])
        count += 1
    return count


def _write_row(sheet: Any, at: int, row: Sequence[Any]) -> None:
    for index, given in enumerate(row):
        value = _plain(given)
        if isinstance(value, str):
            if value:
                sheet.write_string(at, index, value[:LONGEST])
        elif isinstance(value, dt.date):
            sheet.write_datetime(at, index, dt.datetime(value.year, value.month, value.day))  # noqa: DTZ001 -- a day has no zone
        else:
            sheet.write(at, index, value)


def _plain(value: Any) -> Any:
    """What a file can hold: moments as local text, days as days, nothing that runs."""
    if isinstance(value, dt.datetime):
        from django.utils import timezone

        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return local.strftime("%Y-%m-%d %H:%M")
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int | float | dt.date):
        return value
    return neutral(value if isinstance(value, str | Promise) else str(value))


def _sheet_name(name: str) -> str:
    """A name that a spreadsheet accepts: at most 31 characters, without `[]:*?/\\`."""
    return "".join(sign for sign in name if sign not in "[]:*?/\\").strip("'")[:31] or "1"
