"""What is asked about people."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.base.web.forms import DayField
from linli.core.people.enums import Basis, CareCategory, Door, EndReason, Relation, ResidenceKind, Sex

QUIET: dict[str, Any] = {"autocomplete": "off"}


class PersonForm(forms.Form):
    """Who somebody is."""

    name = forms.CharField(label=_("Name"), max_length=80, widget=forms.TextInput(attrs=QUIET))
    id_number = forms.CharField(
        label=_("Identity number"),
        max_length=40,
        required=False,
        help_text=_("Sex and birthday are read from it. It is kept encrypted."),
        widget=forms.TextInput(attrs=QUIET),
    )
    phone = forms.CharField(
        label=_("Phone"), max_length=40, required=False, widget=forms.TextInput(attrs={**QUIET, "inputmode": "tel"})
    )
    sex = forms.ChoiceField(label=_("Sex"), choices=Sex.choices, required=False)
    birth_on = DayField(label=_("Birthday"), required=False)
    note = forms.CharField(
        label=_("Note"),
        max_length=400,
        required=False,
        help_text=_("Only what helps to serve them. They can read it."),
    )


class NewPersonForm(PersonForm):
    """Somebody new in a household."""

    relation = forms.ChoiceField(label=_("Related to the head of the household as"), choices=Relation.choices)
    kind = forms.ChoiceField(label=_("Lives here as"), choices=ResidenceKind.choices)
    lives_since = DayField(label=_("Lives here since"), required=False)


class CorrectForm(PersonForm):
    """What is wrong in a record. The numbers are not shown: an empty box leaves them as they are."""

    ethnicity = forms.CharField(label=_("Ethnic group"), max_length=20, required=False)
    education = forms.CharField(label=_("Education"), max_length=20, required=False)
    employment = forms.CharField(label=_("Work"), max_length=20, required=False)
    seen_at = forms.DateTimeField(widget=forms.HiddenInput, input_formats=["%Y-%m-%dT%H:%M:%S.%f%z"])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        as_it_is = _("Leave it empty if it is right as it is.")
        for name in ("id_number", "phone"):
            self.fields[name].help_text = as_it_is


class MoveForm(forms.Form):
    """To which home somebody moved, and when."""

    home = forms.ChoiceField(label=_("Which home?"), widget=forms.RadioSelect)
    relation = forms.ChoiceField(label=_("Related to the head of the household as"), choices=Relation.choices)
    kind = forms.ChoiceField(label=_("Lives there as"), choices=ResidenceKind.choices)
    on = DayField(label=_("On which day?"))

    def __init__(self, *args: Any, homes: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["home"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- it tells the type, nothing else
        field.choices = homes


class EndForm(forms.Form):
    """Why somebody leaves the register."""

    reason = forms.ChoiceField(
        label=_("What has happened?"),
        choices=[(EndReason.MOVED.value, EndReason.MOVED.label), (EndReason.DIED.value, EndReason.DIED.label)],
        widget=forms.RadioSelect,
    )
    on = DayField(label=_("On which day?"))


class ChildForm(forms.Form):
    """Why the record of a child is opened."""

    reason = forms.CharField(
        label=_("Why do you open this record?"),
        max_length=400,
        min_length=2,
        help_text=_("The reason is kept, and the guardians can read it."),
    )


class CareForm(forms.Form):
    """Why somebody needs care, for what, on what basis, until when."""

    category = forms.ChoiceField(label=_("Which need?"), choices=CareCategory.choices)
    purpose = forms.CharField(
        label=_("What for?"), max_length=200, help_text=_("For example: a visit each week, help with the allowance.")
    )
    basis = forms.ChoiceField(label=_("On which basis?"), choices=Basis.choices)
    door = forms.ChoiceField(label=_("How did we learn it?"), choices=Door.choices, initial=Door.VISIT)
    ends_on = DayField(label=_("Until which day?"), help_text=_("One year at most. Then somebody looks again."))
    note = forms.CharField(label=_("Note"), max_length=200, required=False)


class RenewForm(forms.Form):
    """Until when the care goes on."""

    ends_on = DayField(label=_("Until which day?"), help_text=_("One year at most. Then somebody looks again."))


class ReasonForm(forms.Form):
    """A reason in words."""

    reason = forms.CharField(label=_("Why?"), max_length=400, required=False)
