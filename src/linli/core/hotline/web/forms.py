"""The forms of tickets: small ones, each for one step."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.base.permissions import Actor
from linli.base.web.forms import Words, starred
from linli.core.areas.models import Area
from linli.core.hotline.enums import HotlinePermission, TicketKind
from linli.core.hotline.models import Ticket
from linli.core.hotline.queries.lists import joinable
from linli.core.matters.models import Matter
from linli.core.matters.queries.suggest import suggest_categories
from linli.core.matters.web.forms import CategoryField
from linli.core.people.enums import Rating
from linli.core.people.models import Person
from linli.core.people.queries.actors import holders_of


class TicketForm(forms.Form):
    """A ticket as the hotline tells it."""

    number = forms.CharField(label=_("Number of the ticket"), max_length=40)
    kind = forms.ChoiceField(label=_("Kind"), choices=TicketKind.choices, widget=forms.RadioSelect)
    text = Words(_("What the caller said"), rows=4)
    address = forms.CharField(
        label=_("Where"), max_length=200, required=False, help_text=_("The grid is guessed from it.")
    )
    caller_name = forms.CharField(label=_("Name of the caller"), max_length=40, required=False)
    caller_phone = forms.CharField(label=_("Phone of the caller"), max_length=20, required=False)

    def __init__(self, *args: Any, communities: list[Area], **options: Any) -> None:
        super().__init__(*args, **options)
        self.communities = communities
        self.found = {str(area.pk): area for area in communities}
        if len(communities) > 1:
            choices = [(key, str(area)) for key, area in self.found.items()]
            self.fields["community"] = forms.ChoiceField(label=_("Community"), choices=choices)


class AssignForm(forms.Form):
    """Who handles it, and as which matter."""

    def __init__(self, *args: Any, ticket: Ticket, actor: Actor, today: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.people: dict[str, Person] = {
            str(person.pk): person for person in holders_of(HotlinePermission.HANDLE, ticket.place, today)
        }
        choices = [("", _("Please choose")), *((key, one.name) for key, one in self.people.items())]
        self.fields["handler"] = forms.ChoiceField(label=_("Who handles it"), choices=choices)
        self.matters: dict[str, Matter] = {}
        if ticket.matter_id is None:
            self.matters = {str(matter.pk): matter for matter in joinable(ticket, actor)}
            best = suggest_categories(ticket.text, most=1)
            self.fields["category"] = CategoryField(label=_("Category"), initial=best[0].code if best else "")
        if self.matters:
            offered = [(key, f"{one.title} · {one.code}") for key, one in self.matters.items()]
            self.fields["join"] = forms.ChoiceField(
                label=_("Is it one of these?"), widget=forms.RadioSelect, required=False, initial="",
                choices=[("", _("No, it is a new matter")), *offered],
                help_text=_("Open matters of the same caller, or at the same address."),
            )  # fmt: skip
            self.order_fields(["join"])

    def clean_handler(self) -> Person:
        return self.people[self.cleaned_data["handler"]]

    def clean_join(self) -> Matter | None:
        return self.matters.get(self.cleaned_data["join"])


class ReplyForm(forms.Form):
    text = Words(
        _("The reply"), rows=6, help_text=_("The caller reads this. A second person reads it before it goes out.")
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Why"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))


class ReturnForm(forms.Form):
    clause = forms.CharField(
        label=_("Which clause says who is responsible"), max_length=400, widget=forms.Textarea(attrs={"rows": 3})
    )


YES_OR_NO = [("1", _("Yes")), ("0", _("No"))]


class CallBackForm(forms.Form):
    """What the caller said when somebody called back."""

    is_reached = forms.TypedChoiceField(
        label=_("Was the caller reached?"),
        choices=YES_OR_NO,
        widget=forms.RadioSelect,
        coerce=lambda value: value == "1",
    )
    is_solved = forms.TypedChoiceField(
        label=_("Does the caller say that it is solved?"), choices=YES_OR_NO, widget=forms.RadioSelect, required=False,
        coerce=lambda value: value == "1", empty_value=None,
    )  # fmt: skip
    rating = forms.TypedChoiceField(
        label=_("How satisfied is the caller?"), required=False, widget=forms.RadioSelect, coerce=int, empty_value=None,
        choices=lambda: [*((word.value, starred(word)) for word in Rating), ("", _("I would rather not say"))],
    )  # fmt: skip
