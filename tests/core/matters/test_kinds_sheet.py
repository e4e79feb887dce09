"""Kinds of matters as a spreadsheet: out and in again, changed, new, doubtful; and from the wrong side."""

from __future__ import annotations

import io
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import xlsxwriter
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from linli.base.audit.models import AuditEntry
from linli.base.errors import Refused
from linli.base.permissions import Actor, SystemActor
from linli.base.sheets.operations import take_in
from linli.base.sheets.operations.imports import Target
from linli.base.sheets.read import open_book
from linli.base.sheets.report import Report
from linli.base.sheets.rosters import ROSTERS
from linli.base.sheets.write import Column, Page, Purpose, write_workbook
from linli.core.matters.models import Category, ClockRule
from linli.core.matters.operations.kinds_fields import LABELS
from linli.core.matters.operations.kinds_sheet import kinds_rows
from tests.factories import matters as make
from tests.factories.clients import browser_of
from tests.factories.core import NOON

BUILDER = SystemActor("test")
HEAD = ("编号", "上级", "中文名称", "英文名称", "谁有权办", "紧急程度", "办结时限", "共有", "本社区时限", "停用日期")
POST = ("", "公共设施", "充电桩故障", "Charging post broken", "物业企业", "一般", 2, "是", "", "")


def written(folder: Path, rows: list[tuple[Any, ...]], head: tuple[str, ...] = HEAD) -> Path:
    path = folder / "类别.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("类别")
        for number, row in enumerate([head, *rows]):
            sheet.write_row(number, 0, row)
    return path


def bring(world: SimpleNamespace, path: Path, *, actor: Actor = BUILDER, dry_run: bool = False) -> Report:
    target = Target(world.community.pk, world.community.path)
    return take_in(roster=ROSTERS["categories"], path=path, target=target, actor=actor, now=NOON, dry_run=dry_run)


def kind(code: str) -> Category:
    return make.category(code)


def row_of(code: str, **more: Any) -> tuple[Any, ...]:
    one = kind(code)
    cells = {
        "编号": code, "中文名称": one.name_zh, "英文名称": one.name_en, "谁有权办": one.power, "紧急程度": one.urgency,
        "办结时限": one.limit_days, "共有": "是" if one.is_shared else "", **more,
    }  # fmt: skip
    return tuple(cells.get(name, "") for name in HEAD)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_what_goes_out_comes_in_and_changes_nothing(world: SimpleNamespace, tmp_path: Path, language: str) -> None:
    path = tmp_path / "all.xlsx"
    with override(language):
        pages = [Page("kinds", [Column(str(label)) for label in LABELS.values()], list(kinds_rows(world.community)))]
        write_workbook(path, title="kinds", pages=pages, purpose=Purpose("test", "test"))
        report = bring(world, path)
    count = Category.objects.exclude(parent=None).count()
    assert (report.counts["kinds"], report.counts["kinds_unchanged"], report.doubts) == (count, count, [])
    assert (report.is_unchanged, report.changes) == (True, [])


def test_a_change_a_new_kind_and_a_limit_of_ones_own_come_in_once(world: SimpleNamespace, tmp_path: Path) -> None:
    path = written(tmp_path, [row_of("EN03", 办结时限=5, 本社区时限=1), POST])
    report = bring(world, path)
    assert [report.counts[name] for name in ("kinds_new", "kinds_changed")] == [1, 1]
    assert (kind("EN03").limit_days, ClockRule.objects.get(community=world.community).value) == (5, 1)
    made = Category.objects.get(name_zh="充电桩故障")
    assert (made.code, made.is_shared, made.power, made.parent.code) == ("FA08", True, "property", "FA")
    assert [(one.row, one.what) for one in report.changes] == [(2, "limit_days"), (2, "limit_here"), (3, "code")]
    again = bring(world, path)
    assert (again.is_unchanged, again.counts["kinds_unchanged"], Category.objects.filter(code="FA09").exists()) == (
        True, 2, False,
    )  # fmt: skip


def test_a_dry_run_tells_the_same_and_writes_nothing(world: SimpleNamespace, tmp_path: Path) -> None:
    path = written(tmp_path, [row_of("EN03", 办结时限=5), POST])
    before = AuditEntry.objects.count()
    report = bring(world, path, dry_run=True)
    assert [report.counts[name] for name in ("kinds_new", "kinds_changed")] == [1, 1]
    assert (kind("EN03").limit_days, AuditEntry.objects.count()) == (3, before)


