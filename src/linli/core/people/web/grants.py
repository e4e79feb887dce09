"""Who holds which role, given and ended by the security administrator; and the matrix as a page."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from linli.base.text import masked_phone
from linli.base.web.forms import DayField
from linli.base.web.lists import Choice, Column, Empty, ListPage, Text, link
from linli.base.web.parts import refusals_on
from linli.base.web.templatetags.linli import state_badge
from linli.core.people.enums import PeoplePermission, Role
from linli.core.people.models import Grant, Person
from linli.core.people.operations.grants import end_grant, give_grant
from linli.core.people.queries.actors import administrators
from linli.core.people.queries.grants import (
    areas_for_roles,
    candidates,
    grants_for,
    in_force,
    matrix,
    more_places_for_roles,
    names_of_places,
)
from linli.core.people.web.permission_words import words_of

NOW, OVER = "now", "over"
TIMES = [(NOW, gettext_lazy("Now or later")), (OVER, gettext_lazy("Ended"))]


def role_label(role: str) -> str:
    """What a role is called; a role of a later room by its key."""
    return str(Role(role).label) if role in Role.values else role


def _until(grant: Grant) -> str:
    return grant.ends_on.isoformat() if grant.ends_on else _("open")


def _by_time(rows: QuerySet[Grant], value: str) -> QuerySet[Grant]:
    current = in_force(rows, localdate())
    return current if value == NOW else rows.exclude(pk__in=current.values("pk"))


class GrantList(ListPage):
    """Who holds which role, where, since when."""

    key = "grants"
    title = gettext_lazy("Roles that people hold")
    lead = gettext_lazy("A role opens its place and everything below it, from a day, until a day.")
    permission = PeoplePermission.GRANT_VIEW
    template_name = "people/grant_list.html"
    sort = "-starts_on"
    empty = Empty(gettext_lazy("Nobody holds a role here yet"), gettext_lazy("The roles that are given stand here."))
    filters = [
        Choice(
            "time",
            gettext_lazy("In force"),
            choices=TIMES,
            apply=_by_time,
        ),
        Choice("role", gettext_lazy("Role"), choices=Role.choices),
        Text("name", gettext_lazy("Person"), field="person__name"),
    ]

    def columns(self) -> list[Column]:
        return [
            Column("person", _("Person"), lambda grant: grant.person.name, sort="person__name"),
            Column("role", _("Role"), lambda grant: role_label(grant.role), sort="role"),
            Column("place", _("Where"), lambda grant: self.places.get(grant.place, grant.place), sort="place"),
            Column("from", _("From"), lambda grant: grant.starts_on.isoformat(), sort="starts_on"),
            Column(
                "until",
                _("Until"),
                lambda grant: _until(grant),
                sort="ends_on",
            ),
            Column("state", _("State"), lambda grant: self.state_of(grant)),
        ]

    @cached_property
    def places(self) -> dict[str, str]:
        """Names of all places with roles: there are few."""
        return names_of_places(set(grants_for(self.actor).values_list("place", flat=True).distinct()))

    def state_of(self, grant: Grant) -> str:
        """Whether it holds, and for whoever may: the way to end it."""
        if grant.ended_at or (grant.ends_on and grant.ends_on < localdate()):
            return state_badge("off", _("Ended"))
        if self.may_manage and grant.person_id != self.actor.person_id:
            return link(_("End it"), f"/desk/grants/{grant.pk}/end/")
        return state_badge("ok", _("Holds"))

    @cached_property
    def may_manage(self) -> bool:
        return bool(self.actor.scopes(PeoplePermission.GRANT_MANAGE))

    def rows(self) -> QuerySet[Grant]:
        return grants_for(self.actor)


def _candidate(person: Person) -> str:
    """Enough to tell two people of one name apart."""
    return " · ".join(filter(None, [person.name, masked_phone(person.phone)]))


class GrantForm(forms.Form):
    """A role for somebody at a place."""

    person = forms.ModelChoiceField(Person.objects.none(), label=gettext_lazy("Who"), widget=forms.RadioSelect)
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=Role.choices)
    at = forms.TypedChoiceField(label=gettext_lazy("Where"))
    starts_on = DayField(label=gettext_lazy("From"))
    ends_on = DayField(label=gettext_lazy("Until"), required=False)
    reason = forms.CharField(label=gettext_lazy("Why"), max_length=200, required=False)

    def __init__(self, *args: Any, actor: Any, who: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = candidates(actor, who)
        people, at = self.fields["person"], self.fields["at"]
        people.queryset = Person.objects.filter(pk__in=[person.pk for person in found])  # type: ignore[attr-defined]
        people.label_from_instance = _candidate  # type: ignore[attr-defined]  # a field of models, as declared above
        places = {str(place.pk): place for place in (*areas_for_roles(actor), *more_places_for_roles(actor))}
        at.choices = [("", "–"), *((key, str(place)) for key, place in places.items())]  # type: ignore[attr-defined]
        at.coerce = places.__getitem__  # type: ignore[attr-defined]  # a TypedChoiceField, as declared above
        self.fields["starts_on"].initial = localdate()
        self.has_candidates = bool(found)


@require_http_methods(["GET", "HEAD", "POST"])
def grant_new(request: HttpRequest) -> HttpResponse:
    """Give a role: first whom, by name, then which and where."""
    actor = request.actor  # type: ignore[attr-defined]
    if not actor.scopes(PeoplePermission.GRANT_MANAGE):
        raise Http404
    who = request.GET.get("who", "").strip()
    form = GrantForm(request.POST or None, actor=actor, who=who)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            grant = give_grant(**form.cleaned_data, actor=actor, now=timezone.now())
            messages.success(request, _("%(name)s holds the role now.") % {"name": grant.person.name})
            return redirect("people:grant-list")
    context = {"form": form, "who": who, "administrators": [role_label(role) for role in sorted(administrators())]}
    return render(request, "people/grant_new.html", context)


class EndForm(forms.Form):
    """Why a role ends."""

    reason = forms.CharField(label=gettext_lazy("Why"), max_length=200)


@require_http_methods(["GET", "HEAD", "POST"])
def grant_end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End a role from this moment on."""
    actor = request.actor  # type: ignore[attr-defined]
    mine = Grant.objects.visible_to(actor, PeoplePermission.GRANT_MANAGE).select_related("person")
    grant = get_object_or_404(mine, pk=pk)
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            end_grant(grant=grant, **form.cleaned_data, actor=actor, now=timezone.now())
            messages.success(request, _("The role has ended."))
            return redirect("people:grant-list")
    return render(request, "people/grant_end.html", {"form": form, "grant": grant, "role": role_label(grant.role)})


@require_safe
def roles(request: HttpRequest) -> HttpResponse:
    """The whole matrix as a page: who may do what."""
    if not request.actor.scopes(PeoplePermission.GRANT_VIEW):  # type: ignore[attr-defined]
        raise Http404
    names, rows = matrix()
    may = [[words_of(verb) for verb, cells in rows if cells[column]] for column in range(len(names))]
    context = {
        "roles": [role_label(name) for name in names],
        "rows": [(words_of(verb), cells) for verb, cells in rows],
        "by_role": [(name, role_label(name), words) for name, words in zip(names, may, strict=True)],
    }
    return render(request, "people/roles.html", context)
