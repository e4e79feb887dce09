"""What many ask: a list, its matters, and what can be done about it once for all."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from linli.base.web.context import actor_of
from linli.base.web.forms import Words
from linli.base.web.lists import Choice, Column, Empty, ListPage, link
from linli.base.web.parts import refusals_on
from linli.base.web.templatetags.linli import state_badge
from linli.base.workflow import open_moves
from linli.core.areas.web.doors import form_page, need
from linli.core.matters.enums import EndingKind, MatterPermission, RecurrenceState
from linli.core.matters.models import Recurrence
from linli.core.matters.operations import recurrences as work
from linli.core.matters.queries import recurrences as q
from linli.core.matters.web.words import due_of, state_of
from linli.core.partnership.enums import NeedKind, PartnershipPermission

TONES = {
    RecurrenceState.SUGGESTED: "wait",
    RecurrenceState.ANSWERED: "ok",
    RecurrenceState.WISHED: "ok",
    RecurrenceState.PUT_ASIDE: "off",
}


def badge_of(recurrence: Recurrence) -> SafeString:
    """The state as a badge."""
    return state_badge(TONES[RecurrenceState(recurrence.state)], recurrence.get_state_display())


def _page_of(recurrence: Recurrence) -> str:
    return reverse("matters:recurrence", args=[recurrence.pk])


class RecurrenceList(ListPage):
    """What several people told in one place, the newest first."""

    key = "recurrences"
    title = gettext_lazy("Asked again and again")
    lead = gettext_lazy("The same, told by several people in one place: a notice or a project may help more.")
    permission = MatterPermission.ACCEPT
    sort = "-found_at"
    can_export = False
    empty = Empty(
        gettext_lazy("Nothing recurs"),
        gettext_lazy(
            "When several people tell the same kind of matter in one place within some weeks, it stands here."
        ),
        icon="refresh",
    )
    filters = [Choice("state", gettext_lazy("State"), choices=RecurrenceState.choices)]

    def rows(self) -> QuerySet[Any]:
        return q.visible_recurrences(self.actor)

    def columns(self) -> list[Column]:
        return [
            Column("kind", _("Kind"), lambda one: link(str(one.category), _page_of(one))),
            Column("where", _("Where"), lambda one: str(one.grid or one.community)),
            Column("count", _("Matters"), lambda one: link(one.count, _page_of(one)), is_number=True),
            Column("people", _("People"), lambda one: one.people, is_number=True),
            Column("state", _("State"), badge_of, sort="state"),
            Column("found", _("Found"), lambda one: one.found_at, sort="found_at"),
        ]


class AnswerForm(forms.Form):
    ending = forms.ChoiceField(
        label=gettext_lazy("How it ended"), choices=EndingKind.choices, widget=forms.RadioSelect,
        initial=EndingKind.SOLVED,
    )  # fmt: skip
    handed_on_to = forms.CharField(
        label=gettext_lazy("To whom"), max_length=80, required=False,
        help_text=gettext_lazy("Only when it was handed on."),
    )  # fmt: skip
    text = Words(
        gettext_lazy("The answer"), rows=5,
        help_text=gettext_lazy("Everybody whose matter is open reads it, once. It names nobody."),
    )  # fmt: skip
    basis = forms.CharField(
        label=gettext_lazy("The law or the reason"), max_length=400, required=False,
        help_text=gettext_lazy("Only when it can't be done: in plain words, and the law if there is one."),
    )  # fmt: skip


class WishForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("What kind of wish it is"), choices=NeedKind.choices)
    title = forms.CharField(label=gettext_lazy("Title"), max_length=60)
    text = Words(
        gettext_lazy("What everybody may read"),
        help_text=gettext_lazy("No names, no phone, no door: a compound is fine enough."),
    )


class AsideForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Why"), max_length=400)


FORMS: dict[str, type[forms.Form]] = {
    q.ANSWER.name: AnswerForm,
    q.WISH.name: WishForm,
    q.PUT_ASIDE.name: AsideForm,
}


@require_GET
def detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One thing that many ask: who told it when, and what can be done."""
    actor, now = actor_of(request), timezone.now()
    one = get_object_or_404(q.visible_recurrences(actor), pk=pk)
    found = [(matter, state_of(matter), due_of(matter, now)) for matter in q.matters_of(one)]
    steps = [
        (move, reverse("matters:recurrence-step", args=[pk, move.name])) for move in open_moves(one, q.MOVES, actor)
    ]
    context = {"one": one, "badge": badge_of(one), "rows": found, "steps": steps}
    return render(request, "matters/recurrence.html", context)


def step(request: HttpRequest, pk: UUID, step: str) -> HttpResponse:
    """The form of one step; sent, it is done."""
    actor = actor_of(request)
    one = get_object_or_404(q.visible_recurrences(actor), pk=pk)
    move = next((move for move in q.MOVES if move.name == step), None)
    if move is None:
        return redirect("matters:recurrence", pk)
    need(request, move.permission, one)
    if move is q.WISH:
        need(request, PartnershipPermission.PUBLISH, one)
    form = FORMS[step](request.POST or None, initial={"title": str(one.category)})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            return redirect(_perform(request, one, step, form.cleaned_data))
    lead = _("%(count)s matters, told by %(people)s people") % {"count": one.count, "people": one.people}  # type: ignore[attr-defined]  # annotated
    return form_page(request, form, title=move.label, submit=move.label, back=_page_of(one), lead=f"{one} · {lead}")


def _perform(request: HttpRequest, one: Recurrence, step: str, said: dict[str, Any]) -> str:
    given: dict[str, Any] = {"recurrence": one, "actor": actor_of(request), "now": timezone.now(), **said}
    if step == q.ANSWER.name:
        done = work.answer_for_all(**given)
        words = _("Answered: %(ended)s have it as their ending, %(told)s read it while theirs goes on.")
        messages.success(request, words % {"ended": done.ended, "told": done.told})
        return _page_of(one)
    if step == q.WISH.name:
        wish = work.make_need_of_recurrence(**given)
        messages.success(request, _("It stands on the list of wishes. A project can be made of it here."))
        return reverse("partnership:desk-need", args=[wish.code])
    work.put_recurrence_aside(**given)
    messages.success(request, _("Put aside. These tellings are not suggested again."))
    return reverse("matters:recurrence-list")
