"""What is asked about bodies and organisations."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.base.web.forms import DayField
from linli.core.areas.enums import AreaKind
from linli.core.areas.models import Area
from linli.core.organisation.enums import BELOW, BodyKind, Coverage, LiaisonRole, Nature, OrgDomain, OrgKind, PostKind
from linli.core.organisation.models import Body, PartyOrg
from linli.core.people.models import Person

NONE = [("", "–")]


def grids_of(community_id: Any) -> Any:
    """The grids of a community, as people count them."""
    grids = Area.objects.filter(community=community_id, kind=AreaKind.GRID, ends_on=None)
    return grids.defer("outline").order_by("number", "path")


class BodyForm(forms.Form):
    """A unit, a business, the market or a social organisation."""

    name = forms.CharField(label=pgettext_lazy("of a thing", "Name"), max_length=120)
    credit_code = forms.CharField(
        label=_("Unified social credit code"),
        max_length=18,
        required=False,
        help_text=_("Eighteen characters, as on the licence."),
    )
    grid = forms.ModelChoiceField(Area.objects.none(), label=_("Grid"), required=False)
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    nature = forms.ChoiceField(label=_("Nature"), choices=[*NONE, *Nature.choices], required=False)
    trade = forms.CharField(label=_("Trade"), max_length=40, required=False)
    staff = forms.IntegerField(label=_("People who work there"), min_value=0, max_value=999_999, required=False)
    party_members = forms.IntegerField(label=_("Party members"), min_value=0, max_value=999_999, required=False)
    offers = forms.CharField(label=_("What it can give"), max_length=400, required=False)
    asks = forms.CharField(label=_("What it needs"), max_length=400, required=False)

    def __init__(self, *args: Any, community_id: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["grid"].queryset = grids_of(community_id)  # type: ignore[attr-defined]


class NewBodyForm(BodyForm):
    """The same, with what it is."""

    kind = forms.ChoiceField(label=_("What is it?"), choices=BodyKind.choices)
    field_order = ["kind"]


class EndForm(forms.Form):
    """On which day something ended, and why."""

    on = DayField(label=_("On which day"))
    reason = forms.CharField(label=_("Why"), max_length=400)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = localdate()


class CoverageForm(forms.Form):
    """How the Party reaches a business."""

    coverage = forms.ChoiceField(
        label=_("How the Party reaches it"), choices=Coverage.choices, widget=forms.RadioSelect
    )
    since = DayField(label=_("Since when"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["since"].initial = localdate()


class LiaisonForm(forms.Form):
    """Who speaks for a body."""

    role = forms.ChoiceField(label=_("For what"), choices=LiaisonRole.choices)
    name = forms.CharField(label=_("Name"), max_length=80)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)


class ReasonForm(forms.Form):
    """Why a number is looked at."""

    reason = forms.CharField(label=_("Why you need it"), max_length=400)


class OrgForm(forms.Form):
    """An organisation below another one."""

    kind = forms.ChoiceField(label=_("What is it?"))
    name = forms.CharField(label=pgettext_lazy("of a thing", "Name"), max_length=80)
    number = forms.IntegerField(
        label=pgettext_lazy("in the order of organisations", "Number"), min_value=0, max_value=999, required=False
    )
    grid = forms.ModelChoiceField(
        Area.objects.none(), label=_("Grid"), required=False, help_text=_("For a grid group: each grid has one.")
    )
    domain = forms.ChoiceField(label=_("Line"), choices=OrgDomain.choices)
    approved_by = forms.CharField(label=_("Number of the document that set it up"), max_length=80, required=False)
    starts_on = DayField(label=_("From which day"))

    def __init__(self, *args: Any, parent: PartyOrg, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = BELOW.get(parent.kind, frozenset())
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in OrgKind if kind in kinds]  # type: ignore[attr-defined]
        self.fields["grid"].queryset = grids_of(parent.community_id)  # type: ignore[attr-defined]
        self.fields["starts_on"].initial = localdate()

    def clean_number(self) -> int:
        return self.cleaned_data["number"] or 0


class RenameForm(forms.Form):
    """What an organisation is called."""

    name = forms.CharField(label=pgettext_lazy("of a thing", "Name"), max_length=80)


class PostForm(forms.Form):
    """Somebody takes a post."""

    kind = forms.ChoiceField(label=_("Post"))
    person = forms.ModelChoiceField(
        Person.objects.none(),
        label=_("Who"),
        required=False,
        widget=forms.RadioSelect,
        empty_label=_("Nobody in the register"),
    )
    name = forms.CharField(
        label=_("Name"), max_length=80, required=False, help_text=_("Only for somebody who is not in the register.")
    )
    unit = forms.ModelChoiceField(
        Body.objects.none(), label=_("From which unit"), required=False, help_text=_("Only for a part-time seat.")
    )
    starts_on = DayField(label=_("From which day"))

    def __init__(self, *args: Any, org: PartyOrg, people: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        leads = org.kind in {OrgKind.GRID_GROUP, OrgKind.GROUP}
        posts = [kind for kind in PostKind if (kind == PostKind.GROUP_LEADER) == leads]
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in posts]  # type: ignore[attr-defined]
        found = Person.objects.filter(pk__in=[person.pk for person in people])
        self.fields["person"].queryset = found  # type: ignore[attr-defined]
        units = Body.objects.filter(community=org.community_id, kind=BodyKind.UNIT, ends_on=None).order_by("name")
        self.fields["unit"].queryset = units if org.kind == OrgKind.COMMITTEE else Body.objects.none()  # type: ignore[attr-defined]
        self.fields["starts_on"].initial = localdate()
        for name, has_choices in (("person", bool(people)), ("unit", org.kind == OrgKind.COMMITTEE)):
            if not has_choices:  # nothing to choose from, nothing asked
                self.fields[name].widget = forms.HiddenInput()


class TermForm(forms.Form):
    """A term has begun: of the election the counts, no ballots."""

    starts_on = DayField(label=_("Day of the election"))
    entitled = forms.IntegerField(label=_("How many were entitled"), min_value=0, max_value=99_999, required=False)
    present = forms.IntegerField(label=_("How many came"), min_value=0, max_value=99_999, required=False)
    approved_by = forms.CharField(label=_("Number of the approval"), max_length=80, required=False)
