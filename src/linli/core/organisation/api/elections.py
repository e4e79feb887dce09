"""Elections for programs: where they stand, and each step by the same operation as on the pages."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import Field, Query, Router, Schema

from linli.base.web.api import REFUSALS
from linli.base.web.context import actor_of
from linli.core.organisation.enums import ElectionState, OrganisationPermission, PostKind
from linli.core.organisation.models import Body, Election
from linli.core.organisation.operations.elections import counting, preparing
from linli.core.organisation.queries.elections import election_moves, elections_for, with_candidates
from linli.core.organisation.queries.orgs import orgs_for

router = Router(tags=["organisation"])
PAGE = 50


class CandidateOut(Schema):
    """Who stands for which post; `votes` after the meeting."""

    id: UUID
    kind: PostKind
    name: str
    unit: str | None
    votes: int | None
    is_elected: bool


class ElectionOut(Schema):
    """An election with its papers and counts. There are no ballots and no voters in it."""

    id: UUID
    org: UUID
    state: ElectionState
    term_ends_on: date | None
    planned_on: date | None
    seats: int | None
    meets_on: date | None
    meets_where: str
    entitled: int | None
    present: int | None
    ballots: int | None
    request_paper: str
    approval_paper: str
    report_paper: str
    office_paper: str
    candidates: list[CandidateOut]
    steps: list[str] = Field(description="The steps that whoever asks may take now.")


class RequestIn(Schema):
    planned_on: date
    seats: int
    paper: str = Field(max_length=80)
    shift_reason: str = Field("", max_length=400)


class PaperIn(Schema):
    paper: str = Field(max_length=80)


class StandingIn(Schema):
    kind: PostKind
    name: str = Field(max_length=80)
    unit: UUID | None = None


class StandingsIn(Schema):
    standing: list[StandingIn] = Field(max_length=40)


class MeetingIn(Schema):
    meets_on: date
    meets_where: str = Field(max_length=120)


class AgainIn(MeetingIn):
    reason: str = Field(max_length=400)


class HeadsIn(Schema):
    entitled: int = Field(ge=0, le=99_999)
    present: int = Field(ge=0, le=99_999)


class VotesIn(Schema):
    candidate: UUID
    votes: int = Field(ge=0, le=99_999)
    is_elected: bool = False


class ResultIn(Schema):
    ballots: int = Field(ge=0, le=99_999)
    votes: list[VotesIn] = Field(max_length=40)
    paper: str = Field(max_length=80)


class CallOffIn(Schema):
    reason: str = Field(max_length=400)


def _out(request: HttpRequest, election: Election) -> dict[str, Any]:
    names = ("state", "planned_on", "seats", "meets_on", "meets_where", "entitled", "present", "ballots")
    papers = ("request_paper", "approval_paper", "report_paper", "office_paper")
    told = {name: getattr(election, name) for name in (*names, *papers)}
    candidates = [
        {"id": one.pk, "kind": one.kind, "name": one.name, "unit": one.unit and one.unit.name, "votes": one.votes,
         "is_elected": one.is_elected}
        for one in getattr(election, "standing", ())
    ]  # fmt: skip
    steps = [move.name for move in election_moves(actor_of(request), election)]
    ends = election.term.ends_on if election.term else None
    more = {"term_ends_on": ends, "candidates": candidates, "steps": steps}
    return {"id": election.pk, "org": election.org_id, **told, **more}


def _seen(request: HttpRequest, pk: UUID) -> Election:
    return get_object_or_404(with_candidates(elections_for(actor_of(request))), pk=pk)


def _told(request: HttpRequest, election: Election) -> dict[str, Any]:
    return _out(request, _seen(request, election.pk))


@router.get("/elections", response={200: list[ElectionOut], **REFUSALS}, operation_id="election_list")
def election_list(
    request: HttpRequest, state: ElectionState | None = None, page: int = Query(1, ge=1, le=200)
) -> list[dict[str, Any]]:
    """The elections that whoever asks may see, the newest first, fifty a page."""
    rows = with_candidates(elections_for(actor_of(request))).order_by("-state_since", "pk")
    if state:
        rows = rows.filter(state=state)
    return [_out(request, row) for row in rows[(page - 1) * PAGE : page * PAGE]]


@router.get("/elections/{uuid:pk}", response={200: ElectionOut, **REFUSALS}, operation_id="election_detail")
def election_detail(request: HttpRequest, pk: UUID) -> dict[str, Any]:
    """One election."""
    return _out(request, _seen(request, pk))


@router.post("/orgs/{uuid:pk}/election", response={200: ElectionOut, **REFUSALS}, operation_id="election_open")
def election_open(request: HttpRequest, pk: UUID) -> dict[str, Any]:
    """Begin to prepare the next election of an organisation."""
    org = get_object_or_404(orgs_for(actor_of(request)), pk=pk)
    return _told(request, preparing.open_election(org=org, actor=actor_of(request), now=now()))


def _step(request: HttpRequest, pk: UUID, operation: Any, **told: Any) -> dict[str, Any]:
    done = operation(election=_seen(request, pk), actor=actor_of(request), now=now(), **told)
    return _told(request, done)


@router.post("/elections/{uuid:pk}/request", response={200: ElectionOut, **REFUSALS}, operation_id="election_request")
def election_request(request: HttpRequest, pk: UUID, data: RequestIn) -> dict[str, Any]:
    """Ask the upper organisation for approval."""
    told = data.dict()
    return _step(request, pk, preparing.request_election, paper_number=told.pop("paper"), **told)


@router.post("/elections/{uuid:pk}/approve", response={200: ElectionOut, **REFUSALS}, operation_id="election_approve")
def election_approve(request: HttpRequest, pk: UUID, data: PaperIn) -> dict[str, Any]:
    """The upper organisation approves."""
    return _step(request, pk, preparing.approve_election, paper_number=data.paper)


@router.post("/elections/{uuid:pk}/name", response={200: ElectionOut, **REFUSALS}, operation_id="election_name")
def election_name(request: HttpRequest, pk: UUID, data: StandingsIn) -> dict[str, Any]:
    """Name the candidates."""
    actor = actor_of(request)
    bodies = Body.objects.visible_to(actor, OrganisationPermission.VIEW_BODY)
    units = bodies.in_bulk([one.unit for one in data.standing if one.unit])
    standing = [
        preparing.Standing(one.kind, one.name, unit=units.get(one.unit) if one.unit else None) for one in data.standing
    ]
    return _step(request, pk, preparing.name_candidates, standing=standing)


@router.post("/elections/{uuid:pk}/call", response={200: ElectionOut, **REFUSALS}, operation_id="election_call")
def election_call(request: HttpRequest, pk: UUID, data: MeetingIn) -> dict[str, Any]:
    """Call the meeting."""
    return _step(request, pk, preparing.call_meeting, **data.dict())


@router.post("/elections/{uuid:pk}/hold", response={200: ElectionOut, **REFUSALS}, operation_id="election_hold")
def election_hold(request: HttpRequest, pk: UUID, data: HeadsIn) -> dict[str, Any]:
    """The meeting was held: heads counted."""
    return _step(request, pk, counting.hold_vote, **data.dict())


@router.post("/elections/{uuid:pk}/repeat", response={200: ElectionOut, **REFUSALS}, operation_id="election_repeat")
def election_repeat(request: HttpRequest, pk: UUID, data: AgainIn) -> dict[str, Any]:
    """Vote once more, at another meeting."""
    return _step(request, pk, counting.repeat_vote, **data.dict())


@router.post("/elections/{uuid:pk}/report", response={200: ElectionOut, **REFUSALS}, operation_id="election_report")
def election_report(request: HttpRequest, pk: UUID, data: ResultIn) -> dict[str, Any]:
    """Report the result: counts only."""
    votes = {one.candidate: one.votes for one in data.votes}
    elected = {one.candidate for one in data.votes if one.is_elected}
    told: dict[str, Any] = {"ballots": data.ballots, "votes": votes, "elected": elected, "paper_number": data.paper}
    return _step(request, pk, counting.report_result, **told)


@router.post(
    "/elections/{uuid:pk}/in-office", response={200: ElectionOut, **REFUSALS}, operation_id="election_in_office"
)
def election_in_office(request: HttpRequest, pk: UUID, data: PaperIn) -> dict[str, Any]:
    """The upper organisation approves the result: the new posts and the term begin."""
    return _step(request, pk, counting.install_elected, paper_number=data.paper)


@router.post("/elections/{uuid:pk}/call-off", response={200: ElectionOut, **REFUSALS}, operation_id="election_call_off")
def election_call_off(request: HttpRequest, pk: UUID, data: CallOffIn) -> dict[str, Any]:
    """It does not take place."""
    return _step(request, pk, preparing.call_off_election, reason=data.reason)
