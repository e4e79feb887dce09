"""Who offers to help, at the desk: to find what is there, and to write it down for somebody who calls or comes by."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_POST

from linli.base.hours import hours_words
from linli.base.web.context import actor_of
from linli.base.web.lists import Choice, Column, Empty, Flag, ListPage, link
from linli.base.web.parts import refusals_on
from linli.core.areas.web.doors import refusals_said
from linli.core.callouts.enums import CalloutPermission, Reach, Skill
from linli.core.callouts.models import Offer
from linli.core.callouts.operations.offers import Help, delete_offer, save_offer
from linli.core.callouts.queries import lists
from linli.core.callouts.web.forms import HelperForm
from linli.core.callouts.web.words import skills_of
from linli.core.partnership.web.desk_lists import grid_choices
from linli.core.partnership.web.forms import teller_of
from linli.core.partnership.web.say import desk_community, people_asked_for

P = CalloutPermission


class HelperList(ListPage):
    """Who offers to help: what and when, never how often."""

    key = "helpers"
    title = gettext_lazy("Who offers to help")
    lead = gettext_lazy("What neighbours can do and when they are free. Nobody counts how often they come.")
    permission = P.HELPERS
    can_export = False
    template_name = "callouts/helper_list.html"
    search_hint = gettext_lazy("Name")
    sort = "-changed_at"
    empty = Empty(
        gettext_lazy("Nobody has offered help yet"),
        gettext_lazy("Neighbours offer it on the portal under “I can help”, or tell you and you write it down."),
        "callouts:helper-new",
        gettext_lazy("Write one down"),
        "user-heart",
    )

    def rows(self) -> QuerySet[Any]:
        return lists.visible_offers(self.actor)

    @staticmethod
    def search(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        return rows.filter(person__name__icontains=text) | rows.filter(person__pinyin__startswith=text.lower())

    def columns(self) -> list[Column]:
        return [
            Column("name", _("Name"), _name, sort="person__pinyin"),
            Column("skills", _("Can do"), lambda o: skills_of([one.skill for one in o.skills.all()])),
            Column("hours", _("Free"), lambda o: hours_words(o.hours)),
            Column("grid", _("Grid"), lambda o: o.grid and str(o.grid), sort="grid__number", tight=True),
            Column(
                "reach", pgettext("somebody goes to help", "How far"), lambda o: o.get_reach_display(), sort="reach"
            ),
            Column("note", _("To mind")),
        ]

    def filters(self) -> list[Any]:
        return [
            Choice("skill", _("Can do"), choices=Skill.choices, apply=lambda r, v: r.filter(skills__skill=v)),
            Choice("hours", _("Free"), choices=lists.hour_choices(), apply=lists.free_at),
            Choice("grid", _("Grid"), choices=grid_choices),
            Choice("reach", pgettext("somebody goes to help", "How far"), choices=Reach.choices),
            Flag("only_emergencies", _("Only in an emergency")),
        ]

    def extra(self) -> dict[str, Any]:
        here = reverse("callouts:helpers")
        counts = [(label, count, f"{here}?skill={skill}") for label, count, skill in lists.skills_offered(self.actor)]
        return {"skills": counts}


def _name(offer: Offer) -> Any:
    return link(offer.person.name, reverse("callouts:helper-new") + f"?who={offer.person.name}")


def new(request: HttpRequest) -> HttpResponse:
    """Write down what somebody offers, or change and delete it for them."""
    desk_community(request, P.HELPERS)
    who, found = people_asked_for(request)
    offers = {offer.person_id: offer for offer in lists.visible_offers(actor_of(request)).filter(person__in=found)}
    known = offers.get(found[0].pk) if len(found) == 1 else None
    form = HelperForm(request.POST or None, found=found, initial=HelperForm.told_by(known)) if found else None
    if form is not None and form.is_valid():
        actor, now, person = actor_of(request), timezone.now(), teller_of(form)
        with refusals_on(form):
            assert person is not None  # noqa: S101 -- the form needs one
            save_offer(person=person, offered=Help(**form.offered()), actor=actor, now=now)
            messages.success(request, _("Written down. They are asked from now on, and no is always fine."))
            return redirect("callouts:helpers")
    context = {"form": form, "who": who, "found": found, "known": known, "back": reverse("callouts:helpers")}
    return render(request, "callouts/helper.html", context, status=422 if form and form.is_bound else None)


@require_POST
def delete(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take an offer back for somebody who asked for it."""
    offer = get_object_or_404(lists.visible_offers(actor_of(request)), pk=pk)
    with refusals_said(request):
        delete_offer(offer=offer, actor=actor_of(request), now=timezone.now())
        messages.success(request, _("Taken back. Nobody asks them any more."))
    return redirect("callouts:helpers")
