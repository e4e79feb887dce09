"""Invented rosters in the shapes that communities keep, with dirt that is counted as it is written.

Identity numbers carry order codes 996 to 999, which are given to nobody born after 1930.
"""

from __future__ import annotations

import csv
import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter
import xlwt

from linli.base.identity import check_character

TODAY = dt.date(2026, 11, 1)
COMPOUNDS = ["兆麟小区", "烟台花园", "红旗新村", "铁西里"]
SURNAMES = [*"王李张刘陈杨赵黄周吴徐孙", "欧阳"]
GIVEN = list("伟强磊军洋勇杰涛明超芳娜敏静秀娟英华慧巧美红春兰玉梅")
ZH = {
    "serial": "序号",
    "compound": "小区",
    "building": "楼栋",
    "unit": "单元",
    "room": "门牌号",
    "relation": "与户主关系",
    "name": "姓名",
    "sex": "性别",
    "ethnicity": "民族",
    "id_number": "公民身份号码",
    "birth": "出生日期",
    "politics": "政治面貌",
    "education": "文化程度",
    "phone": "联系电话",
    "employment": "就业状况",
    "care": "人员类别",
    "note": "备注",
}
EN = {
    "serial": "No.",
    "compound": "Compound",
    "building": "Building",
    "unit": "Stair",
    "room": "Door",
    "relation": "Relation to head",
    "name": "Full name",
    "sex": "Sex",
    "ethnicity": "Ethnic group",
    "id_number": "ID number",
    "birth": "Date of birth",
    "politics": "Political affiliation",
    "education": "Education",
    "phone": "Mobile phone",
    "employment": "Occupation",
    "care": "Category",
    "note": "Remarks",
}
MERGED = ("compound", "building", "unit", "room")
KINDS = (
    *("wrong_checksum", "old_15_digit", "missing_id", "full_width", "phone_bad", "sex_contradicts_id"),
    *("future_birth", "birth_contradicts_id", "duplicate_person", "id_as_number", "birth_formats"),
)

Row = dict[str, Any]


@dataclass
class Roster:
    """People by household, and where the dirt is: kind to `sheet!row`."""

    homes: list[list[Row]]
    found: dict[str, list[str]] = field(default_factory=lambda: {kind: [] for kind in KINDS})
    rows: int = 0

    @property
    def people(self) -> int:
        return sum(map(len, self.homes))


def make_number(rng: random.Random, birth: dt.date, sex: str, used: set[str]) -> tuple[str, dt.date]:
    """An identity number that nobody holds, given out once."""
    while True:
        for order in ("997", "999") if sex == "男" else ("996", "998"):
            body = f"211022{birth:%Y%m%d}{order}"
            if body not in used:
                used.add(body)
                return body + check_character(body), birth
        birth += dt.timedelta(days=1)


def make_roster(*, seed: int = 7, households: int = 60, grids: int = 3) -> Roster:
    """Households of one to four people, spread over the grids."""
    rng, used = random.Random(seed), set[str]()
    homes = []
    for index in range(households):
        grid, place = index % grids, index // grids
        door = {
            "grid": grid + 1,
            "compound": COMPOUNDS[grid % len(COMPOUNDS)],
            "building": f"{place // 12 + 1 + 20 * (grid // len(COMPOUNDS))}号楼",
            "unit": f"{place // 6 % 2 + 1}单元",
            "room": f"{place % 6 // 2 + 1}0{place % 2 + 1}",
        }
        surname, home = rng.choice(SURNAMES), []
        for position in range(rng.choice([1, 2, 2, 3, 4])):
            sex = rng.choice("男女") if position != 1 else ("女" if home[0]["sex"] == "男" else "男")
            relation = ["户主", "配偶", "子" if sex == "男" else "女", "母亲"][position]
            if relation == "母亲":
                sex = "女"
            age = [(30, 60), (28, 62), (3, 25), (62, 88)][position]
            birth = TODAY - dt.timedelta(days=rng.randrange(age[0] * 365, age[1] * 365))
            number, birth = make_number(rng, birth, sex, used)
            care = "独居老人" if position == 3 else rng.choice(["", "", "", "残疾人", "残疾人、低保户"])
            home.append(
                {
                    **door,
                    "relation": relation,
                    "name": surname + "".join(rng.sample(GIVEN, 2)) + GIVEN[position],
                    "sex": sex,
                    "ethnicity": rng.choice(["汉", "满"]),
                    "id_number": number,
                    "birth": birth,
                    "politics": rng.choice(["群众", "中共党员"]),
                    "education": rng.choice(["小学", "高中", "本科"]),
                    "phone": f"1990{len(used):07d}" if position != 2 else "",
                    "employment": rng.choice(["在职", "退休", "学生"]),
                    "care": care,
                    "note": "",
                }
            )
        homes.append(home)
    return Roster(homes)


def write_xlsx(path: Path, roster: Roster, *, seed: int = 1, dirt: float = 0.0) -> Roster:
    """One sheet a grid, a merged title, merged doors, totals and signatures: the shape of the real file."""
    rng = random.Random(seed)
    book = xlsxwriter.Workbook(path)
    date = book.add_format({"num_format": "yyyy-mm-dd"})
    for grid in sorted({home[0]["grid"] for home in roster.homes}):
        sheet = book.add_worksheet(f"第{grid}网格")
        sheet.merge_range(0, 0, 0, len(ZH) - 1, f"烟台街道兆麟社区居民信息台账（{sheet.name}）", date)
        sheet.write(1, 0, "填报单位：兆麟社区")
        sheet.write(1, 8, "填报日期：2026年11月1日")
        sheet.write_row(2, 0, list(ZH.values()))
        row = 3
        for home in (home for home in roster.homes if home[0]["grid"] == grid):
            row = _write_home(sheet, row, home, roster, rng, dirt, date)
            row += rng.random() < dirt / 4
        sheet.write(row + 1, 0, f"合计：{row}人")
        sheet.write(row + 2, 0, "填表人：          审核人：")
    book.close()
    return roster


