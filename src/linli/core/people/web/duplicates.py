"""Rows that may be one person: side by side, merged, told apart, and taken back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.base.permissions import Actor, may
from linli.base.text import listed, masked_id, masked_phone
from linli.base.web.context import actor_of
from linli.base.web.lists import Column, Empty, ListPage, link
from linli.base.web.parts import refusals_on
from linli.core.areas.queries.tree import addresses_of
from linli.core.areas.web.doors import need, refusals_said
from linli.core.people.enums import PeoplePermission
from linli.core.people.models import DuplicatePair, Person, PersonMerge
from linli.core.people.operations.duplicates import mark_distinct
from linli.core.people.operations.merges import CHOICES, HOME, merge_persons, undo_merge, undoable
from linli.core.people.queries.persons import merges_for, pairs_for, shown_name
from linli.core.people.queries.search import find_people
from linli.core.people.web.persons import is_shut, to_child_gate
from linli.core.people.web.stories import FIELDS

REASONS: dict[str, str | Promise] = {
    "same-phone": gettext_lazy("Same phone"),
    "same-name-and-birthday": gettext_lazy("Same name and birthday"),
    "similar-name-same-home": gettext_lazy("Similar name in the same home"),
    "found-by-hand": gettext_lazy("Found by somebody"),
}
BOTH = 2


def reason_words(reasons: list[str]) -> str:
    """Why somebody should look."""
    return listed(REASONS.get(reason, reason) for reason in reasons)


class PairList(ListPage):
    """The pairs that nobody has settled yet."""

    key = "duplicates"
    title = gettext_lazy("Twice in the register?")
    lead = gettext_lazy("Rows that may be one person. Look at both, then merge them or say that they are two.")
    permission = PeoplePermission.MERGE
    can_export = False
    empty = Empty(
        gettext_lazy("Nothing to look at"),
        gettext_lazy("Each night the register is searched for rows that may be one person."),
        icon="user-check",
    )
    template_name = "people/pair_list.html"

    def columns(self) -> list[Column]:
        """Both names, and why."""
        return [
            Column("first", _("One"), lambda pair: link(pair.first.name, pair_url(pair))),
            Column("second", _("The other"), lambda pair: pair.second.name),
            Column("reasons", _("Why"), lambda pair: reason_words(pair.reasons)),
        ]

    def rows(self) -> QuerySet[DuplicatePair]:
        return pairs_for(self.actor)


class MergeList(ListPage):
    """What was merged, and can be undone."""

    key = "merges"
    title = gettext_lazy("Merged rows")
    lead = gettext_lazy("Each merge can be undone: everything goes back as it was.")
    permission = PeoplePermission.MERGE
    can_export = False
    sort = "-merged_at"
    empty = Empty(gettext_lazy("Nothing merged yet"), gettext_lazy("Merges will stand here."), icon="users")

    def columns(self) -> list[Column]:
        """Who stayed, who went into them, when, and the way back."""
        return [
            Column(
                "kept", _("Stays"), lambda merge: link(merge.kept.name, reverse("people:person", args=[merge.kept_id]))
            ),
            Column("gone", _("Was merged into it"), lambda merge: merge.gone.name),
            Column("merged_at", _("When"), sort="merged_at"),
            Column("undone", _("Undo"), self._undo),
        ]

    def rows(self) -> QuerySet[PersonMerge]:
        return merges_for(self.actor)

    def _undo(self, merge: PersonMerge) -> SafeString | str:
        if merge.undone_at:
            return _("undone")
        return link(_("Undo"), reverse("people:merge-undo", args=[merge.pk])) if undoable(merge) else ""


def pair_url(pair: DuplicatePair) -> str:
    """The two rows side by side."""
    return reverse("people:pair", args=[pair.first_id, pair.second_id])


def waiting_count(actor: Actor) -> int:
    """How many pairs wait: for the menu."""
    return pairs_for(actor).count()


class MergeForm(forms.Form):
    """Which row stays, and what it takes from the other one: one choice for each thing that differs."""

    def __init__(self, *args: Any, rows: list[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row in rows:
            if row["differs"] and row["one"] and row["other"]:  # what one of them lacks, the other one gives
                choices = [("0", row["one"]), ("1", row["other"])]
                field = forms.ChoiceField(label=row["label"], choices=choices, widget=forms.RadioSelect, initial="0")
                self.fields[f"take_{row['key']}"] = field
        self.fields["reason"] = forms.CharField(label=_("Why are they one person?"), max_length=400, required=False)

    def taken(self) -> list[str]:
        """What is taken from the second row."""
        names = {name.removeprefix("take_"): value for name, value in self.cleaned_data.items()}
        return [name for name, value in names.items() if name != "reason" and value == "1"]


@require_http_methods(["GET", "HEAD", "POST"])
def pair(request: HttpRequest, first: UUID, second: UUID) -> HttpResponse:
    """Two rows side by side: what is the same, what differs, and which of it stays."""
    one, other = _both(request, first, second)
    if shut := next((person for person in (one, other) if is_shut(request, person)), None):
        return to_child_gate(request, shut.pk)
    rows = _compared(one, other)
    form = MergeForm(request.POST or None, rows=rows)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            details = {"take": form.taken(), "reason": form.cleaned_data["reason"]}
            merge_persons(kept=one, gone=other, actor=actor_of(request), now=timezone.now(), **details)
            messages.success(request, _("The two rows are one now. It can be undone."))
            return redirect("people:person", one.pk)
    suggestion = pairs_for(actor_of(request)).filter(first__in=[one, other], second__in=[one, other]).first()
    context = {
        "one": one,
        "other": other,
        "rows": rows,
        "form": form,
        "suggestion": suggestion,
        "why": reason_words(suggestion.reasons) if suggestion else "",
    }
    return render(request, "people/pair.html", context, status=422 if form.errors else 200)


@require_safe
def pair_find(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Somebody knows that a person stands in the register twice: find the other row."""
    actor = actor_of(request)
    person: Person = get_object_or_404(Person.objects.visible_to(actor, PeoplePermission.VIEW), pk=pk, ended_on=None)
    need(request, PeoplePermission.MERGE, person)
    words = request.GET.get("q", "").strip()[:100].replace("\x00", "") or person.name
    others = [other for other in find_people(actor, words) if other.pk != person.pk]
    addresses = addresses_of(other.place for other in others)
    rows = [(other, shown_name(other, actor, timezone.localdate()), addresses[other.place]) for other in others]
    return render(request, "people/pair_find.html", {"person": person, "words": words, "rows": rows})


