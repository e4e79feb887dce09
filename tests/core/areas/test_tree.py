"""Areas are added, named and drawn; figures are stated."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils.translation import override

from linli.base.audit.models import AuditEntry
from linli.base.errors import Refused
from linli.base.permissions import SystemActor
from linli.core.areas.enums import AreaKind
from linli.core.areas.models import Area, AreaFact
from linli.core.areas.operations.drawing import load_outlines, set_outline
from linli.core.areas.operations.facts import state_fact
from linli.core.areas.operations.outlines import checked_outline
from linli.core.areas.operations.tree import create_area, rename_area
from linli.core.areas.queries.facts import latest_facts, ratios_of
from linli.core.areas.queries.tree import address_of, addresses_of, communities_for, grids_for, homes_below, lines_up
from tests.factories.core import NOON, TODAY, make_area, make_world

pytestmark = pytest.mark.django_db

SQUARE = [[123.33, 41.41], [123.34, 41.41], [123.34, 41.42], [123.33, 41.42], [123.33, 41.41]]
WRONG = ["grid_worker", "community_worker", "other_secretary", "street_officer", "system_admin", "resident"]


def polygon(*rings: Any) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": list(rings) or [SQUARE]}


def collection(*features: tuple[str, int]) -> dict[str, Any]:
    return {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": {"name": name, "number": number}, "geometry": polygon()}
            for name, number in features
        ],
    }


@pytest.fixture
def world() -> Iterator[Any]:
    with override("zh-hans"):
        yield make_world()


def create(world: Any, who: str = "committee_secretary", **details: Any) -> Area:
    values = {"parent": world.community, "kind": AreaKind.GRID, "name_zh": "第7网格", "number": 7, **details}
    return create_area(actor=world.actors[who], now=NOON, **values)


def test_area_gets_its_path_from_its_number(world: Any) -> None:
    grid = create(world)
    assert (grid.slug, grid.path, grid.community_id) == ("g07", f"{world.community.path}g07/", world.community.pk)
    building = create(world, parent=grid, kind=AreaKind.BUILDING, name_zh="3号楼", number=3)
    home = create(world, parent=building, kind=AreaKind.HOME, name_zh="302", number=302)
    assert home.path == f"{grid.path}b3/h302/"
    assert str(address_of(home.path)) == "3号楼302"


def test_area_without_a_number_gets_letters_of_its_name(world: Any) -> None:
    first = create(world, name_zh="兆麟小区", number=0, parent=world.grid, kind=AreaKind.COMPOUND)
    second = create(world, name_zh="兆麟小區", number=0, parent=world.grid, kind=AreaKind.COMPOUND)
    assert (first.slug, second.slug) == ("zhaolinxiaoqu", "zhaolinxiaoqu-2")


@pytest.mark.parametrize(
    ("details", "code"),
    [
        ({"name_zh": " "}, "name-missing"),
        ({"slug": "G 7"}, "bad-slug"),
        ({"slug": "g01"}, "slug-taken"),
        ({"kind": AreaKind.STREET}, "wrong-level"),
        ({"kind": AreaKind.COMMUNITY}, "wrong-level"),
    ],
)
def test_area_is_refused(world: Any, details: dict[str, Any], code: str) -> None:
    before = Area.objects.count()
    with pytest.raises(Refused) as refusal:
        create(world, **details)
    assert (refusal.value.code, Area.objects.count()) == (code, before)


@pytest.mark.parametrize("who", WRONG)
def test_tree_is_changed_by_those_who_may(world: Any, who: str) -> None:
    actor = world.actors[who]
    for act in (
        lambda: create(world, who),
        lambda: create_area(parent=None, kind=AreaKind.PROVINCE, name_zh="某省", actor=actor, now=NOON),
        lambda: rename_area(area=world.grid, name_zh="x", actor=actor, now=NOON),
        lambda: set_outline(area=world.grid, outline=polygon(), actor=actor, now=NOON),
        lambda: load_outlines(community=world.community, collection=collection(("第1网格", 1)), actor=actor, now=NOON),
    ):
        with pytest.raises(Refused) as refusal:
            act()
        assert refusal.value.code == "forbidden"
    assert Area.objects.get(pk=world.grid.pk).outline is None


def test_province_is_added_by_the_program(world: Any) -> None:
    actor = SystemActor("seed")
    province = create_area(parent=None, kind=AreaKind.PROVINCE, name_zh="吉林省", actor=actor, now=NOON)
    street = create_area(parent=province, kind=AreaKind.STREET, name_zh="某街道", actor=actor, now=NOON)
    community = create_area(parent=street, kind=AreaKind.COMMUNITY, name_zh="某社区", actor=actor, now=NOON)
    assert (province.path, community.community_id) == ("/jilinsheng/", community.pk)
    with pytest.raises(Refused) as refusal:
        create_area(parent=street, kind=AreaKind.GRID, name_zh="第1网格", actor=actor, now=NOON)
    assert refusal.value.code == "no-community"


def test_renaming_leaves_the_path_and_says_what_changed(world: Any) -> None:
    path = world.grid.path
    rename_area(area=world.grid, name_zh="站前网格", number=1, actor=world.actors["committee_secretary"], now=NOON)
    assert (Area.objects.get(pk=world.grid.pk).name_zh, world.grid.path) == ("站前网格", path)
    entry = AuditEntry.objects.get(action="areas.area.rename")
    assert entry.data == {"before": {"name_zh": "第1网格"}, "after": {"name_zh": "站前网格"}}


@pytest.mark.parametrize(
    ("outline", "code"),
    [
        (None, "not-a-polygon"),
        ({"type": "Point", "coordinates": [123.3, 41.4]}, "not-a-polygon"),
        (polygon("abc"), "not-a-polygon"),
        ({"type": "Polygon", "coordinates": {}}, "not-a-polygon"),
        ({"type": "MultiPolygon", "coordinates": [1]}, "not-a-polygon"),
        (polygon([["x", "y"]] * 4), "not-a-polygon"),
        (polygon([[float("nan"), 41.0]] * 4), "not-a-polygon"),
        (polygon([[y, x] for x, y in SQUARE]), "not-on-earth"),
        (polygon(SQUARE[:-1]), "ring-open"),
        (polygon([SQUARE[0]] * 4), "ring-flat"),
        (polygon([SQUARE[0], SQUARE[1], SQUARE[0], SQUARE[0]]), "ring-flat"),
        (polygon([SQUARE[0], SQUARE[2], SQUARE[1], [123.335, 41.44], SQUARE[0]]), "ring-crosses"),
    ],
)
def test_outline_is_refused(outline: Any, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        checked_outline(outline)
    assert refusal.value.code == code


def test_outline_with_a_hole_and_many_parts_is_kept() -> None:
    hole = [[123.334, 41.414], [123.336, 41.414], [123.336, 41.416], [123.334, 41.414]]
    outline = {"type": "MultiPolygon", "coordinates": [[SQUARE, hole]], "crs": "ignored"}
    assert checked_outline(outline) == {"type": "MultiPolygon", "coordinates": [[SQUARE, hole]]}


def test_grids_are_drawn_from_a_file_once(world: Any) -> None:
    actor = world.actors["committee_secretary"]
    given = collection(("第1网格", 1), ("第2网格", 0), ("第3网格", 3))

    report = load_outlines(community=world.community, collection=given, actor=actor, now=NOON)
    assert [area.slug for area in report.changed] == ["g01", "g02"]
    assert [area.slug for area in report.created] == ["g03"]

    written = AuditEntry.objects.count()
    again = load_outlines(community=world.community, collection=json.loads(json.dumps(given)), actor=actor, now=NOON)
    assert (len(again.unchanged), again.changed, again.created) == (3, [], [])
    assert AuditEntry.objects.count() == written


def test_file_with_one_bad_feature_changes_nothing(world: Any) -> None:
    actor = world.actors["committee_secretary"]
    given = collection(("第1网格", 1), ("第2网格", 2))
    given["features"][1]["geometry"] = None
    with pytest.raises(Refused) as refusal:
        load_outlines(community=world.community, collection=given, actor=actor, now=NOON)
    assert refusal.value.code == "not-a-polygon"
    assert "第2网格" in str(refusal.value)
    assert Area.objects.get(pk=world.grid.pk).outline is None


@pytest.mark.parametrize("given", [None, [], {}, {"features": []}, {"features": ["x"]}, {"features": 3}])
def test_file_that_is_no_collection_is_refused(world: Any, given: Any) -> None:
    with pytest.raises(Refused) as refusal:
        load_outlines(community=world.community, collection=given, actor=world.actors["committee_secretary"], now=NOON)
    assert refusal.value.code == "not-geojson"


def state(world: Any, key: str, value: Any, who: str = "community_worker", **details: Any) -> AreaFact:
    values = {"area": world.community, "as_of": date(2026, 6, 30), "source": "社区台账", **details}
    return state_fact(key=key, value=value, actor=world.actors[who], now=NOON, **values)


def test_figures_keep_their_day_and_source_and_give_ratios(world: Any) -> None:
    for key, value in (("households", 8904), ("residents", 20420), ("community_workers", 23)):
        state(world, key, Decimal(value))
    state(world, "households", 9000, as_of=date(2025, 12, 31))
    facts = latest_facts(world.community)
    assert (facts["households"].value, facts["households"].source) == (8904, "社区台账")
    assert [(ratio.key, ratio.value) for ratio in ratios_of(world.community, facts)] == [
        ("households_per_grid", Decimal(4452)),
        ("workers_per_ten_thousand", Decimal("11.3")),
    ]


def test_figure_may_be_unknown_and_gives_no_ratio(world: Any) -> None:
    state(world, "residents", None)
    facts = latest_facts(world.community)
    assert facts["residents"].value is None
    assert [ratio.value for ratio in ratios_of(world.community, facts)] == [None, None]


@pytest.mark.parametrize(
    ("details", "code"),
    [
        ({"source": ""}, "source-missing"),
        ({"as_of": TODAY + timedelta(days=1)}, "day-in-future"),
        ({"value": -1}, "negative-figure"),
        ({"who": "grid_worker"}, "forbidden"),
        ({"who": "other_secretary"}, "forbidden"),
    ],
)
def test_figure_is_refused(world: Any, details: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as refusal:
        state(world, "residents", details.pop("value", 1), **details)
    assert refusal.value.code == code
    assert not AreaFact.objects.exists()


def test_figure_is_never_changed(world: Any) -> None:
    fact = state(world, "residents", 20420)
    with pytest.raises(Refused):
        AreaFact.objects.filter(pk=fact.pk).update(value=1)


def test_grids_are_seen_by_those_who_may(world: Any) -> None:
    seen = {who: {grid.path for grid in grids_for(world.actors[who])} for who in world.actors}
    mine, both = {world.grid.path}, {world.grid.path, world.next_grid.path}
    assert seen["grid_worker"] == mine
    assert seen["community_worker"] == both
    assert seen["street_officer"] == both | {world.other_grid.path}
    assert seen["resident"] == set()
    assert list(communities_for(world.actors["grid_worker"])) == [world.community]
    assert set(communities_for(world.actors["street_officer"])) == {world.community, world.other}
    assert list(communities_for(world.actors["resident"])) == []


@pytest.mark.parametrize("count", [1, 3])
def test_addresses_cost_one_query(world: Any, count: int, django_assert_num_queries: Any) -> None:
    building = make_area(AreaKind.BUILDING, world.grid, name_zh="3号楼")
    homes = [make_area(AreaKind.HOME, building, name_zh=f"{number}01") for number in range(1, count + 1)]
    with django_assert_num_queries(1):
        found = addresses_of(home.path for home in homes)
    assert {str(address) for address in found.values()} == {f"3号楼{number}01" for number in range(1, count + 1)}
    assert {address.grid for address in found.values()} == {world.grid}


def test_lines_and_homes_of_a_building(world: Any) -> None:
    assert [area.slug for area in lines_up(world.family.building)] == ["zhaolin", "g01"]
    assert (homes_below(world.grid), homes_below(world.family.building), homes_below(world.next_grid)) == (1, 1, 0)
