"""What a list shows of a row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe

from linli.base.web import moments

Cell = Callable[[Any], Any]


def link(words: Any, url: str) -> SafeString:
    """Words that lead somewhere."""
    return format_html('<a href="{}">{}</a>', url, words)


@dataclass(frozen=True)
class Empty:
    """What an empty list says, and the first thing to do about it. `url_name` takes no arguments."""

    title: str | Promise
    text: str | Promise
    url_name: str = ""
    label: str | Promise = ""
    icon: str = "inbox"


@dataclass(frozen=True)
class Column:
    """One column.

    `cell(row)` gives what the page shows; without it, the attribute of the same name as `key`. `sort` names the fields
    it is ordered by. `export(row)` gives what a spreadsheet shows (as the page does, without it); `export=False` keeps
    the column at home. A column with `shown=False` appears when somebody asks for it. One that is `tight` (a grid, a
    phone) stands on one line, as every day does.
    """

    key: str
    label: str | Promise
    cell: Cell | None = None
    sort: str | tuple[str, ...] | None = None
    shown: bool = True
    export: Cell | bool = True
    is_number: bool = False
    tight: bool = False

    def value(self, row: Any) -> Any:
        """What the page shows of this row."""
        return self.cell(row) if self.cell else getattr(row, self.key)

    def exported(self, row: Any) -> Any:
        """What leaves the house of this row."""
        value = self.export(row) if callable(self.export) else self.value(row)
        return strip_tags(value) if isinstance(value, SafeString) else value

    def order(self, *, backwards: bool) -> list[str]:
        """The fields of `order_by`, the last one telling equal rows apart."""
        fields = [self.sort] if isinstance(self.sort, str) else list(self.sort or ())
        fields = [*fields, "pk"]
        return [_turned(field) for field in fields] if backwards else fields


def _turned(field: str) -> str:
    return field[1:] if field.startswith("-") else f"-{field}"


@dataclass(frozen=True)
class Head:
    """The head of one column, with the address that orders by it."""

    label: str | Promise
    url: str
    is_number: bool
    direction: str  # "", "ascending", "descending": the words of aria-sort


def body(rows: Iterable[models.Model], columns: Sequence[Column], now: datetime) -> SafeString:
    """The rows of the table. Joined here: in a template, fifty rows of eight cells would be half of the page's time."""
    opens = [_opening(column, is_first=n == 0) for n, column in enumerate(columns)]
    lines = []
    for row in rows:
        cells = []
        for column, (full, tight, blank) in zip(columns, opens, strict=True):
            value = column.value(row)
            if value is None or value == "":
                cells.append(blank)
            elif isinstance(value, date):
                cells.append(tight + conditional_escape(moments.when_words(value, now)) + "</td>")
            else:
                cells.append(full + conditional_escape(value) + "</td>")
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return mark_safe("".join(lines))  # noqa: S308 -- each cell was escaped above


def _opening(column: Column, *, is_first: bool) -> tuple[str, str, str]:
    """How a cell of this column begins, how it does when a day stands in it, and the whole of it when it is blank."""
    kinds = [name for name, holds in (("first", is_first), ("num", column.is_number)) if holds]
    begun = '<td class="{}" data-label="{}">'
    tight = format_html(begun, " ".join([*kinds, "tight"]), column.label)
    full = tight if column.tight else format_html(begun, " ".join(kinds), column.label)
    blank = format_html('<td class="{}" data-label="{}"></td>', " ".join([*kinds, "blank"]), column.label)
    return full, tight, blank


def exported_rows(rows: Iterable[models.Model], columns: Sequence[Column]) -> Iterable[list[Any]]:
    """The rows of a spreadsheet; moments in the time of the page."""
    for row in rows:
        yield [_naive(column.exported(row)) for column in columns]


def _naive(value: Any) -> Any:
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None)
    return str(value) if isinstance(value, Promise) else value
