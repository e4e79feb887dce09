"""What is asked at each step of an election."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.base.web.forms import DayField
from linli.core.organisation.enums import OrgKind, PostKind
from linli.core.organisation.models import Body, Candidate, Election
from linli.core.organisation.operations.elections.preparing import Standing

BETWEEN = re.compile(r"[、,，;；\n]+")
FROM = re.compile(r"^(?P<name>[^（(]+)[（(](?P<unit>[^）)]+)[）)]$")
POSTS = tuple(kind for kind in PostKind if kind != PostKind.GROUP_LEADER)


class StepForm(forms.Form):
    """A step of one election."""

    def __init__(self, *args: Any, election: Election, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.election = election


class PaperForm(StepForm):
    """The number of a document."""

    paper_number = forms.CharField(label=gettext_lazy("Number of the document"), max_length=80)


class RequestForm(StepForm):
    """For which day approval is asked, and for how many seats."""

    planned_on = DayField(label=gettext_lazy("Planned day of the meeting"))
    seats = forms.IntegerField(label=gettext_lazy("How many seats"), min_value=1, max_value=15)
    shift_reason = forms.CharField(
        label=gettext_lazy("Why earlier or later than the term ends"), max_length=400, required=False,
        help_text=gettext_lazy("Only if it is; never by more than a year."),
    )  # fmt: skip
    paper_number = forms.CharField(label=gettext_lazy("Number of your letter"), max_length=80)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seats"].initial = 7 if self.election.org.kind == OrgKind.COMMITTEE else 3
        self.fields["planned_on"].initial = self.election.term and self.election.term.ends_on


class CandidatesForm(StepForm):
    """Who stands for which post: names as one would write them on a sheet."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        before: dict[str, list[str]] = {}
        for one in Candidate.objects.filter(election=self.election).select_related("unit").order_by("pk"):
            before.setdefault(one.kind, []).append(f"{one.name}（{one.unit.name}）" if one.unit else one.name)
        for kind in POSTS:
            help_text = _("Several names with a comma between them.") if kind == PostKind.SECRETARY else ""
            if kind == PostKind.MEMBER and self.election.org.kind == OrgKind.COMMITTEE:
                help_text = _("Somebody from a unit with its name in brackets.")
            self.fields[kind] = forms.CharField(
                label=kind.label, max_length=400, required=kind == PostKind.SECRETARY, help_text=help_text,
                initial="、".join(before.get(kind, [])),
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        standing = [self._one(kind, word) for kind in POSTS for word in BETWEEN.split(cleaned.get(kind, ""))]
        return {"standing": [one for one in standing if one]}

    def _one(self, kind: str, word: str) -> Standing | None:
        word = word.strip()
        found = FROM.match(word)
        if not found:
            return Standing(kind, word) if word else None
        bodies = Body.objects.filter(community=self.election.community_id, ends_on=None)
        unit = bodies.filter(name=found["unit"].strip()).first()
        if unit is None:
            words = _("There is no unit “%(name)s” in the register.") % {"name": found["unit"]}
            self.add_error(kind, words)
        return Standing(kind, found["name"].strip(), unit=unit)


class MeetingForm(StepForm):
    """Day and place of the meeting."""

    meets_on = DayField(label=gettext_lazy("Day of the meeting"))
    meets_where = forms.CharField(label=gettext_lazy("Where"), max_length=120)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["meets_on"].initial = self.election.meets_on or self.election.planned_on
        self.fields["meets_where"].initial = self.election.meets_where


class AgainForm(MeetingForm):
    """Another meeting, and why."""

    reason = forms.CharField(label=gettext_lazy("Why"), max_length=400)


class HeadsForm(StepForm):
    """Heads counted at the meeting."""

    entitled = forms.IntegerField(
        label=gettext_lazy("How many are entitled"), min_value=1, max_value=99_999,
        help_text=gettext_lazy("Full members; probationary ones do not vote."),
    )  # fmt: skip
    present = forms.IntegerField(
        label=gettext_lazy("How many of them came"), min_value=1, max_value=99_999,
        help_text=gettext_lazy("At least four fifths."),
    )  # fmt: skip


class ResultForm(StepForm):
    """How many voted for whom; no ballot is written down."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = list(Candidate.objects.filter(election=self.election).order_by("pk"))
        self.fields["ballots"] = forms.IntegerField(
            label=_("How many ballots came back"), min_value=1, max_value=99_999, initial=self.election.present
        )
        for row in self.rows:
            label = _("Votes for %(name)s (%(post)s)") % {"name": row.name, "post": row.get_kind_display()}
            self.fields[f"votes_{row.pk}"] = forms.IntegerField(label=label, min_value=0, max_value=99_999)
        choices = [(str(row.pk), f"{row.name} · {row.get_kind_display()}") for row in self.rows]
        self.fields["elected"] = forms.MultipleChoiceField(
            label=_("Who is elected"), choices=choices, widget=forms.CheckboxSelectMultiple,
            help_text=_("More than half of those present voted for them."),
        )  # fmt: skip
        self.fields["paper_number"] = forms.CharField(label=_("Number of your report"), max_length=80)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        chosen = set(cleaned.get("elected", ()))
        return {
            "ballots": cleaned.get("ballots"),
            "paper_number": cleaned.get("paper_number", ""),
            "votes": {row.pk: cleaned.get(f"votes_{row.pk}") for row in self.rows},
            "elected": {row.pk for row in self.rows if str(row.pk) in chosen},
        }


class ReasonForm(StepForm):
    """Why it is called off."""

    reason = forms.CharField(label=gettext_lazy("Why"), max_length=400)
