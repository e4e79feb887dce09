"""What is asked about wishes, offers and projects."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.base.text import masked_phone
from linli.base.web.forms import DayField, Words, starred
from linli.base.web.hours import HoursField
from linli.core.areas.models import Area
from linli.core.areas.queries.tree import addresses_of
from linli.core.partnership.enums import GiverKind, NeedKind, ResourceKind, ResultTag
from linli.core.partnership.models import Need, Resource
from linli.core.partnership.queries.lists import spots_of
from linli.core.people.enums import Door, Rating
from linli.core.people.models import Person

TOLD_BY = [(door.value, door.label) for door in Door if door != Door.ONLINE]
AGREED = gettext_lazy("They agree that I write this down with their name")


class SpotField(forms.ChoiceField):
    """A grid or a compound of a community, or the whole of it; gives the area. Nothing finer is public."""

    def __init__(self, community: Any, **options: Any) -> None:
        self.found: dict[str, Area] = {}
        groups: list[tuple[str, Any]] = [("", _("The whole neighbourhood"))]
        for grid, compounds in spots_of(community):
            self.found |= {str(area.pk): area for area in (grid, *compounds)}
            groups += [(str(grid.pk), str(grid)), *((str(one.pk), f"· {one}") for one in compounds)]
        super().__init__(choices=groups, required=False, **options)

    def clean(self, value: Any) -> Area | None:
        return self.found.get(super().clean(value))


class SaidForm(forms.Form):
    """What a wish and an offer have in common: the words, where, when, and who it is."""

    field_order = ["text", "kind", "spot"]

    def __init__(
        self, *args: Any, community: Area, signed_in: bool = False, found: Sequence[Person] | None = None,
        **options: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **options)
        self.at_desk = found is not None
        self.fields["spot"] = SpotField(community.pk, label=_("Where"))
        if signed_in and not self.at_desk:
            del self.fields["contact_name"], self.fields["contact_phone"]
        if found is not None:
            add_teller(self, found)
        self.order_fields(self.field_order)

    hours = HoursField()
    contact_name = forms.CharField(label=gettext_lazy("What may we call you?"), max_length=40, required=False)
    contact_phone = forms.CharField(
        label=gettext_lazy("A phone where we can ask back"), max_length=40, required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )  # fmt: skip

    def who(self) -> dict[str, Any]:
        """Who it is, as the operations want it."""
        said = self.cleaned_data
        names = {name: said.get(name, "") for name in ("contact_name", "contact_phone")}
        if not self.at_desk:
            return names
        note = str(AGREED) if said["agreed"] else ""
        return {**names, "person": teller_of(self), "door": said["door"], "consent_note": note}


def add_teller(form: forms.Form, found: Sequence[Person]) -> None:
    """Add to a form of the desk: who it is among those who were found, how they told it, and that they agree."""
    form.tellers = {str(person.pk): person for person in found}  # type: ignore[attr-defined]
    places = addresses_of(person.place for person in found)
    choices = [(str(one.pk), _said_of(one, str(places[one.place]))) for one in found]
    form.fields["person"] = forms.ChoiceField(
        label=_("Who it is"), choices=[*choices, ("", _("None of these"))], required=False, widget=forms.RadioSelect,
        initial=str(found[0].pk) if len(found) == 1 else "",
    )  # fmt: skip
    form.fields["door"] = forms.ChoiceField(
        label=_("How they told you"), choices=TOLD_BY, widget=forms.RadioSelect, initial=Door.PHONE
    )
    form.fields["agreed"] = forms.BooleanField(label=AGREED, required=False)
    if "contact_name" in form.fields:
        form.fields["contact_name"].label = _("Name, when they are not in the register")
        form.fields["contact_phone"].label = _("Phone")


def teller_of(form: forms.Form) -> Person | None:
    """Who was chosen."""
    found: Person | None = form.tellers.get(form.cleaned_data["person"])  # type: ignore[attr-defined]
    return found


def _said_of(person: Person, address: str) -> str:
    parts = [person.name, masked_phone(person.phone), address]
    return " · ".join(part for part in parts if part)


class WishForm(SaidForm):
    """A wish."""

    text = Words(
        gettext_lazy("What would be good to have here?"),
        help_text=gettext_lazy("A ramp, a reading corner, somebody to teach phones … in your own words."),
    )
    kind = forms.ChoiceField(label=gettext_lazy("What kind of wish it is"), choices=NeedKind.choices)
    people = forms.IntegerField(
        label=gettext_lazy("For about how many people"), min_value=1, max_value=30_000, required=False
    )
    wanted_on = DayField(label=gettext_lazy("By when, if it matters"), required=False)
    is_anonymous = forms.BooleanField(label=gettext_lazy("Nobody is to know that I said it"), required=False)

    def said(self) -> dict[str, Any]:
        """The wish as the operation wants it."""
        names = ("text", "kind", "spot", "hours", "people", "wanted_on", "is_anonymous")
        said = {name: self.cleaned_data[name] for name in names}
        who = self.who()
        if said["is_anonymous"] and not self.at_desk:
            who = dict.fromkeys(who, "")
        return {**said, **who}


class GiftForm(SaidForm):
    """An offer."""

    text = Words(
        gettext_lazy("What can you give?"),
        help_text=gettext_lazy("A room on some evenings, an hour to read aloud, a ladder to lend …"),
    )
    kind = forms.ChoiceField(label=gettext_lazy("What kind of offer it is"), choices=ResourceKind.choices)
    giver_kind = forms.ChoiceField(label=gettext_lazy("Who gives it"), choices=GiverKind.choices)
    giver_name = forms.CharField(
        label=gettext_lazy("Name of the shop, unit or group"), max_length=80, required=False,
        help_text=gettext_lazy("A neighbour's own name is never shown."),
    )  # fmt: skip
    where = forms.CharField(
        label=gettext_lazy("Where the room or the thing is"), max_length=120, required=False,
        help_text=gettext_lazy("Everybody can read this: no door of a home, please."),
    )  # fmt: skip
    capacity = forms.IntegerField(
        label=gettext_lazy("For how many people, or how many pieces"), min_value=1, max_value=30_000, required=False
    )
    starts_on = DayField(label=gettext_lazy("From"), required=False)
    until_on = DayField(label=gettext_lazy("Until"), required=False)
    is_lasting = forms.BooleanField(
        label=gettext_lazy("It can be used again and again"), required=False, initial=True,
        help_text=gettext_lazy("Without this it leaves the list when a project has taken it."),
    )  # fmt: skip
    field_order = ["text", "kind", "giver_kind", "giver_name", "spot"]

    def __init__(self, *args: Any, community: Area, **options: Any) -> None:
        super().__init__(*args, community=community, **options)
        if not self.at_desk:
            bodies = [GiverKind.RESIDENT, GiverKind.SHOP, GiverKind.GROUP]
            self.fields["giver_kind"].choices = [(one.value, one.label) for one in bodies]  # type: ignore[attr-defined]

    def said(self) -> dict[str, Any]:
        """The offer as the operation wants it."""
        own = (
            "text",
            "kind",
            "spot",
            "hours",
            "giver_kind",
            "giver_name",
            "where",
            "capacity",
            "starts_on",
            "until_on",
        )
        return {**{name: self.cleaned_data[name] for name in (*own, "is_lasting")}, **self.who()}


class TellerForm(forms.Form):
    """Who told the desk that they want it, too."""

    def __init__(self, *args: Any, found: Sequence[Person], **options: Any) -> None:
        super().__init__(*args, **options)
        add_teller(self, found)
        del self.fields["agreed"]
        self.fields["person"].required = True
        self.fields["person"].choices = self.fields["person"].choices[:-1]  # type: ignore[attr-defined]


class StepForm(forms.Form):
    """A form for one step of one need, resource or project."""

    def __init__(self, *args: Any, thing: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.thing = thing
        self.prepare()

    def prepare(self) -> None:
        """What depends on the thing."""


class PublicForm(StepForm):
    """The words that everybody may read."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=60)
    text = Words(
        gettext_lazy("What everybody may read"),
        help_text=gettext_lazy("No names, no phone, no door: a compound is fine enough."),
    )

    def prepare(self) -> None:
        self.initial = {"title": self.thing.title, "text": self.thing.text or self.thing.said}


