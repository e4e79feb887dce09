"""What is asked about members."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.base.web.forms import DayField, Words
from linli.base.web.hours import HoursField
from linli.core.areas.enums import AreaKind
from linli.core.areas.models import Area
from linli.core.membership.enums import LeaveReason, MemberClass, ServicePost, Standing
from linli.core.membership.operations.asks import ANSWERS
from linli.core.membership.queries.members import places_of_secretaries
from linli.core.membership.queries.service import quarter_of
from linli.core.organisation.enums import GROUPS, BodyKind
from linli.core.organisation.models import Body, PartyOrg

SKILLS = _("Skills")
GOOD_FOR = timedelta(days=90)


class CorrectForm(forms.Form):
    """What is written about a member."""

    member_class = forms.ChoiceField(label=pgettext_lazy("of members", "Class"), choices=MemberClass.choices)
    standing = forms.ChoiceField(label=_("Full or probationary"), choices=Standing.choices)
    joined_on = DayField(label=_("Joined on"), required=False)
    full_on = DayField(label=_("Full member on"), required=False)
    skills = forms.CharField(label=SKILLS, max_length=200, required=False)


class MoveForm(forms.Form):
    """To which branch, perhaps to which group of it, and why."""

    to = forms.ModelChoiceField(PartyOrg.objects.none(), label=_("To which branch or group?"))
    reason = forms.CharField(label=_("Why"), max_length=200)

    def __init__(self, *args: Any, community_id: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        branches = places_of_secretaries().filter(community=community_id)
        groups = PartyOrg.objects.live().filter(community=community_id, kind__in=sorted(GROUPS))
        self.fields["to"].queryset = (branches | groups).order_by("path")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A group stands for itself and its branch."""
        told = super().clean() or {}
        to = told.pop("to", None)
        if to is not None:
            is_group = to.kind in GROUPS
            told |= {"org": to.parent if is_group else to, "group": to if is_group else None}
        return told


class LeaveForm(forms.Form):
    """Why and when somebody is no longer a member here."""

    because = forms.ChoiceField(label=_("Why"), choices=LeaveReason.choices, widget=forms.RadioSelect)
    on = DayField(label=_("On which day"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = localdate()


class OfferForm(forms.Form):
    """What an in-service member can do, when, and which service posts they claimed."""

    unit_org = forms.CharField(label=_("Party organisation of the unit"), max_length=80, required=False)
    post = forms.CharField(label=_("Post in the unit"), max_length=60, required=False)
    skills = forms.CharField(label=SKILLS, max_length=200, required=False)
    hours = HoursField(label=_("Free hours"))
    service_posts = forms.MultipleChoiceField(
        label=_("Service posts"), choices=ServicePost.choices, required=False, widget=forms.CheckboxSelectMultiple
    )


class ReportForm(OfferForm):
    """The slip of somebody who reports in: eight fields, of which name and phone are known already."""

    unit = forms.ModelChoiceField(Body.objects.none(), label=_("Where you work"), required=False)
    unit_name = forms.CharField(label=_("Where you work, if it is not in the list"), max_length=120, required=False)
    may_be_asked = forms.BooleanField(
        label=_("You may ask me now and then when help is needed, within my free hours"), required=False
    )

    def __init__(self, *args: Any, community_id: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Body.objects.live().filter(community=community_id, kind=BodyKind.UNIT).order_by("pinyin", "pk")
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.order_fields(["name", "phone", "unit", "unit_name"])


class DeskReportForm(ReportForm):
    """The same, written at the desk for whoever calls or comes by: who it is, by name and phone."""

    name = forms.CharField(label=_("Name"), max_length=80)
    phone = forms.CharField(label=_("Phone"), max_length=20)


class AssignForm(forms.Form):
    """In which grid somebody lends a hand, and which posts they have."""

    grid = forms.ModelChoiceField(Area.objects.none(), label=_("Grid"))
    service_posts = forms.MultipleChoiceField(
        label=_("Service posts"), choices=ServicePost.choices, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, community_id: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        grids = Area.objects.filter(community=community_id, kind=AreaKind.GRID, ends_on=None).order_by("number", "pk")
        self.fields["grid"].queryset = grids  # type: ignore[attr-defined]


class ServiceForm(forms.Form):
    """One thing that somebody did."""

    on = DayField(label=_("On which day"))
    hours = forms.DecimalField(
        label=_("How many hours"), min_value=0, max_value=24, max_digits=4, decimal_places=2, initial=1
    )
    what = forms.CharField(label=_("What was done"), max_length=200)
    service_post = forms.ChoiceField(
        label=pgettext_lazy("of an in-service member", "Service post"), required=False,
        choices=[("", "–"), *ServicePost.choices],
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = localdate()

    def told(self) -> dict[str, Any]:
        """What the operation wants."""
        told = dict(self.cleaned_data)
        minutes = int(told.pop("hours") * 60)
        return {**told, "minutes": minutes}


class StatementForm(forms.Form):
    """Of which time an extract for the unit tells, and until when it is good."""

    since = DayField(label=_("First day"))
    until = DayField(label=_("Last day"))
    ends_on = DayField(label=_("Good until"), help_text=_("After this day its code opens nothing."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = localdate()
        since, until = date(today.year, 1, 1), today
        if today < quarter_of(since)[1]:  # early in the year people mean the one that is over
            since, until = date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)
        for name, day in (("since", since), ("until", until), ("ends_on", today + GOOD_FOR)):
            self.fields[name].initial = day


class AskForm(forms.Form):
    """What is wrong on my card."""

    text = Words(_("What is wrong, and how is it right?"))


class AnswerForm(forms.Form):
    """What becomes of it, with words."""

    answer = forms.ChoiceField(
        label=_("Answer"), choices=[(name, move.label) for name, move in ANSWERS.items()], widget=forms.RadioSelect
    )
    words = Words(_("What the person reads"))
