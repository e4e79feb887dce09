"""My round: what a worker walks to today, in walking order (B-5)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import Q
from django.utils.timezone import localtime

from linli.base.permissions import Actor
from linli.core.areas.enums import AreaKind
from linli.core.areas.models import Area
from linli.core.areas.queries.tree import grids_for
from linli.core.matters.enums import MatterPermission, MatterState
from linli.core.matters.models import Matter
from linli.core.matters.queries import lists
from linli.core.matters.queries.moves import is_handler
from linli.core.matters.queries.walking import Leg, Point, centre_of, plate_key, walking_order

SOON = timedelta(days=3)
MOST_STOPS = 30


class Errand(StrEnum):
    """What one goes there for."""

    SIGN = "sign"
    HANDLE = "handle"
    CHECK = "check"
    LOOK = "look"


@dataclass(frozen=True)
class Stop:
    """One matter on the way."""

    matter: Matter
    errand: Errand
    point: Point | None
    is_exact: bool  # the point is the matter's own, not the middle of its building or grid
    is_soon: bool  # not for today yet, but near


@dataclass(frozen=True)
class Round:
    """The stops in walking order, what was put off for today, and what found no room."""

    stops: list[Stop]
    later: list[Stop]
    start: Point | None
    grids: list[Area]
    more: int


def on_round(actor: Actor, now: datetime) -> Q:
    """What belongs to a round: mine to sign or handle, mine to check, and in my grid what nobody looks at yet."""
    until = _midnight(now) + SOON
    mine = Q(handler=actor.person_id, state=MatterState.DISPATCHED)
    mine |= Q(handler=actor.person_id, state=MatterState.HANDLING, due_at__lt=until)
    everything = Matter.objects.all()
    verify = everything.condition_of(actor.scopes(MatterPermission.VERIFY))
    check = verify & lists.to_check() & ~Q(handler=actor.person_id) & Q(due_at__lt=until)
    small = tuple(
        scope for scope in actor.scopes(MatterPermission.NOTE) if scope.community_id and not scope.is_community
    )
    look = everything.condition_of(small) & lists.at_the_desk() & Q(due_at__lt=until)
    return mine | check | look


def round_of(actor: Actor, now: datetime, *, put_off: Collection[str] = ()) -> Round:
    """The round of a worker now, from the office of the community; `put_off` are the codes that wait for tomorrow."""
    due = lists.visible_matters(actor).select_related("reporter").filter(on_round(actor, now)).order_by("due_at", "pk")
    found = list(due[: MOST_STOPS + 1])
    matters = found[:MOST_STOPS]
    grids = list(grids_for(actor, MatterPermission.VIEW))
    buildings = _buildings({matter.grid for matter in matters if matter.grid})
    stops = [_stop(matter, actor, now, buildings) for matter in matters]
    walked = [stop for stop in stops if stop.matter.code not in put_off]
    later = [stop for stop in stops if stop.matter.code in put_off]
    start = _office(grids, matters)
    legs = [Leg(stop.point, _plate(stop.matter)) for stop in walked]
    order = [walked[n] for n in walking_order(legs, start)]
    today = [stop for stop in order if not stop.is_soon]
    soon = [stop for stop in order if stop.is_soon]
    return Round([*today, *soon], later, start, grids, len(found) - len(matters))


def _stop(matter: Matter, actor: Actor, now: datetime, buildings: dict[Any, list[_Building]]) -> Stop:
    exact = (matter.lat, matter.lng) if matter.lat is not None and matter.lng is not None else None
    point = exact or _at_building(matter, buildings) or (centre_of(matter.grid.outline) if matter.grid else None)
    is_soon = matter.due_at is not None and matter.due_at >= _midnight(now) and matter.state != MatterState.DISPATCHED
    return Stop(matter, _errand(matter, actor), point, exact is not None, is_soon)


def _errand(matter: Matter, actor: Actor) -> Errand:
    if is_handler(actor, matter):
        return Errand.SIGN if matter.state == MatterState.DISPATCHED else Errand.HANDLE
    return Errand.CHECK if matter.state == MatterState.FED_BACK else Errand.LOOK


@dataclass(frozen=True)
class _Building:
    names: str  # of the compound and the building, without spaces
    name: str
    point: Point


def _buildings(grids: Iterable[Area]) -> dict[Any, list[_Building]]:
    """The buildings of these grids that have an outline; one question however many stops there are."""
    within = {grid.path: grid.pk for grid in grids}
    if not within:
        return {}
    inside = Q()
    for path in within:
        inside |= Q(path__under=path)
    drawn = Area.objects.live().filter(inside, kind=AreaKind.BUILDING, outline__isnull=False).select_related("parent")
    found: dict[Any, list[_Building]] = {}
    for area in drawn.defer("parent__outline"):
        grid = next(pk for path, pk in within.items() if area.path.startswith(path))
        point = centre_of(area.outline)
        compound = area.parent.name_zh if area.parent and area.parent.kind == AreaKind.COMPOUND else ""
        if point:
            found.setdefault(grid, []).append(_Building(compound + area.name_zh, area.name_zh, point))
    return found


def _at_building(matter: Matter, buildings: dict[Any, list[_Building]]) -> Point | None:
    """The one building of the grid that the address names."""
    typed = "".join(matter.address.split())
    of_grid = buildings.get(matter.grid_id, [])
    named = [one for one in of_grid if one.names in typed]
    named = named or [one for one in of_grid if plate_key(one.name) == plate_key(typed)[: len(plate_key(one.name))]]
    return named[0].point if len(named) == 1 else None


def _plate(matter: Matter) -> str:
    number = matter.grid.number if matter.grid else 9999
    return f"{number} {matter.address}"


def _office(grids: list[Area], matters: list[Matter]) -> Point | None:
    """Where the round begins: the community, by its outline or the middle of the grids that one sees."""
    homes = {matter.grid.community_id for matter in matters if matter.grid}
    points = [point for grid in grids if grid.community_id in homes and (point := centre_of(grid.outline))]
    if not points:
        return None
    return sum(lat for lat, _lng in points) / len(points), sum(lng for _lat, lng in points) / len(points)


def _midnight(now: datetime) -> datetime:
    return localtime(now).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
