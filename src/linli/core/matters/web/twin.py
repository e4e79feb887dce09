"""Writing down what somebody says by phone, at the counter or on paper: in half a minute."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from linli.base.permissions import Actor
from linli.base.text import masked_phone
from linli.base.web.context import actor_of
from linli.base.web.parts import refusals_on
from linli.core.areas.models import Area
from linli.core.areas.queries.tree import addresses_of, communities_kept, grid_of
from linli.core.matters.enums import MatterPermission
from linli.core.matters.operations.following import follow_matter
from linli.core.matters.operations.report import Report, report_matter
from linli.core.matters.queries.doors import callers_lately
from linli.core.matters.queries.nearby import Nearby, Where, open_nearby
from linli.core.matters.queries.places import grid_of_address
from linli.core.matters.queries.suggest import best_of, emergency_numbers
from linli.core.matters.web.forms import TOLD_BY, CategoryField, GridField, PhotosField, Words
from linli.core.matters.web.photos import stored
from linli.core.people.enums import PeoplePermission
from linli.core.people.models import Person
from linli.core.people.queries.search import find_people

MOST_FOUND = 8
AGREED = gettext_lazy("They agree that I write this down with their name")


class TwinForm(forms.Form):
    """What a worker writes while somebody speaks. Only the words are needed."""

    text = Words(gettext_lazy("What they say"), rows=4, help_text=gettext_lazy("In their own words."))
    door = forms.ChoiceField(label=gettext_lazy("How they told you"), choices=TOLD_BY, widget=forms.RadioSelect)
    person = forms.ChoiceField(label=gettext_lazy("Who it is"), widget=forms.RadioSelect, required=False)
    contact_name = forms.CharField(
        label=gettext_lazy("Name, when they are not in the register"), max_length=40, required=False
    )
    contact_phone = forms.CharField(label=gettext_lazy("Phone"), max_length=40, required=False)
    address = forms.CharField(
        label=gettext_lazy("Where"), max_length=200, required=False,
        help_text=gettext_lazy("Empty: around their home."),
    )  # fmt: skip
    agreed = forms.BooleanField(label=AGREED, required=False)
    is_anonymous = forms.BooleanField(label=gettext_lazy("They want to stay unnamed"), required=False)
    hidden_from_handler = forms.BooleanField(label=gettext_lazy("The handler is not to know who asked"), required=False)
    emergency_confirmed = forms.BooleanField(
        label=gettext_lazy("I told them to call first, or called myself"), required=False
    )
    photos = PhotosField(help_text="")

    def __init__(self, *args: Any, community: Area, found: list[Person], words: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.found = {str(person.pk): person for person in found}
        places = addresses_of([person.place for person in found]) if found else {}
        choices = [(key, _said_of(person, str(places[person.place]))) for key, person in self.found.items()]
        self.fields["person"].choices = [*choices, ("", _("None of these"))]  # type: ignore[attr-defined]
        hint = _("Empty: found from the words, if they say enough.")
        kinds = CategoryField(label=_("Category"), required=False, help_text=hint)
        self.best = next(iter(best_of(words, kinds.found.values())), None)
        kinds.initial = self.best.code if self.best else ""
        self.fields["category"] = kinds
        self.fields["grid"] = GridField(community.pk, label=_("Grid"), required=False)
        self.order_fields(["text", "person", "contact_name", "contact_phone", "agreed", "category", "address", "grid"])


def _said_of(person: Person, address: str) -> str:
    """Enough to tell two people of one name apart."""
    parts = [person.name, masked_phone(person.phone), address]
    return " · ".join(part for part in parts if part)


def new(request: HttpRequest, door: str = "") -> HttpResponse:
    """The twin of the resident's form: search who it is, write what they say, hand over the slip."""
    actor = actor_of(request)
    communities = communities_kept(actor, MatterPermission.REPORT_FOR)
    if not communities:
        raise Http404
    community = next((one for one in communities if one.slug == request.GET.get("community")), communities[0])
    who = (request.POST.get("who") or request.GET.get("who", "")).strip()[:60].replace("\x00", "")
    caller = request.POST.get("caller") or request.GET.get("caller", "")
    found = find_people(actor, who, MOST_FOUND)[:MOST_FOUND] if who else _called(actor, community, caller)
    initial = {
        "door": door or "phone",
        "text": request.GET.get("text", ""),
        "person": str(found[0].pk) if len(found) == 1 else "",
    }
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    words = request.POST.get("text", "") or initial["text"]
    found_alike: list[Nearby] = []
    form = TwinForm(*data, community=community, found=found, words=words, initial=initial)
    if request.method == "POST" and form.is_valid():
        found_alike = open_nearby(_where(form, community)) if not request.POST.get("asked") else []
        if not found_alike:
            with refusals_on(form):
                code = _write_down(request, form, community)
                # The slip says that it is written down: a message would cost a second transaction for the session.
                return redirect(f"{reverse('matters:slip', args=[code])}?written=twin-{door}")
    context = {"form": form, "who": who, "found": found, "community": community, "door": door}
    context |= {"caller": caller if found and not who else "", "callers": callers_lately(actor, community)}
    context["alike"] = found_alike
    context["alike_url"] = reverse("matters:desk-alike") + f"?community={community.slug}"
    context["numbers"] = emergency_numbers(form.cleaned_data.get("category")) if form.is_bound else []
    context["action"] = request.path + (f"?community={community.slug}" if len(communities) > 1 else "")
    context["desk_url"] = reverse("matters:desk-list")
    return render(request, "matters/twin.html", context)


