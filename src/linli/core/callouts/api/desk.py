"""The call-out desk for programs: write a call, ask the next few, note answers, thank those who came."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.utils.translation import gettext as _
from ninja import Field, Schema, Status

from linli.base.errors import Refused
from linli.base.permissions import may, require
from linli.base.web.api import REFUSALS
from linli.core.areas.queries.chosen import community_chosen, grid_chosen
from linli.core.callouts.api.own import OfferIO, actor_of, router
from linli.core.callouts.enums import Answer, CalloutPermission, CalloutState, Skill, Source
from linli.core.callouts.models import Ask, CallOut, Offer
from linli.core.callouts.operations import calling
from linli.core.callouts.operations.answering import answer_ask, note_answer
from linli.core.callouts.operations.offers import Help, delete_offer, save_offer
from linli.core.callouts.queries import lists, moves
from linli.core.matters.enums import MatterPermission
from linli.core.matters.models import Matter
from linli.core.matters.queries.lists import matter_of_code
from linli.core.people.enums import Door, PeoplePermission
from linli.core.people.models import Person

PAGE = 50


class CallOutOut(Schema):
    """A call as the desk reads it; who was asked or silent is nobody's business."""

    code: str
    title: str
    where: str
    starts_at: datetime
    ends_at: datetime
    wanted: int
    taken: int
    state: CalloutState
    is_emergency: bool


class CallOutPage(Schema):
    """Some calls; `next` is the cursor of the page after."""

    items: list[CallOutOut]
    next: str | None


class ComingOut(Schema):
    """Somebody who said yes, or a body that did: the only ones who are named."""

    id: UUID
    name: str
    count: int
    came: bool

    @staticmethod
    def resolve_name(ask: Ask) -> str:
        return ask.person.name if ask.person else ask.body


class BodyOut(Schema):
    """A team, a unit or a shop that was asked by name; whoever has its code answers for it."""

    id: UUID
    name: str
    code: str
    answer: Answer | None
    count: int

    @staticmethod
    def resolve_name(ask: Ask) -> str:
        return ask.body

    @staticmethod
    def resolve_answer(ask: Ask) -> str | None:
        return ask.answer or None


class CallOutDetail(CallOutOut):
    """One call with who said yes, how many were asked, and what the caller may do now."""

    text: str
    grid: str | None
    skills: list[Skill]
    sources: list[str]
    more_allowed: bool
    wave: int
    wave_ends_at: datetime | None
    words: str
    asked: int
    said_no: int
    coming: list[ComingOut]
    bodies: list[BodyOut]
    moves: list[str]

    @staticmethod
    def resolve_grid(callout: CallOut) -> str | None:
        return str(callout.grid) if callout.grid else None

    @staticmethod
    def resolve_asked(callout: CallOut) -> int:
        return lists.numbers_of(callout)["asked"]

    @staticmethod
    def resolve_said_no(callout: CallOut) -> int:
        return lists.numbers_of(callout)["no"]

    @staticmethod
    def resolve_coming(callout: CallOut) -> list[Ask]:
        return lists.coming(callout)

    @staticmethod
    def resolve_bodies(callout: CallOut) -> list[Ask]:
        return lists.bodies_asked(callout)

    @staticmethod
    def resolve_moves(callout: CallOut, context: dict[str, Any]) -> list[str]:
        return [move.name for move in moves.moves_now(context["request"].actor, callout, now())]


class CallIn(Schema):
    """What is needed, where, when and by how many."""

    title: str = Field(max_length=60)
    text: str = Field(max_length=2000, description="Those who are asked read this: no names, please.")
    where: str = Field(max_length=120)
    starts_at: datetime
    ends_at: datetime
    wanted: int = Field(ge=1, le=500)
    skills: list[Skill] = Field([], max_length=20)
    sources: list[str] = Field([Source.RESIDENTS.value], max_length=20)
    more_allowed: bool = False
    is_emergency: bool = False
    community: str = Field("", max_length=24, description="The slug, for whoever serves several.")
    grid: int | None = Field(None, ge=1, le=9999)
    matter: str = Field("", max_length=24, description="The code of the matter that it is for.")


class WordsIn(Schema):
    words: str = Field(max_length=400)


class FinishIn(Schema):
    came: list[UUID] = Field([], max_length=500, description="Of `coming`: about the others nothing is written down.")
    words: str = Field("", max_length=400)


class NoteIn(Schema):
    """What somebody told the desk."""

    person: UUID
    accept: bool
    door: Door = Door.PHONE


class BodyIn(Schema):
    name: str = Field(max_length=80)


class BodyAnswerIn(Schema):
    accept: bool
    count: int = Field(1, ge=1, le=500)
    door: Door = Door.PHONE


class HelperOut(OfferIO):
    """Who offers to help: what and when, never how often."""

    person: UUID
    name: str

    @staticmethod
    def resolve_person(offer: Offer) -> UUID:
        return offer.person_id

    @staticmethod
    def resolve_name(offer: Offer) -> str:
        return offer.person.name


OUT: dict[int, Any] = {200: CallOutDetail, **REFUSALS}


def _seen(request: HttpRequest, code: str) -> CallOut:
    callout = lists.callout_of(code)
    if callout is None or not may(actor_of(request), CalloutPermission.VIEW, callout):
        raise Http404
    return callout


def _done(request: HttpRequest, code: str, operation: Any, **fields: Any) -> CallOut:
    """Find what is visible, call one operation, show the whole."""
    operation(callout=_seen(request, code), actor=actor_of(request), now=now(), **fields)
    return _seen(request, code)


