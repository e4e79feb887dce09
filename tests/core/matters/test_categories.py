"""Kinds of matters: who has the power, added, changed, retired, with a limit of one's own; and the wrong side of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse

from linli.base.audit.queries import entries_about
from linli.base.errors import Refused
from linli.base.permissions import SystemActor
from linli.core.areas.enums import AreaKind
from linli.core.matters.enums import Power, Urgency
from linli.core.matters.models import Category, ClockRule
from linli.core.matters.operations.categories import (
    KindSaid,
    change_category,
    create_category,
    retire_category,
    set_limit_here,
)
from linli.core.matters.queries.categories import history_of, may_change_kinds, shared_table
from linli.core.matters.queries.nearby import Where, open_nearby
from linli.core.matters.queries.suggest import suggest_categories
from linli.core.people.queries.actors import PersonActor
from tests.factories import matters as make
from tests.factories.clients import browser_of
from tests.factories.core import NOON, TODAY, make_account, make_area, make_grant, make_person

BUILDER = SystemActor("test")
LIFT = KindSaid(
    name_zh="充电桩故障", name_en="Charging post broken", power=Power.PROPERTY, limit_days=2, words="充电桩"
)


def said_of(category: Category) -> KindSaid:
    return KindSaid(**{name: getattr(category, name) for name in KindSaid.__dataclass_fields__})


def test_every_kind_says_who_has_the_power_and_what_to_ask_first(db: None) -> None:
    kinds = Category.objects.exclude(parent=None)
    assert [kind.code for kind in kinds if not kind.power or not kind.checks_zh or not kind.checks_en] == []
    assert [kind.code for kind in kinds if bool(kind.clause_zh) != bool(kind.clause_en)] == []
    others = kinds.exclude(power=Power.COMMUNITY)
    assert [kind.code for kind in others if not kind.coordinate_zh or not kind.coordinate_en] == []


def test_a_new_kind_gets_the_next_code_and_is_offered(world: SimpleNamespace) -> None:
    made = create_category(parent=make.category("FA"), said=LIFT, actor=BUILDER, now=NOON)
    assert (made.code, made.parent.code) == ("FA08", "FA")
    assert [kind.code for kind in suggest_categories("充电桩坏了", TODAY, most=1)] == ["FA08"]


def test_a_change_stands_in_the_history_with_before_and_after(world: SimpleNamespace) -> None:
    category = make.category("EN03")
    change_category(category=category, said=replace(said_of(category), limit_days=5), actor=BUILDER, now=NOON)
    (change,) = history_of(category)
    assert (change.name, change.action, change.changes) == ("system:test", "change", {"limit_days": [3, 5]})


def test_a_change_leaves_promises_as_they_were_given(world: SimpleNamespace) -> None:
    matter = make.accepted(world, category=make.category("EN03"))
    category = make.category("EN03")
    change_category(category=category, said=replace(said_of(category), limit_days=1), actor=BUILDER, now=NOON)
    due = matter.due_at
    matter.refresh_from_db()
    assert matter.due_at == due


def test_no_change_writes_nothing(world: SimpleNamespace) -> None:
    category = make.category("EN03")
    change_category(category=category, said=said_of(category), actor=BUILDER, now=NOON)
    assert not entries_about("matters.category", category.pk).exists()


def test_a_retired_kind_is_offered_no_more_from_its_day_and_stays_on_old_matters(world: SimpleNamespace) -> None:
    matter = make.make_matter(world, category=make.category("EN03"))
    day = TODAY + timedelta(days=2)
    retire_category(category=make.category("EN03"), on=day, actor=BUILDER, now=NOON)
    before, after = (suggest_categories("楼道堆物", when) for when in (day - timedelta(days=1), day))
    assert ([kind.code for kind in before][:1], "EN03" in [kind.code for kind in after]) == (["EN03"], False)
    matter.refresh_from_db()
    assert matter.category.code == "EN03"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"name_zh": " "}, "words-needed"),
        ({"power": ""}, "power-needed"),
        ({"urgency": Urgency.EMERGENCY, "limit_days": 0}, "call-needed"),
        ({"limit_days": 0}, "limit-out-of-range"),
        ({"limit_days": 61}, "limit-out-of-range"),
        ({"owner_zh": "长" * 41}, "too-long"),
    ],
)
def test_a_kind_that_says_too_little_is_refused(world: SimpleNamespace, fields: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as refusal:
        create_category(parent=make.category("FA"), said=replace(LIFT, **fields), actor=BUILDER, now=NOON)
    assert refusal.value.code == code


def test_a_limit_of_ones_own_holds_in_that_community_alone(world: SimpleNamespace) -> None:
    secretary, category = world.actors["committee_secretary"], make.category("EN03")
    set_limit_here(category=category, community=world.community, days=1, actor=secretary, now=NOON)
    here = make.accepted(world, category=category)
    assert here.due_at == NOON + timedelta(days=1, hours=1)
    set_limit_here(category=category, community=world.community, days=None, actor=secretary, now=NOON)
    assert not ClockRule.objects.filter(community=world.community).exists()
    assert make.accepted(world, category=category).due_at == NOON + timedelta(days=3, hours=1)


def test_a_secretary_sets_no_limit_for_the_neighbours(world: SimpleNamespace) -> None:
    with pytest.raises(Refused) as refusal:
        set_limit_here(
            category=make.category("EN03"), community=world.other, days=1,
            actor=world.actors["committee_secretary"], now=NOON,
        )  # fmt: skip
    assert refusal.value.code == "forbidden"


def test_what_communities_share_is_changed_from_above_them_all(world: SimpleNamespace) -> None:
    secretary, category = world.actors["committee_secretary"], make.category("EN03")
    assert shared_table().place == world.street.path
    assert not may_change_kinds(secretary)
    with pytest.raises(Refused) as refusal:
        change_category(category=category, said=replace(said_of(category), limit_days=9), actor=secretary, now=NOON)
    assert refusal.value.code == "forbidden"


def test_the_only_community_looks_after_its_table_itself(db: None) -> None:
    community = make_area(AreaKind.COMMUNITY, slug="only")
    make_area(AreaKind.GRID, community, number=1)
    secretary = make_person("张书记", at=community)
    make_grant(secretary, "committee_secretary", community)
    assert shared_table().place == community.path
    assert may_change_kinds(PersonActor(secretary, TODAY))


def test_the_pages_list_add_change_and_retire(world: SimpleNamespace) -> None:
    boss = make_person("街道主任", at=world.street)
    make_grant(boss, "system_admin", world.street)
    make_account(boss)
    client = browser_of(boss, headers={"accept-language": "zh-hans"})
    assert "楼道堆物" in client.get(reverse("matters:category-list"), {"q": "堆物"}).content.decode()
    fields = {name: str(value) for name, value in LIFT.__dict__.items() if value is not False}
    client.post(reverse("matters:category-new"), {**fields, "parent": str(make.category("FA").pk)})
    page = reverse("matters:category", args=["FA08"])
    assert client.post(page, {**fields, "limit_days": "4"}).status_code == 302
    client.post(reverse("matters:category-retire", args=["FA08"]), {"on": "2026-12-01"})
    client.post(reverse("matters:category-limit", args=["FA08", "zhaolin"]), {"zhaolin-days": "1"})
    made = make.category("FA08")
    assert (made.limit_days, made.retired_on) == (4, date(2026, 12, 1))
    assert ClockRule.objects.get(category=made).value == 1
    assert "4" in client.get(page).content.decode()
    assert client.post(page, {**fields, "power": ""}).status_code == 200


def test_a_secretary_among_others_reads_the_table_and_sets_the_own_limit(world: SimpleNamespace) -> None:
    client = browser_of(world.people["committee_secretary"])
    page = client.get(reverse("matters:category", args=["EN03"])).content.decode()
    assert 'name="zhaolin-days"' in page
    assert 'name="limit_days"' not in page
    there = reverse("matters:category-limit", args=["EN03", "guangming"])
    assert client.post(there, {"guangming-days": "1"}).status_code == 404
    assert browser_of(world.people["community_worker"]).get(reverse("matters:category-list")).status_code == 404


def test_who_may_not_change_the_table_sees_no_form_to_add_to_it(world: SimpleNamespace) -> None:
    client = browser_of(world.people["committee_secretary"])
    fields = {name: str(value) for name, value in LIFT.__dict__.items()}
    assert client.get(reverse("matters:category-new")).status_code == 403
    page = reverse("matters:category", args=["EN03"])
    assert client.post(page, fields).status_code == 403
    assert make.category("EN03").name_zh == "楼道堆物"
    assert browser_of(world.people["community_worker"]).get(reverse("matters:category-new")).status_code == 404


def test_neighbours_know_of_a_kind_from_when_it_says_that_several_homes_have_it_together(
    world: SimpleNamespace,
) -> None:
    quarrel = make.category("DI01")
    make.make_matter(world, category=quarrel)
    near = Where(community_id=world.community.pk, category=quarrel, grid=world.grid)
    before = open_nearby(near)
    change_category(category=quarrel, said=replace(said_of(quarrel), is_shared=True), actor=BUILDER, now=NOON)
    assert ([one.kind for one in before], [one.kind for one in open_nearby(near)]) == ([], [str(quarrel)])


def test_the_same_kinds_are_shared_as_before(db: None) -> None:
    shared = Category.objects.filter(is_shared=True)
    assert set(shared.values_list("parent__code", flat=True)) == {"EN", "FA", "UT", "SA", "OR", "PR"}
    assert [kind.code for kind in shared.filter(parent__code="PR").order_by("code")] == ["PR01", "PR02"]


def test_the_desk_is_asked_whether_it_is_the_same_only_where_something_may_be(world: SimpleNamespace) -> None:
    matter, client = make.accepted(world), browser_of(world.people["community_worker"])
    help_page, page = (reverse(f"matters:{name}", args=[matter.code]) for name in ("desk-help", "desk-detail"))
    assert 'id="same"' not in client.get(help_page).content.decode()
    assert reverse("matters:desk-merge", args=[matter.code]) in client.get(page).content.decode()
    make.make_matter(world)
    assert 'id="same"' in client.get(help_page).content.decode()
