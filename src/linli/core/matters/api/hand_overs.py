"""A worker leaves, for programs: what is in hand, handing it over, signing for it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils.timezone import now
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema, Status

from linli.base.errors import Refused
from linli.base.web.api import REFUSALS
from linli.core.matters.api.matters import actor_of
from linli.core.matters.models import HandOver
from linli.core.matters.operations.hand_overs import hand_over, sign_hand_over
from linli.core.matters.queries import hand_overs as q
from linli.core.people.models import Person

router = Router(tags=["matters"])


class HeldOut(Schema):
    """One thing in somebody's hands."""

    part: str
    code: str
    title: str
    promise: str


class HandOverIn(Schema):
    """To whom; without a successor all of it goes to the desk."""

    successor: UUID | None = None
    note: str = Field("", max_length=400)


class LineOut(Schema):
    """One thing that was handed over."""

    part: str
    code: str
    is_taken: bool = Field(description="By the successor; else it waits at the desk.")


class HandOverOut(Schema):
    """The receipt."""

    id: UUID
    leaver: str
    successor: str | None
    made_at: datetime
    signed_at: datetime | None
    lines: list[LineOut]

    @staticmethod
    def resolve_leaver(made: HandOver) -> str:
        return made.leaver.name

    @staticmethod
    def resolve_successor(made: HandOver) -> str | None:
        return made.successor.name if made.successor else None

    @staticmethod
    def resolve_lines(made: HandOver) -> list[LineOut]:
        return [LineOut.from_orm(line) for line in made.lines.order_by("position")]


def _leaver(request: HttpRequest, person: UUID) -> Person:
    found = Person.objects.filter(pk=person).first()
    if found is None or not q.held_by_person(found, actor_of(request)):
        raise Http404
    return found


@router.get("/of/{person}", response={200: list[HeldOut], **REFUSALS}, operation_id="hand_over_held")
def held(request: HttpRequest, person: UUID) -> list[q.Held]:
    """What lies in somebody's hands at the places where I hand out."""
    found = _leaver(request, person)
    return [one for _part, rows in q.held_by_person(found, actor_of(request)) for one in rows]


@router.post("/of/{person}", response={201: HandOverOut, **REFUSALS}, operation_id="hand_over_make")
def make(request: HttpRequest, person: UUID, data: HandOverIn) -> Status:
    """Hand all of it over in one move."""
    leaver, actor = _leaver(request, person), actor_of(request)
    successor = Person.objects.live().filter(pk=data.successor).first() if data.successor else None
    if data.successor and successor is None:
        raise Refused("handler-elsewhere", _("This person does not handle matters there."), field="successor")
    return Status(201, hand_over(leaver=leaver, successor=successor, note=data.note, actor=actor, now=now()))


@router.post("/{pk}/sign", response={200: HandOverOut, **REFUSALS}, operation_id="hand_over_sign")
def sign(request: HttpRequest, pk: UUID) -> HandOver:
    """The successor signs for it."""
    made = q.hand_over_for(actor_of(request), pk)
    if made is None:
        raise Http404
    return sign_hand_over(hand_over=made, actor=actor_of(request), now=now())
