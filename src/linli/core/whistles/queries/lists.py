"""Which whistles, calls and departments somebody sees."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Count, F, Prefetch, Q, QuerySet

from linli.base.codes import normalise_code
from linli.base.models import ScopedQuerySet
from linli.base.permissions import Actor
from linli.core.areas.enums import AreaKind
from linli.core.areas.models import Area
from linli.core.people.queries.actors import places_above
from linli.core.whistles.enums import ON_THE_WAY, TO_ANSWER, WhistlePermission, WhistleState
from linli.core.whistles.models import Call, Department, Whistle


def visible_whistles(actor: Actor) -> ScopedQuerySet[Whistle]:
    """The whistles at the places where somebody works, with what a row of a list needs."""
    calls = Prefetch("calls", Call.objects.select_related("department").order_by("pk"))
    return with_row(Whistle.objects.visible_to(actor, WhistlePermission.VIEW)).prefetch_related(calls)


def with_row(whistles: ScopedQuerySet[Whistle]) -> ScopedQuerySet[Whistle]:
    """What a row of a list needs, in the same query."""
    return whistles.select_related("grid", "community").defer("text", "tried")


def whistle_of_code(typed: str) -> Whistle | None:
    """The whistle of a code, however it was typed."""
    code = normalise_code(typed)
    joined = Whistle.objects.select_related("community", "grid", "matter__category", "drafted_by", "blown_by")
    return joined.filter(code=code).first() if code else None


def calls_of(whistle: Whistle) -> list[Call]:
    """The departments that were called, in the order in which they were."""
    return list(whistle.calls.select_related("department").order_by("pk"))


def late(now: datetime) -> Q:
    """Where a department has let its time pass."""
    return Q(state__in=sorted(ON_THE_WAY), due_at__lt=now)


def to_approve() -> Q:
    """What waits for the secretary."""
    return Q(state=WhistleState.DRAFTED)


def to_blow() -> Q:
    """What waits for the leader of the street."""
    return Q(state=WhistleState.APPROVED)


def on_the_way() -> Q:
    """What departments have to act on."""
    return Q(state__in=sorted(ON_THE_WAY))


def to_judge() -> Q:
    """What waits for the community: to look at the place, or to judge who came."""
    return Q(state__in=[WhistleState.REPORTED, WhistleState.SOLVED])


def view_of(view: str, actor: Actor, now: datetime) -> Q:
    """What one of the views of the list holds."""
    views = {
        "mine": lambda: waits_for(actor),
        "hour": lambda: within_the_hour(now),
        "approve": to_approve,
        "blow": to_blow,
        "away": on_the_way,
        "late": lambda: late(now),
        "judge": to_judge,
    }
    return views[view]()


def within_the_hour(now: datetime) -> Q:
    """Where a department has to take its step within an hour, or should have."""
    return Q(state__in=sorted(ON_THE_WAY), due_at__lte=now + timedelta(hours=1))


def waits_for(actor: Actor) -> Q:
    """Where the next step is this person's."""
    rows = Whistle.objects.all()
    steps = (
        (WhistlePermission.APPROVE, to_approve()),
        (WhistlePermission.BLOW, to_blow()),
        (WhistlePermission.CONFIRM, to_judge()),
    )
    waits = Q(pk__in=())
    for permission, condition in steps:
        if scopes := actor.scopes(permission):
            waits |= rows.condition_of(scopes) & condition
    return waits


def waiting_for(actor: Actor) -> QuerySet[Whistle]:
    """The whistles whose next step is this person's."""
    return Whistle.objects.filter(waits_for(actor))


def counts_today(actor: Actor, now: datetime) -> dict[str, int]:
    """How many wait for this person's step, and how many are due within the hour; with one query."""
    rows = Whistle.objects.visible_to(actor, WhistlePermission.VIEW).order_by()
    views = {view: Count("pk", filter=view_of(view, actor, now)) for view in ("mine", "hour")}
    return rows.aggregate(**views)


def found_by(text: str) -> Q:
    """By its code however it is typed, or by words."""
    if code := normalise_code(text):
        return Q(code=code)
    found = Q()
    for word in text.split():
        found &= Q(title__icontains=word) | Q(text__icontains=word) | Q(address__icontains=word)
    return found


def calls_for_officer(actor: Actor) -> QuerySet[Call]:
    """The calls of the department for which somebody answers."""
    rows = Call.objects.visible_to(actor, WhistlePermission.ANSWER)
    mine = rows.filter(department__officer=actor.person_id) if actor.person_id else rows.none()
    return mine.select_related("whistle__grid", "whistle__community", "department")


def late_calls(now: datetime) -> QuerySet[Call]:
    """Calls whose step is late, and of which nobody was told yet."""
    rows = Call.objects.filter(state__in=sorted(TO_ANSWER), due_at__lt=now).exclude(late_step=F("state"))
    return rows.select_related("whistle", "department").order_by("due_at")


def departments_above(place: str) -> QuerySet[Department]:
    """The departments that serve a place: those of the street and above."""
    return Department.objects.filter(place__in=places_above(place), ends_on=None).order_by("-place", "name_zh", "pk")


def streets_to_keep(actor: Actor) -> list[Area]:
    """The streets, or what lies above them, whose register of departments somebody keeps."""
    paths = [scope.path for scope in actor.scopes(WhistlePermission.MANAGE) if scope.community_id is None]
    return list(Area.objects.filter(path__in=paths, kind__in=[AreaKind.STREET, AreaKind.CITY, AreaKind.COUNTY]))


def departments_for(actor: Actor) -> QuerySet[Department]:
    """The departments that somebody may read of: those that serve a place where they work, and those below theirs."""
    scopes = actor.scopes(WhistlePermission.VIEW)
    served = Q(pk__in=())
    for scope in scopes:
        served |= Q(place__under=scope.path) | Q(place__in=places_above(scope.path))
    return Department.objects.filter(served)
