"""The tree of the demo: 辽宁省 down to the grids of 兆麟社区, and a small neighbour whom nobody here sees."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from linli.base.permissions import SystemActor
from linli.core.areas.enums import AreaKind, FactKey
from linli.core.areas.models import Area
from linli.core.areas.operations.facts import state_fact
from linli.core.areas.operations.tree import create_area

BUILDER = SystemActor("demo")
GRIDS = 16
SIDE = 4
WEST, SOUTH = 123.330, 41.420  # about 123.339 E 41.427 N, WGS 84
WIDTH, HEIGHT = 0.0045, 0.0034
ABOVE: tuple[tuple[str, str, str, str, str], ...] = (
    (AreaKind.PROVINCE, "ln", "辽宁省", "Liaoning Province", "210000"),
    (AreaKind.CITY, "liaoyang", "辽阳市", "Liaoyang City", "211000"),
    (AreaKind.COUNTY, "dengta", "灯塔市", "Dengta City", "211081"),
    (AreaKind.STREET, "yantai", "烟台街道", "Yantai Street", "211081001"),
)
FACTS: tuple[tuple[str, int | None, str], ...] = (
    (FactKey.HOUSEHOLDS, 8904, "演示：社区居民信息台账"),
    (FactKey.RESIDENTS, 20420, "演示：社区居民信息台账"),
    (FactKey.COMMUNITY_WORKERS, 23, "演示：社区工作者名单"),
    (FactKey.GRID_WORKERS, 16, "演示：社区工作者名单"),
    (FactKey.SQUARE_KILOMETRES, None, "原文此数脱落，待核实"),
)


@dataclass
class Tree:
    """What the demo stands on."""

    street: Area
    community: Area
    neighbour: Area
    grids: list[Area]
    neighbour_grids: list[Area]


def plant_areas(*, now: datetime, since: date) -> Tree:
    """Make the areas down to the grids, and state the figures of the community."""
    parent: Area | None = None
    for kind, slug, zh, en, code in ABOVE:
        names: dict[str, Any] = {"name_zh": zh, "name_en": en, "code": code, "slug": slug}
        parent = create_area(parent=parent, kind=kind, actor=BUILDER, now=now, **names)
    assert parent is not None  # noqa: S101 -- the loop has run
    street = parent
    community = _community(street, "zhaolin", "兆麟社区", "Zhaolin Community", "0419-8100001", now)
    neighbour = _community(street, "guangming", "光明社区", "Guangming Community", "0419-8100002", now)
    outlines = grid_outlines()
    grids = [_grid(community, number, outlines[number - 1], now, since) for number in range(1, GRIDS + 1)]
    beside = [_shifted(outline, east=SIDE * WIDTH + 0.002) for outline in outlines[:2]]
    neighbours = [_grid(neighbour, number, beside[number - 1], now, since) for number in (1, 2)]
    for key, value, source in FACTS:
        state_fact(area=community, key=key, value=value, as_of=since, source=source, actor=BUILDER, now=now)
    return Tree(street, community, neighbour, grids, neighbours)


def _community(street: Area, slug: str, zh: str, en: str, phone: str, now: datetime) -> Area:
    names: dict[str, Any] = {"name_zh": zh, "name_en": en, "slug": slug, "phone": phone}
    return create_area(parent=street, kind=AreaKind.COMMUNITY, actor=BUILDER, now=now, **names)


def _grid(community: Area, number: int, outline: dict[str, Any], now: datetime, since: date) -> Area:
    names: dict[str, Any] = {"name_zh": f"第{number}网格", "name_en": f"Grid {number}"}
    more: dict[str, Any] = {"number": number, "outline": outline, "starts_on": since}
    return create_area(parent=community, kind=AreaKind.GRID, actor=BUILDER, now=now, **names, **more)


def grid_outlines() -> list[dict[str, Any]]:
    """Sixteen neighbouring polygons, four by four with bent borders: the ones of `grids.geojson`."""
    chance = random.Random(GRIDS)  # noqa: S311 -- a drawing, not a secret
    corner = {}
    for x in range(SIDE + 1):
        for y in range(SIDE + 1):
            east = round(WEST + x * WIDTH + chance.uniform(-7e-4, 7e-4), 6)
            corner[x, y] = [east, round(SOUTH + y * HEIGHT + chance.uniform(-5e-4, 5e-4), 6)]
    outlines = []
    for index in range(GRIDS):
        y, x = divmod(index, SIDE)
        ring = [corner[x, y], corner[x + 1, y], corner[x + 1, y + 1], corner[x, y + 1], corner[x, y]]
        outlines.append({"type": "Polygon", "coordinates": [ring]})
    return outlines


def _shifted(outline: dict[str, Any], *, east: float) -> dict[str, Any]:
    rings = [[[round(x + east, 6), y] for x, y in ring] for ring in outline["coordinates"]]
    return {**outline, "coordinates": rings}
