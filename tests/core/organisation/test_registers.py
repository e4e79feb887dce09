"""The registers of units and businesses come in as they are kept, and twice gives nothing new."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from linli.base.errors import Refused
from linli.base.permissions import SystemActor
from linli.base.sheets.operations.imports import Target
from linli.core.organisation.models import Body, Liaison
from linli.core.organisation.operations.bodies import correct_body
from linli.core.organisation.operations.registers.bring import import_businesses, import_units
from tests.factories.core import NOON, make_world

pytestmark = pytest.mark.django_db
COMMAND = SystemActor("command")
UNITS = (
    "序号",
    "单位名称",
    "统一社会信用代码",
    "单位性质",
    "党组织书记",
    "联系人",
    "联系电话",
    "可提供资源",
    "需社区协助",
)
SHOPS = ("序号", "名称", "统一社会信用代码", "行业", "经营者", "从业人数", "党员人数", "联系电话", "所在网格")
SHOP = (1, "董静娣餐馆", "92211081100000024J", "餐馆", "邱环", 4, 0, "19902069650", "第1网格")


def book(path: Path, headers: tuple[Any, ...], *rows: tuple[Any, ...], title: str = "台账") -> Path:
    with xlsxwriter.Workbook(str(path)) as workbook:
        sheet = workbook.add_worksheet()
        sheet.merge_range(0, 0, 0, len(headers) - 1, title)
        sheet.write_row(1, 0, headers)
        for n, row in enumerate(rows):
            sheet.write_row(2 + n, 0, row)
    return path


@pytest.fixture
def world() -> Any:
    return make_world()


def bring(world: Any, path: Path, how: Any = import_businesses, **more: Any) -> Any:
    target = Target(world.community.pk, world.community.path)
    return how(path=path, target=target, actor=more.pop("actor", COMMAND), now=NOON, name=path.name, **more)


def test_register_of_businesses_tells_grid_trade_and_owner(world: Any, tmp_path: Path) -> None:
    report = bring(world, book(tmp_path / "a.xlsx", SHOPS, SHOP))
    shop = Body.objects.get()
    assert (shop.name, shop.trade, shop.grid, shop.place) == ("董静娣餐馆", "餐馆", world.grid, world.grid.path)
    assert (shop.credit_code, shop.staff, shop.party_members) == ("92211081100000024J", 4, 0)
    owner = Liaison.objects.get()
    assert (owner.name, owner.role, owner.phone) == ("邱环", "head", "19902069650")
    assert report.counts == {"bodies": 1, "bodies_new": 1, "bodies_changed": 0, "findings": 0}


def test_register_of_units_tells_who_speaks_and_what_is_given(world: Any, tmp_path: Path) -> None:
    row = (1, "灯塔市司法局", "922110817000000283", "机关", "叶晓生", "赖琼霞", "0419-8100002", "停车位", "活动场地")
    bring(world, book(tmp_path / "u.xlsx", UNITS, row), import_units)
    unit = Body.objects.get()
    assert (unit.kind, unit.nature, unit.offers, unit.asks) == ("unit", "organ", "停车位", "活动场地")
    speakers = set(unit.liaisons.values_list("role", "name"))
    assert speakers == {("party_secretary", "叶晓生"), ("liaison", "赖琼霞")}


def test_register_brought_again_changes_nothing_and_says_so(world: Any, tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", SHOPS, SHOP)
    bring(world, path)
    again = bring(world, path)
    assert again.is_unchanged
    assert (Body.objects.count(), Liaison.objects.count()) == (1, 1)


def test_corrected_register_changes_only_what_was_corrected(world: Any, tmp_path: Path) -> None:
    bring(world, book(tmp_path / "a.xlsx", SHOPS, SHOP))
    other = (*SHOP[:4], "邱小环", 5, *SHOP[6:])
    report = bring(world, book(tmp_path / "b.xlsx", SHOPS, other))
    assert {change.what for change in report.changes} == {"staff", "head"}
    assert report.counts["bodies_changed"] == 1
    assert Liaison.objects.get(ends_on=None).name == "邱小环"


def test_what_a_worker_corrected_since_stays_when_the_row_is_the_same(world: Any, tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", SHOPS, SHOP)
    bring(world, path)
    correct_body(body=Body.objects.get(), actor=COMMAND, now=NOON, trade="饭店")
    assert bring(world, path).is_unchanged
    assert Body.objects.get().trade == "饭店"


def test_nobody_is_lost_because_a_cell_is_bad(world: Any, tmp_path: Path) -> None:
    bad = (1, "马仪理发店", "92211081100000024X", "理发店", "侯荷真", "五", 9, "123", "第99网格")
    twice = (2, *SHOP[1:])
    report = bring(world, book(tmp_path / "a.xlsx", SHOPS, bad, SHOP, twice))
    assert report.doubt_counts() == {
        "body_twice": 1, "credit_code_bad": 1, "number_bad": 1, "phone_bad": 1, "unknown_grid": 1,
    }  # fmt: skip
    assert sorted(Body.objects.values_list("name", flat=True)) == ["董静娣餐馆", "马仪理发店"]
    assert report.where()["credit_code_bad"] == ["Sheet1!3"]


def test_dry_run_writes_nothing(world: Any, tmp_path: Path) -> None:
    report = bring(world, book(tmp_path / "a.xlsx", SHOPS, SHOP), dry_run=True)
    assert report.counts["bodies_new"] == 1
    assert Body.objects.count() == 0


def test_register_without_a_header_is_refused_in_words(world: Any, tmp_path: Path) -> None:
    with pytest.raises(Refused):
        bring(world, book(tmp_path / "a.xlsx", ("甲", "乙"), ("1", "2")))


@pytest.mark.parametrize("who", ["grid_worker", "street_officer", "other_secretary", "resident"])
def test_register_is_brought_by_the_desk_of_its_community_only(who: str, world: Any, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="right"):
        bring(world, book(tmp_path / "a.xlsx", SHOPS, SHOP), actor=world.actors[who])
    assert Body.objects.count() == 0
