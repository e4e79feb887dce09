"""Asking for free hours: a small table of a week, seven days by three parts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.base.hours import DAYS, PARTS, from_slots, to_slots


class HoursWidget(forms.CheckboxSelectMultiple):
    """The table; each box names its day and its part for whoever does not see the table."""

    template_name = "forms/hours.html"
    own_look = True  # drawn by itself, not as a row of boxes

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        chosen = {str(each) for each in value or []}
        rows = []
        for day, label in enumerate(DAYS):
            slots = [3 * day + part for part in range(3)]
            boxes = [
                {"value": slot, "checked": str(slot) in chosen, "part": PARTS[slot % 3], "id": f"{attrs['id']}_{slot}"}
                for slot in slots
            ]
            rows.append({"day": label, "boxes": boxes})
        return {**context, "rows": rows, "parts": PARTS}


class HoursField(forms.TypedMultipleChoiceField):
    """Parts of a week; gives the number that `base/hours.py` explains."""

    widget = HoursWidget

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("When in the week"))
        options.setdefault("required", False)
        choices = [(slot, f"{DAYS[slot // 3]} {PARTS[slot % 3]}") for slot in range(21)]
        super().__init__(choices=choices, coerce=int, **options)

    def prepare_value(self, value: Any) -> list[int]:
        return to_slots(value) if isinstance(value, int) else list(value or [])

    def clean(self, value: Any) -> int:
        slots: Iterable[int] = super().clean(value)
        return from_slots(slots)
