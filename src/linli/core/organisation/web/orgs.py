"""The tree of party organisations as a picture and as a list; one organisation with its posts and terms."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.base.permissions import may
from linli.base.web.context import actor_of
from linli.base.web.parts import refusals_on
from linli.core.areas.web.doors import form_page, need, refusals_said
from linli.core.organisation.enums import OrganisationPermission, OrgKind
from linli.core.organisation.models import PartyOrg, Post, Term
from linli.core.organisation.operations import orgs as work
from linli.core.organisation.queries.findings import findings_of, walk
from linli.core.organisation.queries.orgs import Node, chart_for, member_counts, orgs_for, posts_on, terms_on
from linli.core.organisation.web import forms as f
from linli.core.organisation.web.panels import org_panels
from linli.core.people.queries.search import find_people

TONES = {"error": "late", "warn": "wait", "info": "info"}


def visible_org(request: HttpRequest, pk: UUID) -> PartyOrg:
    """An organisation that the worker may see, or 404."""
    return get_object_or_404(orgs_for(actor_of(request)).select_related("parent", "grid", "body", "community"), pk=pk)


@require_safe
def chart(request: HttpRequest) -> HttpResponse:
    """The whole tree: as a picture, and as a list for those who would rather read."""
    actor, today = actor_of(request), localdate()
    if not actor.scopes(OrganisationPermission.VIEW_ORG):
        raise Http404
    tops = chart_for(actor, today)
    nodes = list(walk(tops))
    findings = [(found, TONES[found.level]) for found in findings_of(tops, today)]
    context = {
        "tops": tops,
        "nodes": nodes,
        "findings": findings,
        "branches": sum(node.org.kind not in {OrgKind.GRID_GROUP, OrgKind.GROUP, OrgKind.COMMITTEE} for node in nodes),
        "counts": any(node.count for node in nodes),
    }
    return render(request, "organisation/chart.html", context)


@require_safe
def org(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One organisation: who holds its posts, which terms it had, what stands below it."""
    found, today = visible_org(request, pk), localdate()
    actor = actor_of(request)
    children = list(orgs_for(actor).filter(parent=found, ends_on=None).order_by("path"))
    everyone = [found, *children]
    posts, terms = posts_on(everyone, today), terms_on(everyone)
    counts = member_counts(actor, everyone)
    nodes = [Node(each, posts.get(each.pk, []), terms.get(each.pk), counts.get(each.pk)) for each in everyone]
    nodes[0].children = nodes[1:]
    findings = [(one, TONES[one.level]) for one in findings_of(nodes[:1], today) if one.org == found]
    context = {
        "org": found,
        "node": nodes[0],
        "findings": findings,
        "terms": list(Term.objects.filter(org=found).order_by("-number")),
        "before": list(Post.objects.filter(org=found, ends_on__lte=today).order_by("-ends_on", "pk")[:20]),
        "may_manage": found.ends_on is None and may(actor, OrganisationPermission.MANAGE_ORG, found),
        "has_terms": found.kind in work.WITH_TERMS,
        "has_below": found.kind in work.BELOW,
        "panels": org_panels.shown(actor, found),
    }
    return render(request, "organisation/org.html", context)


def _managed(request: HttpRequest, pk: UUID) -> PartyOrg:
    found = visible_org(request, pk)
    need(request, OrganisationPermission.MANAGE_ORG, found)
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def org_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Set up an organisation below this one."""
    parent = _managed(request, pk)
    if parent.community is None:
        raise Http404
    form = f.OrgForm(request.POST or None, parent=parent)
    if form.is_valid():
        with refusals_on(form):
            more: dict[str, Any] = {"actor": actor_of(request), "now": timezone.now(), **form.cleaned_data}
            added = work.set_up_org(area=parent.community, parent=parent, **more)
            messages.success(request, _("%(name)s is set up.") % {"name": added.name})
            return redirect("organisation:org", added.pk)
    title = _("Set up an organisation below %(name)s") % {"name": parent.name}
    return form_page(request, form, title=title, submit=_("Set up"), back=_page(parent))


def _one_step(request: HttpRequest, pk: UUID, form_class: Any, title: str, do: Any, **initial: Any) -> HttpResponse:
    """A form that calls one operation on an organisation."""
    found = _managed(request, pk)
    form = form_class(request.POST or None, initial=initial or {"name": found.name})
    if form.is_valid():
        with refusals_on(form):
            do(org=found, actor=actor_of(request), now=timezone.now(), **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("organisation:org", found.pk)
    return form_page(request, form, title=title % {"name": found.name}, submit=_("Save"), back=_page(found))


@require_http_methods(["GET", "HEAD", "POST"])
def org_rename(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change its name."""
    return _one_step(request, pk, f.RenameForm, _("Name of %(name)s"), work.rename_org)


@require_http_methods(["GET", "HEAD", "POST"])
def org_end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End it on a day."""
    return _one_step(request, pk, f.EndForm, _("%(name)s ends"), work.end_org, on=localdate())


@require_http_methods(["GET", "HEAD", "POST"])
def org_term(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A term has begun."""
    return _one_step(request, pk, f.TermForm, _("A new term of %(name)s"), work.begin_term, starts_on=localdate())


@require_http_methods(["GET", "HEAD", "POST"])
def org_post(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Somebody takes a post: looked for in the register, or only written down by name."""
    found = _managed(request, pk)
    who = request.GET.get("who", "").strip()
    people = find_people(actor_of(request), who)[:10] if who else []
    form = f.PostForm(request.POST or None, org=found, people=people)
    if form.is_valid():
        with refusals_on(form):
            work.fill_post(org=found, actor=actor_of(request), now=timezone.now(), **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("organisation:org", found.pk)
    title = _("A post in %(name)s") % {"name": found.name}
    more: dict[str, Any] = {"template": "organisation/post_form.html", "who": who, "org": found}
    return form_page(request, form, title=title, submit=_("Write down"), back=_page(found), **more)


@require_POST
def post_leave(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Somebody leaves a post today."""
    mine = Post.objects.visible_to(actor_of(request), OrganisationPermission.VIEW_ORG)
    post = get_object_or_404(mine, pk=pk)
    need(request, OrganisationPermission.MANAGE_ORG, post)
    with refusals_said(request):
        work.leave_post(post=post, on=localdate(), actor=actor_of(request), now=timezone.now())
        messages.success(request, _("Saved."))
    return redirect("organisation:org", post.org_id)


def _page(org: PartyOrg) -> str:
    return reverse("organisation:org", args=[org.pk])
