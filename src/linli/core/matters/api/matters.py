"""Matters for programs: the same operations as the pages, the same rights, the same refusals."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from ninja import File, Form, Query, Router, Status
from ninja.files import UploadedFile

from linli.base.errors import Refused
from linli.base.files.operations import store_photo
from linli.base.permissions import Actor, may
from linli.base.web.api import OPEN_REFUSALS, REFUSALS, NewMatterThrottle, OpenDoorThrottle, anybody
from linli.core.areas.models import Area
from linli.core.areas.queries.communities import community_for, grids_of
from linli.core.matters import schemas as s
from linli.core.matters.api.followers import follower_status, held_or_404, say_as_follower
from linli.core.matters.enums import MatterPermission, MatterState
from linli.core.matters.models import Category, Matter
from linli.core.matters.operations import desk, handling, judging
from linli.core.matters.operations.report import Report, report_matter
from linli.core.matters.operations.story import MOST_PHOTOS
from linli.core.matters.queries import lists
from linli.core.matters.queries.actors import SlipHolder
from linli.core.matters.queries.categories import offered
from linli.core.matters.queries.moves import is_reporter, reporter_moves
from linli.core.matters.queries.story import story_for, title_for
from linli.core.matters.queries.suggest import MOST, all_categories, best_of
from linli.core.people.enums import Door, PeoplePermission
from linli.core.people.models import Person

FILES = File(...)
router = Router(tags=["matters"])
PAGE = 50
OUT: dict[int, Any] = {200: s.MatterOut, **REFUSALS}
STATUS: dict[int, Any] = {200: s.StatusOut, **OPEN_REFUSALS}
DUE = {"overdue": lists.overdue, "today": lists.due_today}


def actor_of(request: HttpRequest) -> Actor:
    return cast("Actor", request.actor)  # type: ignore[attr-defined]


def category_or_refused(code: str | None) -> Category | None:
    if code is None:
        return None
    found = next((kind for kind in offered(all_categories().values(), localdate()) if kind.code == code), None)
    if found is None:
        raise Refused("category-unknown", _("There is no such category."), field="category")
    return found


def _grid(community_id: UUID, number: int | None) -> Area | None:
    if number is None:
        return None
    found = next((grid for grid in grids_of(community_id) if grid.number == number), None)
    if found is None:
        raise Refused("grid-unknown", _("There is no such grid."), field="grid")
    return found


def seen(request: HttpRequest, code: str) -> Matter:
    """A matter that the caller may read: at their place, or their own. All others are not there."""
    matter = lists.matter_of_code(code)
    actor = actor_of(request)
    if matter is None or not (may(actor, MatterPermission.VIEW, matter) or is_reporter(actor, matter)):
        raise Http404
    return matter


@router.get("/categories", response={200: list[s.CategoryOut]}, auth=anybody, operation_id="matter_categories")
def list_categories(request: HttpRequest, text: str = Query("", max_length=2000)) -> list[Category]:
    """The kinds of matters; with `text` those that the words mean, the best first."""
    kinds = offered(all_categories().values(), localdate())
    return best_of(text, kinds)[:MOST] if text.strip() else kinds


@router.get("", response={200: s.MatterPage, **REFUSALS}, operation_id="matters_list")
def list_matters(
    request: HttpRequest, state: MatterState | None = None, category: str = Query("", pattern=r"^([A-Z]{2}\d{0,2})?$"),
    grid: int | None = Query(None, ge=1, le=9999), due: str = Query("", pattern="^(overdue|today)?$"),
    mine: bool = False, q: str = Query("", max_length=100), cursor: UUID | None = None,
) -> dict[str, Any]:  # fmt: skip
    """The matters at my places, newest first; `mine` those that lie in my hands. Follow `next` for more."""
    actor = actor_of(request)
    matters = lists.visible_matters(actor)
    matters = matters.filter(state=state) if state else matters
    matters = matters.filter(category__code__startswith=category) if category else matters
    matters = matters.filter(grid__number=grid) if grid else matters
    matters = matters.filter(DUE[due](now())) if due else matters
    matters = matters.filter(lists.in_hands_of(actor)) if mine else matters
    matters = matters.filter(lists.found_by(q, actor)) if q.strip() else matters
    return _page(matters, cursor)


@router.get("/asked", response={200: s.MatterPage, **REFUSALS}, operation_id="matters_asked")
def list_asked(request: HttpRequest, cursor: UUID | None = None) -> dict[str, Any]:
    """What I asked for myself, newest first."""
    return _page(lists.my_matters(actor_of(request).self_id), cursor)  # type: ignore[attr-defined]


def _page(matters: lists.Matters, cursor: UUID | None) -> dict[str, Any]:
    """Keys sort by time: the cursor is the last key of the page before."""
    rows = matters.order_by("-pk").filter(pk__lt=cursor) if cursor else matters.order_by("-pk")
    found = list(rows[: PAGE + 1])
    more = len(found) > PAGE
    return {"items": found[:PAGE], "next": str(found[PAGE - 1].pk) if more else None}


@router.post(
    "", response={201: s.StatusOut, **OPEN_REFUSALS}, auth=anybody, throttle=NewMatterThrottle(),
    operation_id="matter_report",
)  # fmt: skip
def report(request: HttpRequest, data: s.ReportIn) -> Status:
    """Say what is needed: signed in, without a name, or as a worker for somebody. The answer has the slip's code."""
    actor = actor_of(request)
    person: Person | None = getattr(actor, "person", None)
    community = community_for(person.community if person else None, data.community)
    if community is None:
        raise Refused("community-needed", _("Please name the community."), field="community")
    plain = data.dict(exclude={"community", "category", "grid", "reporter"})
    matter = report_matter(
        report=Report(
            community=community,
            category=category_or_refused(data.category),
            grid=_grid(community.pk, data.grid),
            reporter=_reporter(actor, data),
            **plain,
        ),
        actor=actor,
        now=now(),
    )
    return Status(201, _status(matter))


