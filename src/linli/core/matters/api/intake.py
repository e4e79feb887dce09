"""Kinds of matters, clocks and precedents for programs."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.timezone import localtime, now
from ninja import Field, Router, Schema, Status

from linli.base.permissions import may
from linli.base.web.api import REFUSALS
from linli.core.areas.models import Area
from linli.core.matters.api.matters import actor_of, seen
from linli.core.matters.api.matters import router as main
from linli.core.matters.enums import ClockKind, ClockUnit, EndingKind, MatterPermission, Power, Urgency
from linli.core.matters.models import Category
from linli.core.matters.operations import categories as work
from linli.core.matters.queries.categories import communities_to_adjust
from linli.core.matters.queries.clocks import OF_THE_REPORTER, Clock, CountedDay, clocks_of
from linli.core.matters.queries.precedents import Precedent, precedents
from linli.core.matters.schemas import CODE

router = Router(tags=["matters"])


class DayOut(Schema):
    """A day on the way to a deadline, or a stretch of days on which it stood still."""

    day: date
    last: date
    number: int = Field(description="Which of the promised working days it is; 0 when it is none.")
    why: str


class PauseOut(Schema):
    """A time during which a clock stood still."""

    from_at: datetime
    until_at: datetime | None
    until_on: date
    why: str


class ClockOut(Schema):
    """One deadline, since when, until when, kept or not, by which rule, and the days one by one."""

    kind: ClockKind
    name: str
    state: str = Field(description="running, late, paused, kept, kept_late or stopped")
    started_at: datetime
    due_at: datetime
    met_at: datetime | None
    value: int
    unit: ClockUnit
    extended_days: int
    rule: str
    source: str
    pauses: list[PauseOut]
    days: list[DayOut]

    @staticmethod
    def resolve_value(clock: Clock) -> int:
        return clock.span.value

    @staticmethod
    def resolve_unit(clock: Clock) -> str:
        return clock.span.unit

    @staticmethod
    def resolve_due_at(clock: Clock) -> datetime:
        return localtime(clock.due_at)

    @staticmethod
    def resolve_days(clock: Clock) -> list[CountedDay]:
        return list(clock.days)


class PrecedentOut(Schema):
    """A matter like this one, and how it ended."""

    code: str
    title: str
    ending: EndingKind
    ending_text: str
    handed_on_to: str
    rating: int | None
    ended_at: datetime
    same_grid: bool
    metres: int | None
    words: list[str]


class KindIn(Schema):
    """Everything that can be said of a kind of matter."""

    name_zh: str = Field(max_length=40)
    name_en: str = Field(max_length=60)
    power: Power
    owner_zh: str = Field("", max_length=40)
    owner_en: str = Field("", max_length=80)
    urgency: Urgency = Urgency.NORMAL
    limit_days: int = Field(3, ge=0, le=60)
    clause_zh: str = Field("", max_length=240)
    clause_en: str = Field("", max_length=400)
    coordinate_zh: str = Field("", max_length=160)
    coordinate_en: str = Field("", max_length=240)
    checks_zh: str = Field("", max_length=200)
    checks_en: str = Field("", max_length=320)
    note_zh: str = Field("", max_length=80)
    note_en: str = Field("", max_length=120)
    call: str = Field("", max_length=20)
    words: str = Field("", max_length=2000)
    position: int = Field(0, ge=0, le=9999)


class NewKindIn(KindIn):
    parent: str = Field(pattern=r"^[A-Z]{2}$", description="The upper kind.")


class RetireIn(Schema):
    on: date | None = Field(None, description="The first day on which it is not offered; nothing to offer it again.")


class LimitIn(Schema):
    community: str = Field(max_length=24, description="The slug.")
    days: int | None = Field(None, ge=1, le=60, description="Nothing: the usual ones hold again.")


class KindOut(KindIn):
    """A kind of matter as those see it who look after it."""

    code: str = Field(pattern=CODE)
    parent: str
    retired_on: date | None

    @staticmethod
    def resolve_parent(category: Category) -> str:
        return category.parent.code if category.parent else ""


OUT: dict[int, Any] = {200: KindOut, **REFUSALS}


def _kind(request: HttpRequest, code: str) -> Category:
    if not actor_of(request).scopes(MatterPermission.CATEGORIES):
        raise Http404
    found = Category.objects.exclude(parent=None).select_related("parent").filter(code=code).first()
    if found is None:
        raise Http404
    return found


@router.get("/categories/{code}", response=OUT, operation_id="matter_category")
def show_kind(request: HttpRequest, code: str) -> Category:
    """One kind of matter, with all that is said of it."""
    return _kind(request, code)


@main.post("/categories", response={201: KindOut, **REFUSALS}, operation_id="matter_category_create")
def create_kind(request: HttpRequest, data: NewKindIn) -> Status:
    """Add a kind of matter below an upper one."""
    actor = actor_of(request)
    parent = Category.objects.filter(parent=None, code=data.parent).first()
    if parent is None or not actor.scopes(MatterPermission.CATEGORIES):
        raise Http404
    said = work.KindSaid(**data.dict(exclude={"parent"}))
    return Status(201, work.create_category(parent=parent, said=said, actor=actor, now=now()))


@router.put("/categories/{code}", response=OUT, operation_id="matter_category_change")
def change_kind(request: HttpRequest, code: str, data: KindIn) -> Category:
    """Change what is said of a kind of matter; promises that were given stay."""
    said = work.KindSaid(**data.dict())
    return work.change_category(category=_kind(request, code), said=said, actor=actor_of(request), now=now())


@router.post("/categories/{code}/retire", response=OUT, operation_id="matter_category_retire")
def retire_kind(request: HttpRequest, code: str, data: RetireIn) -> Category:
    """Offer it no more from a day on, or again."""
    return work.retire_category(category=_kind(request, code), on=data.on, actor=actor_of(request), now=now())


@router.post("/categories/{code}/limit", response=OUT, operation_id="matter_category_limit")
def limit_kind(request: HttpRequest, code: str, data: LimitIn) -> Category:
    """Give it another limit in one community."""
    kind, actor = _kind(request, code), actor_of(request)
    community: Area | None = next((one for one in communities_to_adjust(actor) if one.slug == data.community), None)
    if community is None:
        raise Http404
    work.set_limit_here(category=kind, community=community, days=data.days, actor=actor, now=now())
    return kind


@router.get("/{code}/clocks", response={200: list[ClockOut], **REFUSALS}, operation_id="matter_clocks")
def clocks(request: HttpRequest, code: str) -> list[Clock]:
    """Every deadline of a matter, and why it is that day; whoever asked sees those that are theirs."""
    matter, actor = seen(request, code), actor_of(request)
    found = clocks_of(matter, now())
    sees_all = may(actor, MatterPermission.VIEW, matter)
    return [clock for clock in found if sees_all or clock.kind in OF_THE_REPORTER]


@router.get("/{code}/precedents", response={200: list[PrecedentOut], **REFUSALS}, operation_id="matter_precedents")
def alike(request: HttpRequest, code: str) -> list[dict[str, Any]]:
    """How the same kind of matter ended before, the nearest first."""
    matter, actor = seen(request, code), actor_of(request)
    return [_told(precedent) for precedent in precedents(matter, actor)]


def _told(precedent: Precedent) -> dict[str, Any]:
    names = ("code", "title", "ending", "ending_text", "handed_on_to", "rating", "ended_at")
    told = {name: getattr(precedent.matter, name) for name in names}
    alike = {"same_grid": precedent.same_grid, "metres": precedent.metres, "words": list(precedent.words)}
    return {**told, **alike}