def _called(actor: Actor, community: Area, key: str) -> list[Person]:
    """The one of the last callers who was pressed; anybody else is looked for by name or number."""
    if not is_key(key) or UUID(key) not in {one.key for one in callers_lately(actor, community)}:
        return []
    return list(Person.objects.visible_to(actor, PeoplePermission.VIEW).filter(pk=key))


def _where(form: TwinForm, community: Area) -> Where:
    """What the form says about what and where, before anything is written."""
    said = form.cleaned_data
    person = form.found.get(said.get("person", ""))
    grid = said.get("grid") or (grid_of_address(community.pk, said["address"]) if said.get("address") else None)
    grid = grid or (grid_of(person.place) if person and not said.get("address") else None)
    kind = said.get("category") or form.best
    return Where(community_id=community.pk, category=kind, grid=grid, address=said.get("address", ""))


@require_GET
def alike(request: HttpRequest) -> HttpResponse:
    """The part of the form that says what neighbours have told already, while somebody still writes."""
    actor = actor_of(request)
    communities = communities_kept(actor, MatterPermission.REPORT_FOR)
    if not communities:
        raise Http404
    community = next((one for one in communities if one.slug == request.GET.get("community")), communities[0])
    key = request.GET.get("person", "")
    people = Person.objects.visible_to(actor, PeoplePermission.VIEW).filter(pk=key) if is_key(key) else []
    form = TwinForm(request.GET, community=community, found=list(people), words=request.GET.get("text", ""))
    form.is_valid()
    found = open_nearby(_where(form, community))
    context = {"alike": found, "chosen": request.GET.get("follow", "")}
    return render(request, "matters/_alike.html", context)


def is_key(text: str) -> bool:
    """Whether a text can be the key of a row."""
    try:
        UUID(text)
    except ValueError:
        return False
    return True


@transaction.atomic
def _write_down(request: HttpRequest, form: TwinForm, community: Area) -> str:
    """Take it down, or join what a neighbour has told; the code of the slip."""
    actor, now, said = actor_of(request), timezone.now(), dict(form.cleaned_data)
    person = form.found.get(said.pop("person"))
    agreed, category = said.pop("agreed"), said.pop("category")
    grid = said.pop("grid") or (grid_of(person.place) if person and not said["address"] else None)
    photos = stored(said.pop("photos"), place=community.path, actor=actor, now=now)
    report = Report(
        community=community,
        category=category or form.best,
        grid=grid if grid and grid.community_id == community.pk else None,
        reporter=None if said["is_anonymous"] else person,
        consent_note=str(AGREED) if agreed else "",
        photos=photos,
        **said,
    )
    chosen = request.POST.get("follow", "")
    joins = next((one.matter for one in open_nearby(_where(form, community)) if str(one.key) == chosen), None)
    if joins:
        return follow_matter(matter=joins, report=report, actor=actor, now=now).code
    return report_matter(report=report, actor=actor, now=now).code
