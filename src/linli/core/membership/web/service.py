"""The desk's side of reporting in: the twin of the form, a grid, a line of the record, an extract for the unit."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.base.errors import Refused
from linli.base.web.context import actor_of
from linli.base.web.limits import guards_codes
from linli.base.web.parts import refusals_on
from linli.core.areas.web.doors import form_page, need, refusals_said
from linli.core.membership.enums import MembershipPermission
from linli.core.membership.models import InServiceMember, ServiceEntry
from linli.core.membership.operations import service, statements
from linli.core.membership.operations.reporting import Reporting, assign_report, report_in
from linli.core.membership.queries.members import branches_for, person_by_name_and_phone
from linli.core.membership.queries.service import statement_by_code
from linli.core.membership.web import forms as f
from linli.core.membership.web.members import visible_report
from linli.core.membership.web.papers import pdf_page, report_slip, statement_paper
from linli.core.organisation.enums import OrgKind

EDIT = MembershipPermission.EDIT


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The twin at the desk: somebody reports in at the counter, by phone or on paper."""
    committee = branches_for(actor_of(request), MembershipPermission.IMPORT).filter(kind=OrgKind.COMMITTEE).first()
    if committee is None:
        raise PermissionDenied
    form = f.DeskReportForm(request.POST or None, community_id=committee.community_id)
    if form.is_valid():
        with refusals_on(form):
            told = {**form.cleaned_data, "service_posts": tuple(form.cleaned_data["service_posts"])}
            person = person_by_name_and_phone(committee.community_id, told.pop("name"), told.pop("phone"))
            if person is None:
                message = _("Nobody of this name and phone is in the register. Please add them there first.")
                raise Refused("nobody-found", message, field="name")
            report = report_in(person=person, told=Reporting(**told), actor=actor_of(request), now=timezone.now())
            messages.success(request, _("Written down. Now choose a grid."))
            return redirect("membership:in-service", report.pk)
    back = reverse("membership:in-service-list")
    title, lead = _("Somebody reports in"), _("Reporting in is voluntary. Ask for no home address: the grid is enough.")
    return form_page(request, form, title=title, submit=_("Write down"), back=back, lead=lead)


@require_http_methods(["GET", "HEAD", "POST"])
def assign(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take somebody in, with a grid and posts."""
    found = visible_report(request, pk)
    need(request, EDIT, found)
    initial = {"grid": found.grid_id, "service_posts": found.service_posts}
    form = f.AssignForm(request.POST or None, community_id=found.community_id, initial=initial)
    if form.is_valid():
        with refusals_on(form):
            assign_report(report=found, actor=actor_of(request), now=timezone.now(), **form.cleaned_data)
            messages.success(request, _("Taken in. They are told."))
            return redirect("membership:in-service", found.pk)
    back = reverse("membership:in-service", args=[found.pk])
    title = _("Take in %(name)s") % {"name": found.person.name}
    return form_page(request, form, title=title, submit=_("Take in"), back=back)


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write down what somebody did."""
    found = visible_report(request, pk)
    need(request, EDIT, found)
    form = f.ServiceForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            service.write_service(report=found, actor=actor_of(request), now=timezone.now(), **form.told())
            messages.success(request, _("Saved."))
            return redirect("membership:in-service", found.pk)
    back = reverse("membership:in-service", args=[found.pk])
    title = _("What %(name)s did") % {"name": found.person.name}
    return form_page(request, form, title=title, submit=_("Write down"), back=back)


@require_POST
def look(request: HttpRequest, pk: UUID, step: str) -> HttpResponse:
    """Confirm a line that somebody told, or say that it can't be confirmed."""
    rows = ServiceEntry.objects.visible_to(actor_of(request), MembershipPermission.VIEW)
    entry = get_object_or_404(rows.select_related("report"), pk=pk)
    need(request, EDIT, entry)
    if step not in service.LOOKED:
        raise Http404
    with refusals_said(request):
        service.look_at_service(entry=entry, move=step, actor=actor_of(request), now=timezone.now())
        messages.success(request, _("Saved."))
    return redirect("membership:in-service", entry.report_id)


@require_http_methods(["GET", "HEAD", "POST"])
def issue(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Make the extract for the unit, for somebody who agreed to it."""
    found = visible_report(request, pk)
    need(request, EDIT, found)
    form = f.StatementForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            statement = statements.issue_statement(
                report=found, actor=actor_of(request), now=timezone.now(), **form.cleaned_data
            )
            return pdf_page(statement_paper(statement), statement.code)
    back = reverse("membership:in-service", args=[found.pk])
    title = _("An extract for the unit of %(name)s") % {"name": found.person.name}
    return form_page(request, form, title=title, submit=_("Make it"), back=back)


@require_safe
def paper(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The slip of somebody who reported in, printed at the desk."""
    found: InServiceMember = visible_report(request, pk)
    return pdf_page(report_slip(found), "linli-report")


@login_not_required
@guards_codes
@never_cache
@require_safe
def check(request: HttpRequest, code: str) -> HttpResponse:
    """Whether an extract is good: what it says while it is, and nothing at all afterwards."""
    statement = statement_by_code(code)
    if statement is None:
        raise Http404
    is_good = statement.revoked_at is None and statement.ends_on >= localdate()
    is_whole = statements.seal_of(statement.code, statement.said) == statement.seal
    context = {"statement": statement, "is_good": is_good and is_whole}
    if is_good and is_whole:
        minutes = sum(line["minutes"] for line in statement.said["lines"])
        context |= {"said": statement.said, "hours": minutes / 60, "seal": statement.seal[:16]}
    return render(request, "membership/statement.html", context)
