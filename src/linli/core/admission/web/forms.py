"""What is asked about admission and transfer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from linli.base.web.forms import DayField
from linli.core.admission.enums import AdmissionState, EndReason
from linli.core.admission.operations.stepping import HELPERS, VOTES, Told
from linli.core.admission.operations.transferring import LONGEST, Letter
from linli.core.admission.queries.steps import Step
from linli.core.membership.models import Member
from linli.core.membership.queries.members import full_members
from linli.core.organisation.models import PartyOrg
from linli.core.people.web.adapters import ChinesePhoneField


class MemberChoice(forms.ModelMultipleChoiceField):
    """Members by their names."""

    def label_from_instance(self, obj: Any) -> str:
        return obj.person.name


class StepForm(forms.Form):
    """A step that was done: the day, the papers, where they lie, and what this step asks for besides."""

    on = DayField(label=_("On which day"))
    papers = forms.MultipleChoiceField(
        label=_("These papers are there"), widget=forms.CheckboxSelectMultiple, required=False
    )
    shelf = forms.CharField(
        label=_("Where they lie"), max_length=60, required=False,
        help_text=_("A shelf mark. What they say is not written here."),
    )  # fmt: skip

    def __init__(self, *args: Any, step: Step, org: PartyOrg | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = localdate()
        self.fields["papers"].choices = step.papers()  # type: ignore[attr-defined]  # a field of choices
        if step.code in HELPERS and org:
            self.fields["helpers"] = MemberChoice(
                full_members(org), label=_("Full members of the branch"), widget=forms.CheckboxSelectMultiple
            )
        if step.code in VOTES:
            self.fields["entitled"] = forms.IntegerField(label=_("Entitled to vote"), min_value=1, max_value=2000)
            self.fields["in_favour"] = forms.IntegerField(label=_("In favour"), min_value=0, max_value=2000)
        if step.code == AdmissionState.SHORT_COURSE:
            self.fields["days"] = forms.IntegerField(label=_("Days"), min_value=0, max_value=60, required=False)
            self.fields["hours"] = forms.IntegerField(label=_("Hours"), min_value=0, max_value=400, required=False)

    def told(self) -> Told:
        """As the operation wants it."""
        names = ("on", "papers", "shelf", "helpers", "entitled", "in_favour", "days", "hours")
        said = {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}
        return Told(**said)


class ApplyForm(StepForm):
    """Who applies, to which branch."""

    org = forms.ModelChoiceField(PartyOrg.objects.none(), label=_("To which branch"))
    name = forms.CharField(label=_("Their full name"), max_length=80)
    phone = ChinesePhoneField(label=_("Their phone"), help_text=_("As it stands in the register of residents."))

    def __init__(self, *args: Any, orgs: Any, step: Step, **kwargs: Any) -> None:
        super().__init__(*args, step=step, **kwargs)
        field: Any = self.fields["org"]
        field.queryset = orgs
        if len(orgs) == 1:
            field.initial = orgs[0]
        self.order_fields(["org", "name", "phone", "on", "papers", "shelf"])


class LookForm(forms.Form):
    """A half-yearly look."""

    on = DayField(label=_("On which day"))
    shelf = forms.CharField(label=_("Where its papers lie"), max_length=60, required=False)


class ExtendForm(LookForm):
    """The probation is extended."""

    months = forms.IntegerField(label=_("By how many months"), min_value=6, max_value=12, initial=6)


class EndForm(forms.Form):
    """It ends before."""

    because = forms.ChoiceField(label=_("Why"), choices=EndReason.choices, widget=forms.RadioSelect)
    on = DayField(label=_("On which day"))


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Why"), max_length=200)


class TransferForm(forms.Form):
    """Where a member wants to go."""

    to_org = forms.ModelChoiceField(PartyOrg.objects.none(), label=_("To a branch here"), required=False)
    to_name = forms.CharField(label=_("Or to an organisation elsewhere"), max_length=120, required=False)

    def __init__(self, *args: Any, member: Member, orgs: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["to_org"]
        field.queryset = orgs.filter(community=member.community_id).exclude(pk=member.org_id)


class LetterForm(forms.Form):
    """The letter."""

    number = forms.CharField(label=_("Number of the letter"), max_length=40)
    on = DayField(label=_("On which day"))
    valid_days = forms.IntegerField(label=_("Holds for how many days"), min_value=1, max_value=LONGEST, initial=30)

    def letter(self) -> Letter:
        """As the operation wants it."""
        return Letter(**self.cleaned_data)


class DayForm(forms.Form):
    """On which day."""

    on = DayField(label=_("On which day"))


def with_today(form: forms.Form) -> forms.Form:
    """The same form, with today as its day."""
    form.fields["on"].initial = localdate()
    return form
