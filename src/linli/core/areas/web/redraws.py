"""Plans to draw grids anew: seen beforehand with what they move, withdrawn while there is time."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.base.permissions import may
from linli.base.web.context import actor_of
from linli.base.web.parts import refusals_on
from linli.core.areas.enums import AreaPermission, RedrawState
from linli.core.areas.models import Area, Redraw
from linli.core.areas.operations.redraws import plan_redraw, withdraw_redraw
from linli.core.areas.queries.redraws import movable_in, moving_with, redraws_for
from linli.core.areas.queries.tree import addresses_of, grids_for
from linli.core.areas.web.doors import need, refusals_said
from linli.core.areas.web.facts import chosen_community
from linli.core.areas.web.forms import RedrawForm
from linli.core.areas.web.panels import move_counts

TONES = {RedrawState.PLANNED: "wait", RedrawState.APPLIED: "ok", RedrawState.WITHDRAWN: "off"}


@require_safe
def redraw_list(request: HttpRequest) -> HttpResponse:
    """The plans of the community, the next ones first."""
    community = chosen_community(request)
    rows = [(redraw, TONES[RedrawState(redraw.state)]) for redraw in redraws_for(actor_of(request))[:50]]
    may_plan = may(actor_of(request), AreaPermission.REDRAW, community)
    context = {"rows": rows, "community": community, "may_plan": may_plan}
    return render(request, "areas/redraw_list.html", context)


@require_safe
def redraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One plan: what moves where, how many homes and people go along."""
    found = get_object_or_404(redraws_for(actor_of(request)), pk=pk)
    is_open = found.state == RedrawState.PLANNED
    context = {
        "redraw": found,
        "tone": TONES[RedrawState(found.state)],
        "is_late": is_open and found.effective_on < timezone.localdate(),
        "may_withdraw": is_open and may(actor_of(request), AreaPermission.REDRAW, found),
        **what_moves(found.moves),
    }
    return render(request, "areas/redraw.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def redraw_new(request: HttpRequest) -> HttpResponse:
    """Choose a grid, then the buildings that leave it; look at what moves; then plan it."""
    community = chosen_community(request)
    need(request, AreaPermission.REDRAW, community)
    grids = list(grids_for(actor_of(request)).filter(community=community).defer("outline"))
    origin = next((grid for grid in grids if str(grid.pk) == request.GET.get("from")), None)
    context: dict[str, Any] = {"community": community, "grids": grids, "origin": origin}
    if origin is None:
        return render(request, "areas/redraw_new.html", context)
    context["origin_title"] = str(origin)
    form = _form(request, community, origin, grids)
    if form.is_valid():
        moves = {UUID(area): UUID(form.cleaned_data["to"]) for area in form.cleaned_data["areas"]}
        if "sure" not in request.POST:
            pairs = [{"area": str(area), "to": str(grid)} for area, grid in moves.items()]
            context |= what_moves(pairs)
        else:
            with refusals_on(form):
                planned = _plan(request, community, moves, form)
                messages.success(request, _("The new drawing is planned."))
                return redirect("areas:redraw", planned.pk)
    return render(request, "areas/redraw_new.html", {**context, "form": form}, status=422 if form.errors else 200)


@require_POST
def redraw_withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let a plan go before its day."""
    found = get_object_or_404(redraws_for(actor_of(request)), pk=pk)
    with refusals_said(request):
        withdraw_redraw(redraw=found, actor=actor_of(request), now=timezone.now())
        messages.success(request, _("The plan is withdrawn. Nothing moves."))
    return redirect("areas:redraw", found.pk)


def what_moves(moves: list[dict[str, str]]) -> dict[str, Any]:
    """The buildings of a plan, and how many homes and rows of higher rooms go along."""
    moving = moving_with(moves)
    places = [one.area.path for one in moving]
    counts = [(count.label, count.count(places)) for count in move_counts.values()]
    return {"moving": moving, "homes": sum(one.homes for one in moving), "counts": counts}


def _form(request: HttpRequest, community: Area, origin: Area, grids: list[Area]) -> RedrawForm:
    inside = list(movable_in(community).filter(path__under=origin.path).defer("outline"))
    words = addresses_of(area.path for area in inside)
    areas = [(str(area.pk), str(words[area.path])) for area in inside]
    others = [(str(grid.pk), str(grid)) for grid in grids if grid.pk != origin.pk]
    return RedrawForm(request.POST or None, areas=areas, grids=others)


def _plan(request: HttpRequest, community: Area, moves: dict[UUID, UUID], form: RedrawForm) -> Redraw:
    given = {name: form.cleaned_data[name] for name in ("effective_on", "reason")}
    return plan_redraw(community=community, moves=moves, actor=actor_of(request), now=timezone.now(), **given)
