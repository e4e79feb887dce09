"""Rehearsals at the desk: the list, one plan with today and then side by side, its steps, objections and answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from linli.base.permissions import may
from linli.base.web.charts import Event
from linli.base.web.context import actor_of
from linli.base.web.lists import Choice, Column, Empty, ListPage, link
from linli.base.web.parts import refusals_on
from linli.base.web.templatetags.linli import state_badge
from linli.core.areas.web.doors import form_page, need, refusals_said
from linli.core.membership.enums import MembershipPermission
from linli.core.organisation.enums import OrgKind
from linli.core.organisation.models import PartyOrg
from linli.core.rehearsals.enums import RehearsalPermission, RehearsalState
from linli.core.rehearsals.models import Objection, Rehearsal
from linli.core.rehearsals.operations import applying, objecting, steps
from linli.core.rehearsals.queries import lists
from linli.core.rehearsals.web import forms as f
from linli.core.rehearsals.web.drawing import STROKES
from linli.core.rehearsals.web.shown import shown

S = RehearsalState
TONES = {S.EFFECTIVE: "ok", S.REVERSED: "off", S.WITHDRAWN: "off", S.CHECKED: "wait", S.SUBMITTED: "wait"}


@dataclass(frozen=True)
class Step:
    """What the button of a step opens."""

    operation: Callable[..., Any]
    form: type[forms.Form] | None = None
    lead: Any = ""


STEPS = {
    "check": Step(
        steps.show_plan, f.DaysForm, gettext_lazy("Each member who would move gets a message, and may object.")
    ),
    "submit": Step(steps.submit_plan, f.PaperForm, gettext_lazy("The upper organisation reads it, and approves.")),
    "approve": Step(steps.approve_plan, f.PaperForm, gettext_lazy("On its day it comes into force by itself.")),
    "send-back": Step(steps.send_plan_back, f.WordsForm),
    "reopen": Step(steps.reopen_plan),
    "take-back": Step(
        applying.take_plan_back, f.WordsForm,
        gettext_lazy("Everything goes back; whoever has gone elsewhere since stays where they are."),
    ),
    "withdraw": Step(steps.withdraw_plan, f.WordsForm),
}  # fmt: skip
LIKELY = frozenset({"check", "submit", "approve"})


def state_of(rehearsal: Rehearsal) -> SafeString:
    """The state of a rehearsal as a badge."""
    return state_badge(TONES.get(RehearsalState(rehearsal.state), "info"), rehearsal.get_state_display())


class RehearsalList(ListPage):
    """The plans of the communities where somebody works."""

    key = "rehearsals"
    title = gettext_lazy("Rehearsals")
    lead = gettext_lazy("Branches, groups and grids are drawn anew on a copy first. Nothing moves by drawing.")
    permission = RehearsalPermission.VIEW
    template_name = "rehearsals/list.html"
    sort = "-state_since"
    can_export = False
    empty = Empty(
        gettext_lazy("No plan yet"),
        gettext_lazy(
            "When a branch has grown too large or a grid is divided, draw it here first and see who would move."
        ),
        icon="route",
    )
    columns = [
        Column(
            "title", gettext_lazy("Plan"),
            lambda row: link(row.title, reverse("rehearsals:rehearsal", args=[row.pk])),
        ),
        Column("state", gettext_lazy("State"), state_of, sort="state"),
        Column("on", gettext_lazy("Holds from"), lambda row: row.effective_on, sort="effective_on"),
        Column("changes", gettext_lazy("Changes"), lambda row: row.n_changes, is_number=True),
        Column("open", gettext_lazy("Objections without an answer"), lambda row: row.n_open, is_number=True),
        Column("since", gettext_lazy("Last step"), lambda row: row.state_since, sort="state_since"),
    ]  # fmt: skip
    filters = [Choice("state", gettext_lazy("State"), choices=RehearsalState.choices)]

    def rows(self) -> QuerySet[Rehearsal]:
        counted = {
            "n_changes": Count("changes", distinct=True),
            "n_open": Count("objections", filter=Q(objections__answer=""), distinct=True),
        }
        return lists.rehearsals_for(self.actor).annotate(**counted)

    def extra(self) -> dict[str, Any]:
        return {"may_plan": bool(self.actor.scopes(RehearsalPermission.PLAN))}


def _seen(request: HttpRequest, pk: UUID) -> Rehearsal:
    return get_object_or_404(lists.rehearsals_for(actor_of(request)), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Begin a plan, for the committee of the community where one works."""
    committees = PartyOrg.objects.visible_to(actor_of(request), RehearsalPermission.PLAN)
    committee = committees.filter(kind=OrgKind.COMMITTEE, ends_on=None).select_related("community").first()
    if not actor_of(request).scopes(RehearsalPermission.PLAN):
        raise Http404
    if committee is None:
        messages.warning(request, _("The committee of the community comes first: set it up under party organisations."))
        return redirect("rehearsals:rehearsal-list")
    form = f.PlanForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            told: dict[str, Any] = {"actor": actor_of(request), "now": timezone.now(), **form.cleaned_data}
            begun = steps.begin_rehearsal(committee=committee, **told)
            return redirect("rehearsals:rehearsal", begun.pk)
    back = reverse("rehearsals:rehearsal-list")
    lead = _("You draw on a copy of the tree. Nothing moves before it is approved and its day has come.")
    return form_page(request, form, title=_("A new plan"), submit=_("Begin to draw"), back=back, lead=lead)


