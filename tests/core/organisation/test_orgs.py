"""The tree of party organisations: what stands below what, posts, terms, thresholds."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from linli.base.errors import Refused
from linli.base.permissions import SystemActor
from linli.core.organisation.enums import OrgKind, PostKind
from linli.core.organisation.models import PartyOrg, Post, Term
from linli.core.organisation.operations import orgs as work
from linli.core.organisation.queries import orgs as tree
from linli.core.organisation.queries.findings import findings_of
from linli.core.organisation.queries.orgs import MemberCount, Node, chart_for
from tests.factories.core import NOON, TODAY, make_world
from tests.factories.organisation import make_body, make_branch, make_committee, make_group, make_post

pytestmark = pytest.mark.django_db
PROGRAM = SystemActor("test")


@pytest.fixture
def world() -> Any:
    return make_world()


def set_up(world: Any, kind: str, name: str, parent: PartyOrg | None = None, **more: Any) -> PartyOrg:
    actor = more.pop("actor", world.actors["committee_secretary"])
    return work.set_up_org(area=world.community, kind=kind, name=name, parent=parent, actor=actor, now=NOON, **more)


def test_tree_stands_below_the_community(world: Any) -> None:
    committee = set_up(world, OrgKind.COMMITTEE, "兆麟社区党委")
    branch = set_up(world, OrgKind.RESIDENTIAL, "第一党支部", committee, number=1)
    group = set_up(world, OrgKind.GRID_GROUP, "第1网格党小组", branch, number=1, grid=world.grid)
    assert group.path == f"{world.community.path}party/b01/g01/"
    tops = chart_for(world.actors["committee_secretary"], TODAY)
    assert [node.org.name for node in (tops[0], tops[0].children[0], tops[0].children[0].children[0])] == [
        "兆麟社区党委", "第一党支部", "第1网格党小组",
    ]  # fmt: skip
    assert chart_for(world.actors["other_secretary"], TODAY) == []


@pytest.mark.parametrize(
    ("kind", "below"),
    [(OrgKind.GRID_GROUP, "committee"), (OrgKind.RESIDENTIAL, "branch"), (OrgKind.STREET, "committee")],
)
def test_organisation_stands_only_where_its_kind_does(kind: str, below: str, world: Any) -> None:
    parent = make_committee(world.community) if below == "committee" else make_branch(world.grid)
    with pytest.raises(Refused) as refusal:
        set_up(world, kind, "不对", parent, grid=world.grid)
    assert refusal.value.code == "org-misplaced"


def test_grid_has_one_group(world: Any) -> None:
    branch = make_branch(world.grid)
    set_up(world, OrgKind.GRID_GROUP, "第1网格党小组", branch, grid=world.grid)
    with pytest.raises(Refused) as refusal:
        set_up(world, OrgKind.GRID_GROUP, "又一个", branch, grid=world.grid)
    assert refusal.value.code == "org-taken"
    with pytest.raises(Refused) as refusal:
        set_up(world, OrgKind.GRID_GROUP, "别处的", branch, grid=world.other_grid)
    assert refusal.value.code == "grid-elsewhere"


def test_new_secretary_relieves_the_one_before(world: Any) -> None:
    org, actor = make_branch(world.grid), world.actors["committee_secretary"]
    make_post(org, "老书记")
    work.fill_post(org=org, kind=PostKind.SECRETARY, name="新书记", actor=actor, now=NOON)
    assert list(Post.objects.order_by("starts_on").values_list("name", "ends_on")) == [
        ("老书记", TODAY),
        ("新书记", None),
    ]


def test_committee_has_seven_seats(world: Any) -> None:
    committee, actor = make_committee(world.community), world.actors["committee_secretary"]
    for n in range(7):
        work.fill_post(org=committee, kind=PostKind.MEMBER, name=f"委员{n}", actor=actor, now=NOON)
    with pytest.raises(Refused) as refusal:
        work.fill_post(org=committee, kind=PostKind.MEMBER, name="第八位", actor=actor, now=NOON)
    assert refusal.value.code == "seats-taken"


def test_seat_from_a_unit_is_part_time(world: Any) -> None:
    committee, actor = make_committee(world.community), world.actors["committee_secretary"]
    unit = make_body(world.grid, "灯塔市中心医院", kind="unit")
    post = work.fill_post(org=committee, kind=PostKind.MEMBER, name="任超俊", unit=unit, actor=actor, now=NOON)
    assert (post.is_full_time, post.unit) == (False, unit)
    elsewhere = make_body(world.other_grid, "别处的单位", kind="unit")
    with pytest.raises(Refused) as refusal:
        work.fill_post(org=committee, kind=PostKind.MEMBER, name="某人", unit=elsewhere, actor=actor, now=NOON)
    assert refusal.value.code == "unit-elsewhere"


@pytest.mark.parametrize(("present", "code"), [(39, "no-quorum"), (51, "more-present"), (None, "counts-needed")])
def test_election_counts_with_four_fifths(present: int | None, code: str, world: Any) -> None:
    org, actor = make_branch(world.grid), world.actors["committee_secretary"]
    with pytest.raises(Refused) as refusal:
        work.begin_term(org=org, starts_on=TODAY, entitled=50, present=present, actor=actor, now=NOON)
    assert refusal.value.code == code
    term = work.begin_term(org=org, starts_on=TODAY, entitled=50, present=40, actor=actor, now=NOON)
    assert term.ends_on == date(2031, 11, 23)


def test_term_that_begins_on_a_leap_day_ends_on_the_28th() -> None:
    assert work.years_after(date(2028, 2, 29), 5) == date(2033, 2, 28)


def test_new_term_ends_the_one_before(world: Any) -> None:
    org, actor = make_branch(world.grid), world.actors["committee_secretary"]
    work.begin_term(org=org, starts_on=date(2024, 1, 1), actor=actor, now=NOON)
    work.begin_term(org=org, starts_on=TODAY, actor=actor, now=NOON)
    assert list(Term.objects.order_by("number").values_list("number", "ends_on")) == [
        (1, TODAY),
        (2, date(2031, 11, 23)),
    ]


def test_organisation_with_others_below_does_not_end(world: Any) -> None:
    branch, actor = make_branch(world.grid), world.actors["committee_secretary"]
    group = make_group(world.grid, branch)
    with pytest.raises(Refused) as refusal:
        work.end_org(org=branch, on=TODAY, reason="合并", actor=actor, now=NOON)
    assert refusal.value.code == "org-has-others"
    work.end_org(org=group, on=TODAY, reason="合并", actor=actor, now=NOON)
    work.end_org(org=branch, on=TODAY, reason="合并", actor=actor, now=NOON)
    assert PartyOrg.objects.live().filter(kind=OrgKind.RESIDENTIAL).count() == 0


@pytest.mark.parametrize("who", ["grid_worker", "community_worker", "street_officer", "other_secretary", "resident"])
def test_tree_is_changed_by_the_secretary_of_the_community_only(who: str, world: Any) -> None:
    branch, actor = make_branch(world.grid), world.actors[who]
    for change in (
        lambda: set_up(world, OrgKind.GROUP, "党小组", branch, actor=actor),
        lambda: work.rename_org(org=branch, name="改名", actor=actor, now=NOON),
        lambda: work.end_org(org=branch, on=TODAY, reason="没了", actor=actor, now=NOON),
        lambda: work.fill_post(org=branch, kind=PostKind.SECRETARY, name="某人", actor=actor, now=NOON),
        lambda: work.begin_term(org=branch, starts_on=TODAY, actor=actor, now=NOON),
    ):
        with pytest.raises(Refused) as refusal:
            change()
        assert refusal.value.code == "forbidden"


def keys_of(node: Node) -> list[str]:
    return [finding.rule.key for finding in findings_of([node], TODAY)]


@pytest.mark.parametrize(
    ("members", "full", "found"),
    [(2, 2, ["branch_min_full"]), (20, 20, []), (45, 40, ["branch_warn_members"]), (51, 50, ["branch_max_members"])],
)
def test_branch_is_looked_at_for_its_size(members: int, full: int, found: list[str], world: Any) -> None:
    branch = make_branch(world.grid)
    posts = [make_post(branch), make_post(branch, "甲", kind="member"), make_post(branch, "乙", kind="member")]
    group = Node(make_group(world.grid, branch), count=MemberCount(9, 9))
    node = Node(branch, posts=posts, count=MemberCount(members, full), children=[group])
    assert keys_of(node) == found


def test_term_that_ends_within_half_a_year_is_found(world: Any) -> None:
    branch = make_branch(world.grid)
    for left, found in ((200, []), (180, ["election_prepare_days"]), (-1, ["term_years_community_branch"])):
        term = Term(org=branch, number=1, starts_on=date(2020, 1, 1), ends_on=TODAY + timedelta(days=left))
        assert keys_of(Node(branch, term=term)) == found, left


def test_nothing_is_judged_where_nobody_counts(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tree, "_counters", [])
    assert tree.member_counts(PROGRAM, [make_branch(world.grid)]) == {}
    assert keys_of(Node(make_branch(world.next_grid, "第二党支部"))) == []
