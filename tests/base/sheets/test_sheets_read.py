"""Files of every kind come in as a person sees them, and what is no roster is refused in words."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from tests.factories.rosters import write_csv, write_table

from linli.base.errors import Refused
from linli.base.sheets import limits
from linli.base.sheets.read import Sheet, open_book
from linli.base.sheets.values import DestroyedNumber


def sheets(path: Path) -> list[Sheet]:
    return list(open_book(path).sheets())


def refusal(path: Path) -> str:
    with pytest.raises(Refused) as caught:
        sheets(path)
    assert str(caught.value)
    return caught.value.code


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "book.xlsx"
    write_table(path, ["姓名", "电话"], [["王秀兰", 13800000000], ["李强", "138"]])
    return path


def test_whole_numbers_are_read_without_a_point(book: Path) -> None:
    assert sheets(book)[0].rows == [["姓名", "电话"], ["王秀兰", 13800000000], ["李强", "138"]]


def test_days_are_days_and_long_numbers_are_destroyed(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_table(path, ["a", "b", "c"], [[dt.date(1958, 3, 4), 211022197403179974.0, 211022740317997]])
    row = sheets(path)[0].rows[1]
    assert row[0] == dt.date(1958, 3, 4)
    assert [type(value) for value in row[1:]] == [DestroyedNumber, int]


def test_rows_above_the_table_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as file:
        file.add_worksheet("第3网格").write(4, 2, "here")
    sheet = sheets(path)[0]
    assert sheet.name == "第3网格"
    assert [number for number, row in enumerate(sheet.rows, 1) if "here" in row] == [5]


def test_merged_cells_are_filled_down_and_across(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as file:
        page = file.add_worksheet()
        page.merge_range(0, 0, 1, 1, "兆麟小区")
        page.write(2, 1, "end")
    assert sheets(path)[0].rows == [["兆麟小区", "兆麟小区"], ["兆麟小区", "兆麟小区"], ["", "end"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_text_tables_are_read_in_every_encoding_and_separator(tmp_path: Path, encoding: str, mark: str) -> None:
    path = tmp_path / "roster.csv"
    write_csv(path, ["姓名", "住址"], [["王秀兰", "兆麟小区, 3号楼; 2单元"], ["李强"]], encoding=encoding, mark=mark)
    sheet = sheets(path)[0]
    assert sheet.rows == [["姓名", "住址"], ["王秀兰", "兆麟小区, 3号楼; 2单元"], ["李强", ""]]
    assert not sheet.knows_merges


def test_an_exponent_in_a_text_table_is_a_destroyed_number(tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    write_csv(path, ["姓名", "身份证"], [["王秀兰", "2.11022E+17"]], encoding="utf-8")
    assert isinstance(sheets(path)[0].rows[1][1], DestroyedNumber)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty-file"),
        (b"%PDF-1.7 ...", "not-a-spreadsheet"),
        (b"\x89PNG\r\n\x1a\n....", "not-a-spreadsheet"),
        (b"<html><table><tr><td>1</td></tr></table>", "not-a-spreadsheet"),
        (b"\x00\x01\x02\x03 binary", "not-a-spreadsheet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "encrypted-file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "Workbook".encode("utf-16-le"), "broken-file"),
        (b"PK\x03\x04" + bytes(100), "broken-file"),
    ],
)
def test_what_is_no_spreadsheet_is_refused_in_words(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "roster.xlsx"
    path.write_bytes(content)
    assert refusal(path) == code


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9, 0.99])
def test_a_file_that_ends_in_the_middle_is_refused(book: Path, tmp_path: Path, part: float) -> None:
    data = book.read_bytes()
    path = tmp_path / "half.xlsx"
    path.write_bytes(data[: int(len(data) * part)])
    assert refusal(path) == "broken-file"


def test_a_damaged_byte_is_refused(book: Path, tmp_path: Path) -> None:
    data = bytearray(book.read_bytes())
    with zipfile.ZipFile(book) as archive:
        entry = archive.getinfo("xl/worksheets/sheet1.xml")
    data[entry.header_offset + 30 + len(entry.filename) + entry.compress_size // 2] ^= 0xFF
    path = tmp_path / "damaged.xlsx"
    path.write_bytes(data)
    assert refusal(path) == "broken-file"


def test_a_word_document_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "letter.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert refusal(path) == "not-a-spreadsheet"


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", bytes(60_000_000))
    assert refusal(path) == "sheet-too-large"


def test_a_bomb_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", bytes(30_000_000))
    real, small = (30_000_000).to_bytes(4, "little"), (1000).to_bytes(4, "little")
    path.write_bytes(path.read_bytes().replace(real, small))
    assert refusal(path) == "broken-file"


@pytest.mark.parametrize("place", [(1_048_575, 0), (0, 16_383), (99_000, 300)])
def test_one_cell_in_the_last_corner_is_refused(tmp_path: Path, place: tuple[int, int]) -> None:
    path = tmp_path / "corner.xlsx"
    with xlsxwriter.Workbook(path) as file:
        page = file.add_worksheet()
        page.write(0, 0, "姓名")
        page.write(*place, "x")
    assert refusal(path) == "sheet-too-large"


def test_a_wide_sheet_within_bounds_is_read(tmp_path: Path) -> None:
    path = tmp_path / "wide.xlsx"
    with xlsxwriter.Workbook(path) as file:
        file.add_worksheet().write(10, 60, "far")
    assert sheets(path)[0].rows[10][60] == "far"


def test_a_text_table_with_too_many_rows_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_bytes(b"a,b\n" * (limits.MAX_ROWS + 1))
    assert refusal(path) == "sheet-too-large"


ODS_CONTENT = """<?xml version="1.0"?><office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>
<table:table table:name="第1网格">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"""


def write_ods(path: Path, rows: str, **more: Any) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", more.get("mimetype", "application/vnd.oasis.opendocument.spreadsheet"))
        archive.writestr("META-INF/manifest.xml", more.get("manifest", "<manifest/>"))
        archive.writestr("content.xml", ODS_CONTENT.format(rows=rows))


def cell(text: str, more: str = "") -> str:
    return f'<table:table-cell office:value-type="string" {more}><text:p>{text}</text:p></table:table-cell>'


def test_merged_cells_of_an_open_document_are_filled(tmp_path: Path) -> None:
    path = tmp_path / "a.ods"
    row = "<table:table-row>{}</table:table-row>"
    merged = cell("兆麟小区", 'table:number-rows-spanned="2" table:number-columns-spanned="1"')
    write_ods(path, row.format(merged + cell("王秀兰")) + row.format("<table:covered-table-cell/>" + cell("李强")))
    assert sheets(path)[0].rows == [["兆麟小区", "王秀兰"], ["兆麟小区", "李强"]]


def test_repeated_cells_of_an_open_document_are_a_bomb(tmp_path: Path) -> None:
    path = tmp_path / "a.ods"
    bomb = f'<table:table-row table:number-rows-repeated="900000">{cell("x")}</table:table-row>'
    write_ods(path, bomb)
    assert refusal(path) == "sheet-too-large"


def test_an_open_document_with_a_password_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.ods"
    write_ods(path, "", manifest="<manifest:encryption-data/>")
    assert refusal(path) == "encrypted-file"


def test_a_text_document_is_no_spreadsheet(tmp_path: Path) -> None:
    path = tmp_path / "a.ods"
    write_ods(path, "", mimetype="application/vnd.oasis.opendocument.text")
    assert refusal(path) == "not-a-spreadsheet"
