"""Care: noted, renewed by somebody who has looked, ended."""

from __future__ import annotations

from functools import cached_property
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from linli.base.permissions import Actor
from linli.base.text import masked_name
from linli.base.web.context import actor_of
from linli.base.web.lists import Choice, Column, Empty, Filter, Flag, ListPage, link
from linli.base.web.parts import refusals_on
from linli.base.web.templatetags.linli import due
from linli.core.areas.queries.tree import Address, addresses_of
from linli.core.areas.web.doors import form_page, need
from linli.core.people.enums import CareCategory, PeoplePermission
from linli.core.people.models import CareNeed
from linli.core.people.operations.care import end_care, note_care, renew_care
from linli.core.people.queries.persons import care_at, care_ending
from linli.core.people.web.person_forms import CareForm, ReasonForm, RenewForm
from linli.core.people.web.person_list import ByGrid, in_grid, person_url
from linli.core.people.web.persons import through_child_gate, visible_person


class CareList(ByGrid, ListPage):
    """Who needs which care, until when: the next to look at first."""

    key = "care"
    title = gettext_lazy("Care")
    lead = gettext_lazy(
        "Noted for a purpose and until a day. Look in time whether it is still needed; nothing renews itself."
    )
    permission = PeoplePermission.CARE_VIEW
    export_permission = PeoplePermission.EXPORT
    sort = "ends_on"
    empty = Empty(
        gettext_lazy("No care is noted"), gettext_lazy("It is noted on the page of a person."), icon="heart-handshake"
    )

    def columns(self) -> list[Column]:
        """Who, which need, what for, on what basis, until when."""
        return [
            Column("person", _("Name"), self._name, export=lambda need: masked_name(need.person.name)),
            Column("category", _("Need"), lambda need: need.get_category_display(), sort="category"),
            Column("purpose", _("What for"), lambda need: need.purpose),
            Column("basis", _("Basis"), lambda need: need.get_basis_display()),
            Column("home", _("Home"), lambda need: str(self._known(need)), sort="place"),
            Column(
                "ends_on", _("Until"), lambda need: due(need.ends_on), sort="ends_on", export=lambda need: need.ends_on
            ),
        ]

    def filters(self) -> list[Filter]:
        """By grid and need; what ends within thirty days."""
        return [
            Choice("grid", _("Grid"), choices=CareList.grids, apply=in_grid),
            Choice("category", _("Need"), choices=CareCategory.choices),
            Flag("soon", _("Ends within 30 days"), apply=lambda rows: care_ending(rows, timezone.localdate(self.now))),
        ]

    def rows(self) -> QuerySet[CareNeed]:
        return care_at(self.actor, timezone.localdate(self.now))

    def _name(self, need: CareNeed) -> Any:
        """A child's name is read behind the question for a reason, not in a list of needs."""
        is_child = need.person.is_child_on(timezone.localdate(self.now))
        return link(masked_name(need.person.name) if is_child else need.person.name, person_url(need.person))

    def _known(self, need: CareNeed) -> Address:
        if need.place not in self._addresses:
            self._addresses |= addresses_of([need.place])
        return self._addresses[need.place]

    @cached_property
    def _addresses(self) -> dict[str, Address]:
        if "export" in self.query:
            return {}
        return addresses_of(row.place for row in self.found if isinstance(row, CareNeed))


def ending_count(actor: Actor) -> int:
    """How many needs end within thirty days: for the menu."""
    today = timezone.localdate()
    return care_ending(care_at(actor, today), today).count()


@require_http_methods(["GET", "HEAD", "POST"])
@through_child_gate
def care_note(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Note why somebody needs care."""
    person = visible_person(request, pk)
    need(request, PeoplePermission.CARE_EDIT, person)
    form = CareForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            note_care(person=person, actor=actor_of(request), now=timezone.now(), **form.cleaned_data)
            messages.success(request, _("The need of care is noted."))
            return redirect("people:person", person.pk)
    title = _("A need of care of %(name)s") % {"name": person.name}
    lead = _("Only what is needed to help, for a purpose and until a day. They can read it.")
    return form_page(request, form, title=title, lead=lead, submit=_("Note it"), back=person_url(person))


@require_http_methods(["GET", "HEAD", "POST"])
def care_renew(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The care is still needed: until a later day."""
    found = _need(request, pk)
    form = RenewForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            renew_care(need=found, actor=actor_of(request), now=timezone.now(), **form.cleaned_data)
            messages.success(request, _("The care goes on."))
            return redirect("people:person", found.person_id)
    title = _("%(need)s: still needed?") % {"need": found.get_category_display()}
    return form_page(request, form, title=title, lead=found.purpose, submit=_("It goes on"), back=_back(found))


@require_http_methods(["GET", "HEAD", "POST"])
def care_end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The care is no longer needed: today is its last day."""
    found = _need(request, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            end_care(need=found, actor=actor_of(request), now=timezone.now(), **form.cleaned_data)
            messages.success(request, _("The care ends today."))
            return redirect("people:person", found.person_id)
    title = _("%(need)s: no longer needed") % {"need": found.get_category_display()}
    return form_page(request, form, title=title, lead=found.purpose, submit=_("End it today"), back=_back(found))


def _need(request: HttpRequest, pk: UUID) -> CareNeed:
    mine = CareNeed.objects.visible_to(actor_of(request), PeoplePermission.CARE_VIEW).select_related("person")
    found: CareNeed = get_object_or_404(mine, pk=pk)
    need(request, PeoplePermission.CARE_EDIT, found)
    return found


def _back(found: CareNeed) -> str:
    return reverse("people:person", args=[found.person_id])
