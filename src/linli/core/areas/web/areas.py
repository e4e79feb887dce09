"""The way down the tree: community, grid, compound, building, stair, home; adding and naming on the way."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from linli.base.permissions import may
from linli.base.web.context import actor_of
from linli.base.web.parts import refusals_on
from linli.core.areas.enums import AreaKind, AreaPermission
from linli.core.areas.models import Area
from linli.core.areas.operations.tree import create_area, rename_area
from linli.core.areas.queries.tree import children_of, homes_below, lines_up
from linli.core.areas.web.doors import form_page, need
from linli.core.areas.web.forms import AreaForm, NameForm
from linli.core.areas.web.panels import area_panels


def visible_area(request: HttpRequest, pk: UUID) -> Area:
    """An area that the person may look at, or 404."""
    mine = Area.objects.visible_to(actor_of(request), AreaPermission.VIEW)
    return get_object_or_404(mine.select_related("community"), pk=pk)


@require_safe
def area(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What lies below an area, and the way back up."""
    found = visible_area(request, pk)
    if found.kind == AreaKind.GRID:
        return redirect("areas:grid", found.pk)
    actor = actor_of(request)
    context = {
        "area": found,
        "lines": lines_up(found),
        "children": children_of(found).defer("outline"),
        "homes": homes_below(found) if found.kind in {AreaKind.COMPOUND, AreaKind.BUILDING, AreaKind.UNIT} else None,
        "panels": area_panels.shown(actor, found),
        "may_manage": may(actor, AreaPermission.MANAGE, found),
    }
    return render(request, "areas/area.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def area_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Add something below an area."""
    parent = visible_area(request, pk)
    need(request, AreaPermission.MANAGE, parent)
    form = AreaForm(request.POST or None, parent=parent)
    if form.is_valid():
        with refusals_on(form):
            added = create_area(parent=parent, actor=actor_of(request), now=timezone.now(), **form.cleaned_data)
            messages.success(request, _("%(name)s is added.") % {"name": added})
            return redirect("areas:area", parent.pk)
    title = _("Add something to %(name)s") % {"name": parent}
    return form_page(request, form, title=title, submit=_("Add"), back=_page(parent))


@require_http_methods(["GET", "HEAD", "POST"])
def area_rename(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change what an area is called."""
    found = visible_area(request, pk)
    need(request, AreaPermission.MANAGE, found)
    form = NameForm(request.POST or None, initial={name: getattr(found, name) for name in NameForm.base_fields})
    if form.is_valid():
        with refusals_on(form):
            rename_area(area=found, actor=actor_of(request), now=timezone.now(), **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("areas:area", found.pk)
    title = _("Name and number of %(name)s") % {"name": found}
    lead = _("The address of its pages and the places of records stay as they are.")
    return form_page(request, form, title=title, lead=lead, submit=_("Save"), back=_page(found))


def _page(area: Area) -> str:
    return reverse("areas:area", args=[area.pk])
