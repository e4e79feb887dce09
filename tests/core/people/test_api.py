"""People and areas for programs: the same rights and masks as on the pages."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from linli.core.people.models import Person
from linli.core.people.operations.columns import person_columns
from linli.core.people.web.demo import BACKEND
from linli.core.people.web.guards import DEMO
from tests.factories.core import make_world

pytestmark = pytest.mark.django_db

NUMBER, PHONE = "211081196303072323", "13912345678"


@pytest.fixture
def world(settings: Any) -> Any:
    settings.LINLI_DEMO = True
    world = make_world()
    world.resident = world.people["resident"]
    columns = person_columns(name="刘桂芳", id_number=NUMBER, phone=PHONE)
    Person.objects.filter(pk=world.resident.pk).update(**columns)
    Person.objects.filter(pk=world.people["child"].pk).update(birth_on=date(2018, 5, 1))
    return world


def client(world: Any, who: str) -> Client:
    found = Client()
    found.force_login(world.people[who].account, backend=BACKEND)
    session = found.session
    session[DEMO] = True
    session.save()
    return found


def test_people_are_found_masked(world: Any) -> None:
    answer = client(world, "grid_worker").get("/api/v1/people", {"q": "刘桂"})
    (row,) = answer.json()
    assert (row["id"], row["name"], row["phone"]) == (str(world.resident.pk), "刘桂芳", "139****5678")
    assert NUMBER not in answer.content.decode()
    assert PHONE not in answer.content.decode()
    assert client(world, "neighbour").get("/api/v1/people", {"q": "刘桂"}).json() == []


def test_person_is_told_masked_and_only_to_those_who_may(world: Any) -> None:
    page = f"/api/v1/people/{world.resident.pk}"
    row = client(world, "grid_worker").get(page).json()
    assert (row["id_number"], row["birth_on"], row["care"]) == ("211081********2323", "1963-03-07", [])
    for who in ("neighbour", "other_secretary", "street_officer", "system_admin"):
        assert client(world, who).get(page).status_code == 404
    assert Client().get(page).status_code == 401


def test_record_of_a_child_stays_on_its_page(world: Any) -> None:
    row = client(world, "grid_worker").get(f"/api/v1/people/{world.people['child'].pk}").json()
    assert (row["birth_on"], row["care"]) == (None, None)


def test_homes_are_found_with_their_households(world: Any) -> None:
    mine, home = client(world, "grid_worker"), world.family.home
    (household,) = mine.get(f"/api/v1/people/homes/{home.pk}").json()
    assert [member["name"] for member in household["members"]] == ["刘桂芳", "刘小宝"]
    assert mine.get("/api/v1/people/homes", {"q": "999"}).json() == []
    assert client(world, "neighbour").get(f"/api/v1/people/homes/{home.pk}").status_code == 404


def test_areas_are_told_to_those_who_may(world: Any) -> None:
    mine = client(world, "grid_worker")
    assert [row["path"] for row in mine.get("/api/v1/areas").json()] == [world.community.path]
    assert [row["path"] for row in mine.get("/api/v1/areas/grids").json()] == [world.grid.path]
    assert mine.get("/api/v1/areas/grids.geojson").json()["type"] == "FeatureCollection"
    page = mine.get(f"/api/v1/areas/{world.grid.pk}").json()
    assert [row["kind"] for row in page["children"]] == ["building"]
    assert mine.get(f"/api/v1/areas/{world.grid.pk}/facts").json() == []
    assert client(world, "neighbour").get(f"/api/v1/areas/{world.grid.pk}").status_code == 404
    assert client(world, "resident").get("/api/v1/areas").json() == []
