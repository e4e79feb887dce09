"""Who opens which page of admission and transfer, and that two secretaries see nothing of each other."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from linli.core.admission.models import Admission, Transfer
from linli.core.admission.queries.steps import steps
from linli.core.people.queries.keys import hash_of_phone
from tests.factories.admission import applied, asked, make_applicant, walk
from tests.factories.clients import browser_of
from tests.factories.core import TODAY, make_account, make_world
from tests.factories.membership import make_member, make_secretary
from tests.factories.organisation import make_branch

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> Any:
    world = make_world()
    world.first, world.second = make_branch(world.grid, "第一党支部"), make_branch(world.grid, "第二党支部")
    world.helpers = [make_member(world.first, "秦荣静"), make_member(world.first, "罗平")]
    world.secretary, world.other = make_secretary(world.first), make_secretary(world.second, "赵书记")
    world.mine, world.theirs = applied(world.first), applied(world.second, "文晶瑞")
    world.leaving = asked(make_member(world.second, "卢远"))
    return world


def test_two_secretaries_cannot_see_each_others_by_any_page_or_program(world: Any) -> None:
    browser = browser_of(world.secretary.person)
    for name, extra in (("admission", ()), ("admission-step", ("talk",)), ("admission-note", ("end",))):
        assert browser.get(reverse(f"admission:{name}", args=[world.theirs.pk, *extra])).status_code == 404
    for name, extra in (("transfer", ()), ("transfer-step", ("issue",))):
        assert browser.get(reverse(f"admission:{name}", args=[world.leaving.pk, *extra])).status_code == 404
    assert browser.get(reverse("admission:member-transfer", args=[world.leaving.member_id])).status_code == 404
    for page in (reverse("admission:board"), reverse("admission:transfer-list"), "/desk/search/?q=文晶瑞"):
        body = browser.get(page).content.decode()
        assert (str(world.theirs.pk) in body, "卢远" in body) == (False, False)
    assert [row["name"] for row in browser.get("/api/v1/admission/admissions").json()] == ["申明"]
    assert browser.get("/api/v1/admission/transfers").json() == []
    assert browser.get(f"/api/v1/admission/admissions/{world.theirs.pk}").status_code == 404
    step = {"step": "talk", "on": TODAY.isoformat(), "papers": ["谈话记录"]}
    address = f"/api/v1/admission/admissions/{world.theirs.pk}/step"
    assert browser.post(address, step, content_type="application/json").status_code == 404


def test_applicant_is_found_by_name_and_phone_together_and_written_down(world: Any) -> None:
    person = make_applicant(world.first, "申亮", phone="13900001111", phone_hash=hash_of_phone("13900001111"))
    browser = browser_of(world.secretary.person)
    told = {
        "org": world.first.pk, "name": "申亮", "phone": "13900002222", "on": "2026-11-20", "papers": ["入党申请书"],
        "shelf": "柜1",
    }  # fmt: skip
    assert browser.post(reverse("admission:admission-new"), told).status_code == 422
    assert browser.post(reverse("admission:admission-new"), {**told, "org": world.second.pk}).status_code == 422
    assert browser.post(reverse("admission:admission-new"), {**told, "phone": "13900001111"}).status_code == 302
    assert Admission.objects.get(person=person).org == world.first


def test_step_is_taken_on_its_page_and_the_rule_is_said_where_it_is_refused(world: Any) -> None:
    browser = browser_of(world.secretary.person)
    page = reverse("admission:admission-step", args=[world.mine.pk, "talk"])
    assert browser.get(page).status_code == 200
    assert browser.post(page, {"on": "2023-03-10"}).status_code == 422
    assert browser.post(page, {"on": "2023-03-10", "papers": ["谈话记录"], "shelf": "柜1"}).status_code == 302
    upper = reverse("admission:admission-step", args=[world.mine.pk, "file-activist"])
    assert browser.get(upper).status_code == 403
    world.mine.refresh_from_db()
    walk(world.mine, "file_activist", world.helpers)
    contact = reverse("admission:admission-step", args=[world.mine.pk, "assign-contact"])
    told = {"on": "2023-03-12", "papers": ["培养联系人登记"], "helpers": [world.helpers[0].pk]}
    assert browser.post(contact, told).status_code == 302
    look = reverse("admission:admission-note", args=[world.mine.pk, "look"])
    assert browser.post(look, {"on": "2023-09-12", "shelf": ""}).status_code == 302
    assert browser.get(reverse("admission:admission", args=[world.mine.pk])).status_code == 200


def test_applicant_sees_their_own_stage_and_nobody_else_who_stands_by_them(world: Any) -> None:
    walk(world.mine, "assign_contact", world.helpers)
    make_account(world.mine.person)
    browser = browser_of(world.mine.person)
    page = browser.get(reverse("admission:mine")).content.decode()
    assert (steps()["train_activist"].name in page, "秦荣静" in page) == (True, False)
    assert reverse("admission:mine") in browser.get(reverse("membership:mine")).content.decode()
    assert browser.get("/api/v1/admission/mine").json()["next"] == "train_activist"
    assert browser.get(reverse("admission:admission", args=[world.mine.pk])).status_code == 404
    assert browser_of(world.people["resident"]).get(reverse("admission:mine")).status_code == 404


def test_member_asks_for_a_transfer_and_the_branch_issues_the_letter(world: Any) -> None:
    member = world.helpers[0]
    make_account(member.person)
    browser = browser_of(member.person)
    assert browser.post(reverse("admission:my-transfer"), {"to_org": world.second.pk, "to_name": ""}).status_code == 302
    found = Transfer.objects.get(member=member)
    desk = browser_of(world.secretary.person)
    assert desk.get(reverse("admission:transfer", args=[found.pk])).status_code == 200
    told = {"number": "001", "on": found.asked_on.isoformat(), "valid_days": "30"}
    assert desk.post(reverse("admission:transfer-step", args=[found.pk, "issue"]), told).status_code == 302
    assert desk.get(reverse("admission:transfer-step", args=[found.pk, "receive"])).status_code == 403
    new = browser_of(world.other.person)
    day = {"on": found.asked_on.isoformat()}
    assert new.post(reverse("admission:transfer-step", args=[found.pk, "receive"]), day).status_code == 302
    assert desk.post(reverse("admission:transfer-step", args=[found.pk, "return"])).status_code == 302
    member.refresh_from_db()
    assert member.org == world.second


@pytest.mark.parametrize("name", ["board", "transfer-list"])
def test_lists_cost_the_same_with_one_row_and_with_more(world: Any, name: str) -> None:
    asked(world.helpers[0])
    browser = browser_of(world.secretary.person)
    address = reverse(f"admission:{name}")
    browser.get(address)
    with CaptureQueriesContext(connection) as before:
        browser.get(address)
    for n in range(3):
        applied(world.first, f"孙某{n}")
        asked(make_member(world.first, f"李某{n}"), world.second)
    with CaptureQueriesContext(connection) as after:
        assert browser.get(address).status_code == 200
    assert (len(after), len(after) <= 12) == (len(before), True)
