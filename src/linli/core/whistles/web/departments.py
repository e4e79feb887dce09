"""The register of departments: each with its own calls over time, beside no other."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from linli.base.permissions import may
from linli.base.web.context import actor_of
from linli.base.web.lists import Column, Empty, ListPage, link
from linli.base.web.parts import refusals_on
from linli.core.areas.web.doors import form_page, need, refusals_said
from linli.core.whistles.enums import WhistlePermission
from linli.core.whistles.models import Call, Department
from linli.core.whistles.operations import departments as work
from linli.core.whistles.queries import lists
from linli.core.whistles.web import forms as f
from linli.core.whistles.web.words import shown

MOST_CALLS = 20


def _name(department: Department) -> Any:
    return link(str(department), reverse("whistles:department", args=[department.pk]))


class DepartmentList(ListPage):
    """The departments that serve the places where somebody works."""

    key = "departments"
    title = gettext_lazy("Departments")
    lead = gettext_lazy("Offices of the street and the city that can be called. Each stands for itself.")
    permission = WhistlePermission.VIEW
    template_name = "whistles/departments.html"
    sort = "name_zh"
    search_hint = gettext_lazy("Name or what it is there for")
    empty = Empty(
        gettext_lazy("No department yet"),
        gettext_lazy("The street leader writes down here whom a whistle can call, with a telephone."),
        icon="building-bank",
    )
    columns = [
        Column("name", gettext_lazy("Department"), _name, sort="name_zh", export=lambda row: str(row)),
        Column("duty", gettext_lazy("There for"), lambda row: row.duty),
        Column("phone", gettext_lazy("Telephone"), lambda row: row.phone, tight=True),
        Column(
            "by",
            gettext_lazy("Answers by"),
            lambda row: row.officer.name if row.officer else _("a link"),
        ),
    ]

    def rows(self) -> QuerySet[Department]:
        return lists.departments_for(self.actor).filter(ends_on=None).select_related("officer")

    @staticmethod
    def search(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        return (
            rows.filter(name_zh__icontains=text)
            | rows.filter(name_en__icontains=text)
            | rows.filter(duty_zh__icontains=text)
        )

    def extra(self) -> dict[str, Any]:
        return {"may_add": bool(self.actor.scopes(WhistlePermission.MANAGE))}


def new(request: HttpRequest) -> HttpResponse:
    """Write a department down, at one's own street."""
    streets = lists.streets_to_keep(actor_of(request))
    if not streets:
        raise Http404
    at, form = streets[0], f.DepartmentForm(request.POST or None, place=streets[0].path)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            words = work.DepartmentWords(**form.cleaned_data)
            found = work.add_department(at=at, words=words, actor=actor_of(request), now=timezone.now())
            return redirect("whistles:department", found.pk)
    back = reverse("whistles:department-list")
    return form_page(request, form, title=_("A new department"), submit=_("Write down"), back=back, lead=str(at))


@require_GET
def detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A department with its calls over time, as far as they are at the reader's places."""
    actor, now = actor_of(request), timezone.now()
    department = get_object_or_404(lists.departments_for(actor).select_related("officer"), pk=pk)
    rows = Call.objects.visible_to(actor, WhistlePermission.VIEW).filter(department=department)
    calls = rows.select_related("whistle__community", "department").order_by("-pk")[:MOST_CALLS]
    context = {
        "department": department,
        "calls": [shown(call, now) for call in calls],
        "may_edit": department.ends_on is None and may(actor, WhistlePermission.MANAGE, department),
    }
    return render(request, "whistles/department.html", context)


def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Correct a department."""
    department = get_object_or_404(lists.departments_for(actor_of(request)), pk=pk)
    need(request, WhistlePermission.MANAGE, department)
    form = f.DepartmentForm(request.POST or None, place=department.place, department=department)
    here = reverse("whistles:department", args=[pk])
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            words = work.DepartmentWords(**form.cleaned_data)
            now = timezone.now()
            work.correct_department(department=department, words=words, actor=actor_of(request), now=now)
            return redirect(here)
    return form_page(request, form, title=_("Correct the department"), submit=_("Keep"), back=here)


@require_POST
def end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A department exists no more."""
    department = get_object_or_404(lists.departments_for(actor_of(request)), pk=pk)
    need(request, WhistlePermission.MANAGE, department)
    with refusals_said(request):
        work.end_department(department=department, actor=actor_of(request), now=timezone.now())
        messages.success(request, _("It is not called any more; what it answered stays."))
    return redirect("whistles:department", pk)
