"""Re-drawing grids: buildings move on a day, with all who live there; what was written before stays where it was.

Everything moves in one transaction, so that no moment exists in which a person lives outside their building. Models of
higher rooms take part by saying `FOLLOWS_HOME` (`core/areas/models.py`); this module knows none of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models, transaction
from django.db.models import Q, Value
from django.db.models.functions import Concat, Substr
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.base.audit.operations import record
from linli.base.errors import Refused
from linli.base.outbox.events import publish
from linli.base.permissions import Actor, require
from linli.base.workflow import Move, step
from linli.core.areas.enums import MOVABLE, AreaKind, AreaPermission, RedrawState
from linli.core.areas.events import GridsRedrawn
from linli.core.areas.models import Area, Redraw
from linli.core.areas.operations.tree import free_slug

PLANNED = frozenset({RedrawState.PLANNED})
APPLY = Move("apply", PLANNED, RedrawState.APPLIED, AreaPermission.REDRAW)
WITHDRAW = Move("withdraw", PLANNED, RedrawState.WITHDRAWN, AreaPermission.REDRAW, gettext_lazy("Withdraw this plan"))


@transaction.atomic
def plan_redraw(
    *, community: Area, moves: Mapping[UUID, UUID], effective_on: date, reason: str, actor: Actor, now: datetime
) -> Redraw:
    """Plan that buildings (or compounds) belong to other grids from a day on: `{building: grid}`."""
    require(actor, AreaPermission.REDRAW, community)
    if effective_on < localdate(now):
        raise Refused("day-in-past", _("A new drawing holds from today on, or later."), field="effective_on")
    if not reason.strip():
        raise Refused("reason-missing", _("Please say why the grids are drawn anew."), field="reason")
    checked = _checked_moves(community, moves)
    redraw = Redraw.objects.create(
        community=community,
        place=community.path,
        state_since=now,
        effective_on=effective_on,
        reason=reason.strip(),
        moves=[{"area": str(area.pk), "to": str(grid.pk)} for area, grid in checked],
    )
    data = {"effective_on": effective_on.isoformat(), "moves": redraw.moves}
    record("areas.redraw.plan", redraw, actor=actor, now=now, data=data)
    return redraw


@transaction.atomic
def withdraw_redraw(*, redraw: Redraw, actor: Actor, now: datetime) -> Redraw:
    """Let a plan go before its day."""
    return step(redraw, WITHDRAW, actor=actor, now=now)


@transaction.atomic
def apply_redraw(*, redraw: Redraw, actor: Actor, now: datetime) -> Redraw:
    """Move the buildings on the day, with their homes and the records that follow a home; nothing else."""
    if localdate(now) < redraw.effective_on:
        raise Refused("not-yet", _("This drawing holds from %(day)s on.") % {"day": redraw.effective_on.isoformat()})
    redraw = step(redraw, APPLY, actor=actor, now=now, applied_at=now)
    moves = {UUID(move["area"]): UUID(move["to"]) for move in redraw.moves}
    for area, grid in _checked_moves(redraw.community, moves):
        _move(area, _new_parent(area, grid), actor=actor, now=now)
    publish(GridsRedrawn(at=now, redraw_id=redraw.pk, community_id=redraw.community_id))
    return redraw


def followers() -> Iterator[tuple[type[models.Model], Q]]:
    """The models whose rows live where the home is, and which of their rows do."""
    for model in apps.get_models():
        rows = getattr(model, "FOLLOWS_HOME", None)
        if rows is not None:
            yield model, rows


def _checked_moves(community: Area, moves: Mapping[UUID, UUID]) -> list[tuple[Area, Area]]:
    if not moves:
        raise Refused("nothing-to-move", _("Choose at least one building."), field="moves")
    keys = {*moves, *moves.values()}
    known = {area.pk: area for area in Area.objects.filter(community=community, pk__in=keys).select_related("parent")}
    pairs = [(known.get(area), known.get(grid)) for area, grid in moves.items()]
    checked = [(area, grid) for area, grid in pairs if area is not None and grid is not None]
    if len(checked) < len(pairs) or any(area.ends_on or grid.ends_on for area, grid in checked):
        raise Refused("building-gone", _("A building or grid of this plan is no longer there."), field="moves")
    if any(area.kind not in MOVABLE or grid.kind != AreaKind.GRID for area, grid in checked):
        raise Refused("not-a-building", _("Buildings and compounds move, and they move to grids."), field="moves")
    if any(area.path.startswith(grid.path) for area, grid in checked):
        raise Refused("already-there", _("A building of this plan lies in that grid already."), field="moves")
    _check_apart([area for area, _grid in checked])
    return checked


def _check_apart(areas: Iterable[Area]) -> None:
    paths = sorted(area.path for area in areas)
    if any(second.startswith(first) for first, second in pairwise(paths)):
        raise Refused("moved-twice", _("A compound moves with its buildings: name only one of them."), field="moves")


def _new_parent(area: Area, grid: Area) -> Area:
    """The grid; or, for a building of a compound that is now divided, the part of the compound that lies there."""
    compound = area.parent
    if compound is None or compound.kind != AreaKind.COMPOUND:
        return grid
    there = Area.objects.filter(parent=grid, kind=AreaKind.COMPOUND, name_zh=compound.name_zh, ends_on=None).first()
    if there:
        return there
    slug = free_slug(grid, AreaKind.COMPOUND, compound.number, compound.name_zh)
    return Area.objects.create(
        kind=AreaKind.COMPOUND,
        parent=grid,
        community=grid.community,
        slug=slug,
        path=f"{grid.path}{slug}/",
        name_zh=compound.name_zh,
        name_en=compound.name_en,
        number=compound.number,
    )


def _move(area: Area, parent: Area, *, actor: Actor, now: datetime) -> None:
    before = area.path
    siblings = Area.objects.filter(parent=parent)
    if siblings.filter(slug=area.slug).exists():
        area.slug = free_slug(parent, area.kind, area.number, area.name_zh)
    after = f"{parent.path}{area.slug}/"
    rewrite_paths(Area.objects.all(), "path", before, after)
    for model, rows in followers():
        rewrite_paths(model._default_manager.filter(rows), "place", before, after)
    area.parent, area.path = parent, after
    area.save(update_fields=["parent", "slug"])
    record("areas.area.move", area, actor=actor, now=now, data={"from": before, "to": after})


def rewrite_paths(rows: models.QuerySet[Any], column: str, before: str, after: str) -> int:
    """Replace the beginning of a path in all rows below it, in one statement."""
    moved = Concat(Value(after), Substr(column, len(before) + 1))
    return rows.filter(**{f"{column}__under": before}).update(**{column: moved})
