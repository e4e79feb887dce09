"""What one person set going and took away: their long work with its results, their spreadsheets."""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from linli.base.errors import Refused
from linli.base.files.web import serve_file
from linli.base.jobs.models import Job, JobState
from linli.base.jobs.operations import cancel_job
from linli.base.web.context import actor_of
from linli.base.web.lists import Column, Empty, ListPage, link
from linli.base.web.lists.filters import Choice
from linli.base.web.models import ListExport
from linli.base.web.parts import render_part
from linli.base.web.templatetags.linli import due, state_badge

JOB_TONES = {
    JobState.QUEUED: "wait", JobState.RUNNING: "wait", JobState.DONE: "ok", JobState.FAILED: "late",
    JobState.CANCELLED: "off",
}  # fmt: skip


def own_jobs(request: HttpRequest) -> QuerySet[Job]:
    """The long work that this person asked for."""
    person_id = actor_of(request).person_id
    return Job.objects.filter(person_id=person_id) if person_id else Job.objects.none()


def job_badge(job: Job) -> SafeString:
    """The state of a job."""
    return state_badge(JOB_TONES[JobState(job.state)], job.get_state_display())


@require_GET
def job_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How far long work has come, and what came of it; the part of it answers every two seconds."""
    job = get_object_or_404(own_jobs(request).select_related("result"), pk=pk)
    return render_part(request, "web/job.html", "web/_job.html", {"job": job, "badge": job_badge(job)})


@require_POST
def job_cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Stop long work; what it has done so far stays."""
    job = get_object_or_404(own_jobs(request), pk=pk)
    with suppress(Refused):  # it has ended in the meantime: its page says how
        cancel_job(job=job, actor=actor_of(request), now=timezone.now())
    return HttpResponseRedirect(reverse("web:job", args=[pk]))


@require_GET
def job_result(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The file that long work made, for the person who asked for it."""
    job = get_object_or_404(own_jobs(request).select_related("result"), pk=pk)
    if job.result is None:
        raise Http404
    return serve_file(job.result, request)


class OwnJobs(ListPage):
    """My long work, the newest first."""

    key = "own-jobs"
    title = _("Long work")
    lead = _("What you set going: imports, exports, mailings. You can leave and come back.")
    sort = "-created_at"
    can_export = False
    empty = Empty(_("Nothing is running"), _("When you start an import or a large export, you find it here."))

    def rows(self) -> QuerySet[Any]:
        return own_jobs(self.request)

    columns = (
        Column("kind", _("What"), lambda job: link(job.message or job.kind, reverse("web:job", args=[job.pk]))),
        Column("state", _("State"), job_badge),
        Column("created_at", _("Begun"), sort="created_at"),
        Column("finished_at", _("Ended"), sort="finished_at"),
    )
    filters = (Choice("state", _("State"), choices=JobState.choices),)


class OwnExports(ListPage):
    """The lists that I took away, and when I must have deleted them."""

    key = "own-exports"
    title = _("What I took away")
    lead = _("Each spreadsheet has a day after which it must be gone from your machine.")
    sort = "-created_at"
    can_export = False
    empty = Empty(_("Nothing taken away"), _("When you take a list away as a spreadsheet, it stands here."))

    def rows(self) -> QuerySet[Any]:
        person_id = self.actor.person_id
        return ListExport.objects.filter(owner_id=person_id) if person_id else ListExport.objects.none()

    def search(self, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        """By whom it is for."""
        return rows.filter(whom__icontains=text)

    columns = (
        Column("whom", _("For whom"), sort="whom"),
        Column("what_for", _("What for")),
        Column("created_at", _("Taken"), sort="created_at"),
        Column("until", _("Delete after"), lambda export: due(export.until), sort="until"),
        Column("list_key", _("List"), shown=False),
    )
