"""The page of a person, and what can be noted about them."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from linli.base.permissions import may
from linli.base.web.context import actor_of
from linli.base.web.parts import refusals_on
from linli.core.areas.queries.tree import address_of, address_up, addresses_of
from linli.core.areas.web.doors import form_page, need
from linli.core.people.enums import PeoplePermission
from linli.core.people.models import Person
from linli.core.people.operations.children import open_child_record
from linli.core.people.operations.homes import add_household, move_person
from linli.core.people.operations.persons import correct_person, end_person
from linli.core.people.queries.homes import find_homes, household_of_home
from linli.core.people.queries.persons import (
    care_of,
    consents_of,
    guardians_among,
    household_rows,
    shown_name,
    story_of,
    with_merged,
)
from linli.core.people.web.panels import person_panels
from linli.core.people.web.person_forms import ChildForm, CorrectForm, EndForm, MoveForm
from linli.core.people.web.stories import story_events

OPENED = "children_opened"  # the session key: whose record was opened with a reason, and when
OPEN_FOR = 30 * 60  # seconds
NUMBERS = ("id_number", "phone")
MOMENT = "%Y-%m-%dT%H:%M:%S.%f%z"


class ChildGate(Exception):  # noqa: N818 -- no error: the way leads through a question
    """The record of a child was asked for without a reason."""


def visible_person(request: HttpRequest, pk: UUID) -> Person:
    """Somebody whom this worker looks after, or 404; a child only after a reason was given."""
    mine = Person.objects.visible_to(actor_of(request), PeoplePermission.VIEW)
    person = get_object_or_404(with_merged(mine.select_related("community", "merged_into")), pk=pk)
    if is_shut(request, person):
        raise ChildGate
    return person


def is_shut(request: HttpRequest, person: Person) -> bool:
    """Whether this is a child whose record was not opened with a reason within the last half hour."""
    if not person.is_child_on(timezone.localdate()):
        return False
    opened = request.session.get(OPENED, {}).get(str(person.pk), 0)
    return bool(timezone.now().timestamp() - opened >= OPEN_FOR)


def to_child_gate(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask for the reason, then lead back to where they were going."""
    query = urlencode({"next": request.get_full_path()}) if request.method == "GET" else ""
    return redirect(f"{reverse('people:person-child', args=[pk])}?{query}".rstrip("?"))


def through_child_gate(view: Any) -> Any:
    """Lead to the question for a reason when the record of a child is asked for."""

    def guarded(request: HttpRequest, pk: UUID) -> HttpResponse:
        try:
            answer: HttpResponse = view(request, pk)
            return answer
        except ChildGate:
            return to_child_gate(request, pk)

    guarded.__doc__ = view.__doc__
    return guarded


