"""What is asked about agreements, promises and half-years."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.base.web.forms import DayField, Words
from linli.core.organisation.enums import BodyKind
from linli.core.organisation.models import Body
from linli.core.partnership.enums import OUTCOMES, PromiseKind, PromiseState, Side
from linli.core.partnership.models import Agreement, Promise
from linli.core.partnership.operations.agreements import Terms
from linli.core.partnership.operations.promises import Wording
from linli.core.partnership.queries.agreements import months_later
from linli.core.partnership.web.forms import TOLD_BY, StepForm
from linli.core.people.enums import Door

AIM = gettext_lazy(
    "The community and the unit help each other: party life together, rooms and skills shared, and things done "
    "together for those who live here. What each side gives stands below, with its day."
)
LEAVING = gettext_lazy(
    "Either side may leave with a word to the other, and says why. What is under way is brought to a good end."
)
PRIVACY = gettext_lazy(
    "Neither side gets lists of residents or of staff. What somebody learns about a person while helping stays with "
    "them. Nobody is scored or ranked."
)


class TermsForm(StepForm):
    """The term and the clauses."""

    starts_on = DayField(label=gettext_lazy("From"))
    ends_on = DayField(label=gettext_lazy("Until"), help_text=gettext_lazy("One to three years."))
    aim = Words(gettext_lazy("What it is for"))
    leaving = Words(gettext_lazy("How either side leaves"), rows=2)
    privacy = Words(gettext_lazy("What is never handed over"), rows=2)

    def prepare(self) -> None:
        if isinstance(self.thing, Agreement):
            self.initial = {name: getattr(self.thing, name) for name in self.base_fields}

    def terms(self) -> Terms:
        """As the operation wants it."""
        return Terms(**{name: self.cleaned_data[name] for name in TermsForm.base_fields})


def first_terms(today: date) -> dict[str, Any]:
    """What a new agreement begins with: two years from the first of next month, and the usual clauses."""
    start = months_later(today.replace(day=1), 1)
    end = months_later(start, 24) - timedelta(days=1)
    return {"starts_on": start, "ends_on": end, "aim": AIM, "leaving": LEAVING, "privacy": PRIVACY}


def next_terms(before: Agreement) -> dict[str, Any]:
    """What the next agreement begins with: the same clauses, as long a term, from the day after."""
    start = before.ends_on + timedelta(days=1)
    months = round((before.ends_on - before.starts_on).days / 30.4)
    said = {name: getattr(before, name) for name in ("aim", "leaving", "privacy")}
    return {"starts_on": start, "ends_on": months_later(start, months) - timedelta(days=1), **said}


class NewAgreementForm(TermsForm):
    """Whose agreement it is, the term and the clauses."""

    body = forms.ModelChoiceField(
        Body.objects.none(), label=gettext_lazy("With which unit"), empty_label=gettext_lazy("Please choose"),
        help_text=gettext_lazy("A business, the market or a social organisation: begin from its own page."),
    )  # fmt: skip
    field_order = ["body", "starts_on", "ends_on"]

    def prepare(self) -> None:
        chosen = self.data.get("body") or self.initial.get("body") or ""
        units = self.thing.filter(kind=BodyKind.UNIT)
        found = units | self.thing.filter(pk=chosen) if _is_key(str(chosen)) else units
        self.fields["body"].queryset = found  # type: ignore[attr-defined]  # a field of models, as declared above


def _is_key(text: str) -> bool:
    return len(text) in {32, 36} and set(text.lower()) <= set("0123456789abcdef-")


def door_field() -> forms.ChoiceField:
    """How the unit told the desk."""
    return forms.ChoiceField(label=_("How the unit told you"), choices=TOLD_BY, initial=Door.PHONE)


class SignForm(StepForm):
    """A signature, for the words that were read."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    name = forms.CharField(label=gettext_lazy("Name of whoever signs"), max_length=60)
    has_read = forms.BooleanField(label=gettext_lazy("I have read what both sides promise"))

    def prepare(self) -> None:
        self.initial = {"revision": self.thing.revision}


