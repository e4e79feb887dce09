"""Calls for help for programs: what I offer, and my answer to what I am asked."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils.timezone import now
from ninja import Field, Router, Schema, Status

from linli.base.permissions import Actor
from linli.base.web.api import OPEN_REFUSALS, REFUSALS, OpenDoorThrottle, anybody
from linli.core.callouts.enums import CalloutState, Reach, Skill
from linli.core.callouts.models import Offer
from linli.core.callouts.operations.answering import AskHolder, answer_ask
from linli.core.callouts.operations.offers import Help, delete_offer, save_offer
from linli.core.callouts.queries import lists
from linli.core.people.models import Person

router = Router(tags=["calls for help"])


class OfferIO(Schema):
    """What somebody offers of themselves."""

    skills: list[Skill] = Field(min_length=1, max_length=20)
    hours: int = Field(gt=0, lt=1 << 21, description="Free parts of a week, bit 3 * weekday + part.")
    reach: Reach = Reach.GRID
    only_emergencies: bool = False
    rests_until: date | None = None
    note: str = Field("", max_length=200)

    @staticmethod
    def resolve_skills(offer: Any) -> list[str]:
        if isinstance(offer, Offer):
            return [one.skill for one in offer.skills.all()]
        found: list[str] = offer["skills"] if isinstance(offer, dict) else offer.skills
        return found


class AskedOut(Schema):
    """What somebody was asked, as whoever holds the code reads it."""

    title: str
    text: str
    where: str
    starts_at: datetime
    ends_at: datetime
    state: CalloutState
    answer: str


class AnswerIn(Schema):
    """Yes or no; how many of you, when you answer for a team or a unit."""

    accept: bool
    count: int = Field(1, ge=1, le=500)


def actor_of(request: HttpRequest) -> Actor:
    return cast("Actor", request.actor)  # type: ignore[attr-defined]


def _me(request: HttpRequest) -> UUID:
    found: UUID = actor_of(request).self_id  # type: ignore[attr-defined]  # whoever is signed in is a person
    return found


def _mine(request: HttpRequest) -> Offer:
    rows = Offer.objects.select_related("person").prefetch_related("skills")
    offer = rows.filter(person=_me(request)).first()
    if offer is None:
        raise Http404
    return offer


@router.get("/offer", response={200: OfferIO, **REFUSALS}, operation_id="offer")
def my_offer(request: HttpRequest) -> Offer:
    """What I offer."""
    return _mine(request)


@router.put("/offer", response={204: None, **REFUSALS}, operation_id="offer_save")
def keep_offer(request: HttpRequest, data: OfferIO) -> Status:
    """Offer to help, or change what I offer."""
    person = Person.objects.select_related("community").get(pk=_me(request))
    save_offer(person=person, offered=Help(**data.dict()), actor=actor_of(request), now=now())
    return Status(204, None)


@router.delete("/offer", response={204: None, **REFUSALS}, operation_id="offer_delete")
def drop_offer(request: HttpRequest) -> Status:
    """I do not want to be asked any more."""
    delete_offer(offer=_mine(request), actor=actor_of(request), now=now())
    return Status(204, None)


@router.get("/asked/{code}", response={200: AskedOut, **OPEN_REFUSALS}, auth=anybody, throttle=OpenDoorThrottle(),
            operation_id="asked")  # fmt: skip
def asked(request: HttpRequest, code: str) -> dict[str, Any]:
    """What the code of a message or a slip is about."""
    ask = lists.ask_of(code)
    if ask is None:
        raise Http404
    call = ask.callout
    names = ("title", "text", "where", "starts_at", "ends_at", "state")
    return {**{name: getattr(call, name) for name in names}, "answer": ask.answer}


@router.post("/asked/{code}/answer", response={200: AskedOut, **OPEN_REFUSALS}, auth=anybody,
             throttle=OpenDoorThrottle(), operation_id="asked_answer")  # fmt: skip
def answer(request: HttpRequest, code: str, data: AnswerIn) -> dict[str, Any]:
    """Say yes or no. Leaving it is fine, too."""
    ask = lists.ask_of(code)
    if ask is None:
        raise Http404
    answer_ask(ask=ask, accept=data.accept, count=data.count, actor=AskHolder(ask.pk), now=now())
    return asked(request, code)
