"""Drawing where areas lie: one outline by hand, or the grids of a community from a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from linli.base.audit.operations import record
from linli.base.errors import Refused
from linli.base.permissions import Actor, require
from linli.core.areas.enums import AreaKind, AreaPermission
from linli.core.areas.models import Area
from linli.core.areas.operations.outlines import checked_outline, rings_of
from linli.core.areas.operations.tree import create_area


@dataclass
class OutlineReport:
    """What became of each feature of a file."""

    created: list[Area] = field(default_factory=list)
    changed: list[Area] = field(default_factory=list)
    unchanged: list[Area] = field(default_factory=list)


@transaction.atomic
def set_outline(*, area: Area, outline: Mapping[str, Any] | None, actor: Actor, now: datetime) -> Area:
    """Draw where an area lies, or take the outline away."""
    require(actor, AreaPermission.MANAGE, area)
    drawn = checked_outline(outline) if outline else None
    if drawn == area.outline:
        return area
    area.outline = drawn
    area.save(update_fields=["outline"])
    points = sum(len(ring) for ring in rings_of(drawn)) if drawn else 0
    record("areas.area.set_outline", area, actor=actor, now=now, data={"points": points})
    return area


@transaction.atomic
def load_outlines(*, community: Area, collection: object, actor: Actor, now: datetime) -> OutlineReport:
    """Read the grids of a community from a GeoJSON FeatureCollection; the same file again changes nothing.

    A feature is known by its property `number`, else by its `name`. A grid that is not there yet is added.
    """
    require(actor, AreaPermission.MANAGE, community)
    grids = list(Area.objects.filter(community=community, kind=AreaKind.GRID, ends_on=None))
    by_number = {grid.number: grid for grid in grids if grid.number}
    by_name = {grid.name_zh: grid for grid in grids}
    report = OutlineReport()
    for position, drawn in enumerate(_features(collection), start=1):
        grid = by_number.get(drawn.number) or by_name.get(drawn.name)
        try:
            _load_one(grid, drawn, community, report, actor, now)
        except Refused as refusal:
            where = {"position": position, "name": drawn.name or drawn.number or "?", "why": refusal}
            says = _("Feature %(position)s (%(name)s): %(why)s") % where
            raise Refused(refusal.code, says, field="file") from refusal
    return report


@dataclass(frozen=True)
class _Drawn:
    """One feature of the file."""

    name: str
    number: int
    geometry: object


def _load_one(
    grid: Area | None, drawn: _Drawn, community: Area, report: OutlineReport, actor: Actor, now: datetime
) -> None:
    outline = checked_outline(drawn.geometry)
    if grid is not None:
        before = grid.outline
        set_outline(area=grid, outline=outline, actor=actor, now=now)
        (report.unchanged if grid.outline == before else report.changed).append(grid)
        return
    if not drawn.name and not drawn.number:
        raise Refused("nameless-grid", _("It has neither a name nor a number."))
    added = create_area(
        parent=community,
        kind=AreaKind.GRID,
        name_zh=drawn.name or f"第{drawn.number}网格",
        name_en=f"Grid {drawn.number}" if drawn.number else "",
        number=drawn.number,
        outline=outline,
        actor=actor,
        now=now,
    )
    report.created.append(added)


def _features(collection: object) -> Iterator[_Drawn]:
    features = collection.get("features") if isinstance(collection, Mapping) else None
    if not isinstance(features, list) or not all(isinstance(feature, Mapping) for feature in features) or not features:
        raise Refused("not-geojson", _("This is no GeoJSON FeatureCollection with features in it."), field="file")
    for feature in features:
        properties = feature.get("properties")
        named = properties if isinstance(properties, Mapping) else {}
        yield _Drawn(str(named.get("name") or "").strip(), _whole(named.get("number")), feature.get("geometry"))


def _whole(value: object) -> int:
    text = str(value or "")
    return int(text) if text.isdecimal() and len(text) <= 6 else 0