@require_POST
def pair_distinct(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say that they are two people."""
    found = get_object_or_404(pairs_for(actor_of(request)), pk=pk)
    with refusals_said(request):
        mark_distinct(pair=found, actor=actor_of(request), now=timezone.now())
        messages.success(request, _("They are two people, and will not be asked about again."))
    return redirect("people:pair-list")


@require_http_methods(["GET", "HEAD", "POST"])
def merge_undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a merge back, after a look at what it did."""
    found: PersonMerge = get_object_or_404(merges_for(actor_of(request)), pk=pk)
    if request.method == "POST":
        with refusals_said(request):
            undo_merge(merge=found, actor=actor_of(request), now=timezone.now())
            messages.success(request, _("They are two rows again, as they were."))
        return redirect("people:merge-list")
    moved = sum(len(keys) for keys in found.moved.values())
    return render(request, "people/merge_undo.html", {"merge": found, "moved": moved, "undoable": undoable(found)})


def _both(request: HttpRequest, first: UUID, second: UUID) -> tuple[Person, Person]:
    actor = actor_of(request)
    mine = Person.objects.visible_to(actor, PeoplePermission.VIEW).filter(pk__in=[first, second], ended_on=None)
    found = {person.pk: person for person in mine}
    if len(found) < BOTH:
        raise Http404
    if not all(may(actor, PeoplePermission.MERGE, person) for person in found.values()):
        raise PermissionDenied
    return found[first], found[second]


def _compared(one: Person, other: Person) -> list[dict[str, Any]]:
    """Each thing in both rows, masked where it must be."""
    addresses = addresses_of([one.place, other.place])
    rows = [_row(choice, FIELDS[choice], one, other) for choice in CHOICES]
    where = {side: str(addresses[person.place]) for side, person in (("one", one), ("other", other))}
    return [*rows, {"key": HOME, "label": _("Home"), **where, "differs": one.place != other.place}]


def _row(choice: str, label: str | Promise, one: Person, other: Person) -> dict[str, Any]:
    differs = (getattr(one, choice) or "") != (getattr(other, choice) or "")
    shown = {"one": _shown(choice, one), "other": _shown(choice, other)}
    return {"key": choice, "label": label, **shown, "differs": differs}


def _shown(choice: str, person: Person) -> str:
    if choice == "id_number":
        return masked_id(person.id_number)
    if choice == "phone":
        return masked_phone(person.phone)
    if choice == "sex":
        return str(person.get_sex_display()) if person.sex else ""
    return str(getattr(person, choice) or "")