@never_cache
@require_safe
@through_child_gate
def person(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who somebody is, where and with whom they live, what care they need; the numbers stay masked."""
    found = visible_person(request, pk)
    actor, today = actor_of(request), timezone.localdate()
    rows = household_rows(found)
    own = [row for row in rows if row.person_id == found.pk]
    home = next((row for row in own if row.ends_on is None), None)
    members = [row for row in rows if home and row.household_id == home.household_id and row.ends_on is None]
    members = [row for row in members if row.person_id != found.pk]
    is_child, may_see_care = found.is_child_on(today), may(actor, PeoplePermission.CARE_VIEW, found)
    context = {
        "person": found,
        "age": found.age_on(today),
        "is_child": is_child,
        "guardians": guardians_among(members, today) if is_child else [],
        "address": address_up(home.household.home) if home else address_of(found.place),
        "home": home,
        "before": sorted((row for row in own if row.ends_on), key=lambda row: str(row.ends_on), reverse=True),
        "members": [(row, shown_name(row.person, actor, today)) for row in members],
        "care": list(care_of(found, today)) if may_see_care else None,
        "consents": list(consents_of(found)[:20]),
        "story": story_events(story_of(found)),
        "panels": person_panels.shown(actor, found),
        **_rights(actor, found),
    }
    return render(request, "people/person.html", context)


def _rights(actor: Any, found: Person) -> dict[str, bool]:
    """Which buttons stand on the page."""
    is_live = found.ended_on is None
    names = ("edit", "care_edit", "merge", "reveal", "invite", "proxy", "rights")
    return {f"may_{name}": is_live and may(actor, PeoplePermission[name.upper()], found) for name in names}


@require_http_methods(["GET", "HEAD", "POST"])
def person_child(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask why the record of a child is opened; the answer opens it for half an hour."""
    mine = Person.objects.visible_to(actor_of(request), PeoplePermission.VIEW)
    found = get_object_or_404(mine, pk=pk)
    need(request, PeoplePermission.CARE_VIEW, found)
    form = ChildForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            open_child_record(person=found, actor=actor_of(request), now=timezone.now(), **form.cleaned_data)
            opened = request.session.get(OPENED, {})
            request.session[OPENED] = {**opened, str(found.pk): timezone.now().timestamp()}
            target = request.GET.get("next", "")
            is_ours = url_has_allowed_host_and_scheme(target, None)
            return redirect(target if is_ours else _page(found))
    title = _("The record of a child")
    lead = _("Children under 14 are specially protected. Please say why you need to see this record.")
    back = reverse("people:person-list")
    return form_page(request, form, title=title, lead=lead, submit=_("Open the record"), back=back)


@sensitive_post_parameters("id_number", "phone")
@require_http_methods(["GET", "HEAD", "POST"])
@through_child_gate
def person_correct(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Correct what the register says. An empty number leaves the number as it is."""
    found = visible_person(request, pk)
    need(request, PeoplePermission.EDIT, found)
    plain = [name for name in CorrectForm.base_fields if name not in {*NUMBERS, "seen_at"}]
    initial = {name: getattr(found, name) for name in plain}
    form = CorrectForm(request.POST or None, initial={**initial, "seen_at": found.updated_at.strftime(MOMENT)})
    if form.is_valid():
        with refusals_on(form):
            changes = {name: form.cleaned_data[name] for name in (*plain, "seen_at")}
            changes |= {name: form.cleaned_data[name] for name in NUMBERS if form.cleaned_data[name]}
            correct_person(person=found, actor=actor_of(request), now=timezone.now(), **changes)
            messages.success(request, _("Saved."))
            return redirect("people:person", found.pk)
    title = _("Correct the record of %(name)s") % {"name": found.name}
    return form_page(request, form, title=title, submit=_("Save"), back=_page(found))


@require_http_methods(["GET", "HEAD", "POST"])
@through_child_gate
def person_move(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Find the new home, then note the day of the move."""
    found = visible_person(request, pk)
    need(request, PeoplePermission.EDIT, found)
    words = request.GET.get("home", "")
    homes = find_homes(actor_of(request), words, limit=10) if words else []
    addresses = addresses_of(home.path for home in homes)
    choices = [(str(home.pk), str(addresses[home.path])) for home in homes]
    form = MoveForm(request.POST or None, homes=choices, initial={"on": timezone.localdate()}) if homes else None
    if form is not None and form.is_valid():
        home = next(home for home in homes if str(home.pk) == form.cleaned_data.pop("home"))
        with refusals_on(form):
            now, actor = timezone.now(), actor_of(request)
            household = household_of_home(home) or add_household(home=home, actor=actor, now=now)
            move_person(person=found, household=household, actor=actor, now=now, **form.cleaned_data)
            messages.success(request, _("The move is noted."))
            return redirect("people:person", found.pk)
    context = {"person": found, "words": words, "form": form}
    return render(request, "people/person_move.html", context, status=422 if form and form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@through_child_gate
def person_end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Note that somebody has moved away or died."""
    found = visible_person(request, pk)
    need(request, PeoplePermission.EDIT, found)
    form = EndForm(request.POST or None, initial={"on": timezone.localdate()})
    if form.is_valid():
        with refusals_on(form):
            end_person(person=found, actor=actor_of(request), now=timezone.now(), **form.cleaned_data)
            messages.success(request, _("%(name)s is no longer in the register.") % {"name": found.name})
            return redirect("people:person", found.pk)
    title = _("%(name)s has moved away or died") % {"name": found.name}
    lead = _("They leave all lists; residence and care end. What was done for them stays.")
    return form_page(request, form, title=title, lead=lead, submit=_("Note it"), back=_page(found))


def _page(person: Person) -> str:
    return reverse("people:person", args=[person.pk])
