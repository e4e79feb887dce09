"""Where is it: from a point on the map, from an address as people write it, or from somebody's home."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from linli.base.memory.stamps import remembered
from linli.core.areas.enums import AreaKind
from linli.core.areas.models import Area
from linli.core.areas.queries.communities import grids_of
from linli.core.people.models import Residence

Ring = Sequence[Sequence[float]]


def grid_at(community_id: UUID, lat: float, lng: float) -> Area | None:
    """The grid that a point lies in, or None outside of all."""
    return next((grid for grid in grids_of(community_id) if grid.outline and contains(grid.outline, lat, lng)), None)


def contains(outline: dict[str, Any], lat: float, lng: float) -> bool:
    """Whether a point lies inside a GeoJSON polygon: how often a ray to the east crosses its rings, holes too."""
    return sum(_crossings(ring, lat, lng) for ring in _rings(outline)) % 2 == 1


def _rings(outline: dict[str, Any]) -> Iterator[Ring]:
    many = outline["type"] == "MultiPolygon"
    for polygon in outline["coordinates"] if many else [outline["coordinates"]]:
        yield from polygon


def _crossings(ring: Ring, lat: float, lng: float) -> int:
    count = 0
    for (x1, y1, *_a), (x2, y2, *_b) in itertools.pairwise(ring):
        if (y1 > lat) != (y2 > lat) and lng < x1 + (lat - y1) * (x2 - x1) / (y2 - y1):
            count += 1
    return count


def grid_of_address(community_id: UUID, address: str) -> Area | None:
    """The one grid whose compounds or buildings an address names; None when it names none, or could be several."""
    typed = "".join(address.split()).casefold()
    if not typed:
        return None
    named = [(path, len(name)) for path, names in _named_areas(community_id) if (name := _named(names, typed))]
    if not named:
        return None
    longest = max(length for _path, length in named)
    paths = {path for path, length in named if length == longest}
    grids = {grid.path: grid for grid in grids_of(community_id)}
    hits = {path for path in grids if any(found.startswith(path) for found in paths)}
    return grids[hits.pop()] if len(hits) == 1 else None


@remembered(Area)
def _named_areas(community_id: UUID) -> list[tuple[str, tuple[str, ...]]]:
    """The paths of grids and compounds with their names as an address may write them."""
    kinds = [AreaKind.GRID, AreaKind.COMPOUND]
    areas = Area.objects.live().filter(community=community_id, kind__in=kinds)
    rows = areas.values_list("path", "name_zh", "name_en")
    return [(path, tuple(filter(None, ("".join(name.split()).casefold() for name in names)))) for path, *names in rows]


def _named(names: tuple[str, ...], typed: str) -> str:
    """The name of the area as the address writes it, or nothing."""
    return next((name for name in names if name in typed), "")


def home_of(person_id: UUID) -> Area | None:
    """The home where somebody lives now."""
    live = Residence.objects.filter(person=person_id, ends_on=None).select_related("household__home")
    residence = live.first()
    return residence.household.home if residence else None


def grid_around(community_id: UUID, place: str) -> Area | None:
    """The grid of a community that a place lies in."""
    return next((grid for grid in grids_of(community_id) if place.startswith(grid.path)), None)


def address_of_home(home: Area) -> str:
    """Where a home is, as a person says it: compound, building, stair, door."""
    parts = home.path.strip("/").split("/")
    above = ["/" + "/".join(parts[:count]) + "/" for count in range(1, len(parts) + 1)]
    below_grid = [AreaKind.COMPOUND, AreaKind.BUILDING, AreaKind.UNIT, AreaKind.HOME]
    areas = Area.objects.filter(path__in=above, kind__in=below_grid).order_by("path")
    return " ".join(str(area) for area in areas)