@require_safe
def detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One plan: what is drawn, today and then, who would move, what speaks against it."""
    found, actor, today = _seen(request, pk), actor_of(request), timezone.localdate()
    may_plan = may(actor, RehearsalPermission.PLAN, found)
    buttons = [
        {
            "label": move.label,
            "url": reverse("rehearsals:rehearsal-step", args=[found.pk, move.name]),
            "kind": "primary" if n == 0 and move.name in LIKELY else "",
            "at_once": STEPS[move.name].form is None,
        }
        for n, move in enumerate(lists.rehearsal_moves(actor, found, today))
    ]
    is_drawn = found.state == S.PROPOSED and may_plan
    context = {
        "rehearsal": found,
        "state": state_of(found),
        "buttons": buttons,
        "strokes": [(what, stroke.label) for what, stroke in STROKES.items()] if is_drawn else [],
        "may_plan": may_plan,
        "may_names": may(actor, MembershipPermission.VIEW, found),
        "is_late": found.state == S.APPROVED and found.effective_on < today,
        "may_say": may_plan and found.state == S.CHECKED,
        "last_day": lists.last_day_to_take_back(found) if found.state == S.EFFECTIVE else None,
        "objections": list(Objection.objects.filter(rehearsal=found).select_related("person").order_by("at", "pk")),
        "story": [
            Event(title=entry.get_state_display(), moment=entry.at, text=entry.text, note=entry.name)
            for entry in found.entries.order_by("-at", "-pk")
        ],
        **shown(found, today),
    }
    return render(request, "rehearsals/rehearsal.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, pk: UUID, step: str) -> HttpResponse:
    """The form of one step, as a page and as a dialog; sent, it is done."""
    found, actor = _seen(request, pk), actor_of(request)
    move = next((move for move in lists.REHEARSAL_MOVES if move.name == step), None)
    if move is None:
        raise Http404
    if not lists.may_step(actor, move, found):
        raise PermissionDenied
    plan, here = STEPS[step], reverse("rehearsals:rehearsal", args=[found.pk])
    if found.state not in move.sources:
        messages.warning(request, str(lists.RULES[step]))
        return redirect(here)
    if plan.form is None:
        if request.method == "POST":
            with refusals_said(request):
                plan.operation(rehearsal=found, actor=actor, now=timezone.now())
        return redirect(here)
    form = plan.form(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            plan.operation(rehearsal=found, actor=actor, now=timezone.now(), **form.cleaned_data)
            messages.success(request, _("Done: %(step)s.") % {"step": move.label})
            return redirect(here)
    return form_page(request, form, title=move.label, submit=move.label, back=here, lead=plan.lead)


@require_http_methods(["GET", "HEAD", "POST"])
def objection(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write down what somebody said against a plan at the desk."""
    found = _seen(request, pk)
    need(request, RehearsalPermission.PLAN, found)
    form, here = f.SaidForm(request.POST or None), reverse("rehearsals:rehearsal", args=[found.pk])
    if form.is_valid():
        with refusals_on(form):
            told: dict[str, Any] = {"actor": actor_of(request), "now": timezone.now(), **form.cleaned_data}
            objecting.object_to_plan(rehearsal=found, **told)
            return redirect(here)
    return form_page(request, form, title=_("Somebody objects"), submit=_("Write down"), back=here)


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Answer an objection."""
    mine = lists.rehearsals_for(actor_of(request)).values("pk")
    found = get_object_or_404(Objection.objects.filter(rehearsal__in=mine).select_related("rehearsal"), pk=pk)
    need(request, RehearsalPermission.PLAN, found)
    form, here = f.AnswerForm(request.POST or None), reverse("rehearsals:rehearsal", args=[found.rehearsal_id])
    if form.is_valid():
        with refusals_on(form):
            told: dict[str, Any] = {"actor": actor_of(request), "now": timezone.now(), **form.cleaned_data}
            objecting.answer_objection(objection=found, **told)
            return redirect(here)
    return form_page(request, form, title=_("Answer the objection"), submit=_("Answer"), back=here, lead=found.text)