def _write_home(
    sheet: Any, first: int, home: list[Row], roster: Roster, rng: random.Random, dirt: float, date: Any
) -> int:
    row, again = first, []
    for person in home:
        kind = rng.choice(KINDS) if rng.random() < dirt else ""
        shown = SPOIL.get(kind, dict)(person)
        if shown is None:
            kind, shown = "", dict(person)
        if kind == "duplicate_person":
            again.append(person)
        elif kind:
            roster.found[kind].append(f"{sheet.name}!{row + 1}")
        _write_row(sheet, row, {**shown, "serial": row}, date, skip=MERGED)
        row += 1
    for column, key in enumerate(ZH):
        if key in MERGED and row - first > 1:
            sheet.merge_range(first, column, row - 1, column, home[0][key], date)
        elif key in MERGED:
            sheet.write_string(first, column, home[0][key])
    for person in again:
        roster.found["duplicate_person"].append(f"{sheet.name}!{row + 1}")
        _write_row(sheet, row, {**person, "serial": row, "note": "重复"}, date)
        row += 1
    return row


def write_table(
    path: Path, header: list[str], rows: list[list[Any]], *, sheet: str = "Sheet1", title: str = ""
) -> None:
    """One plain sheet; numbers as numbers, days as date cells."""
    book = xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"})
    page = book.add_worksheet(sheet)
    at = 0
    if title:
        page.write(0, 0, title)
        at = 1
    page.write_row(at, 0, header)
    for index, row in enumerate(rows, at + 1):
        for column, value in enumerate(row):
            if isinstance(value, dt.date):
                page.write_datetime(index, column, dt.datetime(value.year, value.month, value.day))
            elif isinstance(value, str):
                page.write_string(index, column, value)
            elif value is not None:
                page.write(index, column, value)
    book.close()


def write_csv(path: Path, header: list[str], rows: list[list[Any]], *, encoding: str, mark: str = ",") -> None:
    """The same as text, as a spreadsheet saves it."""
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=mark).writerows([header, *rows])


def flat(roster: Roster) -> list[Row]:
    """Everybody in one list."""
    return [person for home in roster.homes for person in home]


def _write_row(sheet: Any, row: int, values: Row, date: Any, skip: tuple[str, ...] = ()) -> None:
    for column, key in enumerate(ZH):
        value = values[key]
        if key in skip:
            continue
        if isinstance(value, dt.date):
            sheet.write_datetime(row, column, dt.datetime(value.year, value.month, value.day), date)
        elif isinstance(value, str):
            sheet.write_string(row, column, value)
        else:
            sheet.write(row, column, value)


def _full_width(person: Row) -> Row:
    number = "".join(chr(ord(sign) + 0xFEE0) for sign in person["id_number"])
    return {**person, "id_number": number, "name": f"{person['name'][0]}　{person['name'][1:]}"}


def _old_number(person: Row) -> Row | None:
    number = person["id_number"]
    return {**person, "id_number": number[:6] + number[8:17]} if person["birth"].year < 2000 else None


def _stored_as_number(person: Row) -> Row | None:
    number = person["id_number"]
    return {**person, "id_number": float(number)} if number[-1] != "X" else None


def _typed_birth(person: Row) -> Row:
    birth = person["birth"]
    shapes = (
        *(f"{birth.year}年{birth.month}月{birth.day}日", f"{birth:%Y.%m.%d}"),
        *(f"{birth.year}/{birth.month}/{birth.day}", f"{birth:%Y%m%d}"),
    )
    return {**person, "birth": shapes[birth.day % 4]}


SPOIL: dict[str, Callable[[Row], Row | None]] = {
    "wrong_checksum": lambda row: {**row, "id_number": row["id_number"][:-1] + "01"[row["id_number"][-1] == "0"]},
    "old_15_digit": _old_number,
    "missing_id": lambda row: {**row, "id_number": ""},
    "full_width": _full_width,
    "phone_bad": lambda row: {**row, "phone": row["phone"][:-2]} if row["phone"] else None,
    "sex_contradicts_id": lambda row: {**row, "sex": "女" if row["sex"] == "男" else "男"},
    "future_birth": lambda row: {**row, "birth": dt.date(2062, 5, 1)},
    "birth_contradicts_id": lambda row: {**row, "birth": row["birth"] - dt.timedelta(days=400)},
    "id_as_number": _stored_as_number,
    "birth_formats": _typed_birth,
}


def as_xls(path: Path) -> Path:
    """The same workbook as an .xls of the nineties: every cell, date and merged range of each sheet."""
    old = xlwt.Workbook()
    date = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for sheet in openpyxl.load_workbook(path):
        copy = old.add_sheet(sheet.title)
        merged = {str(area).partition(":")[0]: area for area in sheet.merged_cells.ranges}
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.value is not None):
            shown = [date] if cell.is_date else []
            area = merged.get(cell.coordinate)
            if area:
                copy.write_merge(
                    area.min_row - 1, area.max_row - 1, area.min_col - 1, area.max_col - 1, cell.value, *shown
                )
            else:
                copy.write(cell.row - 1, cell.column - 1, cell.value, *shown)
    old.save(path.with_suffix(".xls"))
    return path.with_suffix(".xls")
