"""What has happened in the tree of areas."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from linli.base.outbox.events import Event


@dataclass(frozen=True)
class GridsRedrawn(Event):
    """Buildings have moved to other grids, and with them all who live there. What was written before stayed."""

    redraw_id: UUID
    community_id: UUID
