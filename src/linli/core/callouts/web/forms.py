"""What is asked about offers of help and calls for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.base.web.forms import DayField, MomentField, Words
from linli.base.web.hours import HoursField
from linli.core.areas.models import Area
from linli.core.areas.web.forms import GridField
from linli.core.callouts.enums import Reach, Skill, Source
from linli.core.callouts.models import Ask, CallOut, Offer
from linli.core.callouts.queries.helpers import source_choices
from linli.core.partnership.web.forms import TellerForm
from linli.core.people.models import Person


def Skills(label: Any, **options: Any) -> forms.MultipleChoiceField:  # noqa: N802 -- it stands for a field class
    """Some of the things that people can do."""
    return forms.MultipleChoiceField(label=label, choices=Skill.choices, widget=forms.CheckboxSelectMultiple, **options)


class OfferForm(forms.Form):
    """What somebody offers of themselves."""

    skills = Skills(gettext_lazy("What I can do"))
    hours = HoursField(label=gettext_lazy("When I am usually free"), required=True)
    reach = forms.ChoiceField(
        label=gettext_lazy("How far from home"), choices=Reach.choices, widget=forms.RadioSelect, initial=Reach.GRID
    )
    only_emergencies = forms.BooleanField(label=gettext_lazy("Only ask me in an emergency"), required=False)
    rests_until = DayField(
        label=gettext_lazy("Do not ask me before this day is over"), required=False,
        help_text=gettext_lazy("While you are away, or need a rest."),
    )  # fmt: skip
    note = forms.CharField(
        label=gettext_lazy("What the desk should know"), max_length=200, required=False,
        help_text=gettext_lazy("For example: no stairs, please."),
    )  # fmt: skip

    @staticmethod
    def told_by(offer: Offer | None) -> dict[str, Any]:
        """What stands in the form when an offer is there already."""
        if offer is None:
            return {}
        names = ("hours", "reach", "only_emergencies", "rests_until", "note")
        return {**{name: getattr(offer, name) for name in names}, "skills": [one.skill for one in offer.skills.all()]}


class HelperForm(OfferForm, TellerForm):
    """The same at the desk, and whose it is."""

    def __init__(self, *args: Any, found: Sequence[Person], **options: Any) -> None:
        super().__init__(*args, found=found, **options)
        self.order_fields(["person", "door"])

    def offered(self) -> dict[str, Any]:
        """What the operation wants."""
        return {name: value for name, value in self.cleaned_data.items() if name not in {"person", "door"}}


class CallForm(forms.Form):
    """A call for help."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=60)
    text = Words(
        gettext_lazy("What is to be done"), help_text=gettext_lazy("Those who are asked read this: no names, please.")
    )
    where = forms.CharField(label=gettext_lazy("Where to meet"), max_length=120)
    starts_at = MomentField(label=gettext_lazy("From"))
    ends_at = MomentField(label=gettext_lazy("Until"))
    wanted = forms.IntegerField(label=gettext_lazy("How many people"), min_value=1, max_value=500, initial=4)
    more_allowed = forms.BooleanField(label=gettext_lazy("More may come"), required=False)
    skills = Skills(
        gettext_lazy("What they should be able to do"), required=False,
        help_text=gettext_lazy("Any one of these is enough; nothing chosen asks anybody."),
    )  # fmt: skip
    sources = forms.MultipleChoiceField(
        label=gettext_lazy("Who is asked"), choices=source_choices, widget=forms.CheckboxSelectMultiple,
        initial=[Source.RESIDENTS],
    )  # fmt: skip
    is_emergency = forms.BooleanField(
        label=gettext_lazy("An emergency"), required=False,
        help_text=gettext_lazy("Also asks those who said “only in an emergency”, at any hour, half an hour a round."),
    )  # fmt: skip

    def __init__(self, *args: Any, community: Area, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["grid"] = GridField(
            community.pk, label=_("Grid"), required=False, unknown=_("The whole neighbourhood")
        )
        self.order_fields(["title", "text", "where", "grid", "starts_at", "ends_at", "wanted", "more_allowed"])


class StepForm(forms.Form):
    """A form for one step of one call."""

    def __init__(self, *args: Any, thing: CallOut, **options: Any) -> None:
        super().__init__(*args, **options)
        self.thing = thing
        self.prepare()

    def prepare(self) -> None:
        """What depends on the call."""


class CancelForm(StepForm):
    words = Words(gettext_lazy("Why"), help_text=gettext_lazy("Those who said yes read this."))


class FinishForm(StepForm):
    words = Words(gettext_lazy("A word of thanks"), required=False, rows=2)

    def prepare(self) -> None:
        asks = self.thing.asks.filter(answer="yes").select_related("person").order_by("answered_at", "pk")
        choices = [(str(ask.pk), name_of(ask)) for ask in asks]
        self.fields["came"] = forms.MultipleChoiceField(
            label=_("Who came"), choices=choices, required=False, widget=forms.CheckboxSelectMultiple,
            initial=[key for key, _name in choices],
            help_text=_("They get a word of thanks. About the others nothing is written down."),
        )  # fmt: skip
        self.order_fields(["came", "words"])


def name_of(ask: Ask) -> str:
    """Who said yes."""
    return ask.person.name if ask.person else f"{ask.body} ({ask.count})"


class BodyForm(forms.Form):
    """A team, a unit or a shop to be asked."""

    name = forms.CharField(label=gettext_lazy("Name of the team, unit or shop"), max_length=80)


class AnswerForm(TellerForm):
    """What somebody told the desk."""

    accept = forms.TypedChoiceField(
        label=gettext_lazy("What they said"), widget=forms.RadioSelect, coerce=lambda value: value == "yes",
        choices=[("yes", gettext_lazy("Yes, they come")), ("no", gettext_lazy("No, or not any more"))], initial="yes",
    )  # fmt: skip


class BodyAnswerForm(forms.Form):
    """How many a body sends."""

    count = forms.IntegerField(label=gettext_lazy("How many of you come"), min_value=1, max_value=500, initial=2)
