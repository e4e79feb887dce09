"""The pages of whistles: the desk's, the department's by its link, and who may open what."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from linli.core.whistles.models import Call, Department, Whistle
from linli.core.whistles.operations.calling import link_of
from tests.factories import matters as make_matters
from tests.factories import whistles as make
from tests.factories.clients import browser_of
from tests.factories.core import NOON


@pytest.fixture(autouse=True)
def _fresh_doors() -> None:
    cache.clear()


def test_a_worker_drafts_from_a_matter_and_the_matter_shows_it(world: SimpleNamespace) -> None:
    matter, worker = make_matters.handling(world), browser_of(world.people["grid_worker"])
    page = worker.get(reverse("matters:desk-help", args=[matter.code])).content.decode()
    address = f"{reverse('whistles:whistle-new')}?matter={matter.code}"
    assert address in page
    answer = worker.post(address, {"kind": "work", "text": make.NEEDED, "tried": make.TRIED, "address": "", "grid": ""})
    whistle = Whistle.objects.get()
    assert (answer.url, whistle.matter) == (reverse("whistles:whistle", args=[whistle.code]), matter)
    page = worker.get(reverse("matters:desk-help", args=[matter.code])).content.decode()
    assert whistle.code in page
    assert address not in page


def test_the_leader_blows_from_the_page_and_hands_the_link_out(world: SimpleNamespace) -> None:
    whistle, department = make.approved(world), make.make_department(world)
    leader = browser_of(world.people["street_leader"])
    step = reverse("whistles:whistle-step", args=[whistle.code, "blow"])
    assert leader.post(step, {"departments": [str(department.pk)]}).status_code == 302
    page = leader.get(reverse("whistles:whistle", args=[whistle.code])).content.decode()
    assert "/answer-call/" in page
    secretary = browser_of(world.people["committee_secretary"])
    page = secretary.get(reverse("whistles:whistle", args=[whistle.code])).content.decode()
    assert "/answer-call/" not in page


def test_a_department_answers_by_its_link_without_an_account(world: SimpleNamespace) -> None:
    matter = make_matters.handling(world)
    _whistle, (call,) = make.blown(world, matter=matter)
    token = link_of(call=call, actor=world.actors["street_leader"], now=datetime.now(tz=UTC))
    client = Client()
    page = client.get(reverse("whistles:link", args=[token])).content.decode()
    assert make.NEEDED in page
    assert matter.text not in page
    for step, said in (("sign", {"name": "老周"}), ("contact", {"text": "约好了"}), ("report", {"text": "通了"})):
        assert client.get(reverse("whistles:link-step", args=[token, step])).status_code == 200
        assert client.post(reverse("whistles:link-step", args=[token, step]), said).status_code == 302
    call.refresh_from_db()
    assert (call.state, call.signed_name) == ("reported", "老周")
    assert client.get(reverse("whistles:link", args=[f"{token}x"])).status_code == 404


def test_an_old_link_opens_nothing(world: SimpleNamespace) -> None:
    _whistle, (call,) = make.blown(world)
    token = link_of(call=call, actor=world.actors["street_leader"], now=NOON.replace(year=2020))
    assert Client().get(reverse("whistles:link", args=[token])).status_code == 404


def test_an_officer_sees_the_own_calls_only(world: SimpleNamespace) -> None:
    own = make.make_department(world, "供热公司", officer=world.people["department_officer"])
    _whistle, calls = make.blown(world, own, make.make_department(world))
    officer = browser_of(world.people["department_officer"])
    found = [officer.get(reverse("whistles:call", args=[call.pk])).status_code for call in calls]
    assert found == [200, 404]
    assert officer.get(reverse("whistles:call-list")).context["list"].found == [calls[0]]
    officer.post(reverse("whistles:call-step", args=[calls[0].pk, "sign"]), {"name": "老吴"})
    assert Call.objects.get(pk=calls[0].pk).state == "signed"


def test_a_department_is_read_below_its_place_and_shows_only_calls_of_the_reader(world: SimpleNamespace) -> None:
    department = make.make_department(world)
    make.blown(world, department)
    address = reverse("whistles:department", args=[department.pk])
    counts = {}
    for who in ("community_worker", "other_secretary", "street_leader", "resident", "department_officer"):
        answer = browser_of(world.people[who]).get(address)
        counts[who] = len(answer.context["calls"]) if answer.status_code == 200 else answer.status_code
    assert counts == {
        "community_worker": 1, "other_secretary": 0, "street_leader": 1, "resident": 404, "department_officer": 404,
    }  # fmt: skip


def test_the_leader_keeps_the_register(world: SimpleNamespace) -> None:
    leader = browser_of(world.people["street_leader"])
    said = {"name_zh": "供热公司", "name_en": "Heating company", "phone": "0419-5550101", "officer": ""}
    assert leader.post(reverse("whistles:department-new"), said).status_code == 302
    department = Department.objects.get()
    leader.post(reverse("whistles:department-edit", args=[department.pk]), {**said, "phone": "0419-5550102"})
    department.refresh_from_db()
    assert department.phone == "0419-5550102"
    assert leader.post(reverse("whistles:department-new"), said).status_code == 422
    leader.post(reverse("whistles:department-end", args=[department.pk]))
    department.refresh_from_db()
    assert department.ends_on is not None


def test_the_community_judges_from_the_page(world: SimpleNamespace) -> None:
    whistle, call = make.solved(world)
    worker = browser_of(world.people["community_worker"])
    address = reverse("whistles:call-rate", args=[call.pk])
    assert address in worker.get(reverse("whistles:whistle", args=[whistle.code])).content.decode()
    assert worker.post(address, {"rating": "5", "words": "好"}).status_code == 302
    assert Call.objects.get().rating == 5
    assert browser_of(world.people["street_leader"]).get(address).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_full(
    world: SimpleNamespace, count: int, django_assert_num_queries: object
) -> None:
    department = make.make_department(world)
    for _each in range(count):
        make.blown(world, department)
    worker = browser_of(world.people["community_worker"])
    worker.get(reverse("whistles:whistle-list"))
    with django_assert_num_queries(6):  # type: ignore[operator]  # as much with one row as with three
        worker.get(reverse("whistles:whistle-list"))
