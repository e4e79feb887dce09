"""I report in, say what I can do and when, write down what I did, and hand an extract to my unit if I like."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.base.web.context import actor_of
from linli.base.web.parts import refusals_on
from linli.core.areas.web.doors import form_page, refusals_said
from linli.core.membership.operations import in_service as work
from linli.core.membership.operations import service, statements
from linli.core.membership.operations.reporting import Reporting, report_in
from linli.core.membership.queries.members import own_report
from linli.core.membership.queries.service import quarters_of
from linli.core.membership.web import forms as f
from linli.core.membership.web.own import me_of, my_report
from linli.core.membership.web.papers import pdf_page, report_slip, statement_paper
from linli.core.people.models import Person


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def report(request: HttpRequest) -> HttpResponse:
    """I report in to the community where I live: eight fields, of which two are known."""
    person = get_object_or_404(Person.objects.live().select_related("community"), pk=me_of(request))
    if own_report(person.pk):
        return redirect("membership:mine")
    form = f.ReportForm(request.POST or None, community_id=person.community_id)
    if form.is_valid():
        with refusals_on(form):
            told = {**form.cleaned_data, "service_posts": tuple(form.cleaned_data["service_posts"])}
            report_in(person=person, told=Reporting(**told), actor=actor_of(request), now=timezone.now())
            messages.success(request, _("Thank you. The community takes you in and tells you in which grid."))
            return redirect("membership:mine")
    lead = _("It is voluntary. Your home address is not asked, and nobody counts how often you come.")
    back = reverse("membership:mine")
    title, submit = _("Report in to the community"), _("Report in")
    return form_page(request, form, title=title, submit=submit, back=back, lead=lead)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def offer(request: HttpRequest) -> HttpResponse:
    """What I can do and when: I change it myself."""
    mine = my_report(request)
    form = f.OfferForm(request.POST or None, initial={name: getattr(mine, name) for name in work.CORRECTABLE})
    if form.is_valid():
        with refusals_on(form):
            work.correct_report(report=mine, actor=actor_of(request), now=timezone.now(), **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("membership:mine")
    back = reverse("membership:mine")
    return form_page(request, form, title=_("What I can do, and when"), submit=_("Save"), back=back)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def record(request: HttpRequest) -> HttpResponse:
    """My service record by quarters; I write down what I did, and take out what I like."""
    mine = my_report(request)
    form = f.ServiceForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            service.write_service(report=mine, actor=actor_of(request), now=timezone.now(), **form.told())
            messages.success(request, _("Written down. Somebody of the branch looks at it."))
            return redirect("membership:service")
    context = {
        "report": mine,
        "form": form,
        "statement_form": f.StatementForm(),
        "quarters": quarters_of(mine),
        "statements": mine.statements.order_by("-made_at"),
        "today": localdate(),
    }
    return render(request, "membership/service.html", context, status=422 if form.errors else None)


@require_POST
def entry_withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """I take a line out of my record."""
    entry = get_object_or_404(my_report(request).entries.select_related("report"), pk=pk)
    with refusals_said(request):
        service.withdraw_service(entry=entry, actor=actor_of(request), now=timezone.now())
        messages.success(request, _("Taken out."))
    return redirect("membership:service")


@require_POST
def statement_issue(request: HttpRequest) -> HttpResponse:
    """I make the extract that I hand to my unit."""
    mine, form = my_report(request), f.StatementForm(request.POST)
    if form.is_valid():
        with refusals_said(request):
            statements.issue_statement(
                report=mine, actor=actor_of(request), now=timezone.now(), **form.cleaned_data
            )  # fmt: skip
            messages.success(request, _("Here it is. You can take it back at any time."))
    else:
        messages.error(request, _("Please choose a first and a last day that are over."))
    return redirect("membership:service")


@require_POST
def statement_revoke(request: HttpRequest, pk: UUID) -> HttpResponse:
    """I take an extract back: its code opens nothing from now on."""
    statement = get_object_or_404(my_report(request).statements.select_related("report"), pk=pk)
    with refusals_said(request):
        statements.revoke_statement(statement=statement, actor=actor_of(request), now=timezone.now())
        messages.success(request, _("Taken back."))
    return redirect("membership:service")


@require_safe
@never_cache
def statement_pdf(request: HttpRequest, pk: UUID) -> HttpResponse:
    """My extract on paper."""
    rows = my_report(request).statements.select_related("community").filter(revoked_at=None)
    statement = get_object_or_404(rows, pk=pk)
    return pdf_page(statement_paper(statement), statement.code)


@require_safe
@never_cache
def slip(request: HttpRequest) -> HttpResponse:
    """The slip that I reported in."""
    return pdf_page(report_slip(my_report(request)), "linli-report")


@require_POST
def helps(request: HttpRequest) -> HttpResponse:
    """I say whether I may be asked for help within my hours, or take it back."""
    agrees = request.POST.get("agrees") == "1"
    with refusals_said(request):
        work.agree_to_help(report=my_report(request), agrees=agrees, actor=actor_of(request), now=timezone.now())
        messages.success(request, _("Saved."))
    return redirect("membership:mine")
