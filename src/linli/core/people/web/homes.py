"""Homes: who lives behind a door, who lived there, and who moves in."""

from __future__ import annotations

from functools import cached_property
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from linli.base.permissions import may
from linli.base.web.context import actor_of
from linli.base.web.lists import Choice, Column, Empty, Filter, ListPage, link
from linli.base.web.parts import refusals_on
from linli.core.areas.models import Area
from linli.core.areas.queries.tree import Address, address_of, addresses_of
from linli.core.areas.web.doors import form_page, need
from linli.core.people.enums import PeoplePermission
from linli.core.people.models import Household
from linli.core.people.operations.homes import add_household
from linli.core.people.operations.persons import add_person
from linli.core.people.queries.homes import (
    find_homes,
    former_members_of,
    homes_for,
    household_of_home,
    households_with_members,
    people_behind,
)
from linli.core.people.queries.persons import shown_name
from linli.core.people.web.panels import home_panels
from linli.core.people.web.person_forms import NewPersonForm
from linli.core.people.web.person_list import ByGrid, in_grid

FOUND_AT_MOST = 200


def home_url(home: Area) -> str:
    """The page of a home."""
    return reverse("people:home", args=[home.pk])


class HomeList(ByGrid, ListPage):
    """Every door, with how many live behind it."""

    key = "homes"
    title = gettext_lazy("Homes")
    lead = gettext_lazy("Every door, with how many people live behind it.")
    search_hint = gettext_lazy("Address, for example 3-2-302")
    permission = PeoplePermission.VIEW
    export_permission = PeoplePermission.EXPORT
    sort = "path"
    empty = Empty(
        gettext_lazy("No homes yet"),
        gettext_lazy("They come with the rosters, or are added to a building."),
        icon="home",
    )

    def columns(self) -> list[Column]:
        """The address, its grid, how many people."""
        return [
            Column("home", _("Home"), self._home, sort="path", export=lambda home: str(self._known(home))),
            Column(
                "grid", _("Grid"), lambda home: self._known(home).grid, export=lambda home: str(self._known(home).grid)
            ),
            Column("people", _("People"), lambda home: self._count(home), is_number=True),
        ]

    def filters(self) -> list[Filter]:
        """By grid."""
        return [Choice("grid", _("Grid"), choices=HomeList.grids, apply=in_grid)]

    def search(self, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        """The homes that an address may mean."""
        return rows.filter(pk__in=[home.pk for home in find_homes(self.actor, text, limit=FOUND_AT_MOST)])

    def rows(self) -> QuerySet[Area]:
        return homes_for(self.actor)

    def _home(self, home: Area) -> SafeString:
        return link(self._known(home), home_url(home))

    def _known(self, home: Area) -> Address:
        if home.path not in self._addresses:
            self._addresses |= addresses_of([home.path])
        return self._addresses[home.path]

    def _count(self, home: Area) -> int:
        if "export" in self.query:
            return people_behind([home]).get(home.pk, 0)
        return self._counts.get(home.pk, 0)

    @cached_property
    def _counts(self) -> dict[object, int]:
        return people_behind([row for row in self.found if isinstance(row, Area)])

    @cached_property
    def _addresses(self) -> dict[str, Address]:
        if "export" in self.query:
            return {}
        return addresses_of(row.path for row in self.found if isinstance(row, Area))


def visible_home(request: HttpRequest, pk: UUID) -> Area:
    """A door that this worker looks after, or 404."""
    found: Area = get_object_or_404(homes_for(actor_of(request)).select_related("community"), pk=pk)
    return found


@require_safe
def home(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who lives behind a door, who lived there before."""
    found = visible_home(request, pk)
    actor, today = actor_of(request), timezone.localdate()
    households = [
        (household, [(row, shown_name(row.person, actor, today), row.person.age_on(today)) for row in members])
        for household, members in households_with_members(found)
    ]
    former = [(row, shown_name(row.person, actor, today)) for row in former_members_of(found)[:20]]
    context = {
        "home": found,
        "address": address_of(found.path),
        "households": households,
        "former": former,
        "panels": home_panels.shown(actor, found),
        "may_edit": may(actor, PeoplePermission.EDIT, found),
    }
    return render(request, "people/home.html", context)


@sensitive_post_parameters("id_number", "phone")
@require_http_methods(["GET", "HEAD", "POST"])
def person_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Add somebody new to the household behind a door."""
    found = visible_home(request, pk)
    need(request, PeoplePermission.EDIT, found)
    form = NewPersonForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            now, actor = timezone.now(), actor_of(request)
            household = _household(request, found)
            person = add_person(at=found, household=household, actor=actor, now=now, **form.cleaned_data)
            messages.success(request, _("%(name)s is in the register.") % {"name": person.name})
            return redirect("people:home", found.pk)
    title = _("Somebody new at %(address)s") % {"address": address_of(found.path)}
    return form_page(request, form, title=title, submit=_("Add to the register"), back=home_url(found))


def _household(request: HttpRequest, home: Area) -> Household:
    """The household that the address names, else the one that lives there, else a new one."""
    named = request.GET.get("household", "")
    here = {str(row.pk): row for row in Household.objects.filter(home=home, ends_on=None)}
    if named in here:
        return here[named]
    return household_of_home(home) or add_household(home=home, actor=actor_of(request), now=timezone.now())
