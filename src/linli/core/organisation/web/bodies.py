"""One unit or business: what is known, who speaks for it, and entering, correcting, ending."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from linli.base.web.context import actor_of
from linli.base.web.parts import refusals_on
from linli.core.areas.models import Area
from linli.core.areas.web.doors import form_page, need
from linli.core.organisation.enums import OrganisationPermission
from linli.core.organisation.models import Body, Liaison
from linli.core.organisation.operations import bodies as work
from linli.core.organisation.queries.bodies import bodies_for
from linli.core.organisation.web import forms as f
from linli.core.organisation.web.body_list import may_edit
from linli.core.organisation.web.panels import body_panels

FIELDS = ("name", "credit_code", "grid", "address", "nature", "trade", "staff", "party_members", "offers", "asks")


def visible_body(request: HttpRequest, pk: UUID) -> Body:
    """A body at a place where the worker may look, or 404."""
    return get_object_or_404(bodies_for(actor_of(request)).select_related("community", "grid"), pk=pk)


@require_safe
def body(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What is known about a unit or a business."""
    found = visible_body(request, pk)
    actor = actor_of(request)
    liaisons = list(found.liaisons.select_related("person").order_by("role", "-starts_on"))
    context = {
        "body": found,
        "speaking": [liaison for liaison in liaisons if liaison.ends_on is None],
        "before": [liaison for liaison in liaisons if liaison.ends_on is not None],
        "may_edit": may_edit(actor, found),
        "panels": body_panels.shown(actor, found),
    }
    return render(request, "organisation/body.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def body_new(request: HttpRequest) -> HttpResponse:
    """Enter a unit or a business by hand."""
    community = _community(request)
    form = f.NewBodyForm(request.POST or None, community_id=community.pk, initial={"kind": request.GET.get("kind")})
    if form.is_valid():
        with refusals_on(form):
            told = {key: value for key, value in form.cleaned_data.items() if value not in ("", None)}
            added = work.register_body(community=community, actor=actor_of(request), now=timezone.now(), **told)
            messages.success(request, _("%(name)s is added.") % {"name": added.name})
            return redirect("organisation:body", added.pk)
    back = reverse("organisation:body-list")
    return form_page(request, form, title=_("Enter a unit or a business"), submit=_("Add"), back=back)


def _community(request: HttpRequest) -> Area:
    """Where a new one is entered: the community of the place where the worker may."""
    scopes = actor_of(request).scopes(OrganisationPermission.EDIT_BODY)
    keys = [scope.community_id for scope in scopes if scope.community_id]
    if not keys:
        raise Http404
    return Area.objects.get(pk=keys[0])


@require_http_methods(["GET", "HEAD", "POST"])
def body_correct(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put right what is written about it."""
    found = visible_body(request, pk)
    need(request, OrganisationPermission.EDIT_BODY, found)
    initial = {name: getattr(found, name) for name in FIELDS}
    form = f.BodyForm(request.POST or None, community_id=found.community_id, initial=initial)
    if form.is_valid():
        with refusals_on(form):
            work.correct_body(body=found, actor=actor_of(request), now=timezone.now(), **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("organisation:body", found.pk)
    return form_page(
        request, form, title=_("Correct %(name)s") % {"name": found.name}, submit=_("Save"), back=_page(found)
    )


def _one_step(request: HttpRequest, pk: UUID, form_class: Any, title: str, submit: str, do: Any) -> HttpResponse:
    """A form in a dialog that calls one operation on a body."""
    found = visible_body(request, pk)
    need(request, OrganisationPermission.EDIT_BODY, found)
    form = form_class(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            do(body=found, actor=actor_of(request), now=timezone.now(), **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("organisation:body", found.pk)
    return form_page(request, form, title=title % {"name": found.name}, submit=submit, back=_page(found))


@require_http_methods(["GET", "HEAD", "POST"])
def body_end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It has closed or moved away."""
    return _one_step(request, pk, f.EndForm, _("%(name)s has closed"), _("Write down"), work.end_body)


@require_http_methods(["GET", "HEAD", "POST"])
def body_coverage(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How the Party reaches it."""
    return _one_step(
        request, pk, f.CoverageForm, _("How the Party reaches %(name)s"), _("Write down"), work.note_coverage
    )


@require_http_methods(["GET", "HEAD", "POST"])
def body_liaison(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who speaks for it from today on."""
    return _one_step(request, pk, f.LiaisonForm, _("Who speaks for %(name)s"), _("Write down"), work.name_liaison)


@require_http_methods(["GET", "HEAD", "POST"])
def liaison_reveal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a phone in full, for a reason."""
    mine = bodies_for(actor_of(request)).values("pk")
    liaison = get_object_or_404(Liaison.objects.select_related("body").filter(body__in=mine), pk=pk)
    need(request, OrganisationPermission.EDIT_BODY, liaison)
    form = f.ReasonForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            phone = work.reveal_liaison(
                liaison=liaison, actor=actor_of(request), now=timezone.now(), **form.cleaned_data
            )
            messages.info(request, _("%(name)s: %(phone)s") % {"name": liaison.name, "phone": phone or "–"})
            return redirect("organisation:body", liaison.body_id)
    title = _("The phone of %(name)s") % {"name": liaison.name}
    return form_page(request, form, title=title, submit=_("Show it"), back=_page(liaison.body))


def _page(body: Body) -> str:
    return reverse("organisation:body", args=[body.pk])
