"""Drawing on the copy: a form for each kind of stroke, and rubbing out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from linli.base.web.context import actor_of
from linli.base.web.parts import refusals_on
from linli.core.areas.queries.communities import grids_of
from linli.core.areas.web.doors import form_page, need, refusals_said
from linli.core.organisation.enums import BRANCHES, GROUPS
from linli.core.rehearsals.enums import RehearsalPermission
from linli.core.rehearsals.models import Change, Rehearsal
from linli.core.rehearsals.operations import drawing as work
from linli.core.rehearsals.queries.copying import Copy, rehearse
from linli.core.rehearsals.queries.lists import rehearsals_for
from linli.core.rehearsals.web import forms as f


@dataclass(frozen=True)
class Stroke:
    """What can be drawn: its words, its operation, its form, and whether one says first from where."""

    label: Promise
    operation: Callable[..., Any]
    form: type[f.DrawForm]
    origin: str = ""


STROKES = {
    "new": Stroke(gettext_lazy("Set up a branch or group"), work.draw_new, f.NewForm),
    "move": Stroke(gettext_lazy("A group goes to another branch"), work.draw_move, f.MoveForm),
    "merge": Stroke(gettext_lazy("One goes into another"), work.draw_merge, f.MergeForm),
    "members": Stroke(gettext_lazy("Members go elsewhere"), work.draw_members, f.MembersForm, "orgs"),
    "buildings": Stroke(gettext_lazy("Buildings go to another grid"), work.draw_buildings, f.BuildingsForm, "grids"),
    "rename": Stroke(gettext_lazy("A new name"), work.draw_rename, f.RenameForm),
}


@require_http_methods(["GET", "HEAD", "POST"])
def draw(request: HttpRequest, pk: UUID, stroke: str) -> HttpResponse:
    """One stroke on the copy."""
    found = get_object_or_404(rehearsals_for(actor_of(request)), pk=pk)
    need(request, RehearsalPermission.PLAN, found)
    if stroke not in STROKES:
        raise Http404
    plan, here = STROKES[stroke], reverse("rehearsals:rehearsal", args=[found.pk])
    copy, origin = rehearse(found, timezone.localdate()).after, request.GET.get("from", "")
    if plan.origin and not origin:
        context = {"title": plan.label, "origins": _origins(plan.origin, found, copy), "back": here}
        return render(request, "rehearsals/origin.html", context)
    form = plan.form(request.POST or None, rehearsal=found, copy=copy, origin=origin)
    if form.is_valid():
        with refusals_on(form):
            plan.operation(rehearsal=found, actor=actor_of(request), now=timezone.now(), **form.cleaned_data)
            messages.success(request, _("Drawn on the copy. Nothing has moved."))
            return redirect(here)
    return form_page(request, form, title=plan.label, submit=_("Draw it on the copy"), back=here)


def _origins(kind: str, rehearsal: Rehearsal, copy: Copy) -> list[tuple[Any, str]]:
    if kind == "grids":
        return [(grid.pk, str(grid)) for grid in grids_of(rehearsal.community_id)]
    spots = [spot for spot in copy.spots.values() if spot.org.kind in BRANCHES | GROUPS and not spot.change]
    return [(spot.org.pk, spot.org.name) for spot in spots]


@require_POST
def rub_out(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take one change off the copy."""
    mine = rehearsals_for(actor_of(request)).values("pk")
    change = get_object_or_404(Change.objects.filter(rehearsal__in=mine).select_related("rehearsal"), pk=pk)
    here = redirect("rehearsals:rehearsal", change.rehearsal_id)
    with refusals_said(request):
        work.rub_out(change=change, actor=actor_of(request), now=timezone.now())
    return here
