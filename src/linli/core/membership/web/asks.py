"""What members say is wrong on their cards: their own form, and the secretary's answer."""

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
from django.views.decorators.http import require_http_methods, require_POST

from linli.base.permissions import Actor
from linli.base.web.context import actor_of
from linli.base.web.lists import Choice, Column, Empty, ListPage, link
from linli.base.web.parts import refusals_on
from linli.base.web.templatetags.linli import due, state_badge
from linli.core.areas.web.doors import refusals_said
from linli.core.membership.enums import AskState, MembershipPermission
from linli.core.membership.models import CardAsk
from linli.core.membership.operations.asks import answer_ask, ask_about_card, withdraw_ask
from linli.core.membership.queries.members import own_membership
from linli.core.membership.queries.service import asks_for
from linli.core.membership.web import forms as f
from linli.core.membership.web.own import me_of

TONES = {"received": "wait", "done": "ok", "declined": "info", "withdrawn": "off"}


def waiting_asks(actor: Actor) -> int:
    """The number beside the entry of the menu."""
    return asks_for(actor).filter(state=AskState.RECEIVED).count()


class AskList(ListPage):
    """What members ask to put right, the next due first."""

    key = "card-asks"
    title = gettext_lazy("Corrections of cards")
    lead = gettext_lazy("What members say is wrong on their own card. Each gets an answer within 15 working days.")
    permission = MembershipPermission.EDIT
    sort = "due_at"
    can_export = False
    empty = Empty(
        gettext_lazy("Nobody has asked"),
        gettext_lazy("When a member finds something wrong on their card, their words stand here."),
    )

    def rows(self) -> QuerySet[Any]:
        return asks_for(self.actor)

    def columns(self) -> list[Column]:
        return [
            Column("name", _("Name"), lambda a: link(a.member.person.name, reverse("membership:ask", args=[a.pk]))),
            Column("org", _("Organisation"), lambda a: a.member.org.name),
            Column("state", _("State"), lambda a: state_badge(TONES[a.state], a.get_state_display()), sort="state"),
            Column("due", _("Due"), lambda a: due(a.due_at) if a.state == AskState.RECEIVED else "", sort="due_at"),
        ]

    def filters(self) -> list[Any]:
        return [Choice("state", _("State"), choices=AskState.choices)]


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One correction that a member asks for, and the answer."""
    found = get_object_or_404(asks_for(actor_of(request)), pk=pk)
    is_open = found.state == AskState.RECEIVED
    form = f.AnswerForm(request.POST or None)
    if is_open and form.is_valid():
        with refusals_on(form):
            answer_ask(ask=found, actor=actor_of(request), now=timezone.now(), **form.cleaned_data)
            messages.success(request, _("Answered. The person is told."))
            return redirect("membership:ask", found.pk)
    context = {"ask": found, "form": form if is_open else None, "tone": TONES[found.state]}
    return render(request, "membership/ask.html", context, status=422 if form.errors else None)


@require_POST
def mine_ask(request: HttpRequest) -> HttpResponse:
    """I say what is wrong on my card."""
    member = own_membership(me_of(request))
    if member is None:
        raise Http404
    with refusals_said(request):
        ask_about_card(member=member, text=request.POST.get("text", ""), actor=actor_of(request), now=timezone.now())
        messages.success(request, _("We have your word. The answer comes to your inbox."))
    return redirect("membership:mine")


@require_POST
def mine_ask_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """I take it back."""
    found = get_object_or_404(CardAsk.objects.select_related("member"), pk=pk, member__person=me_of(request))
    with refusals_said(request):
        withdraw_ask(ask=found, actor=actor_of(request), now=timezone.now())
        messages.success(request, _("Taken back."))
    return redirect("membership:mine")
