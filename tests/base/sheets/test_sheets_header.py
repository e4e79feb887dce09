"""The header is found wherever it stands, and what is no record is known for what it is."""

from __future__ import annotations

from typing import Any

import pytest

from linli.base.sheets.header import Field, Guesser, header_key, normalised
from linli.base.sheets.read import Sheet
from linli.base.sheets.rows import Counts, RowKind, records_of

FIELDS = (
    Field("serial", "Serial", ("序号", "No")),
    Field("name", "Name", ("姓名", "full name"), required=True),
    Field("phone", "Phone", ("电话", "联系电话")),
    Field("id_number", "Number", ("身份证", "身份证号")),
    Field("building", "Building", ("楼栋",)),
    Field("room", "Door", ("门牌号",)),
    Field("note", "Note", ("备注",)),
)
HEADER = ["序号", "姓名", "联系电话", "身份证号", "备注"]


def sheet(*rows: list[Any]) -> Sheet:
    width = max(map(len, rows))
    return Sheet("第1网格", [[*row, *[""] * (width - len(row))] for row in rows])


@pytest.mark.parametrize(
    ("header", "field"),
    [
        (" 姓 名 ", "name"),
        ("姓名*", "name"),
        ("姓名（必填）", "name"),
        ("居民姓名", "name"),
        ("联系电话（手机）", "phone"),
        ("ＮＯ．", "serial"),
        ("FULL NAME", "name"),
        ("户主姓名", None),
        ("监护人电话", None),
        ("", None),
    ],
)
def test_a_column_is_known_by_its_meaning(header: str, field: str | None) -> None:
    assert Guesser(FIELDS).field_of(header) == field


def test_the_header_is_found_below_titles() -> None:
    layout = Guesser(FIELDS).layout_of(
        sheet(["台账（第3网格）"] * 5, ["填报单位：兆麟社区"], [], HEADER, [1, "王秀兰"])
    )
    assert layout is not None
    assert (layout.header_row, layout.columns) == (
        4,
        {"serial": 0, "name": 1, "phone": 2, "id_number": 3, "note": 4},
    )
    assert layout.titles == ("台账(第3网格)", "填报单位:兆麟社区")


def test_a_header_of_two_rows_is_read_together() -> None:
    layout = Guesser(FIELDS).layout_of(
        sheet(["序号", "姓名", "住址", "", "电话"], ["", "", "楼栋", "门牌号", ""], [1, "王", "3", "2", ""])
    )
    assert layout is not None
    assert (layout.header_row, layout.columns) == (2, {"serial": 0, "name": 1, "building": 2, "room": 3, "phone": 4})


@pytest.mark.parametrize(
    "rows", [[["1", "王秀兰", "x"]], [["序号", "备注"], [1, "x"]], [["姓名"], ["王秀兰"]], [["a", "b"], ["c", "d"]]]
)
def test_no_sensible_header_gives_no_layout(rows: list[list[Any]]) -> None:
    assert Guesser(FIELDS).layout_of(sheet(*rows)) is None


def test_a_choice_names_a_column_that_nobody_would_guess() -> None:
    table = sheet(["谁", "联系电话", "序号"], ["王秀兰", "138", 1])
    assert Guesser(FIELDS).layout_of(table) is None
    layout = Guesser(FIELDS, {"name": "谁", "phone": ""}).layout_of(table)
    assert layout is not None
    assert layout.columns == {"name": 0, "serial": 2}


def test_the_second_column_of_a_name_can_be_chosen() -> None:
    headers = ["姓名", "备注", "备注"]
    assert header_key(headers, 2) == "备注#2"
    layout = Guesser(FIELDS, {"note": "备注#2"}).layout_of(sheet(headers, ["王", "a", "b"]))
    assert layout is not None
    assert layout.columns["note"] == 2


def test_the_fingerprint_is_blind_to_spaces_and_signs() -> None:
    guesser = Guesser(FIELDS)
    one, two = (guesser.layout_of(sheet([word.format(name) for name in HEADER], [1, "王"])) for word in ("{}", " {} *"))
    assert one is not None
    assert two is not None
    assert one.fingerprint == two.fingerprint


def test_normalised_keeps_what_stands_only_in_brackets() -> None:
    assert normalised("（备注）") == "备注"


def kinds(*rows: list[Any]) -> tuple[list[int], dict[str, int]]:
    table = sheet(HEADER, *rows)
    layout = Guesser(FIELDS).layout_of(table)
    assert layout is not None
    counts = Counts()
    found = [record.row for record in records_of(table, layout, counts)]
    return found, {kind: count for kind, count in counts.rows.items() if count}


def test_totals_signatures_titles_and_blank_rows_are_no_people() -> None:
    rows, counts = kinds(
        [1, "王秀兰", "13800000000", "", ""],
        [],
        ["居民台账（续）"] * 5,
        HEADER,
        [2, "李强"],
        [],
        ["合计：2人"],
        ["填表人：          审核人："],
        ["合　计", "2人"],
        ["Total", 2],
        [],
    )
    assert rows == [2, 6]
    assert counts == {
        RowKind.RECORD: 2,
        RowKind.BLANK: 1,
        RowKind.TITLE: 1,
        RowKind.HEADER: 1,
        RowKind.FOOTER: 4,
    }


def test_somebody_with_a_note_that_reads_like_a_footer_is_somebody() -> None:
    number = "211022195803049968"
    assert kinds(["", "王秀兰", "", "", "合计"], ["合计", "李强", "", number])[0] == [2, 3]


def test_a_line_of_many_totals_or_signatures_is_nobody() -> None:
    rows, counts = kinds(
        [1, "王秀兰"],
        ["总计", 1291, 600, 691, "含流动人口"],
        ["填表人：", "张三", "审核人：", "李四", "2026-11-1"],
    )
    assert (rows, counts[RowKind.FOOTER]) == ([2], 2)


def test_rows_that_were_only_numbered_are_blank() -> None:
    assert kinds([1, "王秀兰"], [2], [3], [4, "李强"])[0] == [2, 5]