@router.get("", response={200: CallOutPage, **REFUSALS}, operation_id="callouts")
def list_callouts(
    request: HttpRequest, state: CalloutState | None = None, cursor: UUID | None = None
) -> dict[str, Any]:
    """The calls at my places, newest first."""
    rows = lists.visible_callouts(actor_of(request)).order_by("-pk")
    rows = rows.filter(state=state) if state else rows
    found = list((rows.filter(pk__lt=cursor) if cursor else rows)[: PAGE + 1])
    more = len(found) > PAGE
    return {"items": found[:PAGE], "next": str(found[PAGE - 1].pk) if more else None}


@router.post("", response={201: CallOutDetail, **REFUSALS}, operation_id="callout_draft")
def draft(request: HttpRequest, data: CallIn) -> Status:
    """Write a call down; nobody is asked yet."""
    matter = _matter(request, data.matter)
    community = (
        matter.community if matter else community_chosen(actor_of(request), CalloutPermission.CALL, data.community)
    )
    said = data.dict(exclude={"community", "grid", "matter"})
    call = calling.Call(community=community, grid=grid_chosen(community.pk, data.grid), matter=matter, **said)
    return Status(201, calling.draft_callout(call=call, actor=actor_of(request), now=now()))


def _matter(request: HttpRequest, code: str) -> Matter | None:
    if not code:
        return None
    matter = matter_of_code(code)
    if matter is None or not may(actor_of(request), MatterPermission.VIEW, matter):
        raise Refused("matter-elsewhere", _("There is no such matter here."), field="matter")
    return matter


@router.get("/helpers", response={200: list[HelperOut], **REFUSALS}, operation_id="callout_helpers")
def list_helpers(request: HttpRequest, skill: Skill | None = None) -> list[Offer]:
    """Who offers to help at my places, those who said so last first; at most fifty."""
    rows = lists.visible_offers(actor_of(request)).filter(person__ended_on=None)
    return list((rows.filter(skills__skill=skill) if skill else rows).order_by("-changed_at", "pk")[:PAGE])


@router.put("/helpers/{uuid:pk}", response={204: None, **REFUSALS}, operation_id="callout_helper_save")
def keep_helper(request: HttpRequest, pk: UUID, data: OfferIO) -> Status:
    """Write down what somebody offers who called or came by, or change it for them."""
    save_offer(person=_person(request, pk), offered=Help(**data.dict()), actor=actor_of(request), now=now())
    return Status(204, None)


@router.delete("/helpers/{uuid:pk}", response={204: None, **REFUSALS}, operation_id="callout_helper_delete")
def drop_helper(request: HttpRequest, pk: UUID) -> Status:
    """Take an offer back for somebody who asked for it."""
    offer = get_object_or_404(lists.visible_offers(actor_of(request)), person=pk)
    delete_offer(offer=offer, actor=actor_of(request), now=now())
    return Status(204, None)


def _person(request: HttpRequest, pk: UUID) -> Person:
    """Somebody whom the worker may find in the register."""
    rows = Person.objects.visible_to(actor_of(request), PeoplePermission.VIEW)
    return get_object_or_404(rows.select_related("community"), pk=pk)


@router.get("/{code}", response=OUT, operation_id="callout")
def show(request: HttpRequest, code: str) -> CallOut:
    """One call: who said yes, how many were asked, and what I may do now."""
    return _seen(request, code)


@router.post("/{code}/wave", response=OUT, operation_id="callout_wave")
def wave(request: HttpRequest, code: str) -> CallOut:
    """Ask the first five, or the next."""
    return _done(request, code, calling.call_wave)


@router.post("/{code}/enough", response=OUT, operation_id="callout_enough")
def enough(request: HttpRequest, code: str) -> CallOut:
    """Enough, thank you: nobody else is asked."""
    return _done(request, code, calling.end_calling)


@router.post("/{code}/finish", response=OUT, operation_id="callout_finish")
def finish(request: HttpRequest, code: str, data: FinishIn) -> CallOut:
    """It is done: those who came are thanked."""
    return _done(request, code, calling.finish_callout, **data.dict())


@router.post("/{code}/cancel", response=OUT, operation_id="callout_cancel")
def cancel(request: HttpRequest, code: str, data: WordsIn) -> CallOut:
    """Call it off; those who said yes read why."""
    return _done(request, code, calling.cancel_callout, words=data.words)


@router.post("/{code}/note", response=OUT, operation_id="callout_note")
def note(request: HttpRequest, code: str, data: NoteIn) -> CallOut:
    """Note what somebody told the desk: asked or not, a yes is a yes."""
    require(actor_of(request), CalloutPermission.CALL, _seen(request, code))
    said = {"person": _person(request, data.person), "accept": data.accept, "door": data.door}
    return _done(request, code, note_answer, **said)


@router.post("/{code}/bodies", response={201: BodyOut, **REFUSALS}, operation_id="callout_ask_body")
def ask_body(request: HttpRequest, code: str, data: BodyIn) -> Status:
    """Ask a team, a unit or a shop by name; whoever gets the code answers for it."""
    asked = calling.ask_body(callout=_seen(request, code), name=data.name, actor=actor_of(request), now=now())
    return Status(201, asked)


@router.post("/{code}/bodies/{uuid:pk}/answer", response=OUT, operation_id="callout_body_answer")
def note_body(request: HttpRequest, code: str, pk: UUID, data: BodyAnswerIn) -> CallOut:
    """Note what a team, a unit or a shop said."""
    callout = _seen(request, code)
    ask = next((one for one in lists.bodies_asked(callout) if one.pk == pk), None)
    if ask is None:
        raise Http404
    ask.callout = callout
    answer_ask(ask=ask, actor=actor_of(request), now=now(), **data.dict())
    return callout
