"""What the system administrator keeps: days off, and all long work."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from linli.base.calendars.models import Holiday
from linli.base.calendars.operations import DayDecision, forget_day, set_days
from linli.base.calendars.queries import calendar_known
from linli.base.calendars.table import built_in
from linli.base.errors import Refused
from linli.base.i18n import in_language
from linli.base.jobs.models import Job, JobState
from linli.base.permissions import may
from linli.base.web.context import actor_of
from linli.base.web.forms import DayField
from linli.base.web.lists import Choice, Column, Empty, ListPage
from linli.base.web.own import job_badge
from linli.base.web.parts import refusals_on
from linli.core.people.enums import SystemPermission


class DayForm(forms.Form):
    """One day that a notice decided about."""

    day = DayField(label=gettext_lazy("Day"))
    is_working = forms.TypedChoiceField(
        label=gettext_lazy("What it is"),
        choices=(("0", gettext_lazy("A day off")), ("1", gettext_lazy("Worked instead"))),
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )
    name_zh = forms.CharField(label=gettext_lazy("What it is called"), max_length=60)
    name_en = forms.CharField(label=gettext_lazy("The same in English"), max_length=60, required=False)
    source = forms.CharField(label=gettext_lazy("Which notice decided it"), max_length=200)


@require_http_methods(["GET", "HEAD", "POST"])
def holidays(request: HttpRequest) -> HttpResponse:
    """The days off and make-up days of a year, and what the office entered differently."""
    actor = actor_of(request)
    if not actor.scopes(SystemPermission.CONFIGURE):
        raise Http404
    form = DayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = dict(form.cleaned_data)
        source = told.pop("source")
        with refusals_on(form):
            set_days(decisions=[DayDecision(**told)], source=source, actor=actor, now=now())
            messages.success(request, _("It is entered. Deadlines given before stay as they are."))
            return redirect("portal:holidays")
    year, table = localdate().year, sorted(built_in().items())
    context = {
        "form": form,
        "may_change": may(actor, SystemPermission.CONFIGURE, Holiday()),
        "entered": [(one, in_language(one, "name")) for one in Holiday.objects.order_by("-day")],
        "built_in": [(day, special, in_language(special, "name")) for day, special in table if day.year >= year],
        "unknown": [one for one in (year, year + 1) if not calendar_known(one)],
    }
    return render(request, "portal/holidays.html", context)


@require_POST
def holiday_forget(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take back an entry: the table that comes with the program holds again."""
    actor = actor_of(request)
    if not actor.scopes(SystemPermission.CONFIGURE):
        raise Http404
    try:
        forget_day(holiday=get_object_or_404(Holiday, pk=pk), actor=actor, now=now())
    except Refused as refusal:
        raise PermissionDenied from refusal
    messages.success(request, _("The entry is taken back."))
    return redirect("portal:holidays")


class JobList(ListPage):
    """All long work at the places that somebody keeps: kinds, states and times, never what it is about."""

    key = "jobs"
    title = gettext_lazy("All long work")
    lead = gettext_lazy("Imports, exports and mailings of everybody: how they go, not what is in them.")
    permission = SystemPermission.CONFIGURE
    sort = "-created_at"
    can_export = False
    empty = Empty(gettext_lazy("Nothing yet"), gettext_lazy("Imports and large exports will stand here."))
    columns = (
        Column("kind", gettext_lazy("What")),
        Column("state", gettext_lazy("State"), job_badge, sort="state"),
        Column("progress", gettext_lazy("How far"), lambda job: f"{job.percent} %" if job.percent is not None else ""),
        Column("attempts", gettext_lazy("Attempts"), sort="attempts"),
        Column("error", gettext_lazy("Error")),
        Column("created_at", gettext_lazy("Begun"), sort="created_at"),
        Column("finished_at", gettext_lazy("Ended"), sort="finished_at"),
    )
    filters = (Choice("state", gettext_lazy("State"), choices=JobState.choices),)

    def rows(self) -> QuerySet[Any]:
        return Job.objects.visible_to(self.actor, SystemPermission.CONFIGURE)
