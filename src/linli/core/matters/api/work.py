"""What is done inside a matter for programs: tasks, ready texts, macros, the answer four weeks later."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate, now
from ninja import Field, Router, Schema, Status

from linli.base.permissions import may
from linli.base.web.api import REFUSALS
from linli.core.matters import schemas as s
from linli.core.matters.api.matters import actor_of, seen
from linli.core.matters.enums import EndingKind, MatterPermission, StillAnswer, TaskState
from linli.core.matters.models import EndingText, FollowUp, Macro, Matter, Task
from linli.core.matters.operations import tasks as work
from linli.core.matters.operations.judging import answer_still
from linli.core.matters.operations.macros import run_macro
from linli.core.matters.queries.handlers import holders_at
from linli.core.matters.queries.moves import is_reporter
from linli.core.matters.queries.tasks import tasks_of
from linli.core.matters.queries.texts import ending_words, macros_for, texts_for
from linli.core.people.enums import Door
from linli.core.people.models import Person

router = Router(tags=["matters"])


class TaskOut(Schema):
    """One thing to do inside a matter, of its checklist or added by hand."""

    id: UUID
    title_zh: str
    title_en: str
    is_needed: bool = Field(description="While it is open the matter can't end.")
    from_checklist: bool
    assignee: str | None
    due_on: date | None
    state: TaskState
    settled_by: str
    reason: str

    @staticmethod
    def resolve_assignee(task: Task) -> str | None:
        return task.assignee.name if task.assignee else None


class NewTaskIn(Schema):
    title: str = Field(max_length=120)
    assignee: UUID | None = None
    due_on: date | None = None
    is_needed: bool = False


class DropIn(Schema):
    reason: str = Field(max_length=200)


class TextOut(Schema):
    """A ready text for an ending, filled in for this matter; what is not known stays a gap."""

    id: UUID
    ending: EndingKind
    name: str
    text: str
    basis: str


class MacroOut(Schema):
    """Several steps with one press: all of them are done, or none."""

    id: UUID
    name: str
    steps: list[dict[str, Any]]

    @staticmethod
    def resolve_name(macro: Macro) -> str:
        return str(macro)


class StillIn(Schema):
    answer: StillAnswer
    text: str = Field("", max_length=2000)
    door: Door = Door.ONLINE


def worked(request: HttpRequest, code: str) -> Matter:
    """A matter as those see it who work there; what is noted inside it is not for whoever asked."""
    matter, actor = seen(request, code), actor_of(request)
    if is_reporter(actor, matter) or not may(actor, MatterPermission.VIEW, matter):
        raise Http404
    return matter


@router.get("/{code}/tasks", response={200: list[TaskOut], **REFUSALS}, operation_id="matter_tasks")
def tasks(request: HttpRequest, code: str) -> list[Task]:
    """What is to be done in a matter: the lines of its checklist, and what was added."""
    return list(tasks_of(worked(request, code)))


@router.post("/{code}/tasks", response={201: TaskOut, **REFUSALS}, operation_id="matter_task_add")
def add(request: HttpRequest, code: str, data: NewTaskIn) -> Status:
    """Add something to do."""
    matter, fields = worked(request, code), data.dict(exclude={"assignee"})
    assignee: Person | None = None
    if data.assignee:
        assignee = get_object_or_404(holders_at(matter.place, MatterPermission.NOTE, localdate()), pk=data.assignee)
    done = work.add_task(matter=matter, assignee=assignee, actor=actor_of(request), now=now(), **fields)
    return Status(201, done)


def _task(request: HttpRequest, code: str, pk: UUID) -> Task:
    return get_object_or_404(tasks_of(worked(request, code)), pk=pk)


@router.post("/{code}/tasks/{uuid:pk}/tick", response={200: TaskOut, **REFUSALS}, operation_id="matter_task_tick")
def tick(request: HttpRequest, code: str, pk: UUID) -> Task:
    """It is done."""
    return work.tick_task(task=_task(request, code, pk), actor=actor_of(request), now=now())


@router.post("/{code}/tasks/{uuid:pk}/untick", response={200: TaskOut, **REFUSALS}, operation_id="matter_task_untick")
def untick(request: HttpRequest, code: str, pk: UUID) -> Task:
    """It is to be done after all."""
    return work.untick_task(task=_task(request, code, pk), actor=actor_of(request), now=now())


@router.post("/{code}/tasks/{uuid:pk}/drop", response={200: TaskOut, **REFUSALS}, operation_id="matter_task_drop")
def drop(request: HttpRequest, code: str, pk: UUID, data: DropIn) -> Task:
    """It is not needed here, and why."""
    return work.drop_task(task=_task(request, code, pk), reason=data.reason, actor=actor_of(request), now=now())


@router.get("/{code}/texts", response={200: list[TextOut], **REFUSALS}, operation_id="matter_texts")
def texts(request: HttpRequest, code: str) -> list[dict[str, Any]]:
    """The ready texts for the endings of a matter, those of its own kind first."""
    matter = worked(request, code)
    return [_filled(ready, matter) for ready in texts_for(matter)]


def _filled(ready: EndingText, matter: Matter) -> dict[str, Any]:
    text, basis = ending_words(ready, matter, now())
    return {"id": ready.pk, "ending": ready.ending, "name": str(ready), "text": text, "basis": basis}


@router.get("/{code}/macros", response={200: list[MacroOut], **REFUSALS}, operation_id="matter_macros")
def macros(request: HttpRequest, code: str) -> list[Macro]:
    """The macros that fit a matter."""
    return macros_for(worked(request, code))


@router.post("/{code}/macros/{uuid:pk}", response={200: s.MatterOut, **REFUSALS}, operation_id="matter_macro_run")
def run(request: HttpRequest, code: str, pk: UUID) -> Matter:
    """Do all the steps of a macro, or none of them."""
    matter = worked(request, code)
    macro = next((one for one in macros_for(matter) if one.pk == pk), None)
    if macro is None:
        raise Http404
    return run_macro(matter=matter, macro=macro, actor=actor_of(request), now=now())


@router.post("/{code}/still", response={200: s.MatterOut, **REFUSALS}, operation_id="matter_still")
def still(request: HttpRequest, code: str, data: StillIn) -> Matter:
    """Is it still so? A no takes it up again; a worker who notes the answer says by which door it came."""
    matter = seen(request, code)
    asked = get_object_or_404(FollowUp.objects.select_related("matter"), matter=matter)
    answer_still(follow_up=asked, actor=actor_of(request), now=now(), **data.dict())
    matter.refresh_from_db()
    return matter
