"""Agreements for programs: the same two sides as on the pages, and nothing of any other unit."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import Field, Query, Schema

from linli.base.codes import normalise_code
from linli.base.permissions import may
from linli.base.web.api import REFUSALS
from linli.core.partnership.api.public import actor_of, router
from linli.core.partnership.enums import AgreementState, PartnershipPermission, PromiseKind, PromiseState, Side
from linli.core.partnership.models import Agreement, Promise
from linli.core.partnership.operations import agreements as work
from linli.core.partnership.operations import promises as words
from linli.core.partnership.queries.agreements import agreements_for, partners_for, promises_of
from linli.core.people.enums import Door

P = PartnershipPermission
PAGE = 50


class UnitOut(Schema):
    """A unit for which the caller speaks."""

    id: UUID
    name: str

    @staticmethod
    def resolve_name(partner: Any) -> str:
        return str(partner)


class AgreementLine(Schema):
    """An agreement in a list."""

    code: str
    unit: str
    state: AgreementState
    starts_on: date
    ends_on: date

    @staticmethod
    def resolve_unit(agreement: Any) -> str:
        return str(agreement.partner)


class PromiseOut(Schema):
    """What one side promised, and what came of it."""

    id: UUID
    side: Side
    kind: PromiseKind
    text: str
    terms: str
    due_on: date
    state: PromiseState
    proof: str


class AgreementOut(AgreementLine):
    """An agreement with what both sides promised."""

    revision: int = Field(description="Of the words; a signature names the one that was read.")
    signed: list[Side]
    promises: list[PromiseOut]

    @staticmethod
    def resolve_signed(agreement: Any) -> list[Side]:
        return [side for side in Side if agreement.signed_at(side)]

    @staticmethod
    def resolve_promises(agreement: Any) -> list[Promise]:
        return promises_of(agreement)


class SignIn(Schema):
    """A signature; `door` says how a unit told the desk that it signed."""

    side: Side
    name: str = Field(max_length=60)
    revision: int = Field(ge=1, lt=1 << 31)
    door: Door = Door.ONLINE


class ToldIn(Schema):
    """What came of a promise."""

    side: Side
    outcome: PromiseState
    proof: str = Field(max_length=400)
    door: Door = Door.ONLINE


class AnswerIn(Schema):
    """A side says: yes, that is so."""

    side: Side
    door: Door = Door.ONLINE


@router.get("/units", response={200: list[UnitOut], **REFUSALS}, operation_id="units_mine")
def list_units(request: HttpRequest) -> Any:
    """The units for which the caller speaks."""
    return partners_for(actor_of(request)).order_by("pk")[:PAGE]


@router.get("/agreements", response={200: list[AgreementLine], **REFUSALS}, operation_id="agreements")
def list_agreements(request: HttpRequest, page: int = Query(1, ge=1, le=200)) -> Any:
    """Agreements at the desk of the caller, or of the units for which they speak; the newest first, fifty a page."""
    actor = actor_of(request)
    rows = agreements_for(actor)
    if not actor.scopes(P.AGREEMENT_VIEW):
        rows = Agreement.objects.visible_to(actor, P.SPEAK).select_related("partner__body")
    return rows.order_by("-made_at", "-pk")[(page - 1) * PAGE : page * PAGE]


def _seen(request: HttpRequest, code: str) -> Agreement:
    rows = Agreement.objects.select_related("partner__body", "community", "lead")
    found: Agreement | None = rows.filter(code=normalise_code(code) or "").first()
    actor = actor_of(request)
    if found is None or not (may(actor, P.AGREEMENT_VIEW, found) or may(actor, P.SPEAK, found)):
        raise Http404
    return found


def _promise(request: HttpRequest, code: str, pk: UUID) -> Promise:
    agreement = _seen(request, code)
    promise: Promise = get_object_or_404(agreement.promises.all(), pk=pk)
    promise.agreement = agreement
    return promise


@router.get("/agreements/{code}", response={200: AgreementOut, **REFUSALS}, operation_id="agreement")
def one_agreement(request: HttpRequest, code: str) -> Any:
    """One agreement with what both sides promised."""
    return _seen(request, code)


@router.post("/agreements/{code}/sign", response={200: AgreementOut, **REFUSALS}, operation_id="agreement_sign")
def sign(request: HttpRequest, code: str, data: SignIn) -> Any:
    """Sign the words that were read; with both signatures they count."""
    return work.sign_agreement(agreement=_seen(request, code), actor=actor_of(request), now=now(), **data.dict())


@router.post(
    "/agreements/{code}/promises/{uuid:pk}/tell", response={200: PromiseOut, **REFUSALS}, operation_id="promise_tell"
)
def tell(request: HttpRequest, code: str, pk: UUID, data: ToldIn) -> Any:
    """Say what came of a promise; the other side looks."""
    return words.tell_promise(promise=_promise(request, code, pk), actor=actor_of(request), now=now(), **data.dict())


@router.post(
    "/agreements/{code}/promises/{uuid:pk}/accept",
    response={200: PromiseOut, **REFUSALS},
    operation_id="promise_accept",
)
def accept(request: HttpRequest, code: str, pk: UUID, data: AnswerIn) -> Any:
    """The other side says: yes, that is so."""
    return words.accept_outcome(promise=_promise(request, code, pk), actor=actor_of(request), now=now(), **data.dict())
