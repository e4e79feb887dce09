"""Projects at the desk: proposed from what fits, agreed, led step by step, ended with a result."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from linli.base.files.operations import store_photo
from linli.base.permissions import may
from linli.base.text import yuan
from linli.base.web.context import actor_of
from linli.base.web.parts import refusals_on
from linli.core.areas.web.doors import need, refusals_said
from linli.core.partnership.enums import ListState, PartnershipPermission, ProjectState
from linli.core.partnership.models import Milestone, Need, Part, Project, Resource
from linli.core.partnership.operations import projects as work
from linli.core.partnership.operations.judging import judge_project
from linli.core.partnership.operations.projects import Plan, accept_part, propose_project, reach_milestone
from linli.core.partnership.queries import lists, moves
from linli.core.partnership.queries.matching import giver_words
from linli.core.partnership.web import forms as f
from linli.core.partnership.web.desk import Step, buttons_of, run_step
from linli.core.partnership.web.say import people_asked_for
from linli.core.partnership.web.words import state_of, tags_of

P = PartnershipPermission
MOST_OFFERED = 40


def _finish(*, project: Project, photo: Any, actor: Any, now: Any, **fields: Any) -> None:
    """The picture is drawn anew before the transaction begins."""
    stored = store_photo(photo, place=project.place, actor=actor, now=now) if photo else None
    work.finish_project(project=project, photo=stored, actor=actor, now=now, **fields)


STEPS: dict[str, Step] = {
    moves.START.name: Step(work.start_project),
    moves.FINISH.name: Step(_finish, f.ResultForm, gettext_lazy("Everybody who wanted it is asked how it turned out.")),
    moves.SETTLE.name: Step(work.settle_project),
    moves.TELL.name: Step(work.publish_project),
    moves.GIVE_UP.name: Step(
        work.give_up_project, f.WordsForm, gettext_lazy("The wishes stand on the list again. Both sides read why.")
    ),
    moves.ADD_STEP.name: Step(work.add_milestone, f.MilestoneForm),
}


def seen_or_404(request: HttpRequest, code: str) -> Project:
    """A project at a place where the worker may look."""
    found: Project | None = lists.of_code(Project, code)
    if found is None or not may(actor_of(request), P.VIEW, found):
        raise Http404
    return found


def new(request: HttpRequest) -> HttpResponse:
    """Propose a project from wishes and offers that are on the list."""
    actor = actor_of(request)
    if not actor.scopes(P.PROJECT):
        raise Http404
    chosen = {name: _chosen(request, model, name) for name, model in (("need", Need), ("resource", Resource))}
    needs, resources = (_on_the_list(request, model, chosen) for model in (Need, Resource))
    initial = {"needs": [one.pk for one in chosen["need"]], "resources": [one.pk for one in chosen["resource"]]}
    if chosen["need"]:
        initial |= {"title": chosen["need"][0].title, "text": chosen["need"][0].text}
    form = f.ProjectForm(request.POST or None, needs=needs, resources=resources, initial=initial)
    if form.is_valid():
        with refusals_on(form):
            project = propose_project(plan=Plan(**form.plan()), actor=actor, now=timezone.now())
            messages.success(request, _("Proposed. Each side is asked now; nothing begins without their yes."))
            return redirect("partnership:desk-project", project.code)
    context = {"form": form, "back": reverse("partnership:desk-projects")}
    return render(request, "partnership/project_new.html", context, status=422 if form.is_bound else None)


def _chosen(request: HttpRequest, model: type[Any], name: str) -> list[Any]:
    found = (lists.of_code(model, code) for code in request.GET.getlist(name))
    return [one for one in found if one is not None and may(actor_of(request), P.VIEW, one)]


def _on_the_list(request: HttpRequest, model: type[Any], chosen: dict[str, list[Any]]) -> list[Any]:
    """What was chosen, then the rest of the list of that community."""
    first = chosen["need" if model is Need else "resource"]
    rows = lists.visible(model, actor_of(request)).filter(state=ListState.OPEN)
    for one in [*chosen["need"], *chosen["resource"]][:1]:
        rows = rows.filter(community=one.community_id)
    keys = {one.pk for one in first}
    return [*first, *(row for row in rows.order_by("-written_at")[:MOST_OFFERED] if row.pk not in keys)]


@require_safe
def detail(request: HttpRequest, code: str) -> HttpResponse:
    """A project with its sides, its steps, its result and what may be done now."""
    project, actor = seen_or_404(request, code), actor_of(request)
    count, mean = lists.counted(project)
    leads, found = may(actor, P.PROJECT, project), moves.project_moves(actor, project)
    parts = [
        {"part": part, "thing": part.thing, "giver": giver_words(part.resource) if part.resource else "",
         "url": reverse(f"partnership:desk-{'need' if part.need_id else 'resource'}", args=[part.thing.code]),
         "may_accept": leads and part.accepted_at is None and project.state == ProjectState.PROPOSED}
        for part in lists.parts_of(project)
    ]  # fmt: skip
    context = {
        "project": project, "state": state_of(project), "parts": parts, "doors": f.TOLD_BY,
        "buttons": buttons_of(found, STEPS, "partnership:desk-project-step", project.code),
        "steps": project.milestones.order_by("due_on", "pk"), "leads": leads, "tags": tags_of(project),
        "money": yuan(project.budget_fen), "judged": count, "mean": mean,
        "words": project.judgements.exclude(words="").values_list("words", flat=True) if leads and mean else [],
        "may_judge": project.state == ProjectState.FINISHED and may(actor, P.GATHER, project),
        "public": project.state in lists.SHOWN_PROJECTS,
    }  # fmt: skip
    return render(request, "partnership/desk_project.html", context)


def step(request: HttpRequest, code: str, step: str) -> HttpResponse:
    """The form of one step; sent, it is done."""
    project = seen_or_404(request, code)
    back = reverse("partnership:desk-project", args=[project.code])
    found = moves.project_moves(actor_of(request), project)
    return run_step(request, project, step, STEPS, found, moves.PROJECT_MOVES, back=back, argument="project")


@require_POST
def accept(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """Note the yes of one side."""
    project = seen_or_404(request, code)
    need(request, P.PROJECT, project)
    part = get_object_or_404(Part.objects.select_related("need", "resource", "project"), pk=pk, project=project)
    with refusals_said(request):
        accept_part(part=part, actor=actor_of(request), now=timezone.now(), door=request.POST.get("door", "online"))
        messages.success(request, _("Noted: this side says yes."))
    return redirect("partnership:desk-project", project.code)


@require_POST
def reach(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """A step of the project is done."""
    project = seen_or_404(request, code)
    need(request, P.PROJECT, project)
    milestone = get_object_or_404(Milestone.objects.select_related("project"), pk=pk, project=project)
    with refusals_said(request):
        reach_milestone(milestone=milestone, actor=actor_of(request), now=timezone.now())
    return redirect("partnership:desk-project", project.code)


def judge(request: HttpRequest, code: str) -> HttpResponse:
    """Note how somebody who calls or comes by judges the result."""
    project = seen_or_404(request, code)
    need(request, P.GATHER, project)
    who, found = people_asked_for(request)
    form = _JudgeFor(request.POST or None, found=found) if found else None
    back = reverse("partnership:desk-project", args=[project.code])
    if form is not None and form.is_valid():
        with refusals_on(form):
            said = form.cleaned_data
            told = {"rating": said["rating"], "words": said["words"], "door": said["door"], "person": f.teller_of(form)}
            judge_project(project=project, actor=actor_of(request), now=timezone.now(), **told)
            messages.success(request, _("Noted."))
            return redirect(back)
    context = {"thing": project, "form": form, "who": who, "found": found, "back": back, "is_judging": True}
    return render(request, "partnership/desk_support.html", context)


class _JudgeFor(f.TellerForm, f.JudgeForm):
    """A judgement, and whose it is."""
