"""Areas for programs: the tree, grids with their outlines, figures."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema

from linli.base.web.api import REFUSALS
from linli.base.web.context import actor_of
from linli.core.areas.enums import AreaKind, AreaPermission
from linli.core.areas.models import Area
from linli.core.areas.queries.facts import latest_facts
from linli.core.areas.queries.outlines import feature_collection
from linli.core.areas.queries.tree import children_of, communities_for, grids_for

router = Router(tags=["areas"])


class AreaOut(Schema):
    """An area: a community, grid, compound, building, stair or home."""

    id: UUID
    kind: AreaKind
    path: str
    name_zh: str
    name_en: str
    number: int
    code: str


class AreaPage(Schema):
    """An area with what lies directly below it."""

    area: AreaOut
    children: list[AreaOut]


class FactOut(Schema):
    """A figure with the day on which it held, and its source."""

    key: str
    value: float | None
    as_of: str
    source: str


@router.get("", response={200: list[AreaOut], **REFUSALS}, operation_id="areas_communities")
def list_communities(request: HttpRequest) -> Any:
    """The communities that I may look at: where the tree begins for me."""
    return communities_for(actor_of(request)).defer("outline")


@router.get("/grids", response={200: list[AreaOut], **REFUSALS}, operation_id="areas_grids")
def list_grids(request: HttpRequest) -> Any:
    """The grids that I may look at."""
    return grids_for(actor_of(request)).defer("outline")


@router.get("/grids.geojson", response={200: dict[str, Any], **REFUSALS}, operation_id="areas_outlines")
def list_outlines(request: HttpRequest) -> dict[str, Any]:
    """The outlines of the grids that I may look at, as GeoJSON in WGS 84."""
    return feature_collection(
        grids_for(actor_of(request)), lambda grid: {"name": grid.name_zh, "number": grid.number, "path": grid.path}
    )


@router.get("/{uuid:pk}", response={200: AreaPage, **REFUSALS}, operation_id="area")
def show_area(request: HttpRequest, pk: UUID) -> dict[str, Any]:
    """One area, and what lies directly below it."""
    area = _visible(request, pk)
    return {"area": area, "children": list(children_of(area).defer("outline"))}


@router.get("/{uuid:pk}/facts", response={200: list[FactOut], **REFUSALS}, operation_id="area_facts")
def list_facts(request: HttpRequest, pk: UUID) -> list[dict[str, Any]]:
    """The newest row of each figure of an area."""
    facts = latest_facts(_visible(request, pk)).values()
    return [{"key": f.key, "value": f.value, "as_of": f.as_of.isoformat(), "source": f.source} for f in facts]


def _visible(request: HttpRequest, pk: UUID) -> Area:
    return get_object_or_404(Area.objects.visible_to(actor_of(request), AreaPermission.VIEW), pk=pk)
