"""In which order one walks: nearest neighbour, then crossings are taken out of the way (2-opt).

Only points that are known are measured, never where somebody is or was. What has no point is walked by number, as the
plates on the houses count.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, hypot, radians
from typing import Any

Point = tuple[float, float]  # latitude, longitude
METRES_OF_A_DEGREE = 111_320
NUMBERS = re.compile(r"(\d+)")
MOST_ROUNDS = 12  # of taking crossings out; a round of thirty stops is calm after three


@dataclass(frozen=True)
class Leg:
    """A stop as the way sees it: where it is, if that is known, and how its plate reads."""

    point: Point | None
    plate: str = ""


def metres(here: Point, there: Point) -> float:
    """How far, on foot and as the crow flies; the earth is flat within a community."""
    north = (there[0] - here[0]) * METRES_OF_A_DEGREE
    east = (there[1] - here[1]) * METRES_OF_A_DEGREE * cos(radians(here[0]))
    return hypot(north, east)


def walking_order(legs: Sequence[Leg], start: Point | None) -> list[int]:
    """The places of `legs` in a good order to walk, those without a point at the end, by their plates."""
    placed = [n for n, leg in enumerate(legs) if leg.point]
    unplaced = [n for n, leg in enumerate(legs) if not leg.point]
    placed.sort(key=lambda n: plate_key(legs[n].plate))
    way = _untangled(_nearest(placed, legs, start), legs, start)
    return [*way, *sorted(unplaced, key=lambda n: plate_key(legs[n].plate))]


def plate_key(plate: str) -> list[Any]:
    """`3号楼` before `12号楼`: numbers count as numbers."""
    parts = NUMBERS.split(plate)
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts if part]


def _nearest(left: list[int], legs: Sequence[Leg], start: Point | None) -> list[int]:
    left, way, here = list(left), [], start
    while left:
        origin = here
        following = left[0] if origin is None else min(left, key=lambda n: metres(origin, _point(legs, n)))
        left.remove(following)
        way.append(following)
        here = _point(legs, following)
    return way


def _point(legs: Sequence[Leg], n: int) -> Point:
    point = legs[n].point
    assert point is not None  # noqa: S101 -- only placed legs are walked
    return point


def _untangled(way: list[int], legs: Sequence[Leg], start: Point | None) -> list[int]:
    """Turn a stretch round wherever that makes the way shorter, until nothing does."""
    for _round in range(MOST_ROUNDS):
        better = False
        for first in range(len(way) - 1):
            for last in range(first + 1, len(way)):
                if _gain(way, first, last, legs, start) > 0.5:
                    way[first : last + 1] = reversed(way[first : last + 1])
                    better = True
        if not better:
            break
    return way


def _gain(way: list[int], first: int, last: int, legs: Sequence[Leg], start: Point | None) -> float:
    """How many metres it saves to walk the stretch from `first` to `last` the other way round."""
    before = _point(legs, way[first - 1]) if first else start
    after = _point(legs, way[last + 1]) if last + 1 < len(way) else None
    head, tail = _point(legs, way[first]), _point(legs, way[last])
    gain = 0.0
    if before is not None:
        gain += metres(before, head) - metres(before, tail)
    if after is not None:
        gain += metres(tail, after) - metres(head, after)
    return gain


def length_of(points: Sequence[Point]) -> float:
    """How long a way is, in metres."""
    return sum(metres(here, there) for here, there in itertools.pairwise(points))


def centre_of(outline: dict[str, Any] | None) -> Point | None:
    """The middle of the corners of a GeoJSON polygon: near enough to walk there."""
    if not outline:
        return None
    rings = outline["coordinates"] if outline["type"] == "Polygon" else outline["coordinates"][0]
    corners = rings[0][:-1]
    lng, lat = (sum(corner[axis] for corner in corners) / len(corners) for axis in (0, 1))
    return lat, lng
