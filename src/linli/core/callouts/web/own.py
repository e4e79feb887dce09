"""What a neighbour sees: what they offer, what they are asked, and the page behind the link of a message."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.base.web.context import actor_of
from linli.base.web.limits import guards_codes
from linli.base.web.parts import refusals_on
from linli.core.areas.web.doors import refusals_said
from linli.core.callouts.enums import Answer
from linli.core.callouts.models import Ask, Offer
from linli.core.callouts.operations.answering import AskHolder, answer_ask
from linli.core.callouts.operations.calling import is_open
from linli.core.callouts.operations.offers import Help, delete_offer, save_offer
from linli.core.callouts.queries.lists import ask_of, asks_of
from linli.core.callouts.web.forms import BodyAnswerForm, OfferForm
from linli.core.callouts.web.words import hour_of, missing_of, state_of
from linli.core.people.models import Person


def mine(request: HttpRequest) -> HttpResponse:
    """What I offer, and what I am asked; changed, rested or deleted whenever I like."""
    actor, now = actor_of(request), timezone.now()
    me: UUID = actor.self_id  # type: ignore[attr-defined]  # whoever is signed in is a person
    offer = Offer.objects.filter(person=me).prefetch_related("skills").select_related("person").first()
    form = OfferForm(request.POST or None, initial=OfferForm.told_by(offer))
    if request.method == "POST" and "delete" in request.POST:
        if offer:
            delete_offer(offer=offer, actor=actor, now=now)
            messages.success(request, _("Taken back. Nobody asks you any more."))
        return redirect("callouts:mine")
    if form.is_valid():
        with refusals_on(form):
            person = Person.objects.select_related("community").get(pk=me)
            save_offer(person=person, offered=Help(**form.cleaned_data), actor=actor, now=now)
            messages.success(request, _("Thank you. We ask you now and then, and no is always fine."))
            return redirect("callouts:mine")
    context = {"form": form, "offer": offer, "asks": [_row(ask) for ask in asks_of(me, now)]}
    return render(request, "callouts/mine.html", context, status=422 if form.is_bound else None)


def _row(ask: Ask) -> dict[str, object]:
    url = reverse("callouts:answer", args=[ask.code])
    return {"ask": ask, "callout": ask.callout, "when": hour_of(ask.callout), "url": url}


@login_not_required
@guards_codes
def answer(request: HttpRequest, code: str) -> HttpResponse:
    """The page behind the link of a message: what, where, when; yes, or no. Leaving it is fine, too."""
    ask = ask_of(code)
    if ask is None:
        raise Http404
    callout = ask.callout
    form = BodyAnswerForm(request.POST or None) if ask.body else None
    if request.method == "POST":
        accept = request.POST.get("accept") == "yes"
        count = form.cleaned_data["count"] if form and form.is_valid() else 1
        with refusals_said(request):
            answer_ask(ask=ask, accept=accept, count=count, actor=AskHolder(ask.pk), now=timezone.now())
            thanks = _("Thank you! We count on you.") if accept else _("Thank you for telling us.")
            messages.success(request, thanks)
        return redirect("callouts:answer", ask.code)
    context = {
        "ask": ask,
        "callout": callout,
        "state": state_of(callout),
        "when": hour_of(callout),
        "missing": missing_of(callout),
        "is_open": is_open(callout),
        "said_yes": ask.answer == Answer.YES,
        "said_no": ask.answer == Answer.NO,
        "is_full": callout.state == "enough" or (not callout.missing and not callout.more_allowed),
        "form": form,
    }
    return render(request, "callouts/answer.html", context)