def _reporter(actor: Actor, data: s.ReportIn) -> Person | None:
    """For whom a worker writes: somebody whom they may find in the register."""
    if data.reporter is None or data.door == Door.ONLINE:
        return None
    found = Person.objects.visible_to(actor, PeoplePermission.VIEW).filter(pk=data.reporter).first()
    if found is None:
        raise Refused("person-unknown", _("There is no such person."), field="reporter")
    return found


@router.get("/{code}", response=OUT, operation_id="matter")
def show(request: HttpRequest, code: str) -> Matter:
    """One matter, its story as far as I may read it, and what I may do now."""
    return seen(request, code)


def _done(request: HttpRequest, code: str, operation: Any, **fields: Any) -> Matter:
    """Find what is visible, call one operation, show the whole."""
    matter = seen(request, code)
    operation(matter=matter, actor=actor_of(request), now=now(), **fields)
    return matter


@router.post("/{code}/accept", response=OUT, operation_id="matter_accept")
def accept(request: HttpRequest, code: str, data: s.AcceptIn) -> Matter:
    """Take it on, in a category; the limit begins to run."""
    return _done(request, code, desk.accept_matter, category=category_or_refused(data.category))


@router.post("/{code}/reject", response=OUT, operation_id="matter_reject")
def reject(request: HttpRequest, code: str, data: s.RejectIn) -> Matter:
    """Do not take it on: why, and what to do instead."""
    return _done(request, code, desk.reject_matter, **data.dict())


@router.post("/{code}/answer", response=OUT, operation_id="matter_answer_at_once")
def answer(request: HttpRequest, code: str, data: s.AnswerIn) -> Matter:
    """Answer straight away."""
    fields = {**data.dict(), "category": category_or_refused(data.category)}
    return _done(request, code, desk.answer_at_once, **fields)


@router.post("/{code}/sort", response=OUT, operation_id="matter_sort")
def sort(request: HttpRequest, code: str, data: s.SortIn) -> Matter:
    """Put it into another category or grid."""
    grid = _grid(seen(request, code).community_id, data.grid)
    return _done(request, code, desk.sort_matter, category=category_or_refused(data.category), grid=grid)


def _hand_out(request: HttpRequest, code: str, data: s.DispatchIn, operation: Any) -> Matter:
    handler = Person.objects.live().filter(pk=data.handler).first()
    if handler is None:
        raise Refused("handler-elsewhere", _("This person does not handle matters there."), field="handler")
    return _done(request, code, operation, **{**data.dict(), "handler": handler})


