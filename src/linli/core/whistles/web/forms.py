"""The forms of whistles: one small one for each step."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from linli.base.web.forms import Words, starred
from linli.core.areas.models import Area
from linli.core.matters.web.forms import GridField
from linli.core.people.enums import Rating
from linli.core.people.models import Person
from linli.core.whistles.enums import WhistleKind
from linli.core.whistles.models import Department, Whistle
from linli.core.whistles.operations.departments import officers_at
from linli.core.whistles.queries.lists import departments_above


class DraftForm(forms.Form):
    """What is needed, and what was tried."""

    kind = forms.ChoiceField(
        label=_("What kind of whistle"), choices=WhistleKind.choices, widget=forms.RadioSelect,
        initial=WhistleKind.WORK,
        help_text=_("To get work going: a report within three working days. For a hard case: within five."),
    )  # fmt: skip
    text = Words(_("What is needed from the departments"), help_text=_("No names of residents: departments read this."))
    tried = Words(
        _("What was tried already"),
        help_text=_("Whom you asked, when, what they said. Without it nobody blows a whistle."),
    )
    address = forms.CharField(label=_("Where"), max_length=200, required=False)

    def __init__(self, *args: Any, communities: list[Area], community: Area | None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.found = {str(area.pk): area for area in communities}
        if community is None:
            choices = [(key, str(area)) for key, area in self.found.items()]
            self.fields["community"] = forms.ChoiceField(label=_("Community"), choices=choices)
            self.order_fields(["community"])
        else:
            self.fields["grid"] = GridField(community.pk, label=_("Grid"), required=False)


class ReasonForm(forms.Form):
    """Why a step is taken."""

    reason = forms.CharField(label=_("Why"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))


class DepartmentChoices(forms.ModelMultipleChoiceField):
    """Departments with what they are there for."""

    def label_from_instance(self, obj: Any) -> str:
        return " – ".join(part for part in (str(obj), obj.duty, obj.phone) if part)


class BlowForm(forms.Form):
    """Which departments are called."""

    def __init__(self, *args: Any, whistle: Whistle, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["departments"] = DepartmentChoices(
            departments_above(whistle.place), label=_("Which departments are called"),
            widget=forms.CheckboxSelectMultiple,
        )  # fmt: skip


class SolveForm(forms.Form):
    note = Words(_("What you saw at the place"), help_text=_("Whoever asked reads this."))


class SignForm(forms.Form):
    name = forms.CharField(label=_("Your name"), max_length=40)


class ContactForm(forms.Form):
    text = Words(_("With whom you spoke, and what was agreed"))


class ReportForm(forms.Form):
    text = Words(_("What was done at the place, and what is still to do"), help_text=_("Whoever asked reads this."))


class AnswerForm(forms.Form):
    text = Words(_("Your answer to the judgement"))


class RateForm(forms.Form):
    rating = forms.TypedChoiceField(
        label=_("How did they come?"), widget=forms.RadioSelect, coerce=int,
        choices=lambda: [(word.value, starred(word)) for word in Rating],
    )  # fmt: skip
    words = Words(_("A word about it"), required=False, rows=2, help_text=_("The department reads it and can answer."))


class DepartmentForm(forms.Form):
    """A department of the register."""

    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=60)
    name_en = forms.CharField(label=_("Name in English"), max_length=100, required=False)
    duty_zh = forms.CharField(label=_("What it is there for, in Chinese"), max_length=120, required=False)
    duty_en = forms.CharField(label=_("What it is there for, in English"), max_length=200, required=False)
    phone = forms.CharField(label=_("Telephone of the office"), max_length=40, required=False)

    def __init__(self, *args: Any, place: str, department: Department | None = None, **options: Any) -> None:
        if department is not None:
            options["initial"] = {name: getattr(department, name) for name in self.base_fields}
            options["initial"]["officer"] = str(department.officer_id or "")
        super().__init__(*args, **options)
        self.found: dict[str, Person] = {str(person.pk): person for person in officers_at(place, localdate())}
        choices = [("", _("Nobody: it answers by a link")), *((key, one.name) for key, one in self.found.items())]
        self.fields["officer"] = forms.ChoiceField(
            label=_("Officer with an account"), choices=choices, required=False,
            help_text=_("Somebody who holds the role of an officer of a department."),
        )  # fmt: skip

    def clean_officer(self) -> Person | None:
        return self.found.get(self.cleaned_data["officer"])
