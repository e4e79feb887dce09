"""The other side: a department answers its call, with an account of its officer or by a signed link."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from linli.base.codes import read_link
from linli.base.errors import Refused
from linli.base.permissions import Actor
from linli.base.web.context import actor_of
from linli.base.web.limits import guards_codes
from linli.base.web.lists import Choice, Column, Empty, ListPage, link
from linli.base.web.parts import refusals_on
from linli.core.areas.web.doors import form_page
from linli.core.whistles.enums import CallState, WhistlePermission
from linli.core.whistles.models import Call
from linli.core.whistles.operations import answering
from linli.core.whistles.operations.calling import LINK
from linli.core.whistles.queries import lists, moves
from linli.core.whistles.queries.actors import CallHolder
from linli.core.whistles.web import forms as f
from linli.core.whistles.web.words import call_state_of, due_of, shown

STEPS: dict[str, tuple[Callable[..., Any], Any]] = {
    "sign": (answering.sign_call, f.SignForm),
    "contact": (answering.contact_call, f.ContactForm),
    "report": (answering.report_call, f.ReportForm),
    "reply": (answering.answer_judgement, f.AnswerForm),
}


class CallList(ListPage):
    """The calls to the department of an officer: its own over time, beside no other."""

    key = "department-calls"
    title = gettext_lazy("Calls to our department")
    lead = gettext_lazy("What communities called you for, and how you answered.")
    permission = WhistlePermission.ANSWER
    sort = "-whistle__blown_at"
    can_export = False
    empty = Empty(
        gettext_lazy("No call yet"),
        gettext_lazy("When a street leader calls your department, the call stands here and you get a message."),
        icon="speakerphone",
    )

    def columns(self) -> list[Column]:
        return [
            Column("title", _("What is needed"), _opens),
            Column("state", _("State"), call_state_of, sort="state"),
            Column("due", _("Due"), lambda call: due_of(call, self.now), sort="due_at"),
            Column("community", _("Community"), lambda call: str(call.whistle.community)),
            Column("called", _("Called"), lambda call: call.whistle.blown_at, sort="whistle__blown_at"),
            Column("rating", _("Judgement"), lambda call: call.get_rating_display() if call.rating else ""),
        ]

    def filters(self) -> list[Any]:
        return [Choice("state", _("State"), choices=CallState.choices)]

    def rows(self) -> QuerySet[Call]:
        return lists.calls_for_officer(self.actor)


def _opens(call: Call) -> Any:
    return link(call.whistle.title, reverse("whistles:call", args=[call.pk]))


@require_GET
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One call, for the officer of the department."""
    call = get_object_or_404(lists.calls_for_officer(actor_of(request)), pk=pk)
    return _page(request, call, actor_of(request), lambda step: reverse("whistles:call-step", args=[pk, step]))


def step(request: HttpRequest, pk: UUID, step: str) -> HttpResponse:
    """One step of the officer."""
    call = get_object_or_404(lists.calls_for_officer(actor_of(request)), pk=pk)
    return _step(request, call, actor_of(request), step, reverse("whistles:call", args=[pk]))


@login_not_required
@guards_codes
@require_GET
def link_page(request: HttpRequest, token: str) -> HttpResponse:
    """One call, for whoever holds its link."""
    call, actor = _held(token)
    address = {"shell": "shell/portal.html"}
    return _page(request, call, actor, lambda step: reverse("whistles:link-step", args=[token, step]), **address)


@login_not_required
@guards_codes
def link_step(request: HttpRequest, token: str, step: str) -> HttpResponse:
    """One step by the link."""
    call, actor = _held(token)
    here = reverse("whistles:link", args=[token])
    return _step(request, call, actor, step, here, template="whistles/link_form.html")


def _held(token: str) -> tuple[Call, CallHolder]:
    """The call of a link; one that was changed or has expired opens nothing."""
    try:
        data = read_link(LINK, token, now=timezone.now())
    except Refused:
        raise Http404 from None
    rows = Call.objects.select_related("whistle__grid", "whistle__community", "department")
    call = get_object_or_404(rows, pk=data["call"])
    return call, CallHolder(call.pk)


def _page(
    request: HttpRequest, call: Call, actor: Actor, address: Callable[[str], str], shell: str = "shell/desk.html"
) -> HttpResponse:
    buttons = [
        {"label": move.label, "url": address(move.name), "kind": "primary"}
        for move in moves.department_moves(actor, call)
    ]
    context = {"call": call, "whistle": call.whistle, "shown": shown(call, timezone.now()), "buttons": buttons}
    response = render(request, "whistles/call.html", {**context, "shell_template": shell})
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _step(
    request: HttpRequest, call: Call, actor: Actor, step: str, here: str, template: str = "areas/form.html"
) -> HttpResponse:
    if step not in STEPS:
        raise Http404
    move = next((move for move in moves.department_moves(actor, call) if move.name == step), None)
    if move is None:
        messages.warning(request, _("This step is not open any more, or not yours. Here is how it stands now."))
        return redirect(here)
    operation, form_class = STEPS[step]
    name = getattr(getattr(actor, "person", None), "name", "")
    form = form_class(request.POST or None, initial={"name": name})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            operation(call=call, actor=actor, now=timezone.now(), **form.cleaned_data)
            messages.success(request, _("Done: %(step)s.") % {"step": move.label})
            return redirect(here)
    return form_page(request, form, title=move.label, submit=move.label, back=here, template=template)
