"""Acting for another: my own page, its twin at the desk, and the switch that every page shows."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from allauth.core.ratelimit import consume_or_429
from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from linli.base.web.forms import DayField
from linli.base.web.parts import refusals_on
from linli.core.people.enums import Door, PeoplePermission
from linli.core.people.models import Person, Proxy
from linli.core.people.operations.proxies import end_proxy, record_proxy
from linli.core.people.queries.proxies import find_by_name_and_phone, live_proxies, proxies_around
from linli.core.people.web.adapters import ChinesePhoneField
from linli.core.people.web.middleware import ACTING_FOR

DOORS_OF_THE_DESK = [(door.value, door.label) for door in Door if door != Door.ONLINE]
A_YEAR = timedelta(days=365)


class ProxyForm(forms.Form):
    """Who shall act for whom, and until when."""

    name = forms.CharField(label=gettext_lazy("Their full name"), max_length=80)
    phone = ChinesePhoneField(
        label=gettext_lazy("Their phone"),
        required=False,
        help_text=gettext_lazy("Not needed for somebody of the same household."),
    )
    relation = forms.CharField(
        label=gettext_lazy("How they are related"),
        max_length=40,
        help_text=gettext_lazy("Daughter, neighbour, carer …"),
    )
    ends_on = DayField(label=gettext_lazy("Until"), help_text=gettext_lazy("A year at most."))
    door = forms.ChoiceField(label=gettext_lazy("How they agreed"), choices=DOORS_OF_THE_DESK)
    agreed = forms.BooleanField(label=gettext_lazy("I agree that they say what I need and follow it for me."))

    def __init__(self, *args: Any, principal: Person, at_desk: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.principal = principal
        self.fields["ends_on"].initial = localdate() + A_YEAR
        if at_desk:
            self.fields["agreed"].label = _("They, or their guardian, have agreed before me.")
        else:
            del self.fields["door"]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        values.setdefault("door", Door.ONLINE)
        if values.get("name"):
            values["proxy"] = find_by_name_and_phone(values["name"], values.get("phone", ""), self.principal)
            if values["proxy"] is None:
                self.add_error("name", _("We find nobody of this name with this phone. The desk can help."))
        return values

    def save(self, actor: Any) -> Proxy:
        """Write it down."""
        kept = {key: self.cleaned_data[key] for key in ("proxy", "relation", "ends_on", "door")}
        return record_proxy(principal=self.principal, **kept, actor=actor, now=timezone.now())


@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """Who acts for me, and for whom I act."""
    person: Person = request.actor.person  # type: ignore[attr-defined]
    if request.method == "POST" and (too_many := consume_or_429(request, action="find_somebody")):
        return too_many
    form = ProxyForm(request.POST or None, principal=person)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            held = form.save(request.actor)  # type: ignore[attr-defined]
            messages.success(request, _("%(name)s acts for you from now on.") % {"name": held.proxy.name})
            return redirect("people:proxies-mine")
    for_me, by_me = proxies_around(person, localdate())
    acting_for = request.session.get(ACTING_FOR)
    context = {"for_me": for_me, "by_me": by_me, "form": form, "acting_for": acting_for, "person": person}
    return render(request, "people/proxies_mine.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def at_desk(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The twin at the desk: who acts for somebody, written down at the counter, by phone, on paper, at their home."""
    mine = Person.objects.visible_to(request.actor, PeoplePermission.PROXY)  # type: ignore[attr-defined]
    person = get_object_or_404(mine, pk=pk, ended_on=None)
    form = ProxyForm(request.POST or None, principal=person, at_desk=True)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            form.save(request.actor)  # type: ignore[attr-defined]
            messages.success(request, _("It is written down, and both are told."))
            return redirect("people:proxies-of", person.pk)
    for_them, by_them = proxies_around(person, localdate())
    context = {"person": person, "for_them": for_them, "by_them": by_them, "form": form}
    return render(request, "people/proxies_of.html", context)


@require_POST
def end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End it at once, from either side or at the desk."""
    actor = request.actor  # type: ignore[attr-defined]
    held = get_object_or_404(live_proxies(localdate()), pk=pk)
    concerned = actor.person_id in {held.principal_id, held.proxy_id}
    if not concerned and not Proxy.objects.visible_to(actor, PeoplePermission.PROXY).filter(pk=pk).exists():
        raise Http404
    end_proxy(held=held, actor=actor, now=timezone.now())
    messages.success(request, _("It has ended. Both are told."))
    if not concerned:
        return redirect("people:proxies-of", held.principal_id)
    request.session.pop(ACTING_FOR, None)
    return redirect("people:proxies-mine")


@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Act for somebody from now on in this session, or for oneself again."""
    chosen = request.POST.get("principal", "")
    request.session.pop(ACTING_FOR, None)
    if chosen:
        person: Person = request.actor.person  # type: ignore[attr-defined]
        held = [row for row in proxies_around(person, localdate())[1] if str(row.principal_id) == chosen]
        if not held:
            raise Http404
        request.session[ACTING_FOR] = chosen
    return redirect("/me/")


def acting_strip(request: HttpRequest) -> SafeString | str:
    """The line on every page that says for whom somebody acts, with the way out. It costs nothing for all others."""
    if not request.user.is_authenticated or not request.session.get(ACTING_FOR):
        return ""
    principal_id = request.actor.principal_id  # type: ignore[attr-defined]
    principal = Person.objects.filter(pk=principal_id).first() if principal_id else None
    return render_to_string("people/_acting_strip.html", {"principal": principal}, request=request)