def test_a_column_that_is_not_there_stays_as_it_is(world: SimpleNamespace, tmp_path: Path) -> None:
    clause = kind("EN01").clause_zh
    bring(world, written(tmp_path, [("EN01", "暴露垃圾", 2)], ("编号", "中文名称", "办结时限")))
    changed = kind("EN01")
    assert (changed.name_zh, changed.limit_days, changed.clause_zh) == ("暴露垃圾", 2, clause)


def test_each_bad_cell_is_named_with_its_row_and_the_rest_comes_in(world: SimpleNamespace, tmp_path: Path) -> None:
    rows = [
        row_of("EN03", 谁有权办="谁都行", 办结时限=4),
        row_of("EN04", 办结时限="很快"),
        ("", "没有这一类", "无家可归", "", "", "", 1, "", "", ""),
        row_of("EN03"),
        row_of("EN02", 办结时限=99),
        ("", "公共设施", "", "", "", "", "", "", "", ""),
        row_of("EN01", 停用日期="以后"),
    ]
    report = bring(world, written(tmp_path, rows))
    found = sorted((doubt.row, doubt.kind, doubt.column, doubt.read) for doubt in report.doubts)
    assert found == [
        (2, "kind_cell_bad", "谁有权办", "谁都行"),
        (3, "kind_cell_bad", "办结时限", "很快"),
        (4, "kind_upper_unknown", "上级", "没有这一类"),
        (5, "kind_twice", "编号", "EN03"),
        (6, "kind_refused", "办结时限", "99"),
        (7, "kind_nameless", "中文名称", ""),
        (8, "kind_cell_bad", "停用日期", "以后"),
    ]
    assert (kind("EN03").limit_days, report.counts["kinds_changed"]) == (4, 1)


def test_a_code_of_another_house_is_kept_and_a_strange_one_refused(world: SimpleNamespace, tmp_path: Path) -> None:
    report = bring(world, written(tmp_path, [("FA77", *POST[1:]), ("XX1", *POST[1:])]))
    assert (kind("FA77").name_zh, report.doubt_counts()) == ("充电桩故障", {"kind_refused": 1})


def test_retiring_by_the_sheet_and_back(world: SimpleNamespace, tmp_path: Path) -> None:
    bring(world, written(tmp_path, [row_of("EN03", 停用日期="2026-12-01")]))
    assert str(kind("EN03").retired_on) == "2026-12-01"
    bring(world, written(tmp_path, [row_of("EN03")]))
    assert kind("EN03").retired_on is None


def test_a_secretary_among_others_sets_the_own_limit_and_nothing_else(world: SimpleNamespace, tmp_path: Path) -> None:
    secretary = world.actors["committee_secretary"]
    path = written(tmp_path, [row_of("EN03", 办结时限=9, 本社区时限=1), POST])
    report = bring(world, path, actor=secretary)
    assert (kind("EN03").limit_days, ClockRule.objects.get(community=world.community).value) == (3, 1)
    assert Category.objects.filter(name_zh="充电桩故障").count() == 0
    assert report.doubt_counts() == {"kind_not_yours": 2}


@pytest.mark.parametrize("who", ["community_worker", "grid_worker", "street_officer", "resident", "other_secretary"])
def test_whoever_does_not_look_after_kinds_brings_nothing_in(world: SimpleNamespace, tmp_path: Path, who: str) -> None:
    with pytest.raises(Refused) as refused:
        bring(world, written(tmp_path, [POST]), actor=world.actors[who])
    assert refused.value.code == "forbidden"


def test_the_page_hands_out_all_kinds_for_whoever_looks_after_them(world: SimpleNamespace, tmp_path: Path) -> None:
    address = reverse("matters:category-sheet")
    answer = browser_of(world.people["committee_secretary"]).get(address)
    path = tmp_path / "out.xlsx"
    path.write_bytes(answer.content)
    (sheet,) = list(open_book(path).sheets())
    assert len(sheet.rows) == 3 + Category.objects.exclude(parent=None).count()
    assert [browser_of(world.people[who]).get(address).status_code for who in ("community_worker", "resident")] == [
        404, 404,
    ]  # fmt: skip
    assert Client().get(address).status_code == 302


def test_whoever_looks_after_kinds_may_bring_them_in_by_the_page(world: SimpleNamespace) -> None:
    page = reverse("people:import-new")
    assert 'value="categories"' in browser_of(world.people["system_admin"]).get(page).content.decode()
    assert 'value="categories"' not in browser_of(world.people["community_worker"]).get(page).content.decode()


def test_the_command_takes_a_file_in(world: SimpleNamespace, tmp_path: Path) -> None:
    said = io.StringIO()
    path = written(tmp_path, [row_of("EN03", 办结时限=5)])
    call_command("import", "categories", str(path), community="zhaolin", stdout=said)
    assert (kind("EN03").limit_days, "EN03" in said.getvalue()) == (5, True)
