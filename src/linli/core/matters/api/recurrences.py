"""What many ask, for programs: the list, and what can be done about it once for all."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import Field, Router, Schema

from linli.base.web.api import REFUSALS
from linli.core.matters.api.matters import actor_of
from linli.core.matters.enums import EndingKind, RecurrenceState
from linli.core.matters.models import Recurrence
from linli.core.matters.operations import recurrences as work
from linli.core.matters.queries import recurrences as q
from linli.core.partnership.enums import NeedKind

router = Router(tags=["matters"])
PAGE = 100


class RecurrenceOut(Schema):
    """A kind of matter that several people told in one place within some weeks."""

    id: UUID
    category: str
    grid: str | None
    people: int
    count: int = Field(description="How many matters.")
    state: RecurrenceState
    found_at: datetime
    reason: str
    wish_code: str

    @staticmethod
    def resolve_category(one: Recurrence) -> str:
        return one.category.code

    @staticmethod
    def resolve_grid(one: Recurrence) -> str | None:
        return str(one.grid) if one.grid else None


class AnswerAllIn(Schema):
    text: str = Field(max_length=2000)
    ending: EndingKind = EndingKind.SOLVED
    handed_on_to: str = Field("", max_length=80)
    basis: str = Field("", max_length=400)


class AnsweredOut(Schema):
    """How many had it as their ending, and how many read it while theirs goes on."""

    ended: int
    told: int


class WishIn(Schema):
    kind: NeedKind
    title: str = Field(max_length=60)
    text: str = Field(max_length=2000)


class WishOut(Schema):
    """The wish that it became."""

    code: str


class AsideIn(Schema):
    reason: str = Field(max_length=400)


@router.get("", response={200: list[RecurrenceOut], **REFUSALS}, operation_id="recurrences")
def recurrences(request: HttpRequest, state: RecurrenceState | None = None) -> list[Recurrence]:
    """What recurs at my places, newest first; at most a hundred."""
    rows = q.visible_recurrences(actor_of(request))
    return list((rows.filter(state=state) if state else rows)[:PAGE])


def _seen(request: HttpRequest, pk: UUID) -> Recurrence:
    return get_object_or_404(q.visible_recurrences(actor_of(request)), pk=pk)


@router.post("/{pk}/answer", response={200: AnsweredOut, **REFUSALS}, operation_id="recurrence_answer")
def answer(request: HttpRequest, pk: UUID, data: AnswerAllIn) -> work.Answered:
    """One answer to everybody whose matter is open."""
    return work.answer_for_all(recurrence=_seen(request, pk), actor=actor_of(request), now=now(), **data.dict())


@router.post("/{pk}/wish", response={200: WishOut, **REFUSALS}, operation_id="recurrence_wish")
def wish(request: HttpRequest, pk: UUID, data: WishIn) -> WishOut:
    """Make it a wish on the public list, from which a project can be made."""
    one, actor = _seen(request, pk), actor_of(request)
    need = work.make_need_of_recurrence(recurrence=one, actor=actor, now=now(), **data.dict())
    return WishOut(code=need.code)


@router.post("/{pk}/put-aside", response={200: RecurrenceOut, **REFUSALS}, operation_id="recurrence_aside")
def put_aside(request: HttpRequest, pk: UUID, data: AsideIn) -> Recurrence:
    """It is chance, or known."""
    return work.put_recurrence_aside(
        recurrence=_seen(request, pk), reason=data.reason, actor=actor_of(request), now=now()
    )
