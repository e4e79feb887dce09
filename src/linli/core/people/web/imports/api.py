"""Rosters in, for programs: the same upload, dry run, import and settling as on the pages."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, File, Form, Query, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import field_validator

from linli.base.sheets.enums import FindingState, ImportState, Settlement
from linli.base.sheets.models import Finding, Import
from linli.base.sheets.operations import dismiss_findings, receive_file, settle_findings
from linli.base.sheets.operations.imports import Target
from linli.base.sheets.rosters import ROSTERS
from linli.base.web.api import REFUSALS
from linli.base.web.context import actor_of
from linli.core.people.operations.rosters.settling import settle_with_value
from linli.core.people.queries.imports import communities_to_fill, findings_for, imports_for
from linli.core.people.web.imports.findings import read_masked
from linli.core.people.web.imports.starting import start_check, start_run

router = Router(tags=["imports"])
SHOWN = 100


class ImportOut(Schema):
    """A file that came in, and what became of it."""

    id: UUID
    kind: str
    name: str
    place: str
    state: ImportState
    message: str
    counts: dict[str, int]
    doubts: dict[str, int]
    unchanged: bool
    created_at: datetime


class FindingOut(Schema):
    """A doubtful cell. What was read is masked where it may be a number of somebody."""

    id: UUID
    kind: str
    sheet: str
    row: int
    column: str
    read: str
    done: str
    why: str
    state: FindingState
    person_id: UUID | None


class SettleIn(Schema):
    """How a doubtful cell is settled: with the right value, as it was done, or left as it is with a reason."""

    how: Literal["value", "confirm", "dismiss"]
    value: str = Field("", max_length=80)
    note: str = Field("", max_length=400)

    @field_validator("value", "note")
    @classmethod
    def without_nothing(cls, text: str) -> str:
        """The sign that no database keeps is dropped."""
        return text.replace("\x00", "")


@router.get("", response={200: list[ImportOut], **REFUSALS}, operation_id="imports")
def list_imports(request: HttpRequest) -> list[dict[str, Any]]:
    """The newest imports that you may see."""
    found = imports_for(actor_of(request)).order_by("-created_at", "-pk")[:SHOWN]
    return [_import(imported) for imported in found]


@router.post("", response={201: ImportOut, **REFUSALS}, operation_id="import_receive")
def receive(
    request: HttpRequest,
    kind: Form[Literal["residents", "workers", "grids"]],
    community: Form[UUID],
    file: File[UploadedFile],
) -> Status[dict[str, Any]]:
    """Hand a roster over. Nothing is written into the register before it is run."""
    roster = ROSTERS[kind]
    area = get_object_or_404(communities_to_fill(actor_of(request), roster.permission), pk=community)
    imported = receive_file(
        roster=roster,
        name=file.name or "",
        chunks=file.chunks(),
        target=Target(area.pk, area.path),
        actor=actor_of(request),
        now=timezone.now(),
    )
    return Status(201, _import(imported))


@router.get("/findings", response={200: list[FindingOut], **REFUSALS}, operation_id="findings")
def list_findings(
    request: HttpRequest, kind: str = Query("", max_length=40), state: FindingState | None = None
) -> list[dict[str, Any]]:
    """Doubtful cells that you may settle, in the order of their file: the first hundred."""
    found = findings_for(actor_of(request)).order_by("position", "pk")
    if kind:
        found = found.filter(kind=kind.replace("\x00", ""))
    if state:
        found = found.filter(state=state)
    return [_finding(finding) for finding in found[:SHOWN]]


@router.post("/findings/{uuid:pk}/settle", response={200: FindingOut, **REFUSALS}, operation_id="finding_settle")
def settle(request: HttpRequest, pk: UUID, data: SettleIn) -> dict[str, Any]:
    """Settle one doubtful cell."""
    actor, now = actor_of(request), timezone.now()
    finding = get_object_or_404(findings_for(actor), pk=pk)
    if data.how == "value":
        settle_with_value(finding=finding, value=data.value, actor=actor, now=now)
    elif data.how == "confirm":
        settlement = Settlement.CONFIRMED
        settle_findings(findings=[finding], settlement=settlement, note=data.note, actor=actor, now=now)
    else:
        dismiss_findings(findings=[finding], note=data.note, actor=actor, now=now)
    return _finding(finding)


@router.get("/{uuid:pk}", response={200: ImportOut, **REFUSALS}, operation_id="import")
def show(request: HttpRequest, pk: UUID) -> dict[str, Any]:
    """One import: where it stands, what it did."""
    return _import(get_object_or_404(imports_for(actor_of(request)), pk=pk))


@router.post("/{uuid:pk}/check", response={202: ImportOut, **REFUSALS}, operation_id="import_check")
def check(request: HttpRequest, pk: UUID) -> Status[dict[str, Any]]:
    """Try it: the worker reports what it would do, and writes nothing."""
    imported = get_object_or_404(imports_for(actor_of(request)), pk=pk)
    with transaction.atomic():
        start_check(imported, actor_of(request), timezone.now())
    return Status(202, _import(imported))


@router.post("/{uuid:pk}/run", response={202: ImportOut, **REFUSALS}, operation_id="import_run")
def run(request: HttpRequest, pk: UUID) -> Status[dict[str, Any]]:
    """Take it in: all of it or nothing, by the worker."""
    imported = get_object_or_404(imports_for(actor_of(request)), pk=pk)
    with transaction.atomic():
        start_run(imported, actor_of(request), timezone.now())
    return Status(202, _import(imported))


def _import(imported: Import) -> dict[str, Any]:
    names = ("id", "kind", "name", "place", "state", "message", "created_at")
    summary = imported.counts
    return {
        **{name: getattr(imported, name) for name in names},
        "counts": summary.get("counts") or {},
        "doubts": summary.get("doubts") or {},
        "unchanged": bool(summary.get("unchanged")),
    }


def _finding(finding: Finding) -> dict[str, Any]:
    names = ("id", "kind", "sheet", "row", "column", "done", "why", "state")
    told = {name: getattr(finding, name) for name in names}
    return {**told, "read": read_masked(finding), "person_id": finding.subject_id}
