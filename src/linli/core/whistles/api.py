"""Whistles for programs (W2): the community's and the street's steps, and how each department answers."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from ninja import Query, Router, Status

from linli.base.codes import read_link
from linli.base.errors import Refused
from linli.base.permissions import Actor, may
from linli.base.web.api import OPEN_REFUSALS, REFUSALS, OpenDoorThrottle, anybody
from linli.core.areas.queries.chosen import community_chosen, grid_chosen
from linli.core.matters.enums import MatterPermission
from linli.core.matters.models import Matter
from linli.core.matters.queries.lists import matter_of_code
from linli.core.people.models import Person
from linli.core.whistles import schemas as s
from linli.core.whistles.enums import WhistlePermission, WhistleState
from linli.core.whistles.models import Call, Department, Whistle
from linli.core.whistles.operations import answering, calling, drafting, judging
from linli.core.whistles.operations import departments as register
from linli.core.whistles.queries import lists
from linli.core.whistles.queries.actors import CallHolder

router = Router(tags=["whistles"])
PAGE = 50
OUT: dict[int, Any] = {200: s.WhistleOut, **REFUSALS}
CALL: dict[int, Any] = {200: s.DepartmentCallOut, **REFUSALS}
HELD: dict[int, Any] = {200: s.DepartmentCallOut, **OPEN_REFUSALS}
BY_LINK: dict[str, Any] = {"response": HELD, "auth": anybody, "throttle": OpenDoorThrottle()}


def actor_of(request: HttpRequest) -> Actor:
    return cast("Actor", request.actor)  # type: ignore[attr-defined]


def _page(rows: Any, cursor: UUID | None) -> dict[str, Any]:
    """Keys sort by time: the cursor is the last key of the page before."""
    found = list((rows.filter(pk__lt=cursor) if cursor else rows).order_by("-pk")[: PAGE + 1])
    more = len(found) > PAGE
    return {"items": found[:PAGE], "next": str(found[PAGE - 1].pk) if more else None}


@router.get("", response={200: s.WhistlePage, **REFUSALS}, operation_id="whistles")
def list_whistles(
    request: HttpRequest, which: s.Which | None = None, state: WhistleState | None = None,
    q: str = Query("", max_length=100), cursor: UUID | None = None,
) -> dict[str, Any]:  # fmt: skip
    """The whistles at my places, newest first; `which` as the tabs of the page, `mine` those that wait for my step."""
    rows = lists.visible_whistles(actor_of(request))
    rows = rows.filter(lists.view_of(which, actor_of(request), now())) if which else rows
    rows = rows.filter(state=state) if state else rows
    return _page(rows.filter(lists.found_by(q)) if q.strip() else rows, cursor)


@router.post("", response={201: s.WhistleOut, **REFUSALS}, operation_id="whistle_draft")
def draft(request: HttpRequest, data: s.DraftIn) -> Status:
    """Draft a whistle: what is needed, and what was tried already. The secretary is told."""
    actor, matter = actor_of(request), _matter(request, data.matter)
    community = matter.community if matter else community_chosen(actor, WhistlePermission.DRAFT, data.community)
    said = data.dict(exclude={"community", "grid", "matter"})
    written = drafting.Draft(community=community, matter=matter, grid=grid_chosen(community.pk, data.grid), **said)
    return Status(201, drafting.draft_whistle(draft=written, actor=actor, now=now()))


def _matter(request: HttpRequest, code: str) -> Matter | None:
    if not code:
        return None
    matter = matter_of_code(code)
    if matter is None or not may(actor_of(request), MatterPermission.VIEW, matter):
        raise Refused("matter-elsewhere", _("There is no such matter here."), field="matter")
    return matter


# The register of departments, kept by the street.


@router.get("/departments", response={200: list[s.DepartmentOut], **REFUSALS}, operation_id="whistle_departments")
def list_departments(request: HttpRequest) -> list[Department]:
    """The departments that serve my places."""
    rows = lists.departments_for(actor_of(request)).filter(ends_on=None)
    return list(rows.select_related("officer").order_by("name_zh", "pk"))


@router.post("/departments", response={201: s.DepartmentOut, **REFUSALS}, operation_id="whistle_department_add")
def add_department(request: HttpRequest, data: s.DepartmentIn) -> Status:
    """Write a department into the register of my street."""
    actor = actor_of(request)
    at = next(iter(lists.streets_to_keep(actor)), None)
    if at is None:
        raise Refused("forbidden", _("You do not have the right to do this here."))
    return Status(201, register.add_department(at=at, words=_words(at.path, data), actor=actor, now=now()))


@router.put("/departments/{uuid:pk}", response={200: s.DepartmentOut, **REFUSALS},
            operation_id="whistle_department_change")  # fmt: skip
def change_department(request: HttpRequest, pk: UUID, data: s.DepartmentIn) -> Department:
    """Another name, telephone or officer."""
    found = get_object_or_404(lists.departments_for(actor_of(request)).select_related("officer"), pk=pk)
    words = _words(found.place, data)
    return register.correct_department(department=found, words=words, actor=actor_of(request), now=now())


@router.post("/departments/{uuid:pk}/end", response={200: s.DepartmentOut, **REFUSALS},
             operation_id="whistle_department_end")  # fmt: skip
def end_department(request: HttpRequest, pk: UUID) -> Department:
    """It exists no more; what it answered stays."""
    found = get_object_or_404(lists.departments_for(actor_of(request)), pk=pk)
    return register.end_department(department=found, actor=actor_of(request), now=now())


def _words(place: str, data: s.DepartmentIn) -> register.DepartmentWords:
    officer: Person | None = None
    if data.officer:
        officer = next((one for one in register.officers_at(place, localdate()) if one.pk == data.officer), None)
        if officer is None:
            message = _("This person does not hold the role of an officer of a department there.")
            raise Refused("officer-without-role", message, field="officer")
    return register.DepartmentWords(**data.dict(exclude={"officer"}), officer=officer)


# The other side: an officer answers for the department.


@router.get("/calls", response={200: s.DepartmentCallPage, **REFUSALS}, operation_id="whistle_calls")
def list_calls(request: HttpRequest, cursor: UUID | None = None) -> dict[str, Any]:
    """The calls to my department, newest first."""
    return _page(lists.calls_for_officer(actor_of(request)), cursor)


def _call(request: HttpRequest, pk: UUID) -> Call:
    return get_object_or_404(lists.calls_for_officer(actor_of(request)), pk=pk)


@router.get("/calls/{uuid:pk}", response=CALL, operation_id="whistle_call")
def show_call(request: HttpRequest, pk: UUID) -> Call:
    """One call to my department."""
    return _call(request, pk)


@router.post("/calls/{uuid:pk}/sign", response=CALL, operation_id="whistle_call_sign")
def sign(request: HttpRequest, pk: UUID, data: s.SignIn) -> Call:
    """Sign within an hour, with a name."""
    return answering.sign_call(call=_call(request, pk), name=data.name, actor=actor_of(request), now=now())


@router.post("/calls/{uuid:pk}/contact", response=CALL, operation_id="whistle_call_contact")
def contact(request: HttpRequest, pk: UUID, data: s.TextIn) -> Call:
    """We got in touch: with whom, and what was agreed."""
    return answering.contact_call(call=_call(request, pk), text=data.text, actor=actor_of(request), now=now())


@router.post("/calls/{uuid:pk}/report", response=CALL, operation_id="whistle_call_report")
def report(request: HttpRequest, pk: UUID, data: s.TextIn) -> Call:
    """What was done at the place, and what is still to do."""
    return answering.report_call(call=_call(request, pk), text=data.text, actor=actor_of(request), now=now())


@router.post("/calls/{uuid:pk}/reply", response=CALL, operation_id="whistle_call_reply")
def reply(request: HttpRequest, pk: UUID, data: s.TextIn) -> Call:
    """What the department says about how it was judged."""
    return answering.answer_judgement(call=_call(request, pk), text=data.text, actor=actor_of(request), now=now())


@router.post("/calls/{uuid:pk}/judge", response=OUT, operation_id="whistle_call_judge")
def judge(request: HttpRequest, pk: UUID, data: s.JudgementIn) -> Whistle:
    """How a department came, in five levels: for the community, never by whoever answers for it."""
    rows = Call.objects.visible_to(actor_of(request), WhistlePermission.VIEW)
    call = get_object_or_404(rows.select_related("whistle__community", "department"), pk=pk)
    judging.rate_call(call=call, actor=actor_of(request), now=now(), **data.dict())
    return _seen(request, call.whistle.code)


@router.post("/calls/{uuid:pk}/link", response={200: s.LinkOut, **REFUSALS}, operation_id="whistle_call_link")
def link(request: HttpRequest, pk: UUID) -> dict[str, str]:
    """The token by which a department without an account answers this call, for thirty days."""
    call = get_object_or_404(Call.objects.visible_to(actor_of(request), WhistlePermission.VIEW), pk=pk)
    return {"token": calling.link_of(call=call, actor=actor_of(request), now=now())}


# With the signed link alone: no account.


def _held(token: str) -> tuple[Call, CallHolder]:
    try:
        data = read_link(calling.LINK, token, now=now())
    except Refused:
        raise Http404 from None
    rows = Call.objects.select_related("whistle__grid", "whistle__community", "department")
    call = get_object_or_404(rows, pk=data["call"])
    return call, CallHolder(call.pk)


def _by_link(request: HttpRequest, token: str, operation: Any, **fields: Any) -> Call:
    call, holder = _held(token)
    request.actor = holder  # type: ignore[attr-defined]  # the answer shows what the holder of the link may do
    done: Call = operation(call=call, actor=holder, now=now(), **fields)
    return done


@router.get("/answer/{token}", operation_id="whistle_link", **BY_LINK)
def show_held(request: HttpRequest, token: str) -> Call:
    """The call that the link is about."""
    call, holder = _held(token)
    request.actor = holder  # type: ignore[attr-defined]
    return call


@router.post("/answer/{token}/sign", operation_id="whistle_link_sign", **BY_LINK)
def sign_held(request: HttpRequest, token: str, data: s.SignIn) -> Call:
    """Sign, by the link."""
    return _by_link(request, token, answering.sign_call, name=data.name)


@router.post("/answer/{token}/contact", operation_id="whistle_link_contact", **BY_LINK)
def contact_held(request: HttpRequest, token: str, data: s.TextIn) -> Call:
    """We got in touch, by the link."""
    return _by_link(request, token, answering.contact_call, text=data.text)


@router.post("/answer/{token}/report", operation_id="whistle_link_report", **BY_LINK)
def report_held(request: HttpRequest, token: str, data: s.TextIn) -> Call:
    """What was done, by the link."""
    return _by_link(request, token, answering.report_call, text=data.text)


@router.post("/answer/{token}/reply", operation_id="whistle_link_reply", **BY_LINK)
def reply_held(request: HttpRequest, token: str, data: s.TextIn) -> Call:
    """About the judgement, by the link."""
    return _by_link(request, token, answering.answer_judgement, text=data.text)


# One whistle.


def _seen(request: HttpRequest, code: str) -> Whistle:
    whistle = lists.whistle_of_code(code)
    if whistle is None or not may(actor_of(request), WhistlePermission.VIEW, whistle):
        raise Http404
    return whistle


def _done(request: HttpRequest, code: str, operation: Any, **fields: Any) -> Whistle:
    """Find what is visible, call one operation, show the whole."""
    operation(whistle=_seen(request, code), actor=actor_of(request), now=now(), **fields)
    return _seen(request, code)


@router.get("/{code}", response=OUT, operation_id="whistle")
def show(request: HttpRequest, code: str) -> Whistle:
    """One whistle with its departments, its story, and what I may do now."""
    return _seen(request, code)


@router.post("/{code}/approve", response=OUT, operation_id="whistle_approve")
def approve(request: HttpRequest, code: str) -> Whistle:
    """The secretary asks the street to blow it."""
    return _done(request, code, drafting.approve_whistle)


@router.post("/{code}/decline", response=OUT, operation_id="whistle_decline")
def decline(request: HttpRequest, code: str, data: s.ReasonIn) -> Whistle:
    """Not approved by the secretary, or not blown by the leader: why, and what to do instead."""
    return _done(request, code, drafting.decline_whistle, reason=data.reason)


@router.post("/{code}/withdraw", response=OUT, operation_id="whistle_withdraw")
def withdraw(request: HttpRequest, code: str, data: s.ReasonIn) -> Whistle:
    """It is not needed any more."""
    return _done(request, code, drafting.withdraw_whistle, reason=data.reason)


@router.post("/{code}/blow", response=OUT, operation_id="whistle_blow")
def blow(request: HttpRequest, code: str, data: s.BlowIn) -> Whistle:
    """A leader of the street calls the departments."""
    served = {one.pk: one for one in lists.departments_above(_seen(request, code).place)}
    if not set(data.departments) <= set(served):
        raise Refused("department-elsewhere", _("This department does not serve that place."), field="departments")
    return _done(request, code, calling.blow_whistle, departments=[served[key] for key in data.departments])


@router.post("/{code}/solve", response=OUT, operation_id="whistle_solve")
def solve(request: HttpRequest, code: str, data: s.SolveIn) -> Whistle:
    """Somebody of the community was at the place and saw that it is solved."""
    return _done(request, code, judging.confirm_solved, note=data.note)


@router.post("/{code}/send-back", response=OUT, operation_id="whistle_send_back")
def send_back(request: HttpRequest, code: str, data: s.ReasonIn) -> Whistle:
    """Somebody was at the place and it is not solved."""
    return _done(request, code, judging.send_back_whistle, reason=data.reason)
