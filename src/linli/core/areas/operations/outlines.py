"""Is this an outline? GeoJSON geometries in WGS 84, looked over before they are kept."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from linli.base.errors import Refused

MOST_POINTS = 20_000
CROSSINGS_UP_TO = 400  # points of a ring; beyond, looking for crossings costs more than it finds
Ring = list[list[float]]


def checked_outline(geometry: object) -> dict[str, Any]:
    """The geometry as it is kept; refused with a reason when it cannot be an outline on earth."""
    if not isinstance(geometry, Mapping) or geometry.get("type") not in {"Polygon", "MultiPolygon"}:
        raise Refused("not-a-polygon", _("An outline is a GeoJSON Polygon or MultiPolygon."), field="outline")
    plain: dict[str, Any] = {"type": geometry["type"], "coordinates": geometry.get("coordinates")}
    try:
        rings = list(rings_of(plain))
    except (TypeError, ValueError, KeyError) as error:
        raise Refused("not-a-polygon", _("The coordinates are not rings of points."), field="outline") from error
    if not rings or sum(map(len, rings)) > MOST_POINTS:
        raise Refused("not-a-polygon", _("An outline has some points, and not more than 20,000."), field="outline")
    for ring in rings:
        _check_ring(ring)
    return plain


def rings_of(geometry: Mapping[str, Any]) -> Iterator[Ring]:
    """Every ring of a polygon or of many."""
    coordinates = geometry["coordinates"]
    polygons = [coordinates] if geometry["type"] == "Polygon" else coordinates
    for polygon in polygons:
        if not isinstance(polygon, list) or not polygon:
            raise ValueError(geometry["type"])
        for ring in polygon:
            yield [[float(point[0]), float(point[1])] for point in ring]


def _check_ring(ring: Ring) -> None:
    if not all(math.isfinite(number) for point in ring for number in point):
        raise Refused("not-a-polygon", _("A coordinate is not a number."), field="outline")
    if any(not -180 <= longitude <= 180 or not -90 <= latitude <= 90 for longitude, latitude in ring):
        says = _("A point lies outside the earth. Coordinates are longitude, then latitude, in degrees of WGS 84.")
        raise Refused("not-on-earth", says, field="outline")
    if len(ring) < 4 or ring[0] != ring[-1]:
        raise Refused("ring-open", _("A ring has four points at least, and ends where it begins."), field="outline")
    if len({tuple(point) for point in ring}) < 3 or abs(_doubled_area(ring)) < 1e-14:
        raise Refused("ring-flat", _("A ring encloses nothing."), field="outline")
    if len(ring) <= CROSSINGS_UP_TO and _crosses_itself(ring):
        raise Refused("ring-crosses", _("A ring crosses itself."), field="outline")


def _doubled_area(ring: Ring) -> float:
    return sum(x * q - p * y for (x, y), (p, q) in pairwise(ring))


def _crosses_itself(ring: Ring) -> bool:
    sides = list(pairwise(ring))
    last = len(sides) - 1
    return any(
        _cross(*sides[one], *sides[two])
        for one in range(len(sides))
        for two in range(one + 2, len(sides))
        if not (one == 0 and two == last)
    )


def _cross(a: list[float], b: list[float], c: list[float], d: list[float]) -> bool:
    def turn(p: list[float], q: list[float], r: list[float]) -> float:
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])

    return turn(a, b, c) * turn(a, b, d) < 0 and turn(c, d, a) * turn(c, d, b) < 0
