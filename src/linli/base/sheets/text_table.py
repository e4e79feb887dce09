"""Tables in text files: whichever encoding and separator the program that wrote them liked."""

from __future__ import annotations

import csv
import re
from pathlib import Path

from linli.base.sheets import guard, limits
from linli.base.sheets.values import DestroyedNumber

SEPARATORS = (",", "\t", ";")
EXPONENT = re.compile(r"\d(?:\.\d+)?[eE]\+?1[4-9]")


def rows_of(path: Path) -> list[list[str]]:
    """The records of a text file, all as wide as the widest."""
    text = decoded(path.read_bytes())
    rows: list[list[str]] = []
    try:
        for row in csv.reader(text.splitlines(keepends=True), delimiter=separator_of(text), strict=False):
            rows.append(row)
            if len(rows) > limits.MAX_ROWS or len(row) > limits.MAX_COLUMNS:
                raise guard.too_large()
    except csv.Error as error:
        raise guard.broken_file() from error
    width = max(map(len, rows), default=0)
    if width * len(rows) > limits.MAX_CELLS:
        raise guard.too_large()
    for row in rows:
        row.extend([""] * (width - len(row)))
    _mark_destroyed(rows)
    return rows


def decoded(data: bytes) -> str:
    """UTF-8 with or without a mark, UTF-16 with one, else GB18030, which WPS and Excel write in China."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif b"\x00" in data:
        raise guard.not_a_spreadsheet()
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise guard.not_a_spreadsheet()


def separator_of(text: str) -> str:
    """The separator that most evenly divides the first lines; a comma when none does."""
    lines = [line for line in text[:20_000].splitlines()[:40] if line.strip()]
    return max(SEPARATORS, key=lambda mark: sum(1 for line in lines if mark in line))


def _mark_destroyed(rows: list[list[str]]) -> None:
    """`2.11022E+17` is what is left of an identity number after a spreadsheet saved it as text."""
    for row in rows:
        for column, value in enumerate(row):
            if "+" in value and EXPONENT.fullmatch(value.strip()):
                row[column] = DestroyedNumber(value.strip())
