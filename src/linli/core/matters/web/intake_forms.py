"""The forms of clocks and powers: send back with the clause, ask and wait, stand still for a reason."""

from __future__ import annotations

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from linli.base.web.forms import DayField
from linli.core.matters.enums import MatterState, PauseReason
from linli.core.matters.models import Category
from linli.core.matters.queries.suggest import suggest_categories
from linli.core.matters.web.forms import AskForm, ReasonForm, StepForm, Words


def basis_label(kind: Category) -> SafeString:
    """Whose a kind of matter is, and the clause that says so."""
    clause = format_html("<br><small>{}</small>", kind.clause) if kind.clause else ""
    return format_html("<b>{}</b> · {} · {}{}", kind.owner, kind.get_power_display(), kind, clause)


class ReturnForm(ReasonForm):
    """Send back what is not one's own, with whose it is."""

    basis = forms.ChoiceField(
        label=_("Whose it is, and by which clause"), required=False, widget=forms.RadioSelect,
        help_text=_("The desk reads it beside your reason and hands it on there."),
    )  # fmt: skip
    field_order = ["basis", "reason"]

    def prepare(self) -> None:
        found = {kind.code: kind for kind in suggest_categories(self.matter.text, localdate())}
        if self.matter.category:
            found.setdefault(self.matter.category.code, self.matter.category)
        self.found = found
        field = self.fields["basis"]
        field.choices = [  # type: ignore[attr-defined]
            *((code, basis_label(kind)) for code, kind in found.items()),
            ("", _("Another one: I say it below")),
        ]
        field.initial = next(iter(found), "")

    def clean_basis(self) -> Category | None:
        return self.found.get(self.cleaned_data["basis"])


class SuspendForm(StepForm):
    because = forms.ChoiceField(
        label=_("What it waits for"), choices=PauseReason.choices, widget=forms.RadioSelect,
        initial=PauseReason.PARTS,
    )  # fmt: skip
    until = DayField(label=_("Until"), help_text=_("On that day it comes back to you by itself."))
    reason = Words(_("In a few words"), help_text=_("The person reads this."))


class AskBackForm(AskForm):
    """A question, and whether the deadline waits for the reply."""

    waits_until = DayField(
        label=_("Let the deadline wait for the reply, until"), required=False,
        help_text=_("Only when nothing can be done before. Empty: the deadline goes on. A reply ends the waiting."),
    )  # fmt: skip

    def prepare(self) -> None:
        if self.matter.state != MatterState.HANDLING:
            del self.fields["waits_until"]
