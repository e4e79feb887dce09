"""Projects for programs (W6): proposed from wishes and offers, agreed by all sides, led to a result."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.utils.translation import gettext as _
from ninja import Field, Schema, Status

from linli.base.errors import Refused
from linli.base.permissions import may
from linli.base.web.api import REFUSALS
from linli.core.partnership.api.public import actor_of, router
from linli.core.partnership.enums import PartnershipPermission, ProjectState, ResultTag
from linli.core.partnership.models import Milestone, Need, Part, Project, Resource
from linli.core.partnership.operations import projects as work
from linli.core.partnership.operations.settle import is_authors
from linli.core.partnership.queries import lists, moves
from linli.core.people.enums import Door

MOST = 100


class SideOut(Schema):
    """One side of a project, and whether it has said yes."""

    id: UUID
    code: str
    title: str
    is_wish: bool
    accepted_at: datetime | None

    @staticmethod
    def resolve_code(part: Part) -> str:
        return part.thing.code

    @staticmethod
    def resolve_title(part: Part) -> str:
        return part.thing.title

    @staticmethod
    def resolve_is_wish(part: Part) -> bool:
        return part.need_id is not None


class StepOut(Schema):
    """A step of a project with its day."""

    id: UUID
    title: str
    due_on: date
    done_on: date | None


class ProjectRow(Schema):
    """A project as a list of the desk tells it."""

    code: str
    title: str
    state: ProjectState
    grid: str | None
    lead: str
    made_at: datetime

    @staticmethod
    def resolve_grid(project: Project) -> str | None:
        return str(project.grid) if project.grid else None

    @staticmethod
    def resolve_lead(project: Project) -> str:
        return project.lead.name


class DeskProjectOut(ProjectRow):
    """A project with its sides, its steps, its result, and what the caller may do now."""

    text: str
    problem: str
    budget_fen: int
    funds: str
    result: str
    tags: list[ResultTag]
    given_up_words: str
    judged: int
    mean: float | None = Field(description="The average, once at least five have judged.")
    sides: list[SideOut]
    steps: list[StepOut]
    moves: list[str]

    @staticmethod
    def resolve_tags(project: Project) -> list[str]:
        return [tag for tag in ResultTag.values if getattr(project, f"is_{tag}")]

    @staticmethod
    def resolve_judged(project: Project) -> int:
        return lists.counted(project)[0]

    @staticmethod
    def resolve_mean(project: Project) -> float | None:
        return lists.counted(project)[1]

    @staticmethod
    def resolve_sides(project: Project) -> list[Part]:
        return lists.parts_of(project)

    @staticmethod
    def resolve_steps(project: Project) -> list[Milestone]:
        return list(project.milestones.order_by("due_on", "pk"))

    @staticmethod
    def resolve_moves(project: Project, context: dict[str, Any]) -> list[str]:
        return [move.name for move in moves.project_moves(context["request"].actor, project)]


class ProposeIn(Schema):
    """What a project begins with: the codes of its sides, and what is to happen."""

    title: str = Field(max_length=60)
    text: str = Field(max_length=2000)
    wishes: list[str] = Field(min_length=1, max_length=12)
    resources: list[str] = Field(min_length=1, max_length=12)
    problem: str = Field("", max_length=80)
    budget_fen: int = Field(0, ge=0, lt=1_000_000_000)
    funds: str = Field("", max_length=120)


class YesIn(Schema):
    door: Door = Field(Door.ONLINE, description="How the person told a worker, when it is not their own yes.")


class ResultIn(Schema):
    """What came of it; a picture of the place is added on the page."""

    result: str = Field(max_length=2000)
    tags: list[ResultTag] = Field([], max_length=3)


class ReasonIn(Schema):
    words: str = Field(max_length=400)


class StepIn(Schema):
    title: str = Field(max_length=80)
    due_on: date


OUT: dict[int, Any] = {200: DeskProjectOut, **REFUSALS}


def _seen(request: HttpRequest, code: str) -> Project:
    found: Project | None = lists.of_code(Project, code)
    if found is None or not may(actor_of(request), PartnershipPermission.VIEW, found):
        raise Http404
    return found


def _done(request: HttpRequest, code: str, operation: Any, **fields: Any) -> Project:
    """Find what is visible, call one operation, show the whole."""
    operation(project=_seen(request, code), actor=actor_of(request), now=now(), **fields)
    return _seen(request, code)


@router.get("/desk/projects", response={200: list[ProjectRow], **REFUSALS}, operation_id="desk_projects")
def list_projects(request: HttpRequest, state: ProjectState | None = None) -> list[Project]:
    """The projects at my places, the newest first; at most a hundred."""
    rows = lists.visible_projects(actor_of(request))
    return list((rows.filter(state=state) if state else rows).order_by("-made_at", "-pk")[:MOST])


@router.post("/projects", response={201: DeskProjectOut, **REFUSALS}, operation_id="project_propose")
def propose(request: HttpRequest, data: ProposeIn) -> Status:
    """Bring wishes and offers together, and ask each side."""
    needs, resources = (
        _sides(request, Need, data.wishes, "wishes"),
        _sides(request, Resource, data.resources, "resources"),
    )
    plan = work.Plan(needs=needs, resources=resources, **data.dict(exclude={"wishes", "resources"}))
    return Status(201, work.propose_project(plan=plan, actor=actor_of(request), now=now()))


def _sides(request: HttpRequest, model: type[Any], codes: Sequence[str], field: str) -> list[Any]:
    found = [lists.of_code(model, code) for code in dict.fromkeys(codes)]
    seen = [one for one in found if one is not None and may(actor_of(request), PartnershipPermission.VIEW, one)]
    if len(seen) != len(found):
        message = _("One of them is not on the list any more. Please choose again.")
        raise Refused("not-on-the-list", message, field=field)
    return list({one.pk: one for one in seen}.values())


@router.get("/desk/projects/{code}", response=OUT, operation_id="desk_project")
def show(request: HttpRequest, code: str) -> Project:
    """One project as its worker reads it."""
    return _seen(request, code)


@router.post("/sides/{uuid:pk}/accept", response={200: SideOut, **REFUSALS}, operation_id="project_side_accept")
def accept(request: HttpRequest, pk: UUID, data: YesIn) -> Part:
    """One side says yes: by themselves, or the desk notes what they said. The last yes makes it agreed."""
    rows = Part.objects.select_related("need__author", "resource__author", "project")
    part, actor = get_object_or_404(rows, pk=pk), actor_of(request)
    if not is_authors(actor, part.thing) and not may(actor, PartnershipPermission.VIEW, part.project):
        raise Http404
    work.accept_part(part=part, actor=actor, now=now(), door=data.door)
    part.refresh_from_db(fields=["accepted_at"])
    return part


@router.post("/desk/projects/{code}/start", response=OUT, operation_id="project_start")
def start(request: HttpRequest, code: str) -> Project:
    """It begins."""
    return _done(request, code, work.start_project)


@router.post("/desk/projects/{code}/finish", response=OUT, operation_id="project_finish")
def finish(request: HttpRequest, code: str, data: ResultIn) -> Project:
    """Say what came of it; then residents judge it."""
    return _done(request, code, work.finish_project, **data.dict())


@router.post("/desk/projects/{code}/settle", response=OUT, operation_id="project_settle")
def settle(request: HttpRequest, code: str) -> Project:
    """The judging is over."""
    return _done(request, code, work.settle_project)


@router.post("/desk/projects/{code}/tell", response=OUT, operation_id="project_tell")
def tell(request: HttpRequest, code: str) -> Project:
    """Everybody may read the result from now on."""
    return _done(request, code, work.publish_project)


@router.post("/desk/projects/{code}/give-up", response=OUT, operation_id="project_give_up")
def give_up(request: HttpRequest, code: str, data: ReasonIn) -> Project:
    """It will not come about, and why."""
    return _done(request, code, work.give_up_project, words=data.words)


@router.post("/desk/projects/{code}/steps", response=OUT, operation_id="project_step_add")
def add_step(request: HttpRequest, code: str, data: StepIn) -> Project:
    """A step of the project, with its day."""
    return _done(request, code, work.add_milestone, **data.dict())


@router.post("/desk/projects/{code}/steps/{uuid:pk}/reach", response=OUT, operation_id="project_step_reach")
def reach_step(request: HttpRequest, code: str, pk: UUID) -> Project:
    """A step is done."""
    rows = Milestone.objects.select_related("project")
    milestone = get_object_or_404(rows, pk=pk, project=_seen(request, code))
    work.reach_milestone(milestone=milestone, actor=actor_of(request), now=now())
    return _seen(request, code)
