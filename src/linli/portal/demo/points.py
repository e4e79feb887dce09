"""Where exactly: somebody pressed the map for a third of what is open."""

from __future__ import annotations

from random import Random
from typing import Any

from linli.core.areas.models import Area
from linli.core.matters.enums import OPEN
from linli.core.matters.models import Matter
from linli.core.matters.queries.places import contains

TRIES = 50


def press_the_map(community: Area, chance: Random) -> None:
    """Give every third open matter a point inside its grid."""
    of_community = Matter.objects.filter(community=community, state__in=sorted(OPEN), grid__outline__isnull=False)
    pressed = list(of_community.select_related("grid").order_by("pk")[::3])
    for matter in pressed:
        assert matter.grid is not None  # noqa: S101 -- asked for above
        matter.lat, matter.lng = _inside(matter.grid.outline, chance)
    Matter.objects.bulk_update(pressed, ["lat", "lng"])


def _inside(outline: Any, chance: Random) -> tuple[float | None, float | None]:
    ring = outline["coordinates"][0]
    lngs, lats = [point[0] for point in ring], [point[1] for point in ring]
    for _try in range(TRIES):
        lat, lng = chance.uniform(min(lats), max(lats)), chance.uniform(min(lngs), max(lngs))
        if contains(outline, lat, lng):
            return round(lat, 6), round(lng, 6)
    return None, None
