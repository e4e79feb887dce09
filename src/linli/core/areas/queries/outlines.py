"""Grids as a map shows them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from linli.core.areas.models import Area


def feature_collection(areas: Iterable[Area], properties: Callable[[Area], dict[str, Any]]) -> dict[str, Any]:
    """The areas that have an outline, as GeoJSON, each with what `properties` says of it."""
    features = [
        {"type": "Feature", "id": str(area.pk), "geometry": area.outline, "properties": properties(area)}
        for area in areas
        if area.outline
    ]
    return {"type": "FeatureCollection", "features": features}
