"""Where a public request lies, as exactly as everybody may know: the middle of its grid."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from linli.core.areas.queries.communities import grids_of

Point = tuple[float, float]


def centres(community: UUID) -> dict[UUID, Point]:
    """The middle of each grid that has an outline: latitude, longitude."""
    return {grid.pk: middle for grid in grids_of(community) if grid.outline and (middle := centre(grid.outline))}


def centre(outline: dict[str, Any]) -> Point | None:
    """The middle of the corners of an outline, to about a hundred metres."""
    rings = outline["coordinates"] if outline["type"] == "Polygon" else outline["coordinates"][0]
    corners = rings[0][:-1]
    if not corners:
        return None
    return (
        round(sum(corner[1] for corner in corners) / len(corners), 3),
        round(sum(corner[0] for corner in corners) / len(corners), 3),
    )
