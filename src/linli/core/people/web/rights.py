"""The rights desk: what people ask about their record, by when, answered with words; and the twin for the counter."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from linli.base.permissions import Actor
from linli.base.web.lists import Choice, Column, Empty, ListPage, link
from linli.base.web.parts import refusals_on
from linli.base.web.templatetags.linli import due, state_badge
from linli.base.workflow import open_moves
from linli.core.people.enums import PeoplePermission, RightsKind, RightsState
from linli.core.people.models import Person, RightsRequest
from linli.core.people.operations.reveal import ChildReason, RevealField, reveal_person
from linli.core.people.operations.rights import ANSWERS, answer_right, ask_right
from linli.core.people.web.proxies import DOORS_OF_THE_DESK
from linli.core.people.web.record import AskForm

TONES = {
    RightsState.RECEIVED: "wait",
    RightsState.GRANTED: "ok",
    RightsState.PARTLY: "ok",
    RightsState.DECLINED: "info",
    RightsState.WITHDRAWN: "off",
}
SHOWN_SECONDS = 60


def requests_for(actor: Actor) -> QuerySet[RightsRequest]:
    """The requests that the actor may answer, with whom they are about."""
    return RightsRequest.objects.visible_to(actor, PeoplePermission.RIGHTS).select_related("person")


def waiting_count(actor: Actor) -> int:
    """How many wait for an answer: the number in the rail."""
    return requests_for(actor).filter(state=RightsState.RECEIVED).count()


def _what(row: RightsRequest) -> str:
    return link(row.get_kind_display(), f"/desk/rights/{row.pk}/")


def _state(row: RightsRequest) -> str:
    return state_badge(TONES[RightsState(row.state)], row.get_state_display())


def _due(row: RightsRequest) -> str:
    return due(row.due_at) if row.state == RightsState.RECEIVED else ""


class RightsList(ListPage):
    """Requests about people's own records."""

    key = "rights"
    title = gettext_lazy("Requests about one's own record")
    lead = gettext_lazy("To correct, erase, stop using or copy. Each gets an answer within 15 working days.")
    permission = PeoplePermission.RIGHTS
    sort = "due_at"
    can_export = False  # what people ask stays at the rights desk
    empty = Empty(
        gettext_lazy("Nobody has asked"),
        gettext_lazy("What people ask about their record stands here, the next due first."),
    )
    filters = [
        Choice("state", gettext_lazy("State"), choices=RightsState.choices),
        Choice("kind", gettext_lazy("Asked for"), choices=RightsKind.choices),
    ]
    columns = [
        Column(
            "kind",
            gettext_lazy("Asked for"),
            _what,
            sort="kind",
        ),
        Column("person", gettext_lazy("Person"), lambda row: row.person.name),
        Column(
            "state",
            gettext_lazy("State"),
            _state,
            sort="state",
        ),
        Column("received", gettext_lazy("Received"), lambda row: row.received_at, sort="received_at"),
        Column(
            "due",
            gettext_lazy("Due"),
            _due,
            sort="due_at",
        ),
    ]

    def rows(self) -> QuerySet[RightsRequest]:
        return requests_for(self.actor)


class AnswerForm(forms.Form):
    """The answer, with words."""

    answer = forms.ChoiceField(label=gettext_lazy("Answer"), widget=forms.RadioSelect)
    words = forms.CharField(
        label=gettext_lazy("What the person reads"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, moves: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["answer"]).choices = [(move.name, move.label) for move in moves]


@require_http_methods(["GET", "HEAD", "POST"])
def request_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One request, and the answer."""
    actor = request.actor  # type: ignore[attr-defined]
    asked = get_object_or_404(requests_for(actor), pk=pk)
    moves = [] if asked.person_id == actor.person_id else open_moves(asked, ANSWERS.values(), actor)
    form = AnswerForm(request.POST or None, moves=moves)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            answer_right(request=asked, **form.cleaned_data, actor=actor, now=timezone.now())
            messages.success(request, _("Answered. The person is told."))
            return redirect("people:rights-request", asked.pk)
    context = {"asked": asked, "form": form, "moves": moves, "tone": TONES[RightsState(asked.state)]}
    return render(request, "people/rights_request.html", context)


class DeskAskForm(AskForm):
    """The same, written down at the desk."""

    door = forms.ChoiceField(label=gettext_lazy("How they asked"), choices=DOORS_OF_THE_DESK)


@require_http_methods(["GET", "HEAD", "POST"])
def ask_at_desk(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The twin at the desk: somebody asks at the counter, by phone, on paper, at their home."""
    actor = request.actor  # type: ignore[attr-defined]
    person = get_object_or_404(Person.objects.visible_to(actor, PeoplePermission.RIGHTS), pk=pk, ended_on=None)
    form = DeskAskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            asked = ask_right(person=person, **form.cleaned_data, actor=actor, now=timezone.now())
            return redirect("people:rights-request", asked.pk)
    return render(request, "people/rights_new.html", {"person": person, "form": form})


class RevealForm(forms.Form):
    """Why somebody looks at a number."""

    reason = forms.CharField(
        label=gettext_lazy("Why do you need it?"),
        max_length=200,
        help_text=gettext_lazy("The person reads this, with your name."),
    )
    child_reason = forms.ChoiceField(
        label=gettext_lazy("A child under 14: the reason"), choices=[("", "—"), *ChildReason.choices], required=False
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not person.is_child_on(timezone.localdate()):
            del self.fields["child_reason"]


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def reveal(request: HttpRequest, pk: UUID, field: str) -> HttpResponse:
    """See one number in full, with a reason; the page hides it again after a minute."""
    actor = request.actor  # type: ignore[attr-defined]
    person = get_object_or_404(Person.objects.visible_to(actor, PeoplePermission.REVEAL), pk=pk)
    label = RevealField(field).label if field in RevealField.values else field
    form = RevealForm(request.POST or None, person=person)
    context = {"person": person, "field": field, "label": label, "form": form, "seconds": SHOWN_SECONDS, "value": None}
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            value = reveal_person(person=person, field=field, **form.cleaned_data, actor=actor, now=timezone.now())
            context["value"] = value
    part = bool(request.headers.get("HX-Request"))
    return render(request, "people/_reveal.html" if part else "people/reveal.html", context)
