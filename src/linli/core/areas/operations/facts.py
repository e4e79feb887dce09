"""What a community says about itself: each figure with its day and its source."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from linli.base.audit.operations import record
from linli.base.errors import Refused
from linli.base.permissions import Actor, require
from linli.core.areas.enums import AreaPermission
from linli.core.areas.models import Area, AreaFact


@transaction.atomic
def state_fact(
    *, area: Area, key: str, value: Decimal | int | None, as_of: date, source: str, actor: Actor, now: datetime
) -> AreaFact:
    """Write a figure down; no value means that it was asked for and is not known. A later row corrects this one."""
    require(actor, AreaPermission.STATE_FACT, area)
    if not source.strip():
        raise Refused("source-missing", _("Please say where the figure comes from."), field="source")
    if value is not None and value < 0:
        raise Refused("negative-figure", _("A figure is not below zero."), field="value")
    if as_of > localdate(now):
        raise Refused("day-in-future", _("A figure holds on a day that has come."), field="as_of")
    values = {"key": key, "value": value, "as_of": as_of, "source": source.strip(), "at": now}
    fact = AreaFact.objects.create(area=area, place=area.path, **values)
    record("areas.fact.state", fact, actor=actor, now=now, data={"key": key, "as_of": as_of.isoformat()})
    return fact
