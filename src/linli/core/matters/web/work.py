"""What is to be done inside a matter: its tasks, its macros, a word to the person who asked."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from linli.base.permissions import Actor, may
from linli.base.web.context import actor_of
from linli.base.web.parts import refusals_on
from linli.core.areas.web.doors import form_page, need, refusals_said
from linli.core.matters.enums import MatterPermission, TaskState
from linli.core.matters.models import Macro, Matter
from linli.core.matters.operations import handling
from linli.core.matters.operations import tasks as work
from linli.core.matters.operations.macros import run_macro
from linli.core.matters.queries.handlers import holders_at
from linli.core.matters.queries.reviews import visible_reviews
from linli.core.matters.queries.still import open_follow_up
from linli.core.matters.queries.tasks import tasks_of
from linli.core.matters.queries.texts import macros_for
from linli.core.matters.web.desk import seen_or_404
from linli.core.matters.web.parts import Panel, matter_sections
from linli.core.matters.web.photos import stored
from linli.core.matters.web.reviews import review_due, review_state
from linli.core.matters.web.work_forms import DropForm, TaskForm, TellForm


@matter_sections.register(order=10)
def judged_and_asked(actor: Actor, matter: Matter) -> Panel | None:
    """A bad judgement on its way, and the question four weeks later: what waits for somebody at the desk."""
    reviews = visible_reviews(actor, MatterPermission.VIEW).filter(matter=matter).order_by("-pk")
    review = reviews.first() if matter.reopened else None  # a bad judgement takes it up again
    reports = may(actor, MatterPermission.REPORT_FOR, matter)
    asked = open_follow_up(matter, timezone.now()) if matter.closed_at and reports else None
    judgement = matter.judgements.select_related("entry").order_by("-pk").first() if matter.rating else None
    words = judgement if judgement and judgement.entry.text else None
    if review is None and asked is None and words is None:
        return None
    context: dict[str, Any] = {"review": review, "asked": asked, "judgement": words}
    if review:
        context |= {"state": review_state(review), "due": review_due(review, timezone.now())}
    context["may_answer"] = may(actor, MatterPermission.REVIEW, matter) and matter.handler_id != actor.person_id
    return Panel("matters/_judged.html", context)


@matter_sections.register(order=20)
def to_do(actor: Actor, matter: Matter) -> Panel | None:
    """The checklist and the tasks, and the macros that do several steps with one press."""
    if not may(actor, MatterPermission.NOTE, matter):
        return None
    rows = list(tasks_of(matter))
    macros = macros_for(matter) if matter.is_open else []
    if not rows and not matter.is_open:
        return None
    open_ones = [row for row in rows if row.state == TaskState.OPEN]
    context = {
        "matter": matter,
        "rows": rows,
        "done": len(rows) - len(open_ones),
        "needed": sum(row.is_needed for row in open_ones),
        "macros": macros,
    }
    return Panel("matters/_tasks.html", context)


def _back(matter: Matter) -> str:
    return reverse("matters:desk-detail", args=[matter.code])


def add(request: HttpRequest, code: str) -> HttpResponse:
    """Add a task to a matter."""
    matter = seen_or_404(request, code)
    need(request, MatterPermission.NOTE, matter)
    people = holders_at(matter.place, MatterPermission.NOTE, timezone.localdate())
    form = TaskForm(request.POST or None, people=people)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            work.add_task(matter=matter, actor=actor_of(request), now=timezone.now(), **form.cleaned_data)
            messages.success(request, _("Added."))
            return redirect(_back(matter))
    return form_page(request, form, title=_("Add a task"), submit=_("Add"), back=_back(matter), lead=matter.title)


@require_POST
def tick(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """Tick a task, or take the tick away."""
    matter = seen_or_404(request, code)
    need(request, MatterPermission.NOTE, matter)
    task = get_object_or_404(matter.tasks, pk=pk)
    operation = work.tick_task if task.state == TaskState.OPEN else work.untick_task
    with refusals_said(request):
        operation(task=task, actor=actor_of(request), now=timezone.now())
    return redirect(f"{_back(matter)}#tasks")


def drop(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """Say that a task is not needed in this matter, and why."""
    matter = seen_or_404(request, code)
    need(request, MatterPermission.NOTE, matter)
    task = get_object_or_404(matter.tasks, pk=pk)
    form = DropForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            work.drop_task(task=task, actor=actor_of(request), now=timezone.now(), **form.cleaned_data)
            return redirect(f"{_back(matter)}#tasks")
    title = _("Not needed here")
    return form_page(request, form, title=title, submit=title, back=_back(matter), lead=str(task))


@require_POST
def macro(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """Do the steps of a macro: all of them, or none."""
    matter = seen_or_404(request, code)
    need(request, MatterPermission.NOTE, matter)
    chosen = get_object_or_404(Macro, pk=pk, community=matter.community_id, ended_at=None)
    with refusals_said(request):
        run_macro(matter=matter, macro=chosen, actor=actor_of(request), now=timezone.now())
        messages.success(request, _("Done: %(step)s.") % {"step": chosen})
    return redirect(_back(matter))


def tell(request: HttpRequest, code: str) -> HttpResponse:
    """Write a word to the person who asked."""
    matter = seen_or_404(request, code)
    need(request, MatterPermission.NOTE, matter)
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    form = TellForm(*data)
    if request.method == "POST" and form.is_valid():
        actor, now = actor_of(request), timezone.now()
        with refusals_on(form), transaction.atomic():
            photos = stored(form.cleaned_data["photos"], place=matter.place, actor=actor, now=now)
            text = form.cleaned_data["text"]
            handling.tell_reporter(matter=matter, text=text, photos=photos, actor=actor, now=now)
            messages.success(request, _("Sent. It stands in the story."))
            return redirect(_back(matter))
    title = _("Tell the person")
    return form_page(request, form, title=title, submit=_("Send it"), back=_back(matter), lead=matter.title)
