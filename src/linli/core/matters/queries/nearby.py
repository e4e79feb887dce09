"""Open matters of the same kind nearby, as a neighbour may see them: kind, place and day, never anybody's words."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from linli.core.areas.models import Area
from linli.core.matters.enums import OPEN, MatterState, Urgency
from linli.core.matters.models import Category, Matter
from linli.core.matters.queries.suggest import suggest_categories

METRES = 150
MOST = 5
METRES_OF_A_DEGREE = 111_320
WAITING = sorted(OPEN - {MatterState.VERIFIED})
BUILDING = re.compile(r"(\d+)\s*(?:号楼|栋|幢|#)|building\s*(\d+)", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Where:
    """What somebody said about what and where, before it is a matter."""

    community_id: UUID
    text: str = ""
    category: Category | None = None
    grid: Area | None = None
    address: str = ""
    lat: float | None = None
    lng: float | None = None


@dataclass(frozen=True)
class Nearby:
    """An open matter as a neighbour may see it."""

    key: UUID
    kind: str
    place: str
    said_at: datetime
    others: int  # how many follow it
    matter: Matter


def is_shared(matter: Matter) -> bool:
    """Whether neighbours may know of it, because it is theirs as well: a street, a pipe, a stair.

    A quarrel or an illness of others is shown to nobody.
    """
    category = matter.category
    return category is not None and category.is_shared and category.urgency != Urgency.EMERGENCY


def building_of(address: str) -> str:
    """The number of the building that an address names, or nothing."""
    found = BUILDING.search(address)
    return (found[1] or found[2]) if found else ""


def open_nearby(where: Where, *, most: int = MOST) -> list[Nearby]:
    """Open matters of the same kind in the same grid, at the same address or within 150 metres."""
    kinds = _kinds(where)
    place = _near(where)
    if not kinds or not place:
        return []
    matters = Matter.objects.filter(place, community=where.community_id, state__in=WAITING, category__in=kinds)
    matters = matters.filter(category__is_shared=True).exclude(category__urgency=Urgency.EMERGENCY)
    matters = matters.select_related("category", "grid")
    counted = matters.annotate(others=Count("followers", filter=Q(followers__ended_at=None)))
    found = [one for one in counted.order_by("-reported_at", "-pk")[: 10 * most] if _is_near(where, one)]
    house = building_of(where.address)
    found.sort(key=lambda one: not house or building_of(one.address) != house)
    return [_seen(one) for one in found[:most]]


def _kinds(where: Where) -> list[UUID]:
    """What was chosen, and what the words mean."""
    meant = suggest_categories(where.text, most=1) if where.text else []
    return [kind.pk for kind in (where.category, *meant) if kind is not None]


def _near(where: Where) -> Q | None:
    found = Q()
    if where.grid:
        found |= Q(grid=where.grid)
    if where.address:
        found |= Q(address__iexact=where.address)
    if where.lat is not None and where.lng is not None:
        high = METRES / METRES_OF_A_DEGREE
        wide = high / max(math.cos(math.radians(where.lat)), 0.01)
        found |= Q(lat__range=(where.lat - high, where.lat + high), lng__range=(where.lng - wide, where.lng + wide))
    return found or None


def _is_near(where: Where, matter: Matter) -> bool:
    """A box of the index is a little larger than the circle; the same grid or address is near anyhow."""
    if where.grid and matter.grid_id == where.grid.pk:
        return True
    if where.address and matter.address.casefold() == where.address.casefold():
        return True
    if None in (where.lat, where.lng, matter.lat, matter.lng):
        return False
    return metres_between(where.lat or 0, where.lng or 0, matter.lat or 0, matter.lng or 0) <= METRES


def metres_between(lat: float, lng: float, other_lat: float, other_lng: float) -> float:
    """How far two points are apart, well enough for a neighbourhood."""
    north = (other_lat - lat) * METRES_OF_A_DEGREE
    east = (other_lng - lng) * METRES_OF_A_DEGREE * math.cos(math.radians((lat + other_lat) / 2))
    return math.hypot(north, east)


def _seen(matter: Matter) -> Nearby:
    others: int = matter.others  # type: ignore[attr-defined]  # annotated above
    return Nearby(matter.pk, str(matter.category), place_words(matter), matter.reported_at, others, matter)


def place_words(matter: Matter) -> str:
    """Where it is, down to the building and never to the door."""
    found = BUILDING.search(matter.address)
    return " · ".join(part for part in (str(matter.grid) if matter.grid else "", found[0] if found else "") if part)


def kind_in_both(matter: Matter) -> dict[str, str]:
    """What kind of matter it is, in both languages, for somebody who may not read its words."""
    kind = matter.category
    return {"zh": kind.name_zh, "en": kind.name_en} if kind else {"zh": "社区事项", "en": "A matter nearby"}
