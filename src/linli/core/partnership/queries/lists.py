"""Which needs, resources and projects somebody sees, and the questions that pages ask again and again."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Avg, Count, Q, QuerySet

from linli.base.codes import normalise_code
from linli.base.models import ScopedQuerySet
from linli.base.permissions import Actor
from linli.core.areas.enums import AreaKind
from linli.core.areas.models import Area
from linli.core.partnership.enums import (
    LIVE,
    PUBLIC,
    SHOWN_PROJECTS,
    UNDER_WAY,
    ListState,
    PartnershipPermission,
)
from linli.core.partnership.models import ERASED, Judgement, Milestone, Need, Project, Resource, Support
from linli.core.partnership.models.lists import Listed

L = TypeVar("L", bound=Listed)
RETENTION = timedelta(days=3 * 365 + 1)  # E-13
FEWEST_SHOWN = 5  # an average of fewer judgements is not shown: it could point at somebody


def visible(model: type[L], actor: Actor) -> ScopedQuerySet[L]:
    """The rows of a list at the places where somebody works."""
    return with_row(model.objects.visible_to(actor, PartnershipPermission.VIEW))


def with_row(rows: Any) -> Any:
    """What a row of a page needs, in the same query, and no outline of a grid."""
    joined = rows.select_related("grid", "spot", "partner__body")
    return joined.defer("said", "grid__outline", "spot__outline")


def public(model: type[L], community: Area) -> ScopedQuerySet[L]:
    """What everybody may read of a community's list."""
    return with_row(model.objects.filter(community=community, state__in=sorted(PUBLIC)))


def public_projects(community: Area) -> ScopedQuerySet[Project]:
    """The projects that everybody may read about: from the moment at which all sides have agreed."""
    found = Project.objects.filter(community=community, state__in=sorted(SHOWN_PROJECTS))
    return found.select_related("grid").defer("grid__outline")


def visible_projects(actor: Actor) -> ScopedQuerySet[Project]:
    """The projects at the places where somebody works."""
    found = Project.objects.visible_to(actor, PartnershipPermission.VIEW)
    return found.select_related("grid", "lead").defer("grid__outline")


def of_code(model: type[Any], typed: str) -> Any | None:
    """The row of a slip, however its code was typed."""
    code = normalise_code(typed)
    rows = model.objects.select_related("community", "grid").defer("community__outline", "grid__outline")
    return rows.filter(code=code).first() if code else None


def found_by(text: str) -> Q:
    """By words of the title or of the public text; at the desk by the code, too."""
    code = normalise_code(text)
    if code:
        return Q(code=code)
    found = Q()
    for word in text.split():
        found &= Q(title__icontains=word) | Q(text__icontains=word)
    return found


def supported_by(person_id: UUID | None, needs: list[Need]) -> set[UUID]:
    """Which of these needs somebody has pressed for; with one query."""
    if person_id is None or not needs:
        return set()
    return set(Support.objects.filter(person=person_id, need__in=needs).values_list("need", flat=True))


def near(rows: ScopedQuerySet[L], place: str) -> ScopedQuerySet[L]:
    """The rows around a place: of its grid, and those of the whole community."""
    return rows.filter(Q(grid__isnull=True) | Q(grid__path__in=_steps(place)))


def _steps(place: str) -> list[str]:
    parts = place.strip("/").split("/")
    return ["/" + "/".join(parts[:count]) + "/" for count in range(1, len(parts) + 1)]


def spots_of(community_id: UUID | None) -> list[tuple[Area, list[Area]]]:
    """Where something may be: the grids, each with its compounds. No finer place is public."""
    kinds = [AreaKind.GRID, AreaKind.COMPOUND]
    areas = Area.objects.live().filter(community=community_id, kind__in=kinds).defer("outline")
    found = list(areas.order_by("number", "name_zh", "pk"))
    grids = [area for area in found if area.kind == AreaKind.GRID]
    inside = {grid.pk: [one for one in found if one.parent_id == grid.pk] for grid in grids}
    return [(grid, inside[grid.pk]) for grid in grids]


def counted(project: Project) -> tuple[int, float | None]:
    """How many judged a result, and their average when there are enough of them to hide each."""
    row = project.judgements.aggregate(count=Count("pk"), mean=Avg("rating"))
    return row["count"], row["mean"] if row["count"] >= FEWEST_SHOWN else None


def parts_of(project: Project) -> list[Any]:
    """The sides of a project, the needs first."""
    parts = project.parts.select_related("need__author", "resource__author")
    return sorted(parts, key=lambda part: (part.need_id is None, part.pk))


def next_steps(projects: QuerySet[Project], today: date) -> QuerySet[Milestone]:
    """Steps that are late, the oldest first."""
    late = Milestone.objects.filter(project__in=projects.filter(state__in=sorted(UNDER_WAY)), done_on=None)
    return late.filter(due_on__lt=today).select_related("project").order_by("due_on")


def judged_by(person_id: UUID | None, project: Project) -> Judgement | None:
    """How somebody has judged a result already."""
    return Judgement.objects.filter(project=project, person=person_id).first() if person_id else None


def waiting_count(actor: Actor) -> int:
    """How many wishes and offers wait to be looked at."""
    wait = {"state": ListState.RECEIVED}
    return sum(
        model.objects.visible_to(actor, PartnershipPermission.PUBLISH).filter(**wait).count()
        for model in (Need, Resource)
    )


def kept_long_enough(model: type[L], now: datetime) -> ScopedQuerySet[L]:
    """Lines that ended three years ago and still say who spoke, or in which words."""
    over: ScopedQuerySet[L] = ScopedQuerySet(model).filter(state_since__lte=now - RETENTION)
    return over.exclude(state__in=sorted(LIVE)).exclude(said=ERASED).order_by("state_since")