@router.post("/{code}/dispatch", response=OUT, operation_id="matter_dispatch")
def dispatch(request: HttpRequest, code: str, data: s.DispatchIn) -> Matter:
    """Ask somebody who serves that place to handle it."""
    return _hand_out(request, code, data, desk.dispatch_matter)


@router.post("/{code}/reassign", response=OUT, operation_id="matter_reassign")
def reassign(request: HttpRequest, code: str, data: s.DispatchIn) -> Matter:
    """Give it to somebody else."""
    return _hand_out(request, code, data, desk.reassign_matter)


@router.post("/{code}/sign", response=OUT, operation_id="matter_sign")
def sign(request: HttpRequest, code: str) -> Matter:
    """The handler takes it in hand."""
    return _done(request, code, handling.sign_matter)


@router.post("/{code}/return", response=OUT, operation_id="matter_return")
def send_to_desk(request: HttpRequest, code: str, data: s.ReturnIn) -> Matter:
    """The handler sends back what is not theirs, with the clause that says whose it is."""
    basis = category_or_refused(data.basis)
    return _done(request, code, handling.return_dispatch, reason=data.reason, basis=basis)


@router.post("/{code}/note", response=OUT, operation_id="matter_note")
def note(request: HttpRequest, code: str, data: s.NoteIn) -> Matter:
    """Write a note, for the person who asked to read or for us alone."""
    return _done(request, code, handling.add_note, **data.dict())


@router.post("/{code}/ask", response=OUT, operation_id="matter_ask")
def ask(request: HttpRequest, code: str, data: s.AskIn) -> Matter:
    """Ask the person who asked."""
    return _done(request, code, handling.ask_back, **data.dict())


@router.post("/{code}/extension", response=OUT, operation_id="matter_extension_ask")
def extension(request: HttpRequest, code: str, data: s.ExtensionIn) -> Matter:
    """The handler asks for more time."""
    return _done(request, code, handling.ask_extension, **data.dict())


@router.post("/{code}/extension/settle", response=OUT, operation_id="matter_extension_settle")
def settle(request: HttpRequest, code: str, data: s.SettleIn) -> Matter:
    """The desk gives more time, or not."""
    return _done(request, code, desk.settle_extension, **data.dict())


@router.post("/{code}/suspend", response=OUT, operation_id="matter_suspend")
def suspend(request: HttpRequest, code: str, data: s.SuspendIn) -> Matter:
    """It has to wait until a day."""
    return _done(request, code, handling.suspend_matter, **data.dict())


@router.post("/{code}/resume", response=OUT, operation_id="matter_resume")
def resume(request: HttpRequest, code: str) -> Matter:
    """It goes on."""
    return _done(request, code, handling.resume_matter)


@router.post("/{code}/feed-back", response=OUT, operation_id="matter_feed_back")
def feed_back(request: HttpRequest, code: str, data: s.EndingIn) -> Matter:
    """The handler says how it ended: one of three honest endings."""
    return _done(request, code, handling.feed_back, **data.dict())


@router.post("/{code}/verify", response=OUT, operation_id="matter_verify")
def verify(request: HttpRequest, code: str, data: s.CheckIn) -> Matter:
    """Someone else than the handler has looked: it is true."""
    return _done(request, code, judging.verify_matter, **data.dict())


@router.post("/{code}/send-back", response=OUT, operation_id="matter_send_back")
def send_back(request: HttpRequest, code: str, data: s.ReasonIn) -> Matter:
    """Someone else than the handler has looked: it is not done yet."""
    return _done(request, code, judging.send_back, **data.dict())


@router.post("/{code}/confirm", response=OUT, operation_id="matter_confirm")
def confirm(request: HttpRequest, code: str, data: s.JudgeIn) -> Matter:
    """The last word of the person who asked; a worker who notes it says by which door it came."""
    return _done(request, code, judging.confirm_matter, **data.dict())


@router.post("/{code}/reopen", response=OUT, operation_id="matter_reopen")
def reopen(request: HttpRequest, code: str, data: s.TellIn) -> Matter:
    """Something new: take it up again."""
    return _done(request, code, judging.reopen_matter, **data.dict())


