"""The pages of people, homes, care and duplicates, from the right and the wrong side."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from linli.base.audit.models import AuditEntry
from linli.core.areas.enums import AreaKind
from linli.core.people.enums import PairState
from linli.core.people.models import CareNeed, DuplicatePair, Household, Person, PersonMerge
from linli.core.people.operations.columns import person_columns
from linli.core.people.operations.duplicates import pair_up
from linli.core.people.operations.merges import merge_persons
from linli.core.people.operations.persons import correct_person
from linli.core.people.web.demo import BACKEND
from linli.core.people.web.guards import DEMO
from tests.factories.core import NOON, make_area, make_grant, make_home, make_person, make_world

pytestmark = pytest.mark.django_db

ELSEWHERE = ["neighbour", "stranger", "other_secretary", "street_officer", "system_admin", "resident"]
NUMBER, PHONE = "211081196303072323", "13912345678"


@pytest.fixture
def world(settings: Any) -> Any:
    settings.LINLI_DEMO = True  # the second factor of roles above a grid is tested with accounts
    world = make_world()
    world.resident = world.people["resident"]
    columns = person_columns(name="刘桂芳", id_number=NUMBER, phone=PHONE)
    Person.objects.filter(pk=world.resident.pk).update(**columns)
    Person.objects.filter(pk=world.people["child"].pk).update(birth_on=date(2018, 5, 1))
    world.care = CareNeed.objects.create(
        person=world.resident,
        community=world.community,
        place=world.resident.place,
        category="lone_elder",
        purpose="每周探访",
        basis="statutory_duty",
        starts_on=date(2020, 1, 1),
        ends_on=date(2099, 1, 1),
    )
    return world


def client(world: Any, who: str) -> Client:
    found = Client(headers={"accept-language": "en"})
    found.force_login(world.people[who].account, backend=BACKEND)
    session = found.session
    session[DEMO] = True
    session.save()
    return found


def pages(world: Any) -> dict[str, str]:
    key, home = world.resident.pk, world.family.home.pk
    return {
        "person": reverse("people:person", args=[key]),
        "correct": reverse("people:person-correct", args=[key]),
        "move": reverse("people:person-move", args=[key]),
        "end": reverse("people:person-end", args=[key]),
        "home": reverse("people:home", args=[home]),
        "add": reverse("people:person-add", args=[home]),
    }


def test_pages_open_for_those_who_look_after_them(world: Any) -> None:
    for who in ("grid_worker", "community_worker", "committee_secretary"):
        mine = client(world, who)
        for name, page in pages(world).items():
            assert (name, mine.get(page).status_code) == (name, 200)


@pytest.mark.parametrize(
    "who", ["neighbour", "stranger", "other_secretary", "street_officer", "system_admin", "resident"]
)
def test_pages_are_not_there_for_others(world: Any, who: str) -> None:
    mine = client(world, who)
    for name, page in pages(world).items():
        assert (name, mine.get(page).status_code) == (name, 404)
        assert (name, mine.post(page, {}).status_code) in {(name, 404), (name, 405)}


def test_pages_ask_visitors_to_sign_in(world: Any) -> None:
    for page in pages(world).values():
        assert Client().get(page).status_code == 302


def test_numbers_are_masked_on_every_page(world: Any) -> None:
    mine = client(world, "community_worker")
    urls = [*pages(world).values(), f"{reverse('people:person-list')}?show=name,phone,id_number"]
    for page in urls:
        text = mine.get(page).content.decode()
        assert NUMBER not in text
        assert PHONE not in text
    assert "139****5678" in mine.get(urls[-1]).content.decode()
    assert "211081********2323" in mine.get(urls[-1]).content.decode()


def test_list_is_searched_narrowed_and_counted_at_the_same_cost(world: Any, django_assert_num_queries: Any) -> None:
    mine = client(world, "community_worker")
    page = reverse("people:person-list")
    mine.get(page)
    costs = []
    for count in (1, 3):
        for _number in range(count):
            make_home(world.grid, "欧阳秀兰")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            answer = mine.get(page, {"q": "oyxl", "grid": str(world.grid.pk), "age": "", "sex": ""})
        costs.append(len(queries))
        assert "欧阳秀兰" in answer.content.decode()
    assert costs[0] == costs[1] <= 12


@pytest.mark.parametrize("query", ["age=80-", "age=0-13", "sex=male", "care=low_income", "q=赵"])
def test_list_leaves_out_who_does_not_fit(world: Any, query: str) -> None:
    text = client(world, "grid_worker").get(f"{reverse('people:person-list')}?{query}").content.decode()
    assert "刘桂芳" not in text


@pytest.mark.parametrize("query", ["age=60-79", "sex=female", "care=lone_elder", "q=刘桂", "q=5678", f"q={NUMBER}"])
def test_list_shows_who_fits(world: Any, query: str) -> None:
    text = client(world, "grid_worker").get(f"{reverse('people:person-list')}?{query}").content.decode()
    assert "刘桂芳" in text


def _cells(workbook: bytes) -> set[str]:
    book = load_workbook(BytesIO(workbook))
    return {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row}


def test_export_is_masked_and_not_for_everybody(world: Any) -> None:
    page = f"{reverse('people:person-list')}?export=1"
    assert client(world, "grid_worker").get(page).status_code == 404
    answer = client(world, "community_worker").post(
        page, {"whom": "街道", "what_for": "走访", "until": date.today().isoformat()}
    )
    assert answer.status_code == 200
    cells = _cells(b"".join(answer.streaming_content))
    assert {"刘**", "139****5678"} <= cells
    assert not {"刘桂芳", PHONE, NUMBER} & cells


def test_export_reaches_only_where_it_is_allowed(world: Any) -> None:
    """Whoever works at a desk here and in a grid there takes away what belongs to the desk alone."""
    make_grant(world.people["community_worker"], "grid_worker", world.other_grid)
    page = f"{reverse('people:person-list')}?export=1"
    purpose = {"whom": "街道", "what_for": "走访", "until": date.today().isoformat()}
    mine = client(world, "community_worker")
    assert "赵明" in mine.get(reverse("people:person-list")).content.decode()
    answer = mine.post(page, purpose)
    cells = _cells(b"".join(answer.streaming_content))
    assert "刘**" in cells
    assert "赵*" not in cells


def test_record_of_a_child_opens_with_a_reason(world: Any) -> None:
    mine, child = client(world, "grid_worker"), world.people["child"]
    page, gate = (reverse(f"people:{name}", args=[child.pk]) for name in ("person", "person-child"))
    way = mine.get(page).url
    assert way.startswith(gate)
    assert mine.post(way, {"reason": ""}).status_code == 422
    assert mine.get(page).status_code == 302
    assert mine.post(f"{gate}?next=https://elsewhere.example/", {"reason": "开学前家访"}).url == page
    mine.session.flush()
    mine = client(world, "grid_worker")
    assert mine.post(way, {"reason": "开学前家访"}).url == page
    assert "刘小宝" in mine.get(page).content.decode()
    reasons = AuditEntry.objects.filter(action="people.person.open_child").values_list("reason", flat=True)
    assert set(reasons) == {"开学前家访"}
    assert client(world, "community_worker").get(page).status_code == 302
    assert client(world, "neighbour").get(gate).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_page_of_a_person_costs_the_same_however_full(world: Any, count: int) -> None:
    for number in range(count):
        make_person(f"刘{number}", at=world.grid)
        correct_person(person=world.resident, note=str(number), actor=world.actors["grid_worker"], now=NOON)
    mine, page = client(world, "community_worker"), pages(world)["person"]
    mine.get(page)
    with CaptureQueriesContext(connection) as queries:
        assert mine.get(page).status_code == 200
    assert len(queries) == 10


def test_person_is_added_at_a_home(world: Any) -> None:
    mine = client(world, "grid_worker")
    page = pages(world)["add"]
    values = {"name": "赵新", "relation": "son", "kind": "permanent", "phone": "139"}
    answer = mine.post(page, values)
    assert answer.status_code == 422
    assert not Person.objects.filter(name="赵新").exists()
    assert mine.post(page, {**values, "phone": PHONE}).status_code == 302
    person = Person.objects.get(name="赵新")
    assert person.residences.get().household == world.family.household


def test_correcting_keeps_the_numbers_that_were_left_empty(world: Any) -> None:
    mine = client(world, "grid_worker")
    page = pages(world)["correct"]
    form = mine.get(page).context["form"]
    values = {name: form[name].value() or "" for name in form.fields}
    assert mine.post(page, {**values, "name": "刘桂芬"}).status_code == 302
    person = Person.objects.get(pk=world.resident.pk)
    assert (person.name, person.id_number, person.phone) == ("刘桂芬", NUMBER, PHONE)
    late = mine.post(page, {**values, "name": "刘桂芸"})
    assert late.status_code == 422
    assert Person.objects.get(pk=world.resident.pk).name == "刘桂芬"


def test_move_finds_the_home_first(world: Any) -> None:
    building = make_area(AreaKind.BUILDING, world.grid, name_zh="9号楼", number=9)
    home = make_area(AreaKind.HOME, building, name_zh="101", number=101)
    mine = client(world, "grid_worker")
    page = pages(world)["move"]
    assert "101" in mine.get(page, {"home": "9-101"}).content.decode()
    values = {"home": str(home.pk), "relation": "head", "kind": "permanent", "on": date.today().isoformat()}
    assert mine.post(f"{page}?home=9-101", values).status_code == 302
    assert Person.objects.get(pk=world.resident.pk).place == home.path
    assert Household.objects.get(home=home).residences.count() == 1


def test_care_is_noted_renewed_and_ended_by_those_who_may(world: Any) -> None:
    note = reverse("people:care-note", args=[world.resident.pk])
    renew, end = (reverse(f"people:care-{name}", args=[world.care.pk]) for name in ("renew", "end"))
    worker = client(world, "grid_worker")
    for page in (note, renew, end):
        assert worker.get(page).status_code == 403
        assert client(world, "neighbour").get(page).status_code == 404
    mine = client(world, "community_worker")
    values = {"category": "low_income", "purpose": "低保复核", "basis": "statutory_duty", "door": "visit"}
    assert mine.post(note, {**values, "ends_on": "2001-01-01"}).status_code == 422
    from datetime import timedelta

    until = (date.today() + timedelta(days=100)).isoformat()
    assert mine.post(note, {**values, "ends_on": until}).status_code == 302
    assert mine.post(end, {"reason": "子女回家"}).status_code == 302
    assert {need.category for need in world.resident.care_needs.filter(ends_on__gt=date.today())} == {"low_income"}
    assert "低保复核" in mine.get(reverse("people:care-list")).content.decode()


def test_pair_is_merged_and_undone(world: Any) -> None:
    other = make_person("刘桂芬", at=world.grid)
    pair = pair_up(world.resident, other, NOON)
    mine = client(world, "community_worker")
    assert "刘桂芬" in mine.get(reverse("people:pair-list")).content.decode()
    page = reverse("people:pair", args=[world.resident.pk, other.pk])
    form = mine.get(page).context["form"]
    # What only one of them has needs no choice: it is filled in.
    assert set(form.fields) == {"reason", "take_name", "take_home"}
    values = {name: form[name].initial for name in form.fields if name != "reason"}
    assert mine.post(page, {**values, "take_name": "1"}).status_code == 302
    assert Person.objects.get(pk=world.resident.pk).name == "刘桂芬"
    merge = PersonMerge.objects.get()
    undo = reverse("people:merge-undo", args=[merge.pk])
    assert mine.get(undo).status_code == 200
    mine.post(undo)
    assert Person.objects.get(pk=world.resident.pk).name == "刘桂芳"
    pair.refresh_from_db()
    assert pair.state == PairState.DISTINCT


def test_two_rows_of_a_child_are_compared_with_a_reason(world: Any) -> None:
    child = world.people["child"]
    other = make_person("刘小贝", at=world.grid)
    answer = client(world, "community_worker").get(reverse("people:pair", args=[child.pk, other.pk]))
    assert answer.url.startswith(reverse("people:person-child", args=[child.pk]))


def test_other_row_is_found_by_hand(world: Any) -> None:
    other = make_person("刘桂芬", at=world.grid)
    page = reverse("people:pair-find", args=[world.resident.pk])
    mine = client(world, "community_worker")
    text = mine.get(page, {"q": "刘桂"}).content.decode()
    assert reverse("people:pair", args=[world.resident.pk, other.pk]) in text
    assert client(world, "grid_worker").get(page).status_code == 403
    assert client(world, "other_secretary").get(page).status_code == 404


def test_pair_is_told_apart_by_those_who_may(world: Any) -> None:
    other = make_person("刘桂芬", at=world.grid)
    pair = pair_up(world.resident, other, NOON)
    page = reverse("people:pair-distinct", args=[pair.pk])
    side = reverse("people:pair", args=[world.resident.pk, other.pk])
    for who, status in (("grid_worker", 403), ("other_secretary", 404), ("resident", 404)):
        assert client(world, who).post(page).status_code == 404
        assert client(world, who).get(side).status_code == status
    client(world, "community_worker").post(page)
    assert DuplicatePair.objects.get().state == PairState.DISTINCT


def test_merges_are_not_undone_from_elsewhere(world: Any) -> None:
    other = make_person("刘桂芬", at=world.grid)
    merge = merge_persons(kept=world.resident, gone=other, actor=world.actors["community_worker"], now=NOON)
    page = reverse("people:merge-undo", args=[merge.pk])
    for who in ("grid_worker", "other_secretary", "street_officer", "resident"):
        assert client(world, who).post(page).status_code == 404
    merge.refresh_from_db()
    assert merge.undone_at is None


def test_grid_finder_is_open_and_tells_no_resident(world: Any) -> None:
    building = make_area(AreaKind.BUILDING, world.grid, name_zh="9号楼", number=9)
    make_home(building, "李娜")
    page = reverse("people:grid-finder")
    text = Client().get(page, {"community": "zhaolin", "address": "9号楼"}).content.decode()
    assert "张grid_worker" in text
    assert "张neighbour" not in text.split("rows")[-1]
    assert not {"李娜", "刘桂芳"} & set(text.split())
    assert "李娜" not in text
    assert Client().get(page, {"address": "某处99号楼"}).status_code == 200
    assert Client().get(page, {"address": "\x00" * 200}).status_code == 200
