"""The tree: what lies below, what lies above, and how an address reads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from linli.base.memory.stamps import remembered
from linli.base.permissions import Actor
from linli.core.areas.enums import DEPTH, AreaKind, AreaPermission
from linli.core.areas.models import Area, AreaQuerySet

WITHIN_A_GRID = (AreaKind.COMPOUND, AreaKind.BUILDING, AreaKind.UNIT, AreaKind.HOME)


@dataclass(frozen=True)
class Address:
    """A place in words: its grid, and the way from there to the door."""

    grid: Area | None = None
    steps: tuple[Area, ...] = field(default=())

    def __str__(self) -> str:
        """`兆麟小区3号楼2单元302`; the grid itself when nothing below it is known."""
        steps = self.steps or ((self.grid,) if self.grid else ())
        between = "" if (get_language() or "zh").startswith("zh") else ", "
        return between.join(str(step) for step in steps)


def grids_for(actor: Actor, permission: str = AreaPermission.VIEW) -> QuerySet[Area]:
    """The grids that the actor may look at, by community and number."""
    return _visible(actor, permission).filter(kind=AreaKind.GRID, ends_on=None).order_by("community", "number", "path")


def grids_in(community: Area) -> QuerySet[Area]:
    """The grids of a community as people count them: for pages that everybody may read."""
    return Area.objects.filter(community=community, kind=AreaKind.GRID, ends_on=None).order_by("number", "path")


def communities_for(actor: Actor, permission: str = AreaPermission.VIEW) -> QuerySet[Area]:
    """The communities where the actor holds the permission, or holds it in a part of them."""
    reach = Q()
    for scope in actor.scopes(permission):
        reach |= Q(path__under=scope.path) | Q(pk=scope.community_id)
    found = Area.objects.filter(reach) if reach else Area.objects.none()
    return found.filter(kind=AreaKind.COMMUNITY, ends_on=None).order_by("path")


def communities_kept(actor: Actor, permission: str) -> list[Area]:
    """The same, out of what the process keeps: for forms that are opened all day. To be read, never to be changed."""
    scopes = actor.scopes(permission)
    paths, keys = tuple(scope.path for scope in scopes), {scope.community_id for scope in scopes}
    return [area for area in _live_communities() if area.path.startswith(paths) or area.pk in keys]


@remembered(Area)
def _live_communities() -> list[Area]:
    return list(Area.objects.live().filter(kind=AreaKind.COMMUNITY).order_by("path").defer("outline"))


def children_of(area: Area) -> QuerySet[Area]:
    """What lies directly below, as people count: 2 before 10."""
    return Area.objects.filter(parent=area, ends_on=None).order_by("number", "name_zh", "path")


def lines_up(area: Area) -> list[Area]:
    """The areas above this one, from the community down: the crumbs of its page."""
    return [above for above in _by_path([area.path]).values() if above.pk != area.pk and above.community_id]


def homes_below(area: Area) -> int:
    """How many homes lie below a grid or building: a range of the index, never the whole table."""
    return Area.objects.filter(path__under=area.path, kind=AreaKind.HOME, ends_on=None).count()


def addresses_of(places: Iterable[str]) -> dict[str, Address]:
    """Each place in words, with one query for all of them."""
    wanted = set(places)
    known = _by_path(wanted)
    return {place: _address(place, known) for place in wanted}


def address_up(area: Area) -> Address:
    """The address of an area whose line upwards has been loaded already: no query at all."""
    line = [area]
    while line[-1].kind in WITHIN_A_GRID and line[-1].parent is not None:
        line.append(line[-1].parent)
    grid = line[-1] if line[-1].kind == AreaKind.GRID else None
    return Address(grid, tuple(step for step in reversed(line) if step.kind in WITHIN_A_GRID))


def address_of(place: str) -> Address:
    """One place in words."""
    return addresses_of([place])[place]


def grid_of(place: str) -> Area | None:
    """The grid that a place lies in."""
    return address_of(place).grid


def _visible(actor: Actor, permission: str) -> AreaQuerySet:
    found = Area.objects.visible_to(actor, permission)
    assert isinstance(found, AreaQuerySet)  # noqa: S101 -- it tells the type, nothing else
    return found


def _by_path(places: Iterable[str]) -> dict[str, Area]:
    paths = {path for place in places for path in _steps(place)}
    found = Area.objects.filter(path__in=paths).defer("outline")
    return {area.path: area for area in sorted(found, key=lambda area: DEPTH[AreaKind(area.kind)])}


def _steps(place: str) -> list[str]:
    """`/ln/dengta/` -> `/ln/`, `/ln/dengta/`."""
    parts = place.strip("/").split("/")
    return ["/" + "/".join(parts[: length + 1]) + "/" for length in range(len(parts))]


def _address(place: str, known: dict[str, Area]) -> Address:
    line = [known[path] for path in _steps(place) if path in known]
    grid = next((area for area in line if area.kind == AreaKind.GRID), None)
    return Address(grid, tuple(area for area in line if area.kind in WITHIN_A_GRID))
