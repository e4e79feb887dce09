"""What is asked about members."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.base.web.forms import DayField
from linli.core.membership.enums import LeaveReason, MemberClass, ServicePost, Standing
from linli.core.membership.queries.members import places_of_secretaries
from linli.core.organisation.enums import GROUPS
from linli.core.organisation.models import PartyOrg

SKILLS = _("Skills")


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
    """What an in-service member can do, and which service posts they claimed."""

    skills = forms.CharField(label=SKILLS, max_length=200, required=False)
    post = forms.CharField(label=_("Post in the unit"), max_length=60, required=False)
    service_posts = forms.MultipleChoiceField(
        label=_("Service posts"), choices=ServicePost.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
