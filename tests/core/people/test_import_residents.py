"""Everybody in the roster comes in once, and every doubtful cell is told with its sheet and row."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from linli.base.audit.models import AuditEntry
from linli.base.errors import Refused
from linli.base.permissions import Visitor
from linli.base.sheets.models import Finding
from linli.base.sheets.report import LeftOut, Report
from linli.core.areas.enums import AreaKind
from linli.core.areas.models import Area
from linli.core.people.enums import Basis
from linli.core.people.models import CareNeed, Household, Person
from tests.factories.core import TODAY
from tests.factories.imports import TABLES, bring_in, community, correct_sheet, counted, people, row_of
from tests.factories.rosters import EN, KINDS, ZH, Row, as_xls, flat, make_roster, write_csv, write_table, write_xlsx

__all__ = ["bring_in", "community", "people"]
pytestmark = pytest.mark.django_db
TOLD = [kind for kind in KINDS if kind not in ("full_width", "birth_formats")]


def told_by(finding_or_doubt: Any) -> str:
    return f"{finding_or_doubt.sheet}!{finding_or_doubt.row}"


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_everybody_comes_in_once_and_each_doubt_is_told(
    tmp_path: Path, bring_in: Callable[..., Report], seed: int
) -> None:
    path = tmp_path / "residents.xlsx"
    roster = write_xlsx(path, make_roster(seed=seed), seed=seed, dirt=0.6)
    report = bring_in(path)
    assert report.where() == {kind: roster.found[kind] for kind in sorted(TOLD) if roster.found[kind]}
    assert report.counts["people"] == Person.objects.live().count() == roster.people
    assert report.counts["households"] == Household.objects.count() == len(roster.homes)
    assert report.counts["grids"] == Area.objects.filter(kind=AreaKind.GRID).count() == 3
    assert report.counts["full_width"] == len(roster.found["full_width"])
    assert report.counts["birth_formats"] == len(roster.found["birth_formats"])
    assert report.counts["footer_rows"] == 6
    told = {
        kind: [told_by(finding) for finding in Finding.objects.filter(kind=kind).order_by("position")] for kind in TOLD
    }
    assert told == {kind: roster.found[kind] for kind in TOLD}


def test_an_old_xls_brings_in_the_same(tmp_path: Path, bring_in: Callable[..., Report]) -> None:
    path = tmp_path / "residents.xlsx"
    roster = write_xlsx(path, make_roster(seed=4), seed=4, dirt=0.6)
    report = bring_in(as_xls(path))
    assert report.where() == {kind: roster.found[kind] for kind in sorted(TOLD) if roster.found[kind]}
    assert (report.counts["people"], report.counts["households"]) == (roster.people, len(roster.homes))
    again = bring_in(path)
    assert (again.counts["people_new"], again.counts["households_new"], again.counts["findings_new"]) == (0, 0, 0)


def test_everybody_is_read_as_they_were_meant(tmp_path: Path, bring_in: Callable[..., Report]) -> None:
    path = tmp_path / "residents.xlsx"
    roster = write_xlsx(path, make_roster(seed=5), seed=5, dirt=0.6)
    report = bring_in(path)
    doubts = {told_by(doubt): doubt.kind for doubt in report.doubts}
    numberless = {"wrong_checksum", "missing_id", "id_as_number"}
    found = {(person.name, person.birth_on): person for person in Person.objects.all()}
    assert len(found) == roster.people
    for person in flat(roster):
        kept = found[person["name"], person["birth"]]
        assert kept.sex == {"男": "male", "女": "female"}[person["sex"]]
        assert kept.id_number in ("", person["id_number"])
        assert kept.phone in ("", person["phone"])
        assert (kept.ethnicity, kept.education) == (person["ethnicity"], person["education"])
    without = sum(1 for kept in found.values() if not kept.id_number)
    assert without == sum(kind in numberless for kind in doubts.values())
    assert sum(1 for kept in found.values() if kept.phone) == sum(
        1 for person in flat(roster) if person["phone"]
    ) - len(roster.found["phone_bad"])


def test_people_of_one_door_are_one_household_with_its_head_first(
    tmp_path: Path, bring_in: Callable[..., Report]
) -> None:
    path = tmp_path / "residents.xlsx"
    roster = write_xlsx(path, make_roster(seed=8))
    bring_in(path)
    told = {
        tuple(row.person.name for row in household.residences.select_related("person").order_by("position"))
        for household in Household.objects.all()
    }
    assert told == {tuple(person["name"] for person in home) for home in roster.homes}
    first = roster.homes[0][0]
    place = Person.objects.get(name=first["name"]).place
    names = list(
        Area.objects.filter(path__in=[place, *_above(place)]).order_by("path").values_list("name_zh", flat=True)
    )
    assert names[-5:] == ["第1网格", first["compound"], first["building"], first["unit"], first["room"]]


def _above(path: str) -> list[str]:
    parts = path.strip("/").split("/")
    return [f"/{'/'.join(parts[:count])}/" for count in range(1, len(parts))]


def test_care_has_a_purpose_a_basis_and_an_end(tmp_path: Path, bring_in: Callable[..., Report]) -> None:
    path = tmp_path / "residents.xlsx"
    roster = write_xlsx(path, make_roster(seed=9))
    bring_in(path)
    expected = sum(len(person["care"].split("、")) for person in flat(roster) if person["care"])
    assert CareNeed.objects.count() == expected
    need = CareNeed.objects.first()
    assert need is not None
    assert need.purpose
    assert (need.basis, need.starts_on, need.ends_on) == (Basis.STATUTORY_DUTY, TODAY, dt.date(2027, 11, 23))


def test_party_membership_is_left_out_on_purpose(tmp_path: Path, bring_in: Callable[..., Report]) -> None:
    path = tmp_path / "residents.xlsx"
    write_xlsx(path, make_roster(seed=9))
    report = bring_in(path)
    assert report.left_out == [LeftOut("政治面貌", "politics")]
    kept = "".join(str(list(model._default_manager.values())) for model in TABLES)
    assert "中共党员" not in kept


def test_numbers_lie_in_no_table_in_plain(tmp_path: Path, bring_in: Callable[..., Report]) -> None:
    path = tmp_path / "residents.xlsx"
    roster = write_xlsx(path, make_roster(seed=4), seed=4, dirt=0.6)
    bring_in(path)
    with connection.cursor() as cursor:
        kept = ""
        for model in TABLES:
            cursor.execute(f"SELECT * FROM {model._meta.db_table}")
            kept += str(cursor.fetchall())
    secrets = {person[key] for person in flat(roster) for key in ("id_number", "phone") if person[key]}
    assert {secret for secret in secrets if secret in kept} == set()


def test_an_import_leaves_one_audit_row(tmp_path: Path, bring_in: Callable[..., Report]) -> None:
    path = tmp_path / "residents.xlsx"
    write_xlsx(path, make_roster(seed=6), seed=6, dirt=0.6)
    bring_in(path)
    assert [entry.action for entry in AuditEntry.objects.all()] == ["sheets.import.finish"]


def test_a_dry_run_reports_the_same_and_writes_nothing(tmp_path: Path, bring_in: Callable[..., Report]) -> None:
    path = tmp_path / "residents.xlsx"
    write_xlsx(path, make_roster(seed=6), seed=6, dirt=0.6)
    before = counted()
    dry = bring_in(path, dry_run=True)
    assert counted() == before
    wet = bring_in(path)
    noted = ("findings_new", "findings_settled_by_file")
    assert {key: value for key, value in wet.counts.items() if key not in noted} == dry.counts
    assert wet.where() == dry.where()


def test_an_import_costs_the_same_queries_however_many_people(tmp_path: Path, bring_in: Callable[..., Report]) -> None:
    costs = []
    for households in (6, 60):
        path = tmp_path / f"{households}.xlsx"
        write_xlsx(path, make_roster(seed=6, households=households))
        with CaptureQueriesContext(connection) as queries:
            bring_in(path, dry_run=True)
        costs.append(len(queries))
    assert costs[0] == costs[1] < 16


def test_two_names_with_one_number_are_two_people(
    tmp_path: Path, bring_in: Callable[..., Report], people: list[Row]
) -> None:
    other = next(person for person in people[1:] if person["birth"] != people[0]["birth"])
    path = correct_sheet(tmp_path, people, id_number=other["id_number"])
    for is_unchanged in (False, True):
        report = bring_in(path)
        assert report.is_unchanged == is_unchanged
        assert report.where()["number_of_another"] == [f"第1网格!{people.index(other) + 2}"]
        assert Person.objects.count() == len(people)


def test_the_same_person_without_a_number_is_told_as_a_guess(
    tmp_path: Path, bring_in: Callable[..., Report], people: list[Row]
) -> None:
    path = tmp_path / "twice.xlsx"
    rows = [row_of(person) for person in people] + [row_of(people[0], id_number="")]
    write_table(path, list(ZH.values()), rows, sheet="第1网格")
    assert bring_in(path).where() == {"duplicate_guess": [f"第1网格!{len(rows) + 1}"]}
    assert Person.objects.count() == len(people)


def test_nobody_is_lost_for_want_of_a_name_or_a_door(
    tmp_path: Path, bring_in: Callable[..., Report], people: list[Row]
) -> None:
    path = tmp_path / "holes.xlsx"
    nowhere = dict.fromkeys(("compound", "building", "unit", "room"), "")
    rows = [
        row_of(people[0], name=""),
        row_of(people[1], **nowhere, relation="户主"),
        row_of(people[2], name="", id_number=""),
    ]
    write_table(path, list(ZH.values()), rows, sheet="第1网格")
    report = bring_in(path)
    assert report.where() == {"no_home": ["第1网格!3"], "no_name": ["第1网格!2"], "no_person": ["第1网格!4"]}
    assert Person.objects.count() == 2
    assert bring_in(path).is_unchanged


SHAPES: dict[str, Callable[[Row], dict[str, Any]]] = {
    "as it is": lambda row: {ZH[key]: row[key] for key in ZH if key != "serial"},
    "english": lambda row: {EN[key]: row[key] for key in EN if key != "serial"},
    "one address": lambda row: {
        "姓 名": row["name"],
        "现住址": f"{row['compound']}{row['building']}{row['unit']}{row['room']}",
        "身份证号（18位）": row["id_number"],
        "关系": row["relation"],
    },
    "short address": lambda row: {
        "户籍": "x",
        "居民姓名": row["name"],
        "地址": f"{row['compound']}{row['building'][:-2]}-{row['unit'][:-2]}-{row['room']}",
        "证件号码": row["id_number"],
        "手机*": row["phone"],
    },
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("form", ["xlsx", "utf-8", "gb18030"])
def test_every_community_keeps_its_roster_in_another_shape(
    tmp_path: Path, bring_in: Callable[..., Report], shape: str, form: str
) -> None:
    roster = make_roster(seed=12, households=20)
    rows = [{**SHAPES[shape](person), "所在网格": f"第{person['grid']}网格"} for person in flat(roster)]
    header = list(rows[0])
    random.Random(3).shuffle(header)
    values = [[row[name] for name in header] for row in rows]
    path = tmp_path / f"roster.{'xlsx' if form == 'xlsx' else 'csv'}"
    if form == "xlsx":
        write_table(path, header, values)
    else:
        write_csv(path, header, values, encoding=form)
    report = bring_in(path)
    assert (report.counts["people"], report.counts["households"]) == (roster.people, 20)
    assert Area.objects.filter(kind=AreaKind.GRID).count() == 3
    assert report.doubts == []
    assert set(Person.objects.values_list("name", "birth_on")) == {(row["name"], row["birth"]) for row in flat(roster)}


def test_merged_doors_that_a_text_file_lost_are_filled_down(tmp_path: Path, bring_in: Callable[..., Report]) -> None:
    roster = make_roster(seed=13, households=20, grids=1)
    rows = []
    for serial, person in enumerate(flat(roster), 1):
        shown = {**person, "serial": serial, "birth": person["birth"].isoformat()}
        if person["relation"] != "户主":
            shown |= dict.fromkeys(("compound", "building", "unit", "room"), "")
        rows.append([shown[key] for key in ZH])
    path = tmp_path / "第1网格.csv"
    write_csv(path, list(ZH.values()), rows, encoding="gb18030")
    report = bring_in(path)
    assert (report.counts["people"], report.counts["households"], report.doubts) == (roster.people, 20, [])
    assert report.counts["filled_down"] == roster.people - 20


def test_a_choice_of_columns_is_remembered_for_the_same_header(
    tmp_path: Path, bring_in: Callable[..., Report], people: list[Row]
) -> None:
    path = tmp_path / "odd.xlsx"
    rows = [[person["name"], person["room"], person["id_number"]] for person in people]
    write_table(path, ["谁", "哪个门", "身份证"], rows, sheet="第1网格")
    with pytest.raises(Refused) as caught:
        bring_in(path)
    assert caught.value.code == "no-header"
    assert counted()["Person"] == counted()["Import"] == 0
    assert bring_in(path, choices={"name": "谁", "room": "哪个门"}).counts["people"] == len(people)
    assert bring_in(path).is_unchanged


def test_a_sheet_without_a_header_is_told_and_the_others_come_in(
    tmp_path: Path, bring_in: Callable[..., Report], people: list[Row]
) -> None:
    import openpyxl

    path = correct_sheet(tmp_path, people)
    book = openpyxl.load_workbook(path)
    book.create_sheet("说明").append(["本表由社区填写"])
    book.create_sheet("空白")
    book.save(path)
    report = bring_in(path)
    assert report.where() == {"no_header": ["说明!1"]}
    assert report.counts["people"] == len(people)


def test_whoever_may_not_import_changes_nothing(
    tmp_path: Path, bring_in: Callable[..., Report], people: list[Row]
) -> None:
    with pytest.raises(Refused) as caught:
        bring_in(correct_sheet(tmp_path, people), actor=Visitor())
    assert caught.value.code == "forbidden"
    assert counted()["Person"] == 0


def test_a_file_that_breaks_in_its_last_sheet_leaves_nothing(tmp_path: Path, bring_in: Callable[..., Report]) -> None:
    path = tmp_path / "residents.xlsx"
    write_xlsx(path, make_roster(seed=6))
    before = counted()

    def stop(done: int, total: int) -> None:
        if done == total:
            raise RuntimeError

    with pytest.raises(RuntimeError):
        bring_in(path, progress=stop)
    assert counted() == before


def test_a_roster_of_nobody_is_a_roster(tmp_path: Path, bring_in: Callable[..., Report]) -> None:
    path = tmp_path / "empty.xlsx"
    write_table(path, list(ZH.values()), [], sheet="第1网格")
    assert bring_in(path).counts["people"] == 0


def test_cells_that_are_far_too_long_are_cut(
    tmp_path: Path, bring_in: Callable[..., Report], people: list[Row]
) -> None:
    path = tmp_path / f"{'长' * 60}.xlsx"
    long = {key: "长" * 5_000 for key in ZH if key not in ("id_number", "birth", "serial")}
    digits = {"building": "9" * 200 + "号楼", "unit": "8" * 200, "room": "7" * 200, "phone": "1" * 5_000}
    rows = [row_of(people[0], **long), row_of(people[1], **digits), row_of(people[2], id_number="1" * 5_000)]
    write_table(path, list(ZH.values()), rows, sheet="第99999999网格")
    report = bring_in(path)
    assert report.counts["people"] == 3
    assert bring_in(path).is_unchanged
