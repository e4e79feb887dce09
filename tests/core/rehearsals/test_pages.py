"""The pages of a plan: drawn, shown, objected to, answered, approved; names only for whoever may see them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from linli.core.organisation.enums import OrgKind
from linli.core.organisation.models import PartyOrg
from linli.core.rehearsals.models import Change, Objection, Rehearsal
from linli.core.rehearsals.operations import drawing, steps
from linli.core.rehearsals.queries.copying import key_of
from tests.factories import rehearsals as make
from tests.factories.clients import browser_of
from tests.factories.core import make_account


def page_of(plan: Rehearsal) -> str:
    return reverse("rehearsals:rehearsal", args=[plan.pk])


def test_a_plan_is_drawn_and_shown_from_its_pages(world: SimpleNamespace) -> None:
    secretary = browser_of(world.people["committee_secretary"])
    day = timezone.localdate() + timedelta(days=20)
    said = {"title": "调整", "reason": "太大", "effective_on": day}
    answer = secretary.post(reverse("rehearsals:rehearsal-new"), said)
    plan = Rehearsal.objects.get()
    assert answer.url == page_of(plan)

    def draw(what: str, origin: Any = "", **told: Any) -> int:
        address = reverse("rehearsals:rehearsal-draw", args=[plan.pk, what])
        status: int = secretary.post(f"{address}?from={origin}" if origin else address, told).status_code
        return status

    second = key_of(world.second)
    assert draw("new", kind=OrgKind.GROUP, name="学习组", to=second) == 302
    new = Change.objects.get()
    keys = [str(row.pk) for row in world.loose]
    assert draw("members", world.first.pk, members=keys, to=f"new:{new.pk}") == 302
    assert draw("move", org=str(world.one.pk), to=second) == 302
    assert draw("merge", org=str(world.first.pk), to=second) == 302
    assert draw("rename", org=str(world.second.pk), name="联合支部") == 302
    area = world.grid.children.get(path=world.in_one[0].person.place.rsplit("/", 2)[0] + "/")
    assert draw("buildings", world.grid.pk, areas=[str(area.pk)], grid=str(world.next_grid.pk)) == 302
    for what, origin in (("members", ""), ("buildings", ""), ("new", ""), ("members", world.first.pk)):
        address = reverse("rehearsals:rehearsal-draw", args=[plan.pk, what])
        assert secretary.get(f"{address}?from={origin}" if origin else address).status_code == 200
    assert (
        secretary.post(reverse("rehearsals:change-rub-out", args=[Change.objects.get(area=area).pk])).status_code == 302
    )
    assert secretary.post(reverse("rehearsals:rehearsal-step", args=[plan.pk, "check"]), {"days": 7}).status_code == 302
    plan.refresh_from_db()
    assert plan.state == "checked"


def test_names_are_shown_to_the_secretary_and_numbers_to_others(world: SimpleNamespace) -> None:
    plan = make.begun(world.first)
    drawing.draw_members(
        rehearsal=plan, members=world.loose, to=key_of(world.one), actor=make.BELOW, now=plan.state_since
    )
    seen = {
        who: "丙一" in browser_of(world.people[who]).get(page_of(plan)).content.decode()
        for who in ("committee_secretary", "community_worker", "street_officer")
    }
    assert seen == {"committee_secretary": True, "community_worker": False, "street_officer": False}
    for who in ("grid_worker", "resident", "other_secretary"):
        assert browser_of(world.people[who]).get(page_of(plan)).status_code == 404


def test_a_member_reads_what_would_change_and_objects(world: SimpleNamespace) -> None:
    plan = make.begun(world.first, effective_on=timezone.localdate() + timedelta(days=20), now=datetime.now(tz=UTC))
    drawing.draw_move(
        rehearsal=plan, org=world.one, to=key_of(world.second), actor=make.BELOW, now=datetime.now(tz=UTC)
    )
    steps.show_plan(rehearsal=plan, actor=make.BELOW, now=datetime.now(tz=UTC))
    person, other = world.in_one[0].person, world.in_two[0].person
    make_account(person)
    make_account(other)
    mine = browser_of(person)
    assert plan.title in mine.get(reverse("rehearsals:mine")).content.decode()
    assert plan.title not in browser_of(other).get(reverse("rehearsals:mine")).content.decode()
    for client, count in ((browser_of(other), 0), (mine, 1)):
        client.post(reverse("rehearsals:mine"), {"plan": str(plan.pk), "text": "太远了"})
        assert Objection.objects.count() == count
    secretary = browser_of(world.people["committee_secretary"])
    address = reverse("rehearsals:objection-answer", args=[Objection.objects.get().pk])
    assert secretary.post(address, {"answer": "就近设点"}).status_code == 302
    assert "就近设点" in mine.get(reverse("rehearsals:mine")).content.decode()
    said = {"text": "老人不方便", "name": "王老师"}
    secretary.post(reverse("rehearsals:rehearsal-objection", args=[plan.pk]), said)
    assert Objection.objects.count() == 2


def test_a_program_reads_numbers_and_takes_the_same_steps(world: SimpleNamespace) -> None:
    plan = make.proposed(world.first)
    secretary, here = browser_of(world.people["committee_secretary"]), f"/api/v1/rehearsals/{plan.pk}"
    assert [one["title"] for one in secretary.get("/api/v1/rehearsals").json()] == [plan.title]
    told = secretary.post(f"{here}/check", {"days": 7}, content_type="application/json").json()
    assert (told["state"], told["changes"], told["members_moving"]) == ("checked", 1, 0)
    early = secretary.post(f"{here}/submit", {"paper": "1"}, content_type="application/json").json()
    assert early["code"] == "still-open"
    above = browser_of(world.people["street_officer"])
    for step, said in (("approve", {"paper": "1"}), ("send-back", {"words": "改"}), ("take-back", {"words": "改"})):
        assert above.post(f"{here}/{step}", said, content_type="application/json").status_code in {403, 409}
    gone = secretary.post(f"{here}/withdraw", {"words": "不做了"}, content_type="application/json").json()
    assert (gone["state"], gone["steps"]) == ("withdrawn", [])
    assert browser_of(world.people["other_secretary"]).get(here).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_list_and_page_cost_the_same_however_full(
    world: SimpleNamespace, count: int, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    for _each in range(count):
        plan = make.proposed(world.first)
    secretary = browser_of(world.people["committee_secretary"])
    secretary.get(reverse("rehearsals:rehearsal-list"))
    with django_assert_num_queries(5):
        secretary.get(reverse("rehearsals:rehearsal-list"))
    with django_assert_max_num_queries(12):
        secretary.get(page_of(plan))


def test_a_page_of_a_plan_in_force_shows_what_was_done(world: SimpleNamespace) -> None:
    plan = make.begun(world.first)
    drawing.draw_merge(rehearsal=plan, org=world.first, to=key_of(world.second), actor=make.BELOW, now=plan.state_since)
    plan = make.applied(plan)
    page = browser_of(world.people["committee_secretary"]).get(page_of(plan))
    assert (page.status_code, page.context["n_moved"]) == (200, 7)
    assert PartyOrg.objects.get(pk=world.first.pk).ends_on is not None
