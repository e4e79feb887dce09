"""What is asked about dues."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from linli.base.calendars.months import add_months, month_of, months_between
from linli.base.web.forms import DayField
from linli.core.dues.enums import DuesKind, Method
from linli.core.dues.models import Assessment, Due
from linli.core.dues.operations.assessing import AHEAD, Declared
from linli.core.dues.operations.collecting import Money
from linli.core.dues.queries.rates import asks_for_a_base
from linli.core.dues.web.words import month_words

FEN = 100


def Yuan(label: Any, **options: Any) -> forms.DecimalField:  # noqa: N802 -- it stands for a field class
    """A sum in yuan, to the fen."""
    return forms.DecimalField(
        label=label, min_value=Decimal(0), max_value=Decimal(999_999), decimal_places=2, **options
    )


def fen(yuan: Decimal | None) -> int | None:
    """The same sum in fen."""
    return None if yuan is None else int(yuan * FEN)


class MonthField(forms.TypedChoiceField):
    """One of these months."""

    def __init__(self, **options: Any) -> None:
        super().__init__(coerce=date.fromisoformat, **options)

    def offer(self, months: list[date], chosen: date) -> None:
        """The months to choose from, by their names."""
        self.choices = [(month.isoformat(), month_words(month)) for month in months]
        self.initial = chosen.isoformat()


class DeclareForm(forms.Form):
    """What somebody declares for the year."""

    kind = forms.ChoiceField(label=_("How you pay"), choices=DuesKind.choices, widget=forms.RadioSelect)
    base = Yuan(
        _("What comes in each month, in yuan"), required=False,
        help_text=_("Salary after tax, or the whole pension. Only where you have a salary or are retired."),
    )  # fmt: skip
    fixed = Yuan(_("The sum you choose, in yuan"), required=False, help_text=_("Only for farmers: 0.2 to 1 yuan."))
    voluntary = Yuan(_("More, of your own will, each month"), required=False)
    from_month = MonthField(label=_("From which month on"))

    def __init__(self, *args: Any, before: Assessment | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = month_of(localdate())
        months = list(months_between(date(today.year, 1, 1), add_months(today, 2)))
        self.fields["from_month"].offer(months, today)  # type: ignore[attr-defined]  # a MonthField
        if before:
            self.fields["kind"].initial = before.kind
            self.fields["base"].initial = _shown(before.base_fen)
            self.fields["voluntary"].initial = _shown(before.voluntary_fen or None)

    def declared(self) -> Declared:
        """As the operation wants it."""
        said = self.cleaned_data
        return Declared(
            kind=said["kind"], base_fen=fen(said["base"]) if asks_for_a_base(said["kind"]) else None,
            fixed_fen=fen(said["fixed"]), voluntary_fen=fen(said["voluntary"]) or 0,
            by_quarter=said.get("by_quarter", False),
        )  # fmt: skip


class AssessForm(DeclareForm):
    """The same at the desk of the branch, which may agree to quarters."""

    by_quarter = forms.BooleanField(label=_("The branch agrees that they pay by the quarter"), required=False)

    def __init__(self, *args: Any, before: Assessment | None = None, **kwargs: Any) -> None:
        super().__init__(*args, before=before, **kwargs)
        self.fields["kind"].label = _("How they pay")
        self.fields["fixed"].label = _("The sum they choose, in yuan")
        self.fields["voluntary"].label = _("More, of their own will, each month")
        self.fields["by_quarter"].initial = bool(before and before.by_quarter)


def _shown(sum_fen: int | None) -> Decimal | None:
    return None if sum_fen is None else Decimal(sum_fen) / FEN


class CollectForm(forms.Form):
    """The money that somebody brought."""

    through = MonthField(label=_("Through which month"))
    amount = Yuan(
        _("How much, in yuan"), required=False, help_text=_("Empty: everything that is open up to that month.")
    )
    method = forms.ChoiceField(label=_("How"), choices=Method.choices, widget=forms.RadioSelect, initial=Method.CASH)
    transfer_no = forms.CharField(label=_("Number of the transfer"), max_length=40, required=False)
    paid_on = DayField(label=_("On which day"))
    by_another = forms.BooleanField(label=_("Somebody else brought it for them"), required=False)

    def __init__(self, *args: Any, open_dues: list[Due], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = month_of(localdate())
        first = min([due.month for due in open_dues], default=today)
        last = max([due.month for due in open_dues if due.month <= today], default=today)
        months = list(months_between(min(first, today), add_months(today, AHEAD)))
        self.fields["through"].offer(months, last)  # type: ignore[attr-defined]  # a MonthField
        self.fields["paid_on"].initial = localdate()

    def money(self) -> Money:
        """As the operation wants it."""
        said = dict(self.cleaned_data)
        return Money(amount_fen=fen(said.pop("amount")), **said)


class EaseForm(forms.Form):
    """Less in hardship."""

    through = MonthField(label=_("The open months through"))
    to = Yuan(_("What is asked each month now, in yuan"), initial=0, help_text=_("0: nothing is asked."))
    decision = forms.CharField(
        label=_("Where the decision lies"), max_length=60,
        help_text=_("E.g. the minutes of the branch and their date. The reason is not written here."),
    )  # fmt: skip

    def __init__(self, *args: Any, open_dues: list[Due], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        months = [due.month for due in open_dues]
        self.fields["through"].offer(months, months[-1])  # type: ignore[attr-defined]  # a MonthField


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Why"), max_length=200)
