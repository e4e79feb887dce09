"""Which matters somebody sees, and the questions that lists, pages and menus ask again and again."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q
from django.utils.timezone import localtime

from linli.base.codes import normalise_code
from linli.base.models import ScopedQuerySet
from linli.base.permissions import Actor
from linli.base.search.queries import communities_of, saying
from linli.core.matters.enums import OPEN, WITH_HANDLER, WITH_US, MatterPermission, MatterState
from linli.core.matters.models import ERASED, Matter

Matters = ScopedQuerySet[Matter]
GONE = [MatterState.CLOSED, MatterState.REJECTED, MatterState.MERGED]
RETENTION = timedelta(days=3 * 365 + 1)


def visible_matters(actor: Actor) -> Matters:
    """The matters at the places where somebody works, with what a row of a list needs."""
    return with_row(Matter.objects.visible_to(actor, MatterPermission.VIEW))


def with_row(matters: Matters) -> Matters:
    """What a row of a list needs, in the same query."""
    return matters.select_related("category", "grid", "handler").defer("text", "ending_text")


def my_matters(person_id: UUID) -> Matters:
    """What somebody asked for themselves, the newest first."""
    return with_row(Matter.objects.filter(reporter=person_id)).order_by("-reported_at", "-pk")


def matter_of_code(typed: str) -> Matter | None:
    """The matter of a slip, however its code was typed."""
    code = normalise_code(typed)
    matters = Matter.objects.select_related("community", "category__parent", "grid", "handler", "reporter")
    return matters.filter(code=code).first() if code else None


def told_together(matter: Matter) -> list[Matter]:
    """What the same person told with it and what goes on by itself now: theirs as well."""
    others = Q(parted_from=matter) | Q(pk=matter.parted_from_id) if matter.parted_from_id else Q(parted_from=matter)
    return list(Matter.objects.filter(others, merged_into=None).select_related("category").order_by("pk"))


def in_hands_of(actor: Actor) -> Q:
    """What lies in somebody's own hands."""
    return Q(handler=actor.person_id, state__in=sorted(WITH_HANDLER))


def at_the_desk() -> Q:
    """What waits for the desk: to be accepted, or to be handed out."""
    return Q(state__in=[MatterState.REPORTED, MatterState.ACCEPTED])


def to_check() -> Q:
    """What waits for somebody else than its handler to look."""
    return Q(state=MatterState.FED_BACK, answered_at_once=False)


def open_ones() -> Q:
    """What has no end yet, whoever has to act."""
    return Q(state__in=sorted(OPEN))


def overdue(now: datetime) -> Q:
    """Where our next step is late."""
    return Q(state__in=sorted(WITH_US), due_at__lt=now)


def due_today(now: datetime) -> Q:
    """Where our next step is due before midnight."""
    midnight = localtime(now).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return Q(state__in=sorted(WITH_US), due_at__lt=midnight)


def found_by(text: str, actor: Actor) -> Q:
    """By its code however it is typed, or by words of its title, its text or its address."""
    code = normalise_code(text)
    return Q(code=code) if code else saying(Matter, text, communities_of(actor, MatterPermission.VIEW))


MOST_POINTS = 200  # on one map; the list has all


def open_points(actor: Actor) -> list[Matter]:
    """Open matters of which somebody said the very place, the newest first; one more than a map shows."""
    here = Matter.objects.visible_to(actor, MatterPermission.VIEW).filter(open_ones(), lat__isnull=False)
    few = here.only("code", "title", "lat", "lng", "state", "due_at")
    return list(few.exclude(lng=None).order_by("-reported_at", "-pk")[: MOST_POINTS + 1])


def open_by_grid(actor: Actor) -> dict[UUID, int]:
    """How many matters are open in each grid that somebody sees."""
    matters = Matter.objects.visible_to(actor, MatterPermission.VIEW).filter(open_ones(), grid__isnull=False)
    return dict(matters.order_by().values_list("grid").annotate(count=Count("pk")))


def quiet_long_enough(now: datetime) -> Matters:
    """What silence closes now: checked by somebody, or answered at once, and nobody objected in time."""
    silent = Q(state=MatterState.VERIFIED) | Q(state=MatterState.FED_BACK, answered_at_once=True)
    return Matter.objects.filter(silent, due_at__lte=now).order_by("due_at")


def waited_long_enough(now: datetime) -> Matters:
    """What has waited until its day."""
    return Matter.objects.filter(state=MatterState.SUSPENDED, due_at__lte=now).order_by("due_at")


def kept_long_enough(now: datetime) -> Matters:
    """What ended three years ago and still says who asked; and at once what was open when they were erased."""
    ended = Q(state__in=GONE, state_since__lte=now - RETENTION)
    said = Q(reporter__isnull=False) | Q(contact_name__isnull=False) | Q(contact_phone__isnull=False)
    erased = Q(state__in=GONE, reported_by="erased") & ~Q(text=ERASED)
    return Matter.objects.filter(ended & said | erased).order_by("state_since")
