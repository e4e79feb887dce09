"""What waits for a worker today."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from linli.base.permissions import Actor, may
from linli.core.areas.models import Area
from linli.core.matters.enums import WITH_US, MatterPermission
from linli.core.matters.models import Matter
from linli.core.matters.queries import lists

FIRST = 8
WEEK = timedelta(days=7)
MOST_COUNTED = 999


@dataclass(frozen=True)
class Today:
    """A worker's day: what to do first, what this week brings, and how much there is in all."""

    first: list[Matter]
    later: list[Matter]
    waiting: int
    overdue: int


def waits_for(actor: Actor) -> Q:
    """The matters whose next step is this worker's: in their hands, theirs to check, or waiting at their desk."""
    mine = [lists.in_hands_of(actor)]
    if actor.scopes(MatterPermission.ACCEPT):
        mine.append(_within(actor, MatterPermission.ACCEPT) & lists.at_the_desk())
    if actor.scopes(MatterPermission.VERIFY):
        mine.append(_within(actor, MatterPermission.VERIFY) & lists.to_check() & ~Q(handler=actor.person_id))
    return Q(state__in=sorted(WITH_US)) & reduce(or_, mine)


def _within(actor: Actor, permission: str) -> Q:
    return Matter.objects.all().condition_of(actor.scopes(permission))


def today_of(actor: Actor, now: datetime) -> Today:
    """What waits for a worker, the most urgent first."""
    matters = lists.visible_matters(actor).filter(waits_for(actor)).order_by("due_at", "pk")
    told = matters[:MOST_COUNTED].aggregate(all=Count("pk"), late=Count("pk", filter=lists.overdue(now)))
    first = list(matters[:FIRST])
    later = matters.filter(due_at__gte=now, due_at__lt=now + WEEK).exclude(pk__in=[matter.pk for matter in first])
    return Today(first, list(later[:FIRST]), told["all"], told["late"])


def waiting_count(actor: Actor) -> int:
    """The number beside "Today"."""
    if not actor.scopes(MatterPermission.VIEW):
        return 0
    return _count(lists.visible_matters(actor).filter(waits_for(actor)))


def _count(matters: Any) -> int:
    count: int = matters.order_by().values("pk")[:MOST_COUNTED].count()
    return count


def own_grids(actor: Actor, grids: Iterable[Area]) -> list[Area]:
    """Of these grids those that a worker serves, when they are few; nothing for whoever serves the whole community."""
    scopes = actor.scopes(MatterPermission.HANDLE)
    if not scopes or any(scope.is_community or scope.community_id is None for scope in scopes):
        return []
    return [grid for grid in grids if may(actor, MatterPermission.HANDLE, grid)]


def shades(counts: dict[UUID, int]) -> dict[UUID, int]:
    """How dark each grid is on the map, 0 to 3: by how much waits there, not by who works there."""
    most = max(counts.values(), default=0)
    return {grid: 0 if not count else min(3, 1 + 3 * (count - 1) // most) for grid, count in counts.items()}
