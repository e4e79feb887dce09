"""Read what people typed as they meant it: full-width signs, stray spaces, dates in every shape."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

FULL_WIDTH = {0xFF01 + step: 0x21 + step for step in range(94)} | {0x3000: 0x20, 0xA0: 0x20}
NOTHING = dict.fromkeys([0, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x200E, 0x200F])
TIDY = str.maketrans({**FULL_WIDTH, **NOTHING})
ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!"})
EMPTY_WORDS = frozenset(
    {"无", "-", "--", "—", "——", "/", "\\", "不详", "未知", "暂无", "没有", "none", "n/a", "na", "null"}
)
HAN_SPACE = re.compile(r"(?<=[^\x00-\x7f]) +| +(?=[^\x00-\x7f])")
DOTS = re.compile(r"[•・．∙‧･]")
EXCEL_ZERO = dt.date(1899, 12, 30)
FIRST_YEAR = 1890
YMD = re.compile(r"(\d{4})\s*[年./\-_、, ]\s*(\d{1,2})\s*[月./\-_、, ]\s*(\d{1,2})\s*[日号]?(?:[ T]\d.*)?")
YM = re.compile(r"(\d{4})\s*[年./\-]\s*(\d{1,2})\s*月?")
MDY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
COMPACT = re.compile(r"\d{8}")
SERIAL = re.compile(r"\d{4,5}")


def text(value: Any) -> str:
    """A cell as text: half-width, without stray spaces and invisible signs; an error of the spreadsheet is nothing."""
    if type(value) is str:
        if value.isascii():
            result = value if value.isalnum() else " ".join(value.replace("\0", "").split())
        else:
            result = " ".join(value.translate(TIDY).split())
        return "" if result in ERRORS else result
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, dt.date) else " ".join(str(value).translate(TIDY).split())


def filled(value: Any) -> str:
    """The text of a cell, where words like "none" and a lone dash mean that nothing is known."""
    result = text(value)
    return "" if result.lower() in EMPTY_WORDS else result


def name(value: Any) -> str:
    """A person's name: 王　兰 is 王兰, and a Uyghur or Mongol name keeps its dot."""
    result = text(value)
    if result.isascii():
        return result
    return HAN_SPACE.sub("", DOTS.sub("·", result))


SEXES = {
    "男": "m",
    "男性": "m",
    "m": "m",
    "male": "m",
    "1": "m",
    "女": "f",
    "女性": "f",
    "f": "f",
    "female": "f",
    "2": "f",
}


def sex(value: Any) -> str:
    """`m`, `f`, or nothing when the cell says neither (GB/T 2261.1 writes 1 and 2)."""
    found = SEXES.get(value) if type(value) is str else None
    return found or SEXES.get(text(value).lower(), "")


class DateDoubt(StrEnum):
    """Why a cell gave no sure date."""

    UNREADABLE = "unreadable"
    IMPOSSIBLE = "impossible"  # 30 February
    FUTURE = "future"
    TOO_OLD = "too_old"
    MONTH_ONLY = "month_only"


@dataclass(frozen=True, slots=True)
class ReadDate:
    """What a date cell says. `on` may be set beside a doubt (only the month is known: its first day)."""

    on: dt.date | None = None
    doubt: DateDoubt | None = None
    typed: bool = False  # written as text in one of the shapes of the counter, not as a date of the spreadsheet


NO_DATE = ReadDate()


def date(value: Any, *, today: dt.date) -> ReadDate:
    """Read a day as people write days: a date cell, 1958年3月4日, 1958.03.04, 1958/3/4, 19580304, a serial number."""
    if isinstance(value, dt.date):
        return _bounded(value.date() if isinstance(value, dt.datetime) else value, today)
    written = text(value)
    if not written:
        return NO_DATE
    for shape, reader in SHAPES:
        if match := shape.fullmatch(written):
            return reader(match, today)
    return ReadDate(doubt=DateDoubt.UNREADABLE, typed=True)


def _from_ymd(match: re.Match[str], today: dt.date) -> ReadDate:
    return _built(match[1], match[2], match[3], today)


def _from_mdy(match: re.Match[str], today: dt.date) -> ReadDate:
    return _built(match[3], match[1], match[2], today)


def _from_compact(match: re.Match[str], today: dt.date) -> ReadDate:
    digits = match[0]
    return _built(digits[:4], digits[4:6], digits[6:], today)


def _from_month(match: re.Match[str], today: dt.date) -> ReadDate:
    result = _built(match[1], match[2], "1", today)
    return result if result.doubt else ReadDate(result.on, DateDoubt.MONTH_ONLY, typed=True)


def _from_serial(match: re.Match[str], today: dt.date) -> ReadDate:
    number = int(match[0])
    if FIRST_YEAR <= number <= today.year:  # "1958" is a year, and nothing says which day
        return ReadDate(doubt=DateDoubt.UNREADABLE, typed=True)
    return _bounded(EXCEL_ZERO + dt.timedelta(days=number), today, typed=True)


def _built(year: str, month: str, day: str, today: dt.date) -> ReadDate:
    try:
        on = dt.date(int(year), int(month), int(day))
    except ValueError:
        return ReadDate(doubt=DateDoubt.IMPOSSIBLE, typed=True)
    return _bounded(on, today, typed=True)


def _bounded(on: dt.date, today: dt.date, *, typed: bool = False) -> ReadDate:
    if on > today:
        return ReadDate(on, DateDoubt.FUTURE, typed)
    if on.year < FIRST_YEAR:
        return ReadDate(on, DateDoubt.TOO_OLD, typed)
    return ReadDate(on, None, typed)


SHAPES = (
    (YMD, _from_ymd),
    (COMPACT, _from_compact),
    (SERIAL, _from_serial),
    (YM, _from_month),
    (MDY, _from_mdy),
)
