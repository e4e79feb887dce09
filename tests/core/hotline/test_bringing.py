"""The hotline's spreadsheet comes in: in any order, twice, corrected; and the pages around it."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
import xlsxwriter
from django.urls import reverse

from linli.base.errors import Refused
from linli.base.sheets.operations import take_in
from linli.base.sheets.operations.imports import Target
from linli.base.sheets.report import Report
from linli.base.sheets.rosters import ROSTERS
from linli.core.hotline.models import Ticket
from tests.factories import hotline as make
from tests.factories.clients import browser_of
from tests.factories.core import NOON

HEAD = ("序号", "来电号码", "诉求内容", "工单编号", "诉求地址", "诉求类型", "派单时间", "来电人")
ROWS = [
    (1, "13912345678", "楼道灯坏了三天。", "A001", "第1网格3号楼", "投诉", "2026-11-20 09:00", "赵先生"),
    (2, "139123", "怎么办养老认证？", "A002", "", "咨询", "2026/11/23", "孙女士"),
    (3, "", "垃圾满了。", "A003", "第2网格", "求助", "", ""),
]


def bring(world: SimpleNamespace, folder: Path, rows: list[tuple[object, ...]], *, dry_run: bool = False) -> Report:
    path = folder / "工单.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("工单")
    sheet.write_row(0, 0, ["12345热线工单明细"])
    for number, row in enumerate([HEAD, *rows], 1):
        sheet.write_row(number, 0, row)
    book.close()
    target = Target(world.community.pk, world.community.path)
    actor = world.actors["community_worker"]
    return take_in(roster=ROSTERS["hotline"], path=path, target=target, actor=actor, now=NOON, dry_run=dry_run)


def test_columns_are_found_in_any_order_and_the_grid_is_guessed(world: SimpleNamespace, tmp_path: Path) -> None:
    report = bring(world, tmp_path, ROWS)
    assert (report.counts["tickets_new"], report.doubt_counts()) == (3, {"caller_phone_bad": 1})
    first = Ticket.objects.get(number="A001")
    assert (first.kind, first.grid, first.caller_phone, first.caller_name) == (
        "complaint", world.grid, "13912345678", "赵先生",
    )  # fmt: skip
    assert first.received_at.isoformat() == "2026-11-20T01:00:00+00:00"
    assert Ticket.objects.get(number="A002").kind == "consult"


def test_a_dry_run_writes_nothing(world: SimpleNamespace, tmp_path: Path) -> None:
    report = bring(world, tmp_path, ROWS, dry_run=True)
    assert (report.counts["tickets_new"], Ticket.objects.count()) == (3, 0)


def test_the_same_file_again_gives_nothing_new(world: SimpleNamespace, tmp_path: Path) -> None:
    bring(world, tmp_path, ROWS)
    report = bring(world, tmp_path, ROWS)
    assert (report.is_unchanged, report.counts["tickets_unchanged"], Ticket.objects.count()) == (True, 3, 3)


def test_a_corrected_row_changes_only_that(world: SimpleNamespace, tmp_path: Path) -> None:
    bring(world, tmp_path, ROWS)
    corrected = [ROWS[0], ROWS[1], (3, "", "垃圾满了两天。", "A003", "第2网格", "求助", "", "")]
    report = bring(world, tmp_path, corrected)
    assert [change.what for change in report.changes] == ["ticket_text"]
    assert Ticket.objects.get(number="A003").text == "垃圾满了两天。"


def test_a_ticket_twice_in_a_file_comes_in_once(world: SimpleNamespace, tmp_path: Path) -> None:
    report = bring(world, tmp_path, [ROWS[0], ROWS[0]])
    assert (report.doubt_counts(), Ticket.objects.count()) == ({"ticket_twice": 1}, 1)


def test_whoever_may_not_enter_brings_nothing_in(world: SimpleNamespace, tmp_path: Path) -> None:
    world.actors["community_worker"] = world.actors["grid_worker"]
    with pytest.raises(Refused):
        bring(world, tmp_path, ROWS)
    assert Ticket.objects.count() == 0


def test_a_ticket_is_typed_handed_out_answered_and_called_back_from_its_pages(world: SimpleNamespace) -> None:
    desk, secretary = browser_of(world.people["community_worker"]), browser_of(world.people["committee_secretary"])
    said = {"number": "B1", "kind": "complaint", "text": make.SAID, "address": "第1网格", "caller_phone": "13912345678"}
    here = desk.post(reverse("hotline:ticket-new"), said).url
    ticket = Ticket.objects.get()
    page = desk.get(here).content.decode()
    assert "13912345678" not in page

    def does(client: object, step: str, **fields: str) -> None:
        address = reverse("hotline:ticket-step", args=[ticket.pk, step])
        assert client.post(address, fields).status_code == 302, step  # type: ignore[attr-defined]

    does(desk, "assign", handler=str(world.people["grid_worker"].pk), category="FA02")
    does(desk, "write", text="换好了")
    assert "/do/review/" not in desk.get(here).content.decode()
    does(secretary, "review")
    does(desk, "call-back", is_reached="1", is_solved="0", rating="2")
    ticket.refresh_from_db()
    assert (ticket.state, ticket.is_solved, ticket.rating) == ("confirmed", False, 2)
    assert desk.get(reverse("hotline:reply-list")).context["list"].found == [ticket]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_full(
    world: SimpleNamespace, count: int, django_assert_num_queries: object
) -> None:
    for number in range(count):
        make.assigned(world, number=str(number))
    worker = browser_of(world.people["community_worker"])
    worker.get(reverse("hotline:ticket-list"))
    with django_assert_num_queries(5):  # type: ignore[operator]  # as much with one row as with three
        worker.get(reverse("hotline:ticket-list"))
