"""Admission and transfer for programs, in the same strictest scope as on the pages. And one's own way."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Router, Schema

from linli.base.web.api import REFUSALS
from linli.base.web.context import actor_of
from linli.core.admission.enums import AdmissionState, TransferState
from linli.core.admission.models import Admission, Transfer
from linli.core.admission.operations.stepping import Told, take_step
from linli.core.admission.operations.transferring import Letter, issue_letter, note_arrival, note_receipt
from linli.core.admission.queries.admissions import admissions_for, own_admission, transfers_for
from linli.core.admission.queries.steps import step_after
from linli.core.membership.models import Member

router = Router(tags=["admission"])
MOST = 200


class AdmissionOut(Schema):
    """Somebody on the way: the step done last, the one that comes next, its days."""

    id: UUID
    name: str
    branch: str
    state: AdmissionState
    next: AdmissionState | None
    earliest_on: date | None
    due_on: date | None


class StepIn(Schema):
    """A step that was done."""

    step: AdmissionState
    on: date
    papers: list[str] = Field(default_factory=list, max_length=10)
    shelf: str = Field("", max_length=60)
    helpers: list[UUID] = Field(default_factory=list, max_length=4)
    entitled: int | None = Field(None, ge=1, le=2000)
    in_favour: int | None = Field(None, ge=0, le=2000)
    days: int | None = Field(None, ge=0, le=60)
    hours: int | None = Field(None, ge=0, le=400)


class TransferOut(Schema):
    """A member on the way to another branch."""

    id: UUID
    name: str
    from_branch: str
    to: str
    state: TransferState
    issued_on: date | None


class LetterIn(Schema):
    """The letter of the old branch."""

    number: str = Field(max_length=40)
    on: date
    valid_days: int = Field(30, ge=1, le=92)


def _admission(row: Admission) -> dict[str, Any]:
    following = step_after(row.state)
    told = {name: getattr(row, name) for name in ("state", "earliest_on", "due_on")}
    after = following.code if following else None
    return {"id": row.pk, "name": row.person.name, "branch": row.org.name, "next": after, **told}


def _transfer(row: Transfer) -> dict[str, Any]:
    told = {"from_branch": row.from_org.name, "to": row.goes_to, "state": row.state, "issued_on": row.issued_on}
    return {"id": row.pk, "name": row.member.person.name, **told}


@router.get("/admissions", response={200: list[AdmissionOut], **REFUSALS}, operation_id="admission_list")
def admission_list(request: HttpRequest) -> list[dict[str, Any]]:
    """Everybody on the way whom whoever asks may see."""
    rows = admissions_for(actor_of(request)).live().order_by("due_on", "applied_on", "pk")
    return [_admission(row) for row in rows[:MOST]]


@router.get("/admissions/{uuid:pk}", response={200: AdmissionOut, **REFUSALS}, operation_id="admission_detail")
def admission_detail(request: HttpRequest, pk: UUID) -> dict[str, Any]:
    """One of them."""
    return _admission(get_object_or_404(admissions_for(actor_of(request)), pk=pk))


@router.post("/admissions/{uuid:pk}/step", response={200: AdmissionOut, **REFUSALS}, operation_id="admission_step")
def admission_step(request: HttpRequest, pk: UUID, data: StepIn) -> dict[str, Any]:
    """The next step is done; out of order, too early or without its papers it is refused with the rule."""
    found, said = get_object_or_404(admissions_for(actor_of(request)), pk=pk), data.dict()
    code, keys = said.pop("step"), said.pop("helpers")
    helpers = list(Member.objects.filter(pk__in=keys, org=found.org))
    told = Told(helpers=helpers, **said)
    return _admission(take_step(admission=found, code=code, told=told, actor=actor_of(request), now=timezone.now()))


@router.get("/mine", response={200: AdmissionOut | None, **REFUSALS}, operation_id="admission_mine")
def mine(request: HttpRequest) -> dict[str, Any] | None:
    """One's own way; nothing when one is on none."""
    me = actor_of(request).person_id
    found = own_admission(me) if me else None
    return _admission(found) if found else None


@router.get("/transfers", response={200: list[TransferOut], **REFUSALS}, operation_id="transfer_list")
def transfer_list(request: HttpRequest) -> list[dict[str, Any]]:
    """The transfers that whoever asks may see, from either end."""
    return [_transfer(row) for row in transfers_for(actor_of(request)).order_by("-asked_on", "pk")[:MOST]]


@router.post("/transfers/{uuid:pk}/letter", response={200: TransferOut, **REFUSALS}, operation_id="transfer_letter")
def transfer_letter(request: HttpRequest, pk: UUID, data: LetterIn) -> dict[str, Any]:
    """The old branch issues the letter."""
    found = get_object_or_404(transfers_for(actor_of(request)), pk=pk)
    letter = Letter(**data.dict())
    return _transfer(issue_letter(transfer=found, letter=letter, actor=actor_of(request), now=timezone.now()))


@router.post("/transfers/{uuid:pk}/arrived", response={200: TransferOut, **REFUSALS}, operation_id="transfer_arrived")
def transfer_arrived(request: HttpRequest, pk: UUID, on: date) -> dict[str, Any]:
    """The new branch has the letter."""
    found = get_object_or_404(transfers_for(actor_of(request)), pk=pk)
    return _transfer(note_arrival(transfer=found, on=on, actor=actor_of(request), now=timezone.now()))


@router.post("/transfers/{uuid:pk}/receipt", response={200: TransferOut, **REFUSALS}, operation_id="transfer_receipt")
def transfer_receipt(request: HttpRequest, pk: UUID) -> dict[str, Any]:
    """The receipt is back: the new branch is responsible from now on."""
    found = get_object_or_404(transfers_for(actor_of(request)), pk=pk)
    return _transfer(note_receipt(transfer=found, actor=actor_of(request), now=timezone.now()))
