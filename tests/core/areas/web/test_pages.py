"""The map, grids, figures and re-drawing as pages."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from linli.core.areas.enums import AreaKind, RedrawState
from linli.core.areas.models import Area, AreaFact, Redraw
from linli.core.people.web.demo import BACKEND
from linli.core.people.web.guards import DEMO
from tests.factories.core import make_area, make_grant, make_home, make_person, make_world

pytestmark = pytest.mark.django_db

SQUARE = [[[123.33, 41.41], [123.34, 41.41], [123.34, 41.42], [123.33, 41.42], [123.33, 41.41]]]


@pytest.fixture
def world(settings: Any) -> Any:
    settings.LINLI_DEMO = True
    world = make_world()
    Area.objects.filter(pk=world.grid.pk).update(outline={"type": "Polygon", "coordinates": SQUARE})
    return world


def client(world: Any, who: str) -> Client:
    found = Client(headers={"accept-language": "en"})
    found.force_login(world.people[who].account, backend=BACKEND)
    session = found.session
    session[DEMO] = True
    session.save()
    return found


def test_map_shows_the_grids_that_one_may_see(world: Any) -> None:
    page = reverse("areas:grid-list")
    text = client(world, "grid_worker").get(page).content.decode()
    assert "张grid_worker" in text
    assert "第2网格" not in text
    assert "FeatureCollection" in text
    both = client(world, "street_officer").get(page).content.decode()
    assert "光明社区" in both
    assert client(world, "resident").get(page).status_code == 404


def test_page_of_a_grid_says_who_works_here_and_how_many(world: Any) -> None:
    leader = make_person("赵领头", at=world.grid)
    make_grant(leader, "grid_leader", world.grid)
    page = reverse("areas:grid", args=[world.grid.pk])
    text = client(world, "grid_worker").get(page).content.decode()
    assert "赵领头" in text
    assert f"{reverse('people:person-list')}?grid={world.grid.pk}" in text
    seen = client(world, "street_officer").get(page).content.decode()
    assert "张grid_worker" in seen
    assert reverse("people:person-list") not in seen  # the street sees no residents, and is given no list of them
    for who in ("neighbour", "stranger", "other_secretary", "resident"):
        assert client(world, who).get(page).status_code == 404


@pytest.mark.parametrize("name", ["areas:grid-list", "areas:grid", "areas:grid?tab=life"])
def test_grid_pages_cost_the_same_however_full(world: Any, name: str) -> None:
    mine = client(world, "community_worker")
    name, _sign, query = name.partition("?")
    page = reverse(name, args=[world.grid.pk] if name == "areas:grid" else []) + (query and f"?{query}")
    mine.get(page)
    costs = []
    for count in (1, 3):
        for _number in range(count):
            home = make_home(world.grid, "李娜", "王强")
            make_grant(home.people[0], "grid_worker", world.grid)
            make_grant(home.people[1], "grid_worker", make_area(AreaKind.GRID, world.community))
        with CaptureQueriesContext(connection) as queries:
            assert mine.get(page).status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 12


def test_one_goes_down_to_the_door(world: Any) -> None:
    mine = client(world, "grid_worker")
    building, home = world.family.building, world.family.home
    assert str(building) in mine.get(reverse("areas:grid", args=[world.grid.pk])).content.decode()
    assert str(home) in mine.get(reverse("areas:area", args=[building.pk])).content.decode()
    text = mine.get(reverse("areas:area", args=[home.pk])).content.decode()
    assert reverse("people:home", args=[home.pk]) in text
    assert "刘桂芳" in text
    assert "刘桂芳" not in client(world, "street_officer").get(reverse("areas:area", args=[home.pk])).content.decode()
    assert mine.get(reverse("areas:area", args=[world.grid.pk])).status_code == 302


def test_area_is_added_and_renamed_by_those_who_may(world: Any) -> None:
    add, rename = (reverse(f"areas:area-{name}", args=[world.grid.pk]) for name in ("add", "rename"))
    for page in (add, rename):
        assert client(world, "grid_worker").get(page).status_code == 403
        assert client(world, "other_secretary").get(page).status_code == 404
    mine = client(world, "committee_secretary")
    values = {"kind": "building", "name_zh": "7号楼", "number": "7"}
    assert mine.get(add).status_code == 200
    assert mine.post(add, {**values, "kind": "grid"}).status_code == 422
    assert mine.post(add, values).status_code == 302
    assert Area.objects.get(name_zh="7号楼").path == f"{world.grid.path}b7/"
    assert mine.post(rename, {"name_zh": "站前网格", "number": "1"}).status_code == 302
    assert Area.objects.get(pk=world.grid.pk).name_zh == "站前网格"


def test_figures_are_noted_with_day_and_source(world: Any) -> None:
    page = reverse("areas:facts")
    values = {"key": "households", "value": "8904", "as_of": "2026-06-30", "source": "台账"}
    assert client(world, "grid_worker").post(page, values).status_code == 403
    mine = client(world, "community_worker")
    assert mine.post(page, {**values, "source": ""}).status_code == 422
    assert mine.post(page, values).status_code == 302
    assert AreaFact.objects.get().area == world.community
    text = mine.get(page).content.decode()
    assert "8,904" in text
    assert "4,452" in text  # two grids
    assert client(world, "resident").get(page).status_code == 404


def test_redrawing_is_looked_at_then_planned_then_withdrawn(world: Any) -> None:
    page = f"{reverse('areas:redraw-new')}?community=zhaolin&from={world.grid.pk}"
    assert client(world, "community_worker").get(page).status_code == 403
    mine = client(world, "committee_secretary")
    assert mine.get(reverse("areas:redraw-new")).status_code == 200
    tomorrow = (date.today() + timedelta(days=2)).isoformat()
    values = {
        "areas": [str(world.family.building.pk)],
        "to": str(world.next_grid.pk),
        "effective_on": tomorrow,
        "reason": "太大",
    }
    seen = mine.post(page, values)
    assert (seen.status_code, Redraw.objects.count()) == (200, 0)
    assert seen.context["homes"] == 1
    assert [count for _label, count in seen.context["counts"]] == [2]
    assert mine.post(page, {**values, "sure": "1"}).status_code == 302
    redraw = Redraw.objects.get()
    shown = reverse("areas:redraw", args=[redraw.pk])
    assert mine.get(shown).status_code == 200
    assert client(world, "other_secretary").get(shown).status_code == 404
    withdraw = reverse("areas:redraw-withdraw", args=[redraw.pk])
    assert client(world, "grid_worker").post(withdraw).status_code == 404
    assert client(world, "community_worker").post(withdraw).status_code == 403
    assert mine.post(withdraw).status_code == 302
    redraw.refresh_from_db()
    assert redraw.state == RedrawState.WITHDRAWN
    assert mine.get(reverse("areas:redraw-list")).status_code == 200
