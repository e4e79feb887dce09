"""One member, one in-service member: what is written, and what may be done."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.base.hours import hours_words
from linli.base.permissions import may
from linli.base.web.context import actor_of
from linli.base.web.parts import refusals_on
from linli.base.workflow import open_moves
from linli.core.areas.web.doors import form_page, need, refusals_said
from linli.core.membership.enums import MembershipPermission, MemberState, ReportState, ServicePost
from linli.core.membership.models import InServiceMember, Member
from linli.core.membership.operations import in_service as service
from linli.core.membership.operations import members as work
from linli.core.membership.operations.looks import note_look
from linli.core.membership.queries.members import in_service_for, members_for, moves_of
from linli.core.membership.queries.service import entries_of
from linli.core.membership.web import forms as f
from linli.core.membership.web.lists import unit_of
from linli.core.membership.web.panels import member_panels

SHOWN = 20
STEPS = {"lose": work.lose_member, "find": work.find_member}
EDIT = MembershipPermission.EDIT


def visible_member(request: HttpRequest, pk: UUID) -> Member:
    """A member of a branch that one may see, or 404."""
    return get_object_or_404(members_for(actor_of(request)), pk=pk)


@require_safe
def member(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What is written about a member, and from where to where they went."""
    found, actor = visible_member(request, pk), actor_of(request)
    is_open = found.state != MemberState.LEFT and may(actor, EDIT, found)
    moves = [move for move in (work.LOSE, work.FIND) if is_open and found.state in move.sources]
    note_look(person=found.person, actor=actor, now=timezone.now())
    panels = member_panels.shown(actor, found)
    context = {"member": found, "may_edit": is_open, "moves": moves, "history": moves_of(found), "panels": panels}
    return render(request, "membership/member.html", context)


def _one_step(request: HttpRequest, pk: UUID, form: Any, title: str, submit: str, do: Any) -> HttpResponse:
    """A form that calls one operation on a member. Whoever moves somebody away sees them no more."""
    found = visible_member(request, pk)
    need(request, EDIT, found)
    bound = form(found, request.POST or None)
    if bound.is_valid():
        with refusals_on(bound):
            do(member=found, actor=actor_of(request), now=timezone.now(), **bound.cleaned_data)
            messages.success(request, _("Saved."))
            stays = may(actor_of(request), MembershipPermission.VIEW, found)
            return redirect("membership:member", found.pk) if stays else redirect("membership:member-list")
    back = reverse("membership:member", args=[found.pk])
    return form_page(request, bound, title=title % {"name": found.person.name}, submit=submit, back=back)


def _correcting(found: Member, data: Any) -> f.CorrectForm:
    return f.CorrectForm(data, initial={name: getattr(found, name) for name in work.CORRECTABLE})


@require_http_methods(["GET", "HEAD", "POST"])
def member_correct(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put right what is written."""
    return _one_step(request, pk, _correcting, _("Correct %(name)s"), _("Save"), work.correct_member)


@require_http_methods(["GET", "HEAD", "POST"])
def member_move(request: HttpRequest, pk: UUID) -> HttpResponse:
    """To another branch or group."""

    def form(found: Member, data: Any) -> f.MoveForm:
        return f.MoveForm(data, community_id=found.community_id)

    return _one_step(request, pk, form, _("%(name)s goes to another branch"), _("Move"), work.move_member)


@require_http_methods(["GET", "HEAD", "POST"])
def member_leave(request: HttpRequest, pk: UUID) -> HttpResponse:
    """No longer a member here."""

    def form(_found: Member, data: Any) -> f.LeaveForm:
        return f.LeaveForm(data)

    return _one_step(request, pk, form, _("%(name)s is no longer a member here"), _("Write down"), work.end_membership)


@require_POST
def member_step(request: HttpRequest, pk: UUID, step: str) -> HttpResponse:
    """Contact is lost, or back."""
    found = visible_member(request, pk)
    need(request, EDIT, found)
    if step not in STEPS:
        raise Http404
    with refusals_said(request):
        STEPS[step](member=found, actor=actor_of(request), now=timezone.now())
        messages.success(request, _("Saved."))
    return redirect("membership:member", found.pk)


def visible_report(request: HttpRequest, pk: UUID) -> InServiceMember:
    """An in-service member of an organisation that one may see, or 404."""
    return get_object_or_404(in_service_for(actor_of(request)), pk=pk)


def shown_report(report: InServiceMember) -> dict[str, Any]:
    """What the pages tell of somebody who reported in."""
    posts = [str(ServicePost(post).label) for post in report.service_posts]
    return {"report": report, "unit": unit_of(report), "hours": hours_words(report.hours), "posts": posts}


@require_safe
def in_service(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What somebody offers who works in a unit and lives here."""
    found, actor = visible_report(request, pk), actor_of(request)
    note_look(person=found.person, actor=actor, now=timezone.now())
    context = {
        **shown_report(found),
        "may_edit": found.state != ReportState.LEFT and may(actor, EDIT, found),
        "waits": found.state == ReportState.REPORTED,
        "entries": entries_of(found)[:SHOWN],
        "moves": open_moves(found, service.MOVES, actor),
    }
    return render(request, "membership/in_service.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def in_service_correct(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put right what somebody offers."""
    found = visible_report(request, pk)
    need(request, EDIT, found)
    initial = {name: getattr(found, name) for name in service.CORRECTABLE}
    form = f.OfferForm(request.POST or None, initial=initial)
    if form.is_valid():
        with refusals_on(form):
            service.correct_report(report=found, actor=actor_of(request), now=timezone.now(), **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("membership:in-service", found.pk)
    back = reverse("membership:in-service", args=[found.pk])
    return form_page(
        request, form, title=_("Correct %(name)s") % {"name": found.person.name}, submit=_("Save"), back=back
    )


@require_POST
def in_service_step(request: HttpRequest, pk: UUID, step: str) -> HttpResponse:
    """Somebody pauses, takes part again or leaves."""
    found = visible_report(request, pk)
    need(request, EDIT, found)
    return take_step(request, found, step, back=reverse("membership:in-service", args=[found.pk]))


def take_step(request: HttpRequest, report: InServiceMember, name: str, back: str) -> HttpResponse:
    """One of the moves, by its name."""
    move = next((move for move in service.MOVES if move.name == name), None)
    if move is None:
        raise Http404
    with refusals_said(request):
        service.step_report(report=report, move=move, actor=actor_of(request), now=timezone.now())
        messages.success(request, _("Saved."))
    return redirect(back)