@router.post("/{code}/reply", response=OUT, operation_id="matter_reply")
def reply(request: HttpRequest, code: str, data: s.TellIn) -> Matter:
    """The reply to our question."""
    return _done(request, code, judging.answer_question, **data.dict())


@router.post("/{code}/fact", response=OUT, operation_id="matter_fact")
def fact(request: HttpRequest, code: str, data: s.TellIn) -> Matter:
    """Add something while it is open."""
    return _done(request, code, judging.add_fact, **data.dict())


@router.post("/{code}/photos", response=OUT, operation_id="matter_photos")
def photos(
    request: HttpRequest, code: str, files: list[UploadedFile] = FILES, text: str = Form("", max_length=2000)
) -> Matter:
    """Add up to six pictures: as the person who asked, or as a worker in a note."""
    matter, actor = seen(request, code), actor_of(request)
    with transaction.atomic():
        stored = [store_photo(file, place=matter.place, actor=actor, now=now()) for file in files[: MOST_PHOTOS + 1]]
        fields: dict[str, Any] = {"matter": matter, "text": text, "photos": stored, "actor": actor, "now": now()}
        if is_reporter(actor, matter):
            judging.add_fact(**fields)
        else:
            handling.add_note(**fields, is_shown=True)
    return matter


# With the slip alone: no account, no name, thirty times a minute.


def _status(matter: Matter) -> dict[str, Any]:
    holder = SlipHolder(matter.pk)
    names = "code state handed_on_to basis reported_at due_at rating"
    return {
        "title": title_for(holder, matter),
        **{name: getattr(matter, name) for name in names.split()},
        "category": matter.category.code if matter.category else None,
        "ending": matter.ending or None,
        "moves": [move.name for move in reporter_moves(holder, matter)],
        "story": story_for(holder, matter),
    }


def _with_slip(request: HttpRequest, code: str, name: str, operation: Any, **fields: Any) -> dict[str, Any]:
    held, bearer = held_or_404(code), actor_of(request)
    if held.follower:
        said = {"text": fields.get("text", fields.get("words", "")), "rating": fields.get("rating")}
        return say_as_follower(held.follower, name, bearer=bearer, now=now(), **said)
    holder = SlipHolder(held.matter.pk, bearer_id=bearer.person_id)
    operation(matter=held.matter, actor=holder, now=now(), **fields)
    return _status(held.matter)


@router.get("/status/{code}", response=STATUS, auth=anybody, throttle=OpenDoorThrottle(), operation_id="status")
def status(request: HttpRequest, code: str) -> dict[str, Any]:
    """How far it is, for whoever holds the slip: of the first who asked, of a follower, of a merged matter."""
    held = held_or_404(code)
    return follower_status(held.follower, now()) if held.follower else _status(held.matter)


@router.post(
    "/status/{code}/confirm", response=STATUS, auth=anybody, throttle=OpenDoorThrottle(), operation_id="status_confirm"
)
def confirm_with_slip(request: HttpRequest, code: str, data: s.JudgeIn) -> dict[str, Any]:
    """The last word, with the slip."""
    return _with_slip(request, code, "confirm", judging.confirm_matter, **data.dict(exclude={"door"}))


@router.post(
    "/status/{code}/reopen", response=STATUS, auth=anybody, throttle=OpenDoorThrottle(), operation_id="status_reopen"
)
def reopen_with_slip(request: HttpRequest, code: str, data: s.TextIn) -> dict[str, Any]:
    """Something new, with the slip."""
    return _with_slip(request, code, "reopen", judging.reopen_matter, text=data.text)


@router.post(
    "/status/{code}/reply", response=STATUS, auth=anybody, throttle=OpenDoorThrottle(), operation_id="status_reply"
)
def reply_with_slip(request: HttpRequest, code: str, data: s.TextIn) -> dict[str, Any]:
    """The reply to our question, with the slip."""
    return _with_slip(request, code, "reply", judging.answer_question, text=data.text)


@router.post(
    "/status/{code}/fact", response=STATUS, auth=anybody, throttle=OpenDoorThrottle(), operation_id="status_fact"
)
def fact_with_slip(request: HttpRequest, code: str, data: s.TextIn) -> dict[str, Any]:
    """Add something, with the slip."""
    return _with_slip(request, code, "fact", judging.add_fact, text=data.text)
