"""Taking the report of a grid away."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from linli.base.audit.operations import record
from linli.base.permissions import Actor, require
from linli.core.areas.models import Area
from linli.core.matters.enums import MatterPermission
from linli.core.openness.queries.grid_month import GridMonth, grid_month


@transaction.atomic
def take_report(*, grid: Area, month: date, actor: Actor, now: datetime) -> GridMonth:
    """Take the report of a month of a grid out of the house; who did is kept."""
    require(actor, MatterPermission.EXPORT, grid)
    record("openness.report.take", grid, actor=actor, now=now, data={"month": month.isoformat()})
    return grid_month(actor, grid, month, now)
