"""What is asked about being away and about guests."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from linli.base.web.forms import DayField
from linli.core.membership.web.forms import MoveForm
from linli.core.mobile.enums import AwayReason, ContactWay
from linli.core.mobile.operations.stays import ENDINGS


class AwayForm(forms.Form):
    """Where, why and until when."""

    whereabouts = forms.CharField(label=_("Where"), max_length=120, help_text=_("A city is enough; no address."))
    reason = forms.ChoiceField(label=_("Why"), choices=AwayReason.choices)
    since = DayField(label=_("From"))
    until = DayField(label=_("Until, if it is known"), required=False)
    other_end = forms.CharField(label=_("Organisation at the other end, if any"), max_length=120, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["since"].initial = localdate()


class GuestForm(MoveForm):
    """A guest with a card: who, into which group, from where."""

    name = forms.CharField(label=_("Name"), max_length=80)
    phone = forms.CharField(label=_("Phone"), max_length=20)
    card_number = forms.CharField(label=_("Number of the card"), max_length=40)
    whereabouts = forms.CharField(label=_("Where they come from"), max_length=120)
    other_end = forms.CharField(label=_("Organisation that they belong to"), max_length=120, required=False)
    why = forms.ChoiceField(label=_("Why they are here"), choices=AwayReason.choices)

    def __init__(self, *args: Any, community_id: UUID, **kwargs: Any) -> None:
        super().__init__(*args, community_id=community_id, **kwargs)
        del self.fields["reason"]
        self.order_fields(["name", "phone", "card_number", "whereabouts", "other_end", "why", "to"])


class ContactForm(forms.Form):
    """A word that was heard."""

    on = DayField(label=_("On which day"))
    how = forms.ChoiceField(label=_("How"), choices=ContactWay.choices)
    note = forms.CharField(
        label=_("To mind"), max_length=120, required=False, help_text=_("What the branch has to do, not what was said.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = localdate()


class CardForm(forms.Form):
    """The card by which the other end knows them."""

    card_number = forms.CharField(label=_("Number of the card"), max_length=40)


class EndForm(forms.Form):
    """Back again, or transferred."""

    ending = forms.ChoiceField(
        label=_("What happened"), choices=[(name, move.label) for name, move in ENDINGS.items()],
        widget=forms.RadioSelect,
    )  # fmt: skip
    on = DayField(label=_("On which day"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = localdate()
