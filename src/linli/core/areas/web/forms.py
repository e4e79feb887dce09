"""What is asked about areas."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.base.web.forms import DayField
from linli.core.areas.enums import DEPTH, AreaKind, FactKey
from linli.core.areas.models import Area
from linli.core.areas.queries.communities import grids_of


class AreaForm(forms.Form):
    """An area below another one."""

    kind = forms.ChoiceField(label=_("What is it?"))
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=80)
    name_en = forms.CharField(label=_("Name in English"), max_length=80, required=False)
    number = forms.IntegerField(
        label=_("Number"),
        min_value=0,
        max_value=999_999,
        required=False,
        help_text=_("Grid 7, building 3, door 302: lists are sorted by it."),
    )

    def __init__(self, *args: Any, parent: Area, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        below = [
            kind for kind in AreaKind if DEPTH[kind] > max(DEPTH[AreaKind(parent.kind)], DEPTH[AreaKind.COMMUNITY])
        ]
        choices = forms.ChoiceField(label=_("What is it?"), choices=[(kind.value, kind.label) for kind in below])
        self.fields["kind"] = choices

    def clean_number(self) -> int:
        return self.cleaned_data["number"] or 0


class NameForm(forms.Form):
    """What an area is called."""

    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=80)
    name_en = forms.CharField(label=_("Name in English"), max_length=80, required=False)
    number = forms.IntegerField(label=_("Number"), min_value=0, max_value=999_999)
    code = forms.CharField(
        label=_("Area code"), max_length=15, required=False, help_text=_("12 digits for a community, 15 for a grid.")
    )
    phone = forms.CharField(label=_("Public telephone"), max_length=40, required=False)


class FactForm(forms.Form):
    """A figure with its day and source."""

    key = forms.ChoiceField(label=_("Which figure?"), choices=FactKey.choices)
    value = forms.DecimalField(
        label=_("How many?"),
        min_value=0,
        max_digits=14,
        decimal_places=3,
        required=False,
        help_text=_("Leave it empty if nobody knows."),
    )
    as_of = DayField(label=_("On which day?"))
    source = forms.CharField(
        label=_("Where does it come from?"),
        max_length=200,
        help_text=_("For example: the register of the street, 2026."),
    )


class RedrawForm(forms.Form):
    """Which buildings belong to another grid, from when on, and why."""

    areas = forms.MultipleChoiceField(label=_("Which buildings?"), widget=forms.CheckboxSelectMultiple)
    to = forms.ChoiceField(label=_("To which grid?"))
    effective_on = DayField(label=_("From which day on?"))
    reason = forms.CharField(label=_("Why?"), max_length=400)

    def __init__(self, *args: Any, areas: list[tuple[str, str]], grids: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("areas", areas), ("to", grids)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- it tells the type, nothing else
            field.choices = choices


class GridField(forms.ChoiceField):
    """One of the grids of a community; gives the grid."""

    def __init__(self, community: Any, *, unknown: Any = None, **options: Any) -> None:
        self.found = {str(grid.pk): grid for grid in grids_of(community)}
        self.unknown = unknown or _("Not known yet")
        super().__init__(choices=self._listed, **options)

    def _listed(self) -> list[tuple[str, Any]]:
        """Drawn up only when the form is shown."""
        return [("", self.unknown), *((key, str(grid)) for key, grid in self.found.items())]

    def valid_value(self, value: Any) -> bool:
        return value in self.found

    def clean(self, value: Any) -> Area | None:
        return self.found.get(super().clean(value))