class WordsForm(StepForm):
    """A reason or an ending in words."""

    words = Words(gettext_lazy("In a few words"), help_text=gettext_lazy("The person who said it reads this."))


class ResultForm(StepForm):
    """What came of a project."""

    result = Words(gettext_lazy("What came of it"))
    tags = forms.MultipleChoiceField(
        label=gettext_lazy("What it is good for"), choices=ResultTag.choices, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    photo = forms.ImageField(
        label=gettext_lazy("A picture of the place"), required=False,
        help_text=gettext_lazy("Only of the place: no faces, no number plates. Where it was taken is removed."),
    )  # fmt: skip
    place_only = forms.BooleanField(label=gettext_lazy("Nobody can be recognised on it"), required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("photo") and not said.pop("place_only", False):
            self.add_error("place_only", _("Please look at the picture once more: it is to show the place only."))
        said.pop("place_only", None)
        return said


class MilestoneForm(StepForm):
    """A step of a project."""

    title = forms.CharField(label=gettext_lazy("What is to be done"), max_length=80)
    due_on = DayField(label=gettext_lazy("Until"))


class ProjectForm(forms.Form):
    """A new project: its sides, and what is to happen."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=60)
    text = Words(gettext_lazy("What is to happen"), help_text=gettext_lazy("Everybody can read this later: no names."))
    problem = forms.CharField(
        label=gettext_lazy("Which problem of the year it answers"), max_length=80, required=False,
        help_text=gettext_lazy("As the register of the year calls it; empty when it answers none."),
    )  # fmt: skip
    yuan = forms.DecimalField(
        label=gettext_lazy("Money, in yuan"), min_value=0, max_value=9_999_999, decimal_places=2, required=False
    )
    funds = forms.CharField(label=gettext_lazy("Where the money comes from"), max_length=120, required=False)

    def __init__(self, *args: Any, needs: Sequence[Need], resources: Sequence[Resource], **options: Any) -> None:
        super().__init__(*args, **options)
        self.needs = {str(need.pk): need for need in needs}
        self.resources = {str(one.pk): one for one in resources}
        self.fields["needs"] = _several(_("Wishes"), self.needs)
        self.fields["resources"] = _several(_("What is given"), self.resources)
        self.order_fields(["needs", "resources", "title", "text"])

    def plan(self) -> dict[str, Any]:
        """The project as the operation wants it."""
        said = self.cleaned_data
        return {
            **{name: said[name] for name in ("title", "text", "problem", "funds")},
            "budget_fen": int((said["yuan"] or 0) * 100),
            "needs": [self.needs[key] for key in said["needs"]],
            "resources": [self.resources[key] for key in said["resources"]],
        }


def _several(label: Any, found: dict[str, Any]) -> forms.MultipleChoiceField:
    choices = [(key, thing.title) for key, thing in found.items()]
    return forms.MultipleChoiceField(label=label, choices=choices, widget=forms.CheckboxSelectMultiple)


class JudgeForm(forms.Form):
    """How it turned out."""

    rating = forms.TypedChoiceField(
        label=gettext_lazy("How satisfied are you?"), widget=forms.RadioSelect, coerce=int,
        choices=lambda: [(word.value, starred(word)) for word in Rating],
    )  # fmt: skip
    words = Words(gettext_lazy("A word about it"), required=False, rows=2)
