"""Rosters come in from the command line, with words, reports and exit codes."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from linli.core.areas.enums import AreaKind
from linli.core.areas.models import Area
from linli.core.people.models import Person
from tests.factories.core import make_area
from tests.factories.rosters import make_roster, write_xlsx

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "residents.xlsx"
    write_xlsx(path, make_roster(seed=3, households=12), seed=3, dirt=0.5)
    return path


@pytest.fixture
def community() -> Area:
    return make_area(AreaKind.COMMUNITY, make_area(AreaKind.STREET, slug="yantai"), slug="zhaolin", name_zh="兆麟社区")


def run(*words: Any) -> str:
    out = StringIO()
    call_command("import", *map(str, words), stdout=out, stderr=StringIO())
    return out.getvalue()


def refused(*words: Any) -> tuple[int, str]:
    with pytest.raises(CommandError) as caught:
        run(*words)
    return caught.value.returncode, str(caught.value)


@pytest.mark.parametrize("name", ["zhaolin", "/yantai/zhaolin/", "兆麟社区", ""])
def test_a_roster_comes_in_for_a_community_by_any_name(file: Path, community: Area, name: str) -> None:
    run("residents", file, *(["--community", name] if name else []))
    assert Person.objects.count() == make_roster(seed=3, households=12).people


def test_the_second_run_says_that_nothing_changed(file: Path, community: Area) -> None:
    assert "Nothing has changed" not in run("residents", file)
    assert "Nothing has changed" in run("residents", file)


def test_a_dry_run_says_so_and_writes_nothing(file: Path, community: Area) -> None:
    assert "Dry run" in run("residents", file, "--dry-run")
    assert Person.objects.count() == 0


def test_the_report_is_written_as_json(file: Path, community: Area, tmp_path: Path) -> None:
    roster = write_xlsx(file, make_roster(seed=3, households=12), seed=3, dirt=0.5)
    run("residents", file, "--report", tmp_path / "out.json")
    report = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    silent = ("full_width", "birth_formats")
    assert report["where"] == {kind: rows for kind, rows in roster.found.items() if rows and kind not in silent}
    assert (report["counts"]["people"], report["unchanged"]) == (roster.people, False)


def test_the_report_is_written_as_a_workbook(file: Path, community: Area, tmp_path: Path) -> None:
    run("residents", file, "--report", tmp_path / "out.xlsx")
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    assert book.sheetnames == ["Figures", "To settle", "Changes"]
    rows = list(book.worksheets[1].iter_rows(min_row=4, values_only=True))
    roster = write_xlsx(file, make_roster(seed=3, households=12), seed=3, dirt=0.5)
    silent = len(roster.found["full_width"]) + len(roster.found["birth_formats"])
    assert len(rows) == sum(map(len, roster.found.values())) - silent


def test_a_community_that_is_not_there_is_said(file: Path, community: Area) -> None:
    code, words = refused("residents", file, "--community", "nirvana")
    assert code == 1
    assert "/yantai/zhaolin/  兆麟社区" in words


def test_without_any_community_one_can_be_made(file: Path) -> None:
    assert refused("residents", file)[0] == 1
    run("residents", file, "--create-community", "兆麟社区")
    assert Area.objects.get(kind=AreaKind.COMMUNITY).name_zh == "兆麟社区"
    assert Person.objects.count() == make_roster(seed=3, households=12).people


def test_two_communities_have_to_be_told_apart(file: Path, community: Area) -> None:
    make_area(AreaKind.COMMUNITY, community.parent, slug="guangming")
    assert refused("residents", file)[0] == 1


def test_a_file_that_is_none_is_refused_with_one(tmp_path: Path, community: Area) -> None:
    path = tmp_path / "letter.pdf"
    path.write_bytes(b"%PDF-1.7")
    assert refused("residents", path)[0] == 1
    assert refused("residents", tmp_path / "nothing.xlsx")[0] == 1


@pytest.mark.parametrize("words", [["--mapping", "nonsense"], ["--mapping", "x=y"], ["--report", "out.doc"]])
def test_a_wrong_question_is_refused_with_two(file: Path, community: Area, words: list[str]) -> None:
    assert refused("residents", file, *words)[0] == 2


def test_a_column_is_named_on_the_command_line(tmp_path: Path, community: Area) -> None:
    from tests.factories.rosters import write_table

    path = tmp_path / "odd.xlsx"
    write_table(path, ["谁", "身份证"], [["王秀兰", "211022195803049968"]], sheet="第1网格")
    assert refused("residents", path)[0] == 1
    run("residents", path, "--mapping", "name=谁")
    assert Person.objects.get().name == "王秀兰"


def test_outlines_come_in(tmp_path: Path, community: Area) -> None:
    path = tmp_path / "grids.geojson"
    ring = [[123.1, 41.1], [123.2, 41.1], [123.2, 41.2], [123.1, 41.1]]
    feature = {"type": "Feature", "properties": {"number": 3, "name": "第3网格"}}
    feature["geometry"] = {"type": "Polygon", "coordinates": [ring]}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    run("grids", path)
    assert Area.objects.get(kind=AreaKind.GRID).number == 3
    assert "Nothing has changed" in run("grids", path)
    path.write_text('{"type": "FeatureColl', encoding="utf-8")
    assert refused("grids", path)[0] == 1
