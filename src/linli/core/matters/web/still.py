"""Four weeks later: the page behind the link of the message, and the list of those who are called."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.base.codes import read_link
from linli.base.errors import Refused
from linli.base.web.context import actor_of
from linli.base.web.limits import guards_codes
from linli.base.web.lists import Choice, Column, Empty, ListPage, link
from linli.base.web.parts import refusals_on
from linli.base.web.templatetags.linli import state_badge
from linli.core.areas.web.doors import form_page, need
from linli.core.matters.enums import MatterPermission, StillAnswer
from linli.core.matters.models import FollowUp, Matter
from linli.core.matters.operations.judging import answer_still
from linli.core.matters.queries import still as q
from linli.core.matters.queries.actors import SlipHolder
from linli.core.matters.queries.story import title_for
from linli.core.matters.telling import STILL_LINK
from linli.core.matters.web.work_forms import StillForm, ToldStillForm


@login_not_required
@guards_codes
def page(request: HttpRequest, token: str) -> HttpResponse:
    """One question, two buttons, no account: whoever has the link speaks for the person who asked."""
    now = timezone.now()
    try:
        key = read_link(STILL_LINK, token, now=now)["matter"]
    except Refused as refusal:
        return render(request, "matters/still.html", {"wrong": str(refusal)}, status=404)
    matter = get_object_or_404(Matter.objects.select_related("category"), pk=UUID(key))
    asked = FollowUp.objects.filter(matter=matter).select_related("matter").first()
    holder = SlipHolder(matter.pk, bearer_id=actor_of(request).person_id)
    form = StillForm(request.POST or None)
    if request.method == "POST" and asked and form.is_valid():
        with refusals_on(form):
            answer_still(follow_up=asked, actor=holder, now=now, **form.cleaned_data)
            return redirect(request.path)
    status = reverse("matters:status", args=[matter.code])
    context = {"form": form, "title": title_for(holder, matter), "matter": matter, "asked": asked, "status": status}
    return render(request, "matters/still.html", context)


def _answer_of(asked: FollowUp) -> SafeString:
    tone = {StillAnswer.YES: "ok", StillAnswer.NO: "late"}.get(StillAnswer(asked.answer)) if asked.answer else "wait"
    return state_badge(tone or "wait", asked.get_answer_display() or _("No answer yet"))


class FollowUpList(ListPage):
    """Whom we asked four weeks later, and what they said."""

    key = "follow-ups"
    title = gettext_lazy("Is it still so?")
    lead = gettext_lazy("Asked once, four weeks after the end. Who has no account is called.")
    permission = MatterPermission.REPORT_FOR
    sort = "-asked_at"
    can_export = False
    empty = Empty(
        gettext_lazy("Nobody was asked yet"),
        gettext_lazy("Four weeks after a good end everybody whom we can reach is asked once."),
    )

    def rows(self) -> QuerySet[Any]:
        return q.visible_follow_ups(self.actor)

    def columns(self) -> list[Column]:
        return [
            Column(
                "matter", _("Matter"),
                lambda one: link(one.matter.title, reverse("matters:desk-detail", args=[one.matter.code])),
            ),
            Column("answer", _("Answer"), _answer_of, sort="answer"),
            Column("asked", _("Asked"), lambda one: one.asked_at, sort="asked_at"),
            Column("grid", _("Grid"), lambda one: one.matter.grid and str(one.matter.grid), tight=True),
        ]  # fmt: skip

    def filters(self) -> list[Any]:
        kinds = [("call", _("To call")), ("waiting", _("No answer yet"))]
        return [
            Choice("which", _("Which"), choices=kinds, apply=self._which),
            Choice("answer", _("Answer"), choices=StillAnswer.choices),
        ]

    def _which(self, rows: QuerySet[Any], view: str) -> QuerySet[Any]:
        return rows.filter(q.to_call(self.now)) if view == "call" else rows.filter(answer="")


def told(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Note what the person said by phone or at the counter."""
    asked = get_object_or_404(q.visible_follow_ups(actor_of(request)), pk=pk)
    need(request, MatterPermission.REPORT_FOR, asked)
    back = reverse("matters:desk-detail", args=[asked.matter.code])
    form = ToldStillForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            answer_still(follow_up=asked, actor=actor_of(request), now=timezone.now(), **form.cleaned_data)
            messages.success(request, _("Noted. Thank you."))
            return redirect(back)
    title, lead = _("Is it still so?"), asked.matter.title
    return form_page(request, form, title=title, submit=_("Note it"), back=back, lead=lead)
