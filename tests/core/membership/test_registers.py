"""The registers of members come in whole, and twice gives nothing new."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from linli.base.errors import Refused
from linli.base.hours import EVERY_HOUR
from linli.base.permissions import SystemActor
from linli.base.sheets.models import Finding
from linli.base.sheets.operations import take_in
from linli.base.sheets.operations.imports import Target
from linli.base.sheets.rosters import ROSTERS
from linli.core.membership.models import InServiceMember, Member, MemberMove
from linli.core.membership.operations.members import correct_member
from linli.core.people.models import Person
from linli.core.people.operations.columns import person_columns
from linli.core.people.queries.imports import findings_for
from tests.factories.core import NOON, make_world
from tests.factories.organisation import make_body, make_branch, make_committee, make_group

pytestmark = pytest.mark.django_db
COMMAND = SystemActor("command")
MEMBERS = (
    *("序号", "姓名", "性别", "民族", "公民身份号码", "出生年月", "学历", "入党时间", "转正时间", "所在党支部"),
    *("党员类别", "管理类别", "联系电话", "所在网格", "特长"),
)
ONE = (
    *(1, "孔佳锦", "女", "汉", "211022198202129967", "1982.02", "大专", "2009.12.01", "2010.12.01"),
    *("兆麟社区第三党支部", "正式党员", "居住地", "19901931596", "第1网格", "理发"),
)
TWO = (
    *(2, "罗平", "男", "满族", "211022193501159979", "1935.01", "小学", "1992年4月5日", "1993-04-05"),
    *("夕阳红党支部", "正式党员", "离退休", "", "第2网格", "无"),
)
REPORTS = (
    *("序号", "姓名", "性别", "公民身份号码", "联系电话", "工作单位", "职务", "居住小区", "住址", "所在网格", "特长"),
    *("可服务时间", "报到日期"),
)
REPORT = (
    *(1, "董涛春", "男", "211022196706289973", "19904389822", "灯塔市图书馆", "科员", "兆麟小区", "8号楼1单元602"),
    *("第1网格", "水暖维修", "工作日晚上", "2025-03-21"),
)


def book(path: Path, headers: tuple[Any, ...], *rows: tuple[Any, ...]) -> Path:
    with xlsxwriter.Workbook(str(path)) as workbook:
        sheet = workbook.add_worksheet()
        sheet.merge_range(0, 0, 0, len(headers) - 1, "花名册")
        sheet.write_row(1, 0, headers)
        for n, row in enumerate(rows):
            sheet.write_row(2 + n, 0, row)
    return path


@pytest.fixture
def world() -> Any:
    world = make_world()
    world.third = make_branch(world.grid, "第三党支部", number=3)
    world.elders = make_branch(world.grid, "夕阳红党支部", kind="sunset_red")
    world.group = make_group(world.grid, world.third)
    return world


def bring(world: Any, path: Path, roster: str = "members", **more: Any) -> Any:
    target = Target(world.community.pk, world.community.path)
    return take_in(roster=ROSTERS[roster], path=path, target=target, actor=more.pop("actor", COMMAND), now=NOON, **more)


def with_cell(row: tuple[Any, ...], headers: tuple[str, ...], **cells: Any) -> tuple[Any, ...]:
    return tuple(cells.get(header, value) for header, value in zip(headers, row, strict=True))


def test_register_tells_branch_group_class_and_days(world: Any, tmp_path: Path) -> None:
    report = bring(world, book(tmp_path / "a.xlsx", MEMBERS, ONE, TWO))
    one, two = Member.objects.select_related("person").order_by("pk")
    assert (one.org, one.group, one.place) == (world.third, world.group, world.group.path)
    assert (one.member_class, one.standing, one.skills) == ("community", "full", "理发")
    assert (one.joined_on, one.full_on) == (date(2009, 12, 1), date(2010, 12, 1))
    assert (two.org, two.group, two.member_class) == (world.elders, None, "elder_ill")
    assert (two.joined_on, two.full_on, two.skills) == (date(1992, 4, 5), date(1993, 4, 5), "")
    assert (two.person.ethnicity, two.person.birth_on) == ("满", date(1935, 1, 15))
    assert (report.counts["members"], report.counts["members_new"], report.counts["people_new"]) == (2, 2, 2)
    assert report.doubts == []


def test_register_of_members_twice_changes_nothing(world: Any, tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", MEMBERS, ONE, TWO)
    bring(world, path)
    again = bring(world, path)
    assert (again.is_unchanged, again.changes, Member.objects.count()) == (True, [], 2)


def test_dry_run_reports_the_same_and_leaves_nothing(world: Any, tmp_path: Path) -> None:
    people = Person.objects.count()
    path = book(tmp_path / "a.xlsx", MEMBERS, ONE, TWO)
    dry = bring(world, path, dry_run=True)
    assert (Member.objects.count(), Person.objects.count()) == (0, people)
    real = bring(world, path).counts
    assert dry.counts == {key: real[key] for key in dry.counts}


def test_resident_with_this_number_is_the_member(world: Any, tmp_path: Path) -> None:
    known = Person.objects.create(
        community=world.community, place=world.grid.path, updated_at=NOON,
        **person_columns(name="孔佳锦", id_number="211022198202129967"),
    )  # fmt: skip
    report = bring(world, book(tmp_path / "a.xlsx", MEMBERS, ONE))
    assert Member.objects.get().person == known
    assert report.counts["people_new"] == 0


def test_resident_with_this_name_and_phone_is_the_member(world: Any, tmp_path: Path) -> None:
    known = Person.objects.create(
        community=world.community, place=world.grid.path, updated_at=NOON,
        **person_columns(name="孔佳锦", phone="19901931596"),
    )  # fmt: skip
    bring(world, book(tmp_path / "a.xlsx", MEMBERS, ONE))
    assert Member.objects.get().person == known


def test_same_name_and_phone_with_another_number_is_a_doubt(world: Any, tmp_path: Path) -> None:
    Person.objects.create(
        community=world.community, place=world.grid.path, updated_at=NOON,
        **person_columns(name="孔佳锦", phone="19901931596", id_number="211022193501159979"),
    )  # fmt: skip
    report = bring(world, book(tmp_path / "a.xlsx", MEMBERS, ONE))
    assert (report.counts["people_new"], report.doubt_counts()) == (1, {"perhaps_known": 1})


def test_unknown_branch_is_a_doubt_and_the_person_waits_beside_the_committee(world: Any, tmp_path: Path) -> None:
    report = bring(world, book(tmp_path / "a.xlsx", MEMBERS, with_cell(ONE, MEMBERS, 所在党支部="第九党支部")))
    assert Member.objects.get().org == make_committee(world.community)
    assert report.doubt_counts() == {"unknown_branch": 1}


def test_corrected_file_changes_only_what_was_corrected(world: Any, tmp_path: Path) -> None:
    bring(world, book(tmp_path / "a.xlsx", MEMBERS, ONE, TWO))
    member = Member.objects.get(org=world.third)
    correct_member(member=member, skills="理发、家电维修", actor=COMMAND, now=NOON)  # settled here since
    corrected = with_cell(ONE, MEMBERS, 管理类别="外出流动", 联系电话="19901931597")
    report = bring(world, book(tmp_path / "b.xlsx", MEMBERS, corrected, TWO))
    member.refresh_from_db()
    assert (member.member_class, member.skills) == ("mobile_out", "理发、家电维修")
    assert [change.what for change in report.changes] == ["class", "phone"]
    assert Person.objects.get(pk=member.person_id).phone == "19901931597"


def test_corrected_branch_is_a_move_with_its_history(world: Any, tmp_path: Path) -> None:
    bring(world, book(tmp_path / "a.xlsx", MEMBERS, ONE))
    bring(world, book(tmp_path / "b.xlsx", MEMBERS, with_cell(ONE, MEMBERS, 所在党支部="夕阳红党支部")))
    move = MemberMove.objects.get()
    assert (move.from_org, move.to_org, Member.objects.get().place) == (world.group, world.elders, world.elders.path)


def test_in_service_register_takes_the_grid_and_never_the_door(world: Any, tmp_path: Path) -> None:
    library = make_body(world.grid, "灯塔市图书馆", kind="unit")
    report = bring(world, book(tmp_path / "a.xlsx", REPORTS, REPORT), "in_service")
    one = InServiceMember.objects.select_related("person").get()
    assert (one.unit, one.unit_name, one.post, one.grid, one.org) == (library, "", "科员", world.grid, world.group)
    assert (one.hours, one.reported_on) == (sum(1 << (3 * day + 2) for day in range(5)), date(2025, 3, 21))
    assert [column.field for column in report.left_out] == ["compound_told", "address_told"]
    assert one.person.place == world.grid.path
    assert "单元602" not in str(one.told)


def test_in_service_register_twice_changes_nothing_and_a_correction_only_itself(world: Any, tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", REPORTS, REPORT)
    bring(world, path, "in_service")
    assert bring(world, path, "in_service").is_unchanged
    corrected = with_cell(REPORT, REPORTS, 可服务时间="随时")
    report = bring(world, book(tmp_path / "b.xlsx", REPORTS, corrected), "in_service")
    assert InServiceMember.objects.get().hours == EVERY_HOUR
    assert [(change.what, change.after) for change in report.changes] == [("hours", "随时")]


def test_community_worker_may_not_bring_members_in(world: Any, tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"right"):
        bring(world, book(tmp_path / "a.xlsx", MEMBERS, ONE), actor=world.actors["community_worker"])
    bring(world, book(tmp_path / "a.xlsx", MEMBERS, ONE), actor=world.actors["committee_secretary"])


def test_doubts_about_members_are_settled_by_the_secretary_alone(world: Any, tmp_path: Path) -> None:
    bring(world, book(tmp_path / "a.xlsx", MEMBERS, with_cell(ONE, MEMBERS, 所在党支部="第九党支部")))
    finding = Finding.objects.get()
    assert list(findings_for(world.actors["community_worker"])) == []
    assert list(findings_for(world.actors["committee_secretary"])) == [finding]


def test_number_of_somebody_with_another_name_is_a_doubt_and_their_phone_stays(world: Any, tmp_path: Path) -> None:
    known = Person.objects.create(
        community=world.community, place=world.grid.path, updated_at=NOON,
        **person_columns(name="孔佳", id_number="211022198202129967", phone="13900000001"),
    )  # fmt: skip
    report = bring(world, book(tmp_path / "a.xlsx", MEMBERS, ONE))
    bring(world, book(tmp_path / "b.xlsx", MEMBERS, with_cell(ONE, MEMBERS, 联系电话="19901931597")))
    known.refresh_from_db()
    assert (report.doubt_counts(), known.name, known.phone) == ({"other_name": 1}, "孔佳", "13900000001")
