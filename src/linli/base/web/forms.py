"""Forms in the look of the kit: `{{ form }}` shows every field as `{% field %}` does, the errors at the top."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import BLANK_CHOICE_DASH, IntegerChoices
from django.forms.boundfield import BoundField
from django.forms.renderers import DjangoTemplates
from django.forms.widgets import (
    CheckboxInput,
    CheckboxSelectMultiple,
    DateInput,
    DateTimeInput,
    RadioSelect,
    Select,
    TimeInput,
)
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _


class FormRenderer(DjangoTemplates):
    """How Django draws our forms; named by the setting FORM_RENDERER."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"


class DayInput(DateInput):
    """A day, with the calendar of the browser."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class ClockInput(TimeInput):
    """A time of day."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")


class MomentInput(DateTimeInput):
    """A day and a time."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class DayField(forms.DateField):
    """A day, asked for with the calendar of the browser."""

    widget = DayInput


class MomentField(forms.DateTimeField):
    """A moment in the time zone of the page."""

    widget = MomentInput
    input_formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]


def kind_of(bound: BoundField) -> str:
    """How a field is drawn: `hidden`, `check`, `choices` (a group of radio buttons or boxes), `select` or `input`."""
    widget = bound.field.widget
    if widget.is_hidden:
        return "hidden"
    if isinstance(widget, CheckboxSelectMultiple | RadioSelect):
        return "choices"
    if isinstance(widget, CheckboxInput):
        return "check"
    return "select" if isinstance(widget, Select) else "input"


CSS_OF = {"check": "form-check-input", "select": "form-select", "input": "form-control", "hidden": "", "choices": ""}


DASHES = BLANK_CHOICE_DASH[0][1]


def _say_the_empty_choice(field: forms.Field) -> None:
    """Django's row of dashes says nothing to anybody: please choose, or nothing at all."""
    words = _("Please choose") if field.required else "–"
    if isinstance(field, forms.ModelChoiceField):
        field.empty_label = words if field.empty_label == DASHES else field.empty_label
    elif isinstance(field, forms.TypedChoiceField):
        choices: list[Any] = list(field.choices)  # type: ignore[arg-type]  # what may be called is wrapped by Django
        field.choices = [("", words), *choices[1:]] if choices[:1] == BLANK_CHOICE_DASH else choices


def widget_of(bound: BoundField) -> str:
    """The input itself, with the classes of the kit; label, help and error name it by aria-describedby."""
    if kind_of(bound) == "select":
        _say_the_empty_choice(bound.field)
    css = [bound.field.widget.attrs.get("class", ""), CSS_OF[kind_of(bound)], "is-invalid" if bound.errors else ""]
    classes = " ".join(name for name in css if name)
    return bound.as_widget(attrs={"class": classes} if classes else None)


def Words(label: Any, *, rows: int = 3, **options: Any) -> forms.CharField:  # noqa: N802 -- it stands for a field class
    """Some sentences."""
    hint = options.pop("placeholder", "")
    widget = forms.Textarea(attrs={"rows": rows, "placeholder": hint} if hint else {"rows": rows})
    return forms.CharField(label=label, widget=widget, max_length=2000, **options)


def starred(rating: IntegerChoices) -> SafeString:
    """A judgement as words, with its stars for whoever sees them."""
    stars = "★" * rating + "☆" * (max(type(rating).values) - rating)
    return format_html('<span aria-hidden="true">{}</span> {}', stars, rating.label)
