"""The 25 steps of E-05, and what each asks for: data, with its source. The sentences of the rules stand here."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.base.calendars.months import add_months
from linli.base.workflow import Move
from linli.core.admission.enums import AdmissionPermission, AdmissionState, Stage

SPECIAL_MONTHS = 6  # an approval may take twice as long for a reason (B-3)
LOOKS_AFTER = {AdmissionState.ASSIGN_CONTACT, AdmissionState.OATH}  # from then on a look each half year
LOOK_MONTHS = 6


@dataclass(frozen=True)
class Step:
    """One row. `earliest` months after the step `since`; `latest` months after the step `counted_from`."""

    no: int
    stage: str
    code: str
    by: str  # branch or committee
    since: str
    earliest: int
    counted_from: str
    latest: int
    papers_zh: tuple[str, ...]
    papers_en: tuple[str, ...]
    source: str

    @property
    def name(self) -> str:
        """What it is called, in the reader's language."""
        return str(AdmissionState(self.code).label)

    @property
    def permission(self) -> AdmissionPermission:
        """Whose work it is."""
        return AdmissionPermission.WRITE if self.by == "branch" else AdmissionPermission.APPROVE

    def papers(self) -> list[tuple[str, str]]:
        """The papers that have to lie on the shelf: what is kept of them, and their names for the reader."""
        shown = self.papers_zh if (get_language() or "zh").startswith("zh") else self.papers_en
        return list(zip(self.papers_zh, shown, strict=True))

    def rule(self, *, special: bool = False, extended: int = 0) -> str:
        """The rule of time in a sentence; empty where there is none."""
        if self.earliest:
            told = {"months": self.earliest + (extended if self.code == "full_vote" else 0)}
            told_since = {**told, "step": str(AdmissionState(self.since).label)}
            return _("At the earliest %(months)s months after “%(step)s”.") % told_since
        if self.latest:
            months = SPECIAL_MONTHS if special and self.code == "upper_approve" else self.latest
            told_from = {"months": months, "step": str(AdmissionState(self.counted_from).label)}
            return _("At the latest %(months)s months after “%(step)s”.") % told_from
        return ""


@cache
def steps() -> dict[str, Step]:
    """All of them, in order."""
    text = files("linli.core.admission").joinpath("data/steps.csv").read_text(encoding="utf-8")
    found = [
        Step(
            int(row["no"]), row["stage"], row["code"], row["by"], row["since"], int(row["earliest"] or 0),
            row["counted_from"], int(row["latest"] or 0), tuple(row["paper_zh"].split(";")),
            tuple(row["paper_en"].split(";")), row["source"],
        )
        for row in csv.DictReader(text.splitlines())
    ]  # fmt: skip
    return {step.code: step for step in found}


def step_after(code: str) -> Step | None:
    """What comes next."""
    done = steps().get(code)
    return next((step for step in steps().values() if done and step.no == done.no + 1), None)


def step_before(code: str) -> Step | None:
    """What came before."""
    done = steps()[code]
    return next((step for step in steps().values() if step.no == done.no - 1), None)


@cache
def move_to(code: str) -> Move:
    """The arrow that leads to a step: from the one before it, and from nowhere else."""
    step, before = steps()[code], step_before(code)
    return Move(code.replace("_", "-"), frozenset({before.code} if before else ()), code, step.permission)


def stage_of(state: str) -> str:
    """In which of the five stages somebody is who has done this step."""
    step = steps().get(state)
    return step.stage if step else Stage.APPLYING


def earliest_day(step: Step, days: Mapping[str, date], *, extended: int = 0) -> date | None:
    """Before which day the step can't be done."""
    if not step.earliest or step.since not in days:
        return None
    more = extended if step.code == AdmissionState.FULL_VOTE else 0
    return add_months(days[step.since], step.earliest + more)


def latest_day(step: Step, days: Mapping[str, date], *, special: bool = False) -> date | None:
    """By which day it should be done."""
    if not step.latest or step.counted_from not in days:
        return None
    months = SPECIAL_MONTHS if special and step.code == AdmissionState.UPPER_APPROVE else step.latest
    return add_months(days[step.counted_from], months)
