"""Plans for programs: what they would move as numbers, and their steps by the same operations as on the pages."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate, now
from ninja import Field, Query, Router, Schema

from linli.base.web.api import REFUSALS
from linli.base.web.context import actor_of
from linli.core.organisation.enums import Level
from linli.core.rehearsals.enums import DONE, RehearsalState
from linli.core.rehearsals.models import Rehearsal
from linli.core.rehearsals.operations import applying, steps
from linli.core.rehearsals.queries.copying import rehearse
from linli.core.rehearsals.queries.findings import compared
from linli.core.rehearsals.queries.lists import rehearsal_moves, rehearsals_for

router = Router(tags=["rehearsals"])
PAGE = 50


class FindingOut(Schema):
    """A threshold that the plan would not keep."""

    org: str
    rule: str
    level: Level
    source: str
    words: str


class RehearsalOut(Schema):
    """A plan for the tree of a community."""

    id: UUID
    title: str
    reason: str
    state: RehearsalState
    effective_on: date
    objections_until: date | None
    request_paper: str
    approval_paper: str
    steps: list[str] = Field(description="The steps that whoever asks may take now.")


class RehearsalPage(RehearsalOut):
    """And what it would do: numbers, no names."""

    changes: int
    members_moving: int
    findings: list[FindingOut]


class DaysIn(Schema):
    days: int = 7


class PaperIn(Schema):
    paper: str = Field(max_length=80)


class WordsIn(Schema):
    words: str = Field(max_length=400)


def _out(request: HttpRequest, row: Rehearsal) -> dict[str, Any]:
    names = ("title", "reason", "state", "effective_on", "objections_until", "request_paper", "approval_paper")
    open_steps = [move.name for move in rehearsal_moves(actor_of(request), row, localdate())]
    return {"id": row.pk, "steps": open_steps, **{name: getattr(row, name) for name in names}}


def _page(request: HttpRequest, pk: UUID) -> dict[str, Any]:
    row = get_object_or_404(rehearsals_for(actor_of(request)), pk=pk)
    seen, today = rehearse(row, localdate()), localdate()
    is_done = row.state in DONE
    findings = [
        {
            "org": one.org.name,
            "rule": one.rule.key,
            "level": one.level,
            "source": one.rule.source,
            "words": one.words,
        }
        for one in ([] if is_done else compared(seen, today).new)
    ]
    moving = sum(deed["do"] == "member" for deed in row.deeds) if is_done else len(seen.moving)
    more = {"changes": len(seen.after.changes), "members_moving": moving, "findings": findings}
    return {**_out(request, row), **more}


def _step(request: HttpRequest, pk: UUID, operation: Any, **told: Any) -> dict[str, Any]:
    row = get_object_or_404(rehearsals_for(actor_of(request)), pk=pk)
    operation(rehearsal=row, actor=actor_of(request), now=now(), **told)
    return _page(request, pk)


@router.get("", response={200: list[RehearsalOut], **REFUSALS}, operation_id="rehearsal_list")
def rehearsal_list(request: HttpRequest, page: int = Query(1, ge=1, le=200)) -> list[dict[str, Any]]:
    """The plans that whoever asks may see, the newest first, fifty a page."""
    rows = rehearsals_for(actor_of(request)).order_by("-state_since", "pk")
    return [_out(request, row) for row in rows[(page - 1) * PAGE : page * PAGE]]


@router.get("/{uuid:pk}", response={200: RehearsalPage, **REFUSALS}, operation_id="rehearsal_detail")
def rehearsal_detail(request: HttpRequest, pk: UUID) -> dict[str, Any]:
    """One plan with what it would move, and what the thresholds say of it."""
    return _page(request, pk)


@router.post("/{uuid:pk}/check", response={200: RehearsalPage, **REFUSALS}, operation_id="rehearsal_check")
def rehearsal_check(request: HttpRequest, pk: UUID, data: DaysIn) -> dict[str, Any]:
    """Show it to those who would move."""
    return _step(request, pk, steps.show_plan, days=data.days)


@router.post("/{uuid:pk}/submit", response={200: RehearsalPage, **REFUSALS}, operation_id="rehearsal_submit")
def rehearsal_submit(request: HttpRequest, pk: UUID, data: PaperIn) -> dict[str, Any]:
    """Ask for approval."""
    return _step(request, pk, steps.submit_plan, paper_number=data.paper)


@router.post("/{uuid:pk}/approve", response={200: RehearsalPage, **REFUSALS}, operation_id="rehearsal_approve")
def rehearsal_approve(request: HttpRequest, pk: UUID, data: PaperIn) -> dict[str, Any]:
    """The upper organisation approves."""
    return _step(request, pk, steps.approve_plan, paper_number=data.paper)


@router.post("/{uuid:pk}/send-back", response={200: RehearsalPage, **REFUSALS}, operation_id="rehearsal_send_back")
def rehearsal_send_back(request: HttpRequest, pk: UUID, data: WordsIn) -> dict[str, Any]:
    """The upper organisation sends it back with words."""
    return _step(request, pk, steps.send_plan_back, words=data.words)


@router.post("/{uuid:pk}/withdraw", response={200: RehearsalPage, **REFUSALS}, operation_id="rehearsal_withdraw")
def rehearsal_withdraw(request: HttpRequest, pk: UUID, data: WordsIn) -> dict[str, Any]:
    """Let it go before it is in force."""
    return _step(request, pk, steps.withdraw_plan, words=data.words)


@router.post("/{uuid:pk}/take-back", response={200: RehearsalPage, **REFUSALS}, operation_id="rehearsal_take_back")
def rehearsal_take_back(request: HttpRequest, pk: UUID, data: WordsIn) -> dict[str, Any]:
    """Move everything back, within a month."""
    return _step(request, pk, applying.take_plan_back, words=data.words)
