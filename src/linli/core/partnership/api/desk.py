"""Wishes and offers at the desk for programs, and what is mine among them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import Field, Schema

from linli.base.permissions import may
from linli.base.web.api import REFUSALS
from linli.core.partnership import schemas as s
from linli.core.partnership.api.projects import SideOut
from linli.core.partnership.api.public import actor_of, router
from linli.core.partnership.enums import ListState, PartnershipPermission, ProjectState
from linli.core.partnership.models import Need, Part, Resource
from linli.core.partnership.operations import settle
from linli.core.partnership.operations.support import support_need, withdraw_support
from linli.core.partnership.queries import lists, moves
from linli.core.people.enums import Door, PeoplePermission
from linli.core.people.models import Person

MODELS: dict[str, type[Any]] = {"wishes": Need, "resources": Resource}
MOST = 100


class DeskLine(Schema):
    """A wish or an offer as a list of the desk tells it; who said it stays on the page."""

    code: str
    kind: str
    title: str
    state: ListState
    grid: str | None
    written_at: datetime

    @staticmethod
    def resolve_grid(thing: Any) -> str | None:
        return str(thing.grid) if thing.grid else None


class DeskLineOut(DeskLine):
    """One wish or offer with what was said, what everybody reads, and what the caller may do now."""

    said: str
    text: str
    ended_words: str
    moves: list[str]

    @staticmethod
    def resolve_moves(thing: Any, context: dict[str, Any]) -> list[str]:
        return [move.name for move in moves.list_moves(context["request"].actor, thing)]


class MineOut(Schema):
    """What I said, and what waits for my yes."""

    wishes: list[s.SlipOut]
    resources: list[s.SlipOut]
    waiting: list[SideOut]


class EndIn(Schema):
    words: str = Field("", max_length=400, description="The person who said it reads this.")


class PressForIn(Schema):
    """Who told the desk that they want it, too, and how."""

    person: UUID
    door: Door = Door.PHONE
    take_back: bool = False


OUT: dict[int, Any] = {200: DeskLineOut, **REFUSALS}


def _model(kind: str) -> type[Any]:
    if kind not in MODELS:
        raise Http404
    return MODELS[kind]


def _seen(request: HttpRequest, kind: str, code: str) -> Any:
    thing = lists.of_code(_model(kind), code)
    if thing is None or not may(actor_of(request), PartnershipPermission.VIEW, thing):
        raise Http404
    return thing


@router.get("/mine", response={200: MineOut, **REFUSALS}, operation_id="neighbourhood_mine")
def mine(request: HttpRequest) -> dict[str, Any]:
    """My wishes and offers, and the projects that wait for my yes."""
    me: UUID | None = getattr(actor_of(request), "self_id", None)
    parts = Part.objects.filter(project__state=ProjectState.PROPOSED, accepted_at=None)
    own = parts.filter(need__author=me) | parts.filter(resource__author=me)
    return {
        "wishes": list(Need.objects.filter(author=me).order_by("-written_at")[:MOST]),
        "resources": list(Resource.objects.filter(author=me).order_by("-written_at")[:MOST]),
        "waiting": list(own.select_related("need", "resource").order_by("pk")[:MOST]),
    }


@router.get("/desk/{kind}", response={200: list[DeskLine], **REFUSALS}, operation_id="desk_lines")
def list_lines(request: HttpRequest, kind: str, state: ListState | None = None) -> list[Any]:
    """`wishes` or `resources` at my places, the newest first; at most a hundred."""
    rows = lists.visible(_model(kind), actor_of(request))
    return list((rows.filter(state=state) if state else rows).order_by("-written_at", "-pk")[:MOST])


@router.get("/desk/{kind}/{code}", response=OUT, operation_id="desk_line")
def show(request: HttpRequest, kind: str, code: str) -> Any:
    """One wish or offer as the desk reads it."""
    return _seen(request, kind, code)


@router.post("/desk/{kind}/{code}/reword", response=OUT, operation_id="listed_reword")
def reword(request: HttpRequest, kind: str, code: str, data: s.PublicIn) -> Any:
    """Say better what stands on the list."""
    thing = _seen(request, kind, code)
    return settle.reword_listed(thing=thing, actor=actor_of(request), now=now(), **data.dict())


@router.post("/desk/{kind}/{code}/fulfil", response=OUT, operation_id="listed_fulfil")
def fulfil(request: HttpRequest, kind: str, code: str, data: EndIn) -> Any:
    """A wish has come true, an offer was given."""
    thing = _seen(request, kind, code)
    return settle.fulfil_listed(thing=thing, words=data.words, actor=actor_of(request), now=now())


@router.post("/desk/{kind}/{code}/withdraw", response=OUT, operation_id="listed_withdraw")
def withdraw(request: HttpRequest, kind: str, code: str, data: EndIn) -> Any:
    """Take it off the list, with a reason."""
    thing = _seen(request, kind, code)
    return settle.withdraw_listed(thing=thing, words=data.words, actor=actor_of(request), now=now())


@router.post("/mine/{kind}/{code}/withdraw", response={200: s.SlipOut, **REFUSALS}, operation_id="mine_withdraw")
def take_back(request: HttpRequest, kind: str, code: str) -> Any:
    """Take back what I said."""
    thing = lists.of_code(_model(kind), code)
    if thing is None or not settle.is_authors(actor_of(request), thing):
        raise Http404
    return settle.withdraw_listed(thing=thing, words="", actor=actor_of(request), now=now())


@router.post("/desk/wishes/{code}/press-for", response={200: s.PressOut, **REFUSALS}, operation_id="wish_press_for")
def press_for(request: HttpRequest, code: str, data: PressForIn) -> dict[str, Any]:
    """Note for somebody who calls or comes by that they want it, too; or not any more."""
    need = _seen(request, "wishes", code)
    rows = Person.objects.visible_to(actor_of(request), PeoplePermission.VIEW)
    told: dict[str, Any] = {"person": get_object_or_404(rows, pk=data.person), "door": data.door}
    operation = withdraw_support if data.take_back else support_need
    operation(need=need, actor=actor_of(request), now=now(), **told)
    return s.PressOut.of(need, pressed=not data.take_back)
