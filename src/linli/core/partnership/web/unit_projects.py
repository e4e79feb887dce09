"""A project as its unit sees it: say yes, lead it step by step, tell what came of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from linli.base.text import yuan
from linli.base.web.context import actor_of
from linli.base.web.parts import refusals_on
from linli.core.areas.web.doors import form_page, refusals_said
from linli.core.partnership.enums import ListState, ProjectState
from linli.core.partnership.models import Milestone, Need, Partner, Project, Resource
from linli.core.partnership.operations.projects import Plan, propose_project, reach_milestone
from linli.core.partnership.queries import lists, moves
from linli.core.partnership.queries.matching import giver_words
from linli.core.partnership.web import forms as f
from linli.core.partnership.web.desk import buttons_of, run_step
from linli.core.partnership.web.projects import STEPS
from linli.core.partnership.web.units import my_unit, project_of_mine
from linli.core.partnership.web.words import state_of, tags_of

LEADING = (moves.START, moves.FINISH, moves.ADD_STEP, moves.GIVE_UP)  # judging and publication stay with the desk


@require_safe
def project(request: HttpRequest, code: str) -> HttpResponse:
    """The sides, the steps, the result, and what the unit may do now."""
    found, partner = project_of_mine(request, code)
    count, mean = lists.counted(found)
    leads = found.partner_id == partner.pk
    parts = [(part, giver_words(part.resource) if part.resource else "") for part in lists.parts_of(found)]
    ours = [part for part, _giver in parts if part.thing.partner_id == partner.pk]
    context = {
        "project": found, "unit": partner, "state": state_of(found), "leads": leads, "parts": parts,
        "may_accept": found.state == ProjectState.PROPOSED and any(part.accepted_at is None for part in ours),
        "buttons": buttons_of(_open(found, leads=leads), STEPS, "partnership:unit-project-step", found.code),
        "steps": found.milestones.order_by("due_on", "pk"), "tags": tags_of(found), "money": yuan(found.budget_fen),
        "judged": count, "mean": mean, "public": found.state in lists.SHOWN_PROJECTS,
    }  # fmt: skip
    return render(request, "partnership/unit_project.html", context)


def _open(found: Project, *, leads: bool) -> list[Any]:
    return [move for move in LEADING if found.state in move.sources] if leads else []


def step(request: HttpRequest, code: str, step: str) -> HttpResponse:
    """The form of one step of a project that the unit leads; sent, it is done."""
    found, partner = project_of_mine(request, code)
    leads = found.partner_id == partner.pk
    if not leads or step not in {move.name for move in LEADING}:
        raise Http404
    back = reverse("partnership:unit-project", args=[found.code])
    open_now = _open(found, leads=leads)
    if step not in {move.name for move in open_now}:
        messages.warning(request, _("This step is not open any more. Here is how it stands now."))
        return redirect(back)
    shown = {"shell_template": "shell/portal.html", "template": "partnership/agreement_form.html"}
    return run_step(request, found, step, STEPS, open_now, LEADING, back=back, argument="project", **shown)


@require_POST
def reach(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """A step is done."""
    found, _partner = project_of_mine(request, code)
    milestone = get_object_or_404(Milestone.objects.select_related("project__partner"), pk=pk, project=found)
    with refusals_said(request):
        reach_milestone(milestone=milestone, actor=actor_of(request), now=timezone.now())
    return redirect("partnership:unit-project", found.code)


class ProposeForm(f.StepForm):
    """What is to happen; both sides are known from what fits."""

    title = f.ProjectForm.base_fields["title"]
    text = f.ProjectForm.base_fields["text"]


def propose(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Propose to bring together what fits; the other side is asked, and the unit leads it."""
    partner = my_unit(request, pk)
    need, resource = _side(request, Need, "need", partner), _side(request, Resource, "resource", partner)
    form = ProposeForm(request.POST or None, thing=None, initial={"title": need.title, "text": need.text})
    back = reverse("partnership:unit", args=[partner.pk])
    if form.is_valid():
        with refusals_on(form):
            plan = Plan(needs=[need], resources=[resource], partner=partner, **form.cleaned_data)
            made = propose_project(plan=plan, actor=actor_of(request), now=timezone.now())
            messages.success(request, _("Proposed. The other side is asked now; nothing begins without its yes."))
            return redirect("partnership:unit-project", made.code)
    about = f"{need.title} · {resource.title}"
    return form_page(request, form, title=_("Bring this together"), submit=_("Propose it"), back=back, about=about,
                     shell_template="shell/portal.html", template="partnership/agreement_form.html")  # fmt: skip


def _side(request: HttpRequest, model: type[Any], name: str, partner: Partner) -> Any:
    """A line that everybody can read, or one of the unit's own."""
    found = lists.of_code(model, request.GET.get(name, ""))
    if found is None or found.community_id != partner.community_id or found.state != ListState.OPEN:
        raise Http404
    return found
