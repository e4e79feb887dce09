"""What is mine in the three lists: wishes, presses, offers, and what waits for my yes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from linli.base.web.context import actor_of
from linli.core.areas.web.doors import refusals_said
from linli.core.partnership.enums import ProjectState
from linli.core.partnership.models import Need, Part, Resource, Support
from linli.core.partnership.operations.projects import accept_part
from linli.core.partnership.operations.settle import withdraw_listed
from linli.core.partnership.queries.lists import with_row
from linli.core.partnership.web.public import self_id
from linli.core.partnership.web.words import state_of, wanted_by

MOST = 30


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """My wishes and offers, what I pressed for, and what waits for my yes."""
    me = self_id(request)
    wishes = with_row(Need.objects.filter(author=me)).order_by("-written_at")[:MOST]
    gifts = with_row(Resource.objects.filter(author=me)).order_by("-written_at")[:MOST]
    pressed = Support.objects.filter(person=me).exclude(need__author=me).select_related("need").order_by("-at")
    context = {
        "wishes": [_row(one, "need") for one in wishes],
        "gifts": [_row(one, "resource") for one in gifts],
        "pressed": [_pressed(one.need) for one in pressed[:MOST]],
        "waiting": _waiting(me),
    }
    return render(request, "partnership/mine.html", context)


def _row(thing: Need | Resource, what: str) -> dict[str, Any]:
    name = "wish" if what == "need" else "gift"
    return {
        "thing": thing,
        "state": state_of(thing),
        "url": reverse(f"partnership:{name}", args=[thing.pk]) if thing.is_public else "",
        "back": reverse("partnership:mine-withdraw", args=[what, thing.pk])
        if thing.state in {"received", "open"}
        else "",
        "wanted": wanted_by(thing) if isinstance(thing, Need) else "",
    }


def _pressed(need: Need) -> dict[str, Any]:
    return {"thing": need, "state": state_of(need), "url": reverse("partnership:wish", args=[need.pk])}


def _waiting(me: UUID | None) -> list[Part]:
    """The sides of proposed projects that are mine."""
    parts = Part.objects.filter(project__state=ProjectState.PROPOSED, accepted_at=None)
    own = parts.filter(need__author=me) | parts.filter(resource__author=me)
    return list(own.select_related("project", "need", "resource")[:MOST])


@require_POST
def withdraw(request: HttpRequest, what: str, pk: UUID) -> HttpResponse:
    """Take back what I said."""
    model: type[Any] = {"need": Need, "resource": Resource}.get(what, Need)
    thing = get_object_or_404(model, pk=pk, author=self_id(request))
    with refusals_said(request):
        withdraw_listed(thing=thing, words="", actor=actor_of(request), now=timezone.now())
        messages.success(request, _("Taken back."))
    return redirect("partnership:mine")


@require_POST
def accept(request: HttpRequest, pk: UUID) -> HttpResponse:
    """My side says yes."""
    part = next((one for one in _waiting(self_id(request)) if one.pk == pk), None)
    if part is None:
        return redirect("partnership:mine")
    with refusals_said(request):
        accept_part(part=part, actor=actor_of(request), now=timezone.now())
        messages.success(request, _("Thank you. We tell you when all sides have said yes."))
    return redirect("partnership:mine")
