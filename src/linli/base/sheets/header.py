"""Find the header row of a sheet and say which column is what, whatever the community calls it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from linli.base.errors import Refused
from linli.base.sheets.clean import text
from linli.base.sheets.read import Sheet

NTH = re.compile(r"#\d+$")
LOOK_AT = 40  # rows at the top in which a header may stand
BRACKETS = re.compile(r"[((\[【{<].*?[))\]】}>]")
SIGNS = re.compile(r"[\W_]+")
# Words that add nothing to what a column is: 居民姓名 is 姓名, but 户主姓名 and 监护人电话 are somebody else's.
NEUTRAL = re.compile(
    r"^(?:居民|人员|本人|常住人口|常住|人口|所在|所属|现居住|现住|居住|家庭|详细|填写|请填|具体|实际|resident|residents|person|persons|the)+"
    r"|(?:必填|选填|情况|信息|填写|下拉选择)+$"
)


@dataclass(frozen=True)
class Field:
    """One thing that a roster may tell: what its column may be called, and whether a roster is one without it."""

    key: str
    label: str | Promise
    synonyms: tuple[str, ...]
    required: bool = False
    left_out: str | Promise = ""  # known, and not taken in: the reason, in words

    def names(self) -> set[str]:
        """Every way to write the header, brought into one form."""
        return {normalised(name) for name in (self.key, *self.synonyms)} - {""}


@dataclass(frozen=True)
class Layout:
    """How one sheet is laid out: where its header stands and which column holds which field."""

    sheet: str
    header_row: int  # the last row of the header, 1-based
    headers: tuple[str, ...]
    columns: dict[str, int] = field(default_factory=dict)  # field key -> column, 0-based
    titles: tuple[str, ...] = ()  # what stands above the header

    @property
    def fingerprint(self) -> str:
        """The same for every sheet with this header, so that a mapping can be remembered."""
        return fingerprint_of(self.headers)

    def unused(self) -> list[str]:
        """Headers that no field took."""
        used = set(self.columns.values())
        return [name for column, name in enumerate(self.headers) if name and column not in used]


def normalised(name: object) -> str:
    """A header without spaces, signs, case and what stands in brackets: ` 联系电话（手机）* ` is 联系电话."""
    plain = text(name).lower()
    outside = SIGNS.sub("", BRACKETS.sub("", plain))
    return outside or SIGNS.sub("", plain)


def fingerprint_of(headers: Sequence[str]) -> str:
    """A short name for a header, the same whatever spaces and signs are in it."""
    return hashlib.sha256("|".join(map(normalised, headers)).encode()).hexdigest()[:24]


class Guesser:
    """Knows the fields of one roster and finds them in headers."""

    def __init__(self, fields: Iterable[Field], choices: Mapping[str, str] | None = None) -> None:
        self.fields = tuple(fields)
        self.choices = {key: header for key, header in (choices or {}).items() if self._has(key)}
        self.exact = {name: item.key for item in self.fields for name in item.names()}
        self.exact |= {normalised(_without_nth(header)): key for key, header in self.choices.items() if header}

    def _has(self, key: str) -> bool:
        return any(item.key == key for item in self.fields)

    def field_of(self, header: object) -> str | None:
        """The field that a header means, if it means one."""
        name = normalised(header)
        if not name or len(name) > 30:
            return None
        return self.exact.get(name) or self.exact.get(NEUTRAL.sub("", name))

    def columns_of(self, headers: Sequence[object]) -> dict[str, int]:
        """The columns of a header row; of two that mean the same, the one that says so in plain words."""
        found: dict[str, int] = {}
        for exact_only in (True, False):
            for column, header in enumerate(headers):
                key = self.exact.get(normalised(header)) if exact_only else self.field_of(header)
                if key and key not in found and column not in found.values():
                    found[key] = column
        return found

    def layout_of(self, sheet: Sheet) -> Layout | None:
        """The layout of a sheet, or nothing when no row of it reads like a header."""
        best: Layout | None = None
        best_score = 1  # one word that happens to be a header name is no header
        for index, row in enumerate(sheet.rows[:LOOK_AT]):
            for headers, last in self._candidates(sheet, index, row):
                columns = self.columns_of(headers)
                score = len(columns) + sum(item.required for item in self.fields if item.key in columns)
                if score > best_score:
                    titles = tuple(_titles(sheet.rows[:index]))
                    best_score, best = score, Layout(sheet.name, last + 1, tuple(headers), columns, titles)
        best = self._with_choices(best) if best else None
        return best if best and self._is_sensible(best) else None

    def _candidates(self, sheet: Sheet, index: int, row: list[Any]) -> list[tuple[list[str], int]]:
        """A row alone, and together with the next one: the lower word names the column, the upper where it is empty."""
        single = [text(value) for value in row]
        if sum(map(bool, single)) < 2 or len(set(single)) < 2:
            return []
        candidates = [(single, index)]
        if index + 1 < len(sheet.rows):
            below = [text(value) for value in sheet.rows[index + 1]]
            if not any(any(sign.isdigit() for sign in value) for value in below):
                candidates.append(([low or high for high, low in zip(single, below, strict=True)], index + 1))
        return candidates

    def _is_sensible(self, layout: Layout) -> bool:
        return all(item.key in layout.columns for item in self.fields if item.required)

    def _with_choices(self, layout: Layout) -> Layout:
        """The layout as a person said which header is which field; an empty choice leaves the field out."""
        if not self.choices:
            return layout
        columns = {key: column for key, column in layout.columns.items() if key not in self.choices}
        for key, header in self.choices.items():
            column = column_named(layout.headers, header)
            if column is not None:
                columns = {other: at for other, at in columns.items() if at != column}
                columns[key] = column
        return replace(layout, columns=columns)


def column_named(headers: Sequence[str], wanted: str) -> int | None:
    """The column with this header; `备注#2` is the second one of that name."""
    nth = wanted.rpartition("#")[2] if NTH.search(wanted) else "1"
    target = normalised(_without_nth(wanted))
    matches = [column for column, header in enumerate(headers) if header and normalised(header) == target]
    return matches[int(nth) - 1] if target and 0 < int(nth) <= len(matches) else None


def _without_nth(wanted: str) -> str:
    return NTH.sub("", wanted)


def header_key(headers: Sequence[str], column: int) -> str:
    """How a person's choice names a column, so that it still holds when the columns change places."""
    same = [index for index, header in enumerate(headers) if normalised(header) == normalised(headers[column])]
    nth = same.index(column) + 1
    return headers[column] if nth == 1 else f"{headers[column]}#{nth}"


def no_header() -> Refused:
    """The sentence for a table without a header that makes sense."""
    message = _(
        "No row of this file reads like a header, so nothing was taken in."
        " There must be one row that names the columns, for example name, identity number, building, door."
    )
    return Refused("no-header", message)


def _titles(rows: list[list[Any]]) -> Iterable[str]:
    for row in rows:
        yield from dict.fromkeys(value for cell in row if (value := text(cell)))
