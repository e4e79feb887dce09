"""Those who work here come in with the roles of their posts; the same list again changes nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from linli.base.permissions import Scope, SystemActor
from linli.base.sheets.operations import take_in
from linli.base.sheets.operations.imports import Target
from linli.base.sheets.report import Report
from linli.base.sheets.rosters import ROSTERS
from linli.core.areas.enums import AreaKind
from linli.core.areas.models import Area
from linli.core.people.enums import PeoplePermission, Role
from linli.core.people.models import Grant, Person
from linli.core.people.operations.columns import phone_columns
from linli.core.people.operations.rosters.workers import role_of
from tests.factories.core import NOON, make_area, make_person
from tests.factories.rosters import write_table

pytestmark = pytest.mark.django_db
HEADER = ["序号", "姓名", "性别", "岗位", "负责网格", "联系电话"]
ROWS: list[list[Any]] = [
    [1, "郭明俊", "男", "党委书记、主任", "", "19902777805"],
    [2, "李建宏", "男", "党委副书记", "", 19908289457],
    [3, "彭颖怡", "女", "网格长", "第1网格", "19906055681"],
    [4, "万琦", "女", "网格长", "第2网格", "19907613433"],
    [5, "石雁露", "女", "全科社工", "", "19903677998"],
]


@pytest.fixture
def community() -> Area:
    community = make_area(AreaKind.COMMUNITY, make_area(AreaKind.STREET, slug="yantai"), slug="zhaolin")
    for number in (1, 2):
        make_area(AreaKind.GRID, community, slug=f"g0{number}", number=number, name_zh=f"第{number}网格")
    return community


def bring_in(tmp_path: Path, community: Area, rows: list[list[Any]], **more: Any) -> Report:
    path = tmp_path / "workers.xlsx"
    write_table(path, HEADER, rows, title="兆麟社区工作者名单")
    call = {"actor": SystemActor("test"), "now": NOON, **more}
    return take_in(roster=ROSTERS["workers"], path=path, target=Target(community.pk, community.path), **call)


def held() -> set[tuple[str, str, str]]:
    return set(Grant.objects.values_list("person__name", "role", "place"))


def test_each_post_gives_its_role_at_its_place(tmp_path: Path, community: Area) -> None:
    report = bring_in(tmp_path, community, ROWS)
    assert (report.counts["people_new"], report.counts["roles_new"], report.doubts) == (5, 5, [])
    here = community.path
    assert held() == {
        ("郭明俊", Role.COMMITTEE_SECRETARY, here),
        ("李建宏", Role.COMMUNITY_WORKER, here),
        ("彭颖怡", Role.GRID_LEADER, f"{here}g01/"),
        ("万琦", Role.GRID_LEADER, f"{here}g02/"),
        ("石雁露", Role.COMMUNITY_WORKER, here),
    }


def test_the_same_list_again_changes_nothing(tmp_path: Path, community: Area) -> None:
    bring_in(tmp_path, community, ROWS)
    report = bring_in(tmp_path, community, ROWS)
    assert (report.is_unchanged, Person.objects.count(), Grant.objects.count()) == (True, 5, 5)


def test_a_dry_run_writes_nothing(tmp_path: Path, community: Area) -> None:
    report = bring_in(tmp_path, community, ROWS, dry_run=True)
    assert (report.counts["people_new"], Person.objects.count(), Grant.objects.count()) == (5, 0, 0)


def test_a_resident_who_works_here_stays_one_person(tmp_path: Path, community: Area) -> None:
    make_person("郭明俊", at=community, **phone_columns("19902777805"))
    report = bring_in(tmp_path, community, ROWS)
    assert (report.counts["people_new"], Person.objects.count()) == (4, 5)


def test_a_role_waits_for_whoever_may_give_it(tmp_path: Path, community: Area) -> None:
    class Worker(SystemActor):
        def scopes(self, permission: str) -> tuple[Scope, ...]:
            return () if permission == PeoplePermission.GRANT_MANAGE else (Scope("/"),)

    report = bring_in(tmp_path, community, ROWS, actor=Worker("worker"))
    assert (report.counts["roles_waiting"], Grant.objects.count(), Person.objects.count()) == (5, 0, 5)
    assert report.doubt_counts() == {"role_waits": 5}


def test_what_the_list_leaves_in_doubt_is_told(tmp_path: Path, community: Area) -> None:
    rows = [
        [1, "甲一", "女", "保安", "", "1"],
        [2, "乙二", "男", "网格员", "第9网格", ""],
        [3, "", "", "网格员", "", ""],
    ]
    report = bring_in(tmp_path, community, rows)
    where = {"phone_bad": ["Sheet1!3"], "unknown_grid": ["Sheet1!4"], "unknown_post": ["Sheet1!3"]}
    assert report.where() == {**where, "unreadable_row": ["Sheet1!5"]}
    assert held() == {("乙二", Role.COMMUNITY_WORKER, community.path)}


@pytest.mark.parametrize(
    ("post", "role"),
    [
        ("党委书记、主任", Role.COMMITTEE_SECRETARY),
        ("副主任", Role.COMMUNITY_WORKER),
        ("党委副书记", Role.COMMUNITY_WORKER),
        ("专职网格员", Role.GRID_WORKER),
        ("Grid leader", Role.GRID_LEADER),
        ("保安", None),
    ],
)
def test_a_post_tells_its_role(post: str, role: Role | None) -> None:
    assert role_of(post) == role