class PaperSignForm(SignForm):
    """A signature that the unit put on paper."""

    has_read = forms.BooleanField(label=gettext_lazy("The signed paper lies before me"))

    def prepare(self) -> None:
        super().prepare()
        self.fields["door"] = door_field()
        self.fields["door"].initial = Door.PAPER


class WhyForm(StepForm):
    """A reason that the other side reads."""

    words = Words(gettext_lazy("In a few words"), rows=2, help_text=gettext_lazy("The other side reads this."))


class EndForm(WhyForm):
    """Who leaves, and why."""

    side = forms.ChoiceField(label=gettext_lazy("Who leaves"), choices=Side.choices, widget=forms.RadioSelect)
    field_order = ["side", "door", "words"]

    def prepare(self) -> None:
        self.fields["door"] = door_field()
        self.fields["door"].help_text = _("Only when it is the unit that leaves.")
        self.initial = {"side": Side.COMMUNITY}
        self.order_fields(self.field_order)


class PromiseForm(StepForm):
    """One promise: what, under which terms, by when."""

    kind = forms.ChoiceField(label=gettext_lazy("What kind it is"), choices=PromiseKind.choices)
    text = forms.CharField(
        label=gettext_lazy("What is promised"), max_length=200,
        help_text=gettext_lazy("So that both can see whether it was done: two talks on fraud, each for an hour …"),
    )  # fmt: skip
    terms = forms.CharField(
        label=gettext_lazy("Where, when, under which terms"), max_length=200, required=False,
        help_text=gettext_lazy("The sports hall, Sundays 8 to 11, somebody of ours locks up …"),
    )  # fmt: skip
    due_on = DayField(label=gettext_lazy("By when"))

    def prepare(self) -> None:
        if isinstance(self.thing, Promise):
            self.initial = {name: getattr(self.thing, name) for name in ("kind", "text", "terms", "due_on")}

    def wording(self) -> Wording:
        """As the operation wants it."""
        return Wording(**{name: self.cleaned_data[name] for name in ("kind", "text", "terms", "due_on")})


class NewPromiseForm(PromiseForm):
    """A promise, and who gives it."""

    gives = forms.ChoiceField(label=gettext_lazy("Who promises it"), choices=Side.choices, widget=forms.RadioSelect)
    field_order = ["gives", "kind", "text", "terms", "due_on"]

    def prepare(self) -> None:
        names = {Side.UNIT: self.thing.partner.body.name, Side.COMMUNITY: _("The community")}
        self.fields["gives"].choices = list(names.items())  # type: ignore[attr-defined]  # a ChoiceField, as declared
        asked = self.initial.get("gives")
        self.initial = {"due_on": self.thing.ends_on, "gives": asked if asked in Side.values else Side.UNIT}


class TellForm(StepForm):
    """What came of a promise, with a proof."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("What came of it"), widget=forms.RadioSelect,
        choices=[(state, PromiseState(state).label) for state in PromiseState if state in OUTCOMES],
    )  # fmt: skip
    proof = Words(
        gettext_lazy("What was done, when and where"), rows=2,
        help_text=gettext_lazy("12 April, the activity room, about forty neighbours came. No names, please."),
    )  # fmt: skip
    photo = forms.ImageField(
        label=gettext_lazy("A picture of the place"), required=False,
        help_text=gettext_lazy("Only of the place: no faces, no number plates. Where it was taken is removed."),
    )  # fmt: skip
    place_only = forms.BooleanField(label=gettext_lazy("Nobody can be recognised on it"), required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("photo") and not said.get("place_only"):
            self.add_error("place_only", _("Please look at the picture once more: it is to show the place only."))
        said.pop("place_only", None)
        return said


class ReviewForm(StepForm):
    """A side's word on the half-year."""

    words = Words(
        gettext_lazy("How it went, and what should be different"), rows=4,
        help_text=gettext_lazy("Both sides read it. About what was promised, not about people."),
    )  # fmt: skip
