"""What several people told in one place within some weeks, and what became of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _

from linli.base.permissions import Actor
from linli.base.workflow import Move
from linli.core.matters.enums import MatterPermission, MatterState, RecurrenceState, Urgency
from linli.core.matters.models import Category, Matter, Recurrence
from linli.core.matters.queries.suggest import all_categories, best_of

S, P = RecurrenceState, MatterPermission.ACCEPT
ANSWER = Move("answer", frozenset({S.SUGGESTED}), S.ANSWERED, P, _("Write an answer for all"))
WISH = Move("wish", frozenset({S.SUGGESTED}), S.WISHED, P, _("Make it a wish, and a project"))
PUT_ASIDE = Move("put-aside", frozenset({S.SUGGESTED}), S.PUT_ASIDE, P, _("Put it aside"))
MOVES = (ANSWER, WISH, PUT_ASIDE)


@dataclass(frozen=True)
class Found:
    """A kind that enough different people told in one grid; or in the community, where no grid has enough alone."""

    category: Category
    community_id: UUID
    grid_id: UUID | None
    matters: tuple[UUID, ...]
    people: int


@dataclass(frozen=True)
class Told:
    """One telling, as far as the counting needs it: who is never kept, only whether it is somebody else."""

    key: UUID
    who: Hashable
    grid_id: UUID | None


def found_recurrences(now: datetime) -> Iterator[Found]:
    """Each kind that recurs: by its category, and before anybody has sorted it by the words that mean one."""
    kinds = {kind.pk: kind for kind in all_categories().values() if kind.repeat_times}
    longest = max((kind.repeat_days for kind in kinds.values()), default=0)
    told: dict[tuple[UUID, UUID], list[Told]] = defaultdict(list)
    for matter in _recent(now - timedelta(days=longest)).iterator(chunk_size=2000):
        kind = kinds.get(matter.category_id) if matter.category_id else _meant(matter.text, kinds)
        if kind is None or kind.urgency == Urgency.EMERGENCY:
            continue
        if matter.reported_at >= now - timedelta(days=kind.repeat_days):
            who = matter.reporter_id or matter.contact_phone or matter.pk
            told[kind.pk, matter.community_id].append(Told(matter.pk, who, matter.grid_id))
    for (kind_id, community_id), tellings in told.items():
        yield from _enough(kinds[kind_id], community_id, tellings)


def _recent(since: datetime) -> QuerySet[Matter]:
    fields = ("category", "community", "grid", "reporter", "contact_phone", "reported_at", "text")
    told = Matter.objects.filter(reported_at__gte=since, parted_from=None).exclude(state=MatterState.REJECTED)
    return told.only(*fields).order_by("reported_at")


def _meant(text: str, kinds: dict[UUID, Category]) -> Category | None:
    return next(iter(best_of(text, kinds.values())), None)


def _enough(kind: Category, community_id: UUID, tellings: list[Told]) -> Iterator[Found]:
    by_grid: dict[UUID | None, list[Told]] = defaultdict(list)
    for one in tellings:
        by_grid[one.grid_id].append(one)
    rest: list[Told] = []
    for grid_id, here in by_grid.items():
        if grid_id is not None and len({one.who for one in here}) >= kind.repeat_times:
            yield _found(kind, community_id, grid_id, here)
        else:
            rest += here
    if len({one.who for one in rest}) >= kind.repeat_times:
        yield _found(kind, community_id, None, rest)


def _found(kind: Category, community_id: UUID, grid_id: UUID | None, told: list[Told]) -> Found:
    return Found(kind, community_id, grid_id, tuple(one.key for one in told), len({one.who for one in told}))


def visible_recurrences(actor: Actor) -> QuerySet[Recurrence]:
    """What recurs at the places where somebody answers, with what a row needs."""
    rows = Recurrence.objects.visible_to(actor, P).select_related("category", "grid", "community")
    return rows.annotate(count=Count("matters")).order_by("-found_at", "-pk")


def to_look_at(actor: Actor) -> QuerySet[Recurrence]:
    """What nobody has settled yet."""
    return Recurrence.objects.visible_to(actor, P).filter(state=RecurrenceState.SUGGESTED)


def matters_of(recurrence: Recurrence) -> QuerySet[Matter]:
    """The tellings of a recurrence, the newest first."""
    rows = recurrence.matters.select_related("community", "category", "grid", "handler")
    return rows.order_by("-reported_at", "-pk")
