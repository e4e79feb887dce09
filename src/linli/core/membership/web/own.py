"""My membership: what is written about me, and what I decide myself."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from linli.base.web.context import actor_of
from linli.core.areas.web.doors import refusals_said
from linli.core.membership.enums import ReportState
from linli.core.membership.models import InServiceMember
from linli.core.membership.operations import in_service as service
from linli.core.membership.queries.members import moves_of, own_membership, own_report
from linli.core.membership.web import forms as f
from linli.core.membership.web.members import shown_report, take_step
from linli.core.membership.web.panels import guest_panels, own_panels

SHOWN = 5


def me_of(request: HttpRequest) -> UUID:
    """Oneself: whoever acts for another person does not read this for them."""
    me = actor_of(request).person_id
    if me is None:
        raise Http404
    return me


@require_safe
@never_cache
def mine(request: HttpRequest) -> HttpResponse:
    """My own card, and what I reported in with; nobody else's."""
    member, report = own_membership(me_of(request)), own_report(me_of(request))
    actor = actor_of(request)
    panels = own_panels.shown(actor, member) if member else guest_panels.shown(actor, me_of(request))
    history = moves_of(member) if member else ()
    context: dict[str, Any] = {"member": member, "history": history, "report": None, "panels": panels}
    if report:
        moves = [move for move in service.MOVES if report.state in move.sources]
        waits, rests = (report.state == state for state in (ReportState.REPORTED, ReportState.PAUSED))
        context |= {**shown_report(report), "moves": moves, "waits": waits, "rests": rests}
    if member:
        context |= {"asks": member.asks.order_by("-asked_at", "pk")[:SHOWN], "form": f.AskForm()}
    return render(request, "membership/mine.html", context)


def my_report(request: HttpRequest) -> InServiceMember:
    """My own reporting in, or 404."""
    found = own_report(me_of(request))
    if found is None:
        raise Http404
    return found


@require_POST
def mine_step(request: HttpRequest, step: str) -> HttpResponse:
    """I pause, take part again or leave; nobody asks why."""
    return take_step(request, my_report(request), step, back=reverse("membership:mine"))


@require_POST
def mine_agree(request: HttpRequest) -> HttpResponse:
    """I say whether my unit hears what I did, or take it back."""
    agrees = request.POST.get("agrees") == "1"
    with refusals_said(request):
        service.agree_to_statement(
            report=my_report(request), agrees=agrees, actor=actor_of(request), now=timezone.now()
        )
        messages.success(request, _("Saved."))
    return redirect("membership:mine")
