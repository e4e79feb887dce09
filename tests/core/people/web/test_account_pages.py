"""Pages of accounts, roles, rights, proxies and the audit: from the right side, and from all the wrong ones."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from django.utils.timezone import localdate
from openpyxl import load_workbook

from linli.base.audit.models import AuditEntry
from linli.core.people.models import Consent, Grant, Person, Proxy, RightsRequest
from linli.core.people.operations.columns import person_columns, phone_columns
from linli.core.people.operations.proxies import end_proxy, record_proxy
from linli.core.people.operations.rights import ask_right
from linli.core.people.queries.actors import PersonActor
from linli.core.people.web.guards import DEMO
from tests.factories.core import make_account, make_grant, make_person, make_world

NUMBER, PHONE = "11010119900307737X", "13912345678"
EVERYBODY = [
    "resident",
    "other_resident",
    "grid_worker",
    "neighbour",
    "stranger",
    "community_worker",
    "committee_secretary",
    "other_secretary",
    "street_officer",
    "system_admin",
    "security_admin",
    "audit_admin",
]
DESK = {"community_worker", "committee_secretary"}
MATRIX: dict[str, set[str]] = {
    "/desk/grants/": {"committee_secretary", "other_secretary", "security_admin", "audit_admin"},
    "/desk/roles/": {"committee_secretary", "other_secretary", "security_admin", "audit_admin"},
    "/desk/grants/new/": {"security_admin"},
    "/desk/grants/{grant}/end/": {"security_admin"},
    "/desk/rights/": DESK | {"other_secretary"},
    "/desk/rights/{request}/": DESK,
    "/desk/people/{person}/rights/": DESK,
    "/desk/people/{person}/proxies/": DESK,
    "/desk/people/{person}/reveal/phone/": DESK | {"grid_worker"},
    "/desk/audit/": {"audit_admin"},
    "/me/record/": set(EVERYBODY),
    "/me/record/copy.json": set(EVERYBODY),
    "/me/proxies/": set(EVERYBODY),
    "/accounts/mine/": set(EVERYBODY),
}


@pytest.fixture
def world(db: None, settings: Any) -> SimpleNamespace:
    settings.LINLI_DEMO = True
    cache.clear()
    world = make_world()
    columns = person_columns(name="欧阳秀梅", id_number=NUMBER, phone=PHONE)
    Person.objects.filter(pk=world.people["resident"].pk).update(**columns)
    world.person = Person.objects.get(pk=world.people["resident"].pk)
    world.me = PersonActor(world.person, localdate())
    world.request = ask_right(
        person=world.person, kind="copy", text="please", door="online", actor=world.me, now=timezone.now()
    )
    return world


def browser(world: SimpleNamespace, key: str) -> Client:
    """The browser of somebody who came in by a link of the demo, second factor included."""
    client = Client()
    person = world.people[key] if isinstance(key, str) else key
    client.force_login(person.account, backend="linli.core.people.web.backend.AuthenticationBackend")
    session = client.session
    session[DEMO] = True
    session.save()
    return client


@pytest.mark.parametrize("key", EVERYBODY)
def test_each_page_opens_for_exactly_these(world: SimpleNamespace, key: str) -> None:
    client = browser(world, key)
    names = {
        "grant": Grant.objects.get(person=world.people["grid_worker"]).pk,
        "request": world.request.pk,
        "person": world.person.pk,
    }
    opened = {path: client.get(path.format(**names)).status_code for path in MATRIX}
    assert opened == {path: 200 if key in allowed else 404 for path, allowed in MATRIX.items()}


def test_a_visitor_is_sent_to_sign_in(client: Client, world: SimpleNamespace) -> None:
    paths = [path for path in MATRIX if "{" not in path]
    assert {client.get(path).headers["Location"].split("?")[0] for path in paths} == {"/accounts/login/"}


def test_a_grant_list_shows_only_ones_own_community(world: SimpleNamespace) -> None:
    page = browser(world, "committee_secretary").get("/desk/grants/").content.decode()
    assert (world.people["grid_worker"].name in page, world.people["stranger"].name in page) == (True, False)


def test_a_role_is_given_and_ended_on_the_page(world: SimpleNamespace) -> None:
    client = browser(world, "security_admin")
    values = {"person": world.person.pk, "role": "grid_worker", "at": world.grid.pk, "starts_on": localdate()}
    refused = client.post("/desk/grants/new/?who=nobody", values)
    assert (refused.status_code, Grant.objects.filter(person=world.person).count()) == (200, 0)
    assert client.post(f"/desk/grants/new/?who={world.person.name}", values).status_code == 302
    grant = Grant.objects.get(person=world.person)
    assert client.post(f"/desk/grants/{grant.pk}/end/", {"reason": "by mistake"}).status_code == 302
    grant.refresh_from_db()
    assert grant.ended_at is not None


def test_two_administrators_in_one_are_refused_on_the_form(world: SimpleNamespace) -> None:
    client, person = browser(world, "security_admin"), world.people["audit_admin"]
    values = {"person": person.pk, "role": "system_admin", "at": world.community.pk, "starts_on": localdate()}
    page = client.post(f"/desk/grants/new/?who={person.name}", values)
    assert "role" in page.context["form"].errors
    assert Grant.objects.filter(person=person).count() == 1


def test_a_slip_shows_its_code_once(world: SimpleNamespace) -> None:
    page = browser(world, "grid_worker").post(f"/desk/people/{world.person.pk}/slip/")
    assert (page.status_code, page.context["code"] in page.content.decode()) == (200, True)
    paper = browser(world, "grid_worker").post(
        f"/desk/people/{world.person.pk}/slip/print/", {"code": page.context["code"]}
    )
    assert (paper.status_code, paper.content[:5]) == (200, b"%PDF-")
    other = browser(world, "stranger").post(
        f"/desk/people/{world.person.pk}/slip/print/", {"code": page.context["code"]}
    )
    assert other.status_code == 404
    wrong = {key: browser(world, key).post(f"/desk/people/{world.person.pk}/slip/").status_code for key in EVERYBODY}
    assert {key for key, status in wrong.items() if status == 200} == DESK | {"grid_worker"}


# Numbers


def test_a_number_is_shown_after_a_reason_and_its_owner_sees_who_looked(world: SimpleNamespace) -> None:
    client, path = browser(world, "grid_worker"), f"/desk/people/{world.person.pk}/reveal/id_number/"
    assert NUMBER not in client.get(path).content.decode()
    assert NUMBER not in client.post(path, {"reason": ""}).content.decode()
    shown = client.post(path, {"reason": "card renewal"}, headers={"HX-Request": "true"})
    assert NUMBER in shown.content.decode()
    assert "no-store" in shown.headers["Cache-Control"]
    record = browser(world, "resident").get("/me/record/").content.decode()
    assert world.people["grid_worker"].name in record
    assert "card renewal" in record
    assert NUMBER not in record


def test_my_copy_has_everything_in_full_and_is_noted(world: SimpleNamespace) -> None:
    client = browser(world, "resident")
    told = client.get("/me/record/copy.json").json()
    assert {row["value"] for row in told["kept"]} >= {NUMBER, PHONE, "欧阳秀梅"}
    book = load_workbook(BytesIO(client.get("/me/record/copy.xlsx").content), read_only=True)
    cells = {cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row}
    assert {NUMBER, PHONE} <= cells
    assert AuditEntry.objects.filter(action="people.person.export_own").count() == 2


# Acting for another


@pytest.fixture
def acting(world: SimpleNamespace) -> SimpleNamespace:
    daughter = make_person("王芳", at=world.grid, phone_hash="", phone="")
    make_account(daughter)
    world.people["daughter"] = daughter
    world.held = record_proxy(
        principal=world.person,
        proxy=daughter,
        relation="daughter",
        ends_on=localdate() + timedelta(days=30),
        door="online",
        actor=world.me,
        now=timezone.now(),
    )
    world.client = browser(world, "daughter")
    world.client.post("/me/act-for/", {"principal": str(world.person.pk)})
    return world


def test_whoever_acts_for_another_sees_their_record_and_a_line_on_every_page(acting: SimpleNamespace) -> None:
    page = acting.client.get("/me/record/").content.decode()
    assert ("acting-strip" in page, acting.person.name in page) == (True, True)
    assert acting.client.get("/me/record/copy.json").status_code == 404


def test_what_they_do_is_noted_as_done_for_the_other(acting: SimpleNamespace) -> None:
    acting.client.post("/me/record/ask/", {"kind": "correct", "text": "the street is wrong"})
    asked = RightsRequest.objects.get(kind="correct")
    entry = AuditEntry.objects.get(subject_id=str(asked.pk))
    daughter = acting.people["daughter"]
    assert (asked.person, entry.person_id) == (acting.person, daughter.pk)
    assert entry.actor == f"person:{daughter.pk} for {acting.person.pk.hex}"


def test_ending_the_consent_ends_the_acting_at_once(acting: SimpleNamespace) -> None:
    end_proxy(held=acting.held, actor=acting.me, now=timezone.now())
    page = acting.client.get("/me/record/").content.decode()
    assert acting.person.name not in page
    assert acting.people["daughter"].name in page


def test_nobody_acts_for_somebody_who_did_not_agree(world: SimpleNamespace) -> None:
    client = browser(world, "other_resident")
    assert client.post("/me/act-for/", {"principal": str(world.person.pk)}).status_code == 404
    assert world.person.name not in client.get("/me/record/").content.decode()


def test_acting_for_another_leaves_ones_own_rights_at_home(acting: SimpleNamespace) -> None:
    make_grant(acting.people["daughter"], "community_worker", acting.community)
    assert acting.client.get("/desk/rights/").status_code == 404
    acting.client.post("/me/act-for/", {"principal": ""})
    assert acting.client.get("/desk/rights/").status_code == 200


def test_a_mother_lets_her_daughter_act_online_and_ends_it_with_one_press(world: SimpleNamespace) -> None:
    daughter = make_person("王芳", at=world.grid, **phone_columns("13800001111"))
    client = browser(world, "resident")
    values = {"name": "王芳", "relation": "daughter", "ends_on": localdate() + timedelta(days=9), "agreed": "on"}
    assert "name" in client.post("/me/proxies/", {**values, "phone": "13800002222"}).context["form"].errors
    assert client.post("/me/proxies/", {**values, "phone": "138 0000 1111"}).status_code == 302
    held = Proxy.objects.get(proxy=daughter)
    assert browser(world, "stranger").post(f"/me/proxies/{held.pk}/end/").status_code == 404
    client.post(f"/me/proxies/{held.pk}/end/")
    assert Consent.objects.get(pk=held.consent_id).withdrawn_at is not None


def test_the_desk_writes_it_down_for_somebody_of_the_same_household(world: SimpleNamespace) -> None:
    client, child = browser(world, "community_worker"), world.people["child"]
    values = {"name": "刘小宝", "relation": "son", "ends_on": localdate(), "agreed": "on", "door": "counter"}
    assert client.post(f"/desk/people/{world.person.pk}/proxies/", values).status_code == 302
    assert Proxy.objects.get().proxy == child


# Requests and the audit


def test_the_desk_answers_and_the_person_reads_it(world: SimpleNamespace) -> None:
    client = browser(world, "community_worker")
    path = f"/desk/rights/{world.request.pk}/"
    assert client.post(path, {"answer": "grant", "words": ""}).status_code == 200
    assert client.post(path, {"answer": "grant", "words": "It is at the counter."}).status_code == 302
    assert "It is at the counter." in browser(world, "resident").get("/me/record/").content.decode()
    assert client.post(path, {"answer": "decline", "words": "no"}).status_code == 200


def test_a_request_is_taken_back_only_by_its_owner(world: SimpleNamespace) -> None:
    path = f"/me/record/requests/{world.request.pk}/back/"
    assert browser(world, "other_resident").post(path).status_code == 404
    browser(world, "resident").post(path)
    world.request.refresh_from_db()
    assert world.request.state == "withdrawn"


def test_reading_the_audit_is_written_down_and_finds_what_one_asks_for(world: SimpleNamespace) -> None:
    client = browser(world, "audit_admin")
    page = client.get("/desk/audit/", {"who": world.person.name, "action": "rights"}).content.decode()
    assert page.count("Request about the own record") == 1
    assert AuditEntry.objects.get(action="system.audit.read").data["asked"]["action"] == "rights"
    verdict = client.post("/desk/audit/verify/")
    assert (verdict.status_code, verdict.context["verdict"].flaws) == (200, [])
    for key in ("system_admin", "security_admin", "community_worker"):
        assert browser(world, key).post("/desk/audit/verify/").status_code == 404


def test_the_audit_keeps_no_number_that_somebody_looked_for(world: SimpleNamespace) -> None:
    asked = {"subject": NUMBER, "who": f"王秀兰 {PHONE}", "place": world.community.path, "made-up": PHONE}
    assert browser(world, "audit_admin").get("/desk/audit/", asked).status_code == 200
    noted = AuditEntry.objects.get(action="system.audit.read").data["asked"]
    assert noted == {"subject": "*", "who": "王秀兰 *", "place": world.community.path}


@pytest.mark.parametrize("count", [1, 3])
def test_lists_cost_the_same_however_full(
    world: SimpleNamespace, count: int, django_assert_max_num_queries: Any
) -> None:
    for number in range(count):
        make_grant(make_person(f"赵{number}", at=world.grid), "grid_worker", world.grid)
    for key, path in (
        ("security_admin", "/desk/grants/"),
        ("audit_admin", "/desk/audit/"),
        ("resident", "/me/record/"),
    ):
        client = browser(world, key)
        client.get(path)
        with django_assert_max_num_queries(14):
            client.get(path)
