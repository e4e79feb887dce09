"""What is asked while a plan is drawn, and at each of its steps."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.base.web.forms import DayField, Words
from linli.core.areas.models import Area
from linli.core.areas.queries.redraws import movable_in
from linli.core.areas.queries.tree import addresses_of
from linli.core.membership.models import Member
from linli.core.organisation.enums import BRANCHES, GROUPS, OrgKind
from linli.core.organisation.models import PartyOrg
from linli.core.organisation.web.forms import grids_of
from linli.core.rehearsals.models import Rehearsal
from linli.core.rehearsals.queries.copying import Copy, Spot

NEW_KINDS = [kind for kind in OrgKind if kind in BRANCHES | GROUPS]


class PlanForm(forms.Form):
    """What the plan is for, and from which day on it would hold."""

    title = forms.CharField(label=_("Name of the plan"), max_length=80)
    reason = forms.CharField(label=_("Why"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))
    effective_on = DayField(label=_("From which day on"))


class DrawForm(forms.Form):
    """One stroke on the copy of a rehearsal."""

    def __init__(self, *args: Any, rehearsal: Rehearsal, copy: Copy, origin: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rehearsal, self.copy, self.origin = rehearsal, copy, origin

    def spots(self, kinds: Iterable[str]) -> list[tuple[str, str]]:
        """The organisations on the copy, as people see them in the tree."""
        found = [spot for spot in self.copy.spots.values() if spot.into is None and spot.org.kind in kinds]
        return [(spot.key, self._called(spot)) for spot in found]

    def _called(self, spot: Spot) -> str:
        above = self.copy.parent_of(spot) if spot.is_group else None
        return f"{above.org.name} · {spot.org.name}" if above else spot.org.name

    def today(self, kinds: Iterable[str]) -> list[tuple[str, str]]:
        """Those of today only, by id."""
        return [(key[4:], label) for key, label in self.spots(kinds) if key.startswith("org:")]

    def org_field(self, kinds: Iterable[str]) -> forms.ChoiceField:
        """Which organisation."""
        return forms.TypedChoiceField(
            label=_("Which one"), choices=self.today(kinds), coerce=lambda key: PartyOrg.objects.get(pk=key)
        )

    def to_field(self, kinds: Iterable[str], label: Any) -> forms.ChoiceField:
        """Where to, on the copy."""
        return forms.ChoiceField(label=label, choices=self.spots(kinds))


class NewForm(DrawForm):
    """A new branch or group."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(kind.value, kind.label) for kind in NEW_KINDS]
        self.fields["kind"] = forms.ChoiceField(label=_("What is it?"), choices=choices)
        self.fields["name"] = forms.CharField(label=pgettext_lazy("of a thing", "Name"), max_length=80)
        self.fields["to"] = self.to_field(
            {*BRANCHES, OrgKind.COMMITTEE, OrgKind.GENERAL_BRANCH}, pgettext_lazy("in the tree", "Below")
        )
        self.fields["number"] = forms.IntegerField(
            label=pgettext_lazy("in the order of organisations", "Number"), min_value=0, max_value=999, required=False
        )
        self.fields["grid"] = forms.ModelChoiceField(
            grids_of(self.rehearsal.community_id), label=_("Grid"), required=False,
            help_text=_("For a grid group: each grid has one."),
        )  # fmt: skip

    def clean_number(self) -> int:
        return self.cleaned_data["number"] or 0


class RenameForm(DrawForm):
    """A new name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["org"] = self.org_field(BRANCHES | GROUPS)
        self.fields["name"] = forms.CharField(label=_("New name"), max_length=80)


class MoveForm(DrawForm):
    """A group that goes to another branch."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["org"] = self.org_field(GROUPS)
        self.fields["to"] = self.to_field(BRANCHES, _("To which branch"))


class MergeForm(DrawForm):
    """One that goes into another."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["org"] = self.org_field(BRANCHES | GROUPS)
        self.fields["to"] = self.to_field(BRANCHES | GROUPS, _("Into which one"))


class MembersForm(DrawForm):
    """Members of one organisation who go to another."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        org = PartyOrg.objects.filter(community=self.rehearsal.community_id, pk=self.origin).first()
        rows = Member.objects.live().filter(place__under=org.path) if org else Member.objects.none()
        self.rows = {str(row.pk): row for row in rows.select_related("person").order_by("person__pinyin", "pk")}
        self.fields["members"] = forms.MultipleChoiceField(
            label=_("Which members"), choices=[(key, row.person.name) for key, row in self.rows.items()],
            widget=forms.CheckboxSelectMultiple,
        )  # fmt: skip
        self.fields["to"] = self.to_field(BRANCHES | GROUPS, _("Where to"))

    def clean_members(self) -> list[Member]:
        return [self.rows[key] for key in self.cleaned_data["members"]]


class BuildingsForm(DrawForm):
    """Buildings of one grid that go to another."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        grids = grids_of(self.rehearsal.community_id)
        grid = next((one for one in grids if str(one.pk) == self.origin), None)
        rows = list(movable_in(self.rehearsal.community).filter(path__under=grid.path).defer("outline")) if grid else []
        self.rows: dict[str, Area] = {str(row.pk): row for row in rows}
        words = addresses_of(row.path for row in rows)
        self.fields["areas"] = forms.MultipleChoiceField(
            label=_("Which buildings?"), choices=[(key, str(words[row.path])) for key, row in self.rows.items()],
            widget=forms.CheckboxSelectMultiple,
        )  # fmt: skip
        self.fields["grid"] = forms.ModelChoiceField(grids_of(self.rehearsal.community_id), label=_("To which grid?"))

    def clean_areas(self) -> list[Area]:
        return [self.rows[key] for key in self.cleaned_data["areas"]]


class DaysForm(forms.Form):
    """How long it lies open."""

    days = forms.IntegerField(label=_("For how many days may they object?"), min_value=3, max_value=60, initial=7)


class PaperForm(forms.Form):
    """The number of a document."""

    paper_number = forms.CharField(label=_("Number of the document"), max_length=80)


class WordsForm(forms.Form):
    """Why."""

    words = forms.CharField(label=_("Why"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))


class ObjectionForm(forms.Form):
    """What speaks against it."""

    text = Words(_("What speaks against it"))


class SaidForm(ObjectionForm):
    """The same, said at the desk."""

    name = forms.CharField(label=_("Who said it"), max_length=80)


class AnswerForm(forms.Form):
    """What becomes of it."""

    answer = Words(_("Your answer"))
