"""Cells are read as the person who typed them meant them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from linli.base.sheets import clean
from linli.base.sheets.clean import DateDoubt
from linli.base.sheets.filldown import FillDown

TODAY = dt.date(2026, 11, 23)
BORN = dt.date(1958, 3, 4)


@pytest.mark.parametrize(
    "written",
    [
        *(BORN, dt.datetime(1958, 3, 4), "1958年3月4日", "1958年03月04日", "1958.03.04", "1958.3.4", "1958/3/4"),
        *("1958-3-4", "1958-03-04", "19580304", 19580304, 21248, "21248", " １９５８．３．４ ", "1958 年 3 月 4 日"),
        *("3/4/1958", "1958-03-04 00:00:00", "1958、3、4"),
    ],
)
def test_a_birthday_is_read_in_every_shape(written: Any) -> None:
    read = clean.date(written, today=TODAY)
    assert (read.on, read.doubt) == (BORN, None)


@pytest.mark.parametrize(
    ("written", "on", "doubt"),
    [
        (dt.date(2062, 5, 1), dt.date(2062, 5, 1), DateDoubt.FUTURE),
        ("1958.3", dt.date(1958, 3, 1), DateDoubt.MONTH_ONLY),
        ("1958年3月", dt.date(1958, 3, 1), DateDoubt.MONTH_ONLY),
        ("1958-02-30", None, DateDoubt.IMPOSSIBLE),
        ("19581301", None, DateDoubt.IMPOSSIBLE),
        ("1958", None, DateDoubt.UNREADABLE),
        ("春天", None, DateDoubt.UNREADABLE),
        ("1790-01-01", dt.date(1790, 1, 1), DateDoubt.TOO_OLD),
        ("", None, None),
        (None, None, None),
    ],
)
def test_a_doubtful_birthday_says_why(written: Any, on: dt.date | None, doubt: DateDoubt | None) -> None:
    read = clean.date(written, today=TODAY)
    assert (read.on, read.doubt) == (on, doubt)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("王　秀兰", "王秀兰"),
        (" 王 兰 ", "王兰"),
        ("阿依古丽•买买提", "阿依古丽·买买提"),
        ("John  Smith", "John Smith"),
        ("\ufeff王兰\u200b", "王兰"),
        ("#N/A", ""),
    ],
)
def test_a_name_is_cleaned(written: str, name: str) -> None:
    assert clean.name(written) == name


@pytest.mark.parametrize(
    ("written", "sex"), [("男", "m"), ("女 ", "f"), ("Female", "f"), (1, "m"), ("2", "f"), ("?", "")]
)
def test_sex_is_read_in_words_and_codes(written: Any, sex: str) -> None:
    assert clean.sex(written) == sex


@pytest.mark.parametrize("written", ["无", "-", "／", "不详", "N/A", None, "", "  "])
def test_words_for_nothing_are_nothing(written: Any) -> None:
    assert clean.filled(written) == ""


def test_an_empty_address_is_taken_from_above_only_within_a_household() -> None:
    fill = FillDown(4)
    full = ["兆麟小区", "3号楼", "2单元", "101"]
    empty = [""] * 4
    assert fill.apply(full, follows=False, begins=True, serial=1) == full
    assert fill.apply(empty, follows=True, begins=False, serial=2) == full
    assert fill.apply(["", "", "", "102"], follows=True, begins=True, serial=3) == [*full[:3], "102"]
    assert fill.apply(empty, follows=True, begins=True, serial=4) == empty
    assert fill.apply(empty, follows=True, begins=False, serial=5) == empty
    assert fill.taken == 2


@pytest.mark.parametrize(("follows", "serial"), [(False, 2), (True, 3)])
def test_an_address_is_not_carried_over_a_gap(follows: bool, serial: int) -> None:
    fill = FillDown(1)
    fill.apply(["101"], follows=False, begins=True, serial=1)
    assert fill.apply([""], follows=follows, begins=False, serial=serial) == [""]
