"""Spreadsheets out hold nothing that runs, and say for whom, what for and until when."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import openpyxl
import pytest

from linli.base.sheets.write import Column, Page, Purpose, neutral, write_csv, write_workbook

PURPOSE = Purpose("烟台街道", "走访", dt.date(2026, 12, 31))


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\r=1"])
def test_a_text_that_would_run_gets_a_quote(text: str) -> None:
    assert neutral(text) == "'" + text


@pytest.mark.parametrize("value", ["王秀兰", -5, 3.5, "a=b", "", None])
def test_what_runs_nowhere_stays_as_it_is(value: object) -> None:
    assert neutral(value) == value


def test_a_workbook_is_read_back_by_another_library(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    rows = [["王秀兰", dt.date(1958, 3, 4), 3], ["=HYPERLINK(1)", None, -1], ["http://x.test", "13800000000", 0]]
    columns = [Column("姓名"), Column("生日"), Column("数")]
    pages = [Page("第1[网]格", columns, iter(rows)), Page("b", columns, [])]
    assert write_workbook(path, title="名单", pages=pages, purpose=PURPOSE) == 3
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["第1网格", "b"]
    found = [[cell.value for cell in row] for row in book["第1网格"].iter_rows()]
    assert found[0][0] == "名单"
    assert "烟台街道" in found[1][0]
    assert "2026-12-31" in found[1][0]
    assert found[2] == ["姓名", "生日", "数"]
    assert found[3] == ["王秀兰", dt.datetime(1958, 3, 4), 3]
    assert found[4] == ["'=HYPERLINK(1)", None, -1]
    assert found[5] == ["http://x.test", "13800000000", 0]
    assert {cell.data_type for row in book["第1网格"].iter_rows() for cell in row} <= {"s", "n", "d", "inlineStr"}


def test_a_text_table_is_neutral_too() -> None:
    file = io.StringIO()
    assert write_csv(file, columns=[Column("姓名"), Column("数")], rows=[["@x", 1], ["王", -2]]) == 2
    assert file.getvalue() == "\ufeff姓名,数\r\n'@x,1\r\n王,-2\r\n"
