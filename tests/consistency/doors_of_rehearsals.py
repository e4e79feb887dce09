"""Whose the pages of rehearsals are."""

from __future__ import annotations

from linli.core.rehearsals.enums import RehearsalPermission as Rehearsal
from tests.consistency.doors import ANY, Rule, at, sent

OF_REHEARSALS: dict[str, Rule] = {
    "rehearsals:change-rub-out": sent(Rehearsal.PLAN, "change"),
    "rehearsals:mine": Rule(ANY),
    "rehearsals:objection-answer": at(Rehearsal.PLAN, "objection"),
    "rehearsals:rehearsal": at(Rehearsal.VIEW, "rehearsal"),
    "rehearsals:rehearsal-draw": at(Rehearsal.PLAN, "rehearsal", stroke="new"),
    "rehearsals:rehearsal-list": Rule(Rehearsal.VIEW),
    "rehearsals:rehearsal-new": Rule(Rehearsal.PLAN),
    "rehearsals:rehearsal-objection": at(Rehearsal.PLAN, "rehearsal"),
    "rehearsals:rehearsal-step": at(Rehearsal.PLAN, "rehearsal", step="check"),
}
