"""How a grid gets on with its own problems, over time and never beside another grid (C14)."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count
from django.utils.timezone import localtime

from linli.base.permissions import Actor
from linli.core.areas.models import Area
from linli.core.matters.enums import EndingKind, MatterPermission
from linli.core.matters.models import Matter
from linli.core.people.models import Grant

MONTHS = 6
MANY_IN_A_YEAR, MOST_PROBLEMS = 5, 8


def solved_within(actor: Actor, grid: Area, now: datetime) -> list[tuple[datetime, int, int]]:
    """For each of the last six months: its first day, how many matters ended, how many this grid solved itself."""
    firsts = [_month_before(now, back) for back in range(MONTHS - 1, -1, -1)]
    workers = set(Grant.objects.filter(place=grid.path).values_list("person_id", flat=True))
    matters = Matter.objects.visible_to(actor, MatterPermission.VIEW).filter(grid=grid, ended_at__gte=firsts[0])
    counts = {first: [0, 0] for first in firsts}
    for ended_at, ending, handler in matters.values_list("ended_at", "ending", "handler_id"):
        assert ended_at is not None  # noqa: S101 -- the filter says so
        month = max(first for first in firsts if first <= ended_at)
        counts[month][0] += 1
        counts[month][1] += ending == EndingKind.SOLVED and handler in workers
    return [(first, ended, solved) for first, (ended, solved) in counts.items()]


def _month_before(now: datetime, back: int) -> datetime:
    first = localtime(now).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    years, month = divmod(first.month - 1 - back, 12)
    return first.replace(year=first.year + years, month=month + 1)


def recurring(actor: Actor, year: int) -> list[tuple[str, str, str, int]]:
    """The kinds that came again and again in a year: their code, their two names, how often."""
    matters = Matter.objects.visible_to(actor, MatterPermission.VIEW).filter(
        reported_at__year=year, category__isnull=False
    )
    kinds = matters.order_by().values_list("category__code", "category__name_zh", "category__name_en")
    counted = kinds.annotate(times=Count("pk")).filter(times__gte=MANY_IN_A_YEAR)
    return list(counted.order_by("-times", "category__code")[:MOST_PROBLEMS])
