"""The report of an import, as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import NoReverseMatch, reverse

from linli.base.sheets.enums import FindingState, ImportState
from linli.base.sheets.models import Import
from linli.base.sheets.report_words import change_label, count_label, kind_label, left_out_words
from linli.base.sheets.rosters import KINDS
from linli.core.people.models import Person
from linli.core.people.queries.imports import finding_counts

LISTS = {
    "people": "people:person-list",
    "people_new": "people:person-list",
    "households": "people:home-list",
    "households_new": "people:home-list",
    "homes_new": "people:home-list",
    "grids": "areas:grid-list",
    "grids_new": "areas:grid-list",
    "findings": "people:finding-list",
}
FIRST = ("people", "households", "grids", "findings")
CHANGES_SHOWN = 50


@dataclass(frozen=True)
class Figure:
    """One figure of the report, with the list that it counts if there is one."""

    key: str
    label: str
    value: str
    href: str = ""


@dataclass(frozen=True)
class Kind:
    """How many doubtful cells of one kind the file had, and how many are still open."""

    label: str
    count: int
    open: int
    is_noted: bool
    href: str = ""


def figures_of(imported: Import) -> list[Figure]:
    """The figures, the most telling ones first. Before the file was taken in they lead nowhere."""
    counts: dict[str, Any] = imported.counts.get("counts") or {}
    keys = sorted(counts, key=lambda key: (key not in FIRST, list(counts).index(key)))
    is_in = imported.state == ImportState.DONE
    told = [key for key in keys if counts[key] or key in FIRST]
    return [Figure(key, count_label(key), f"{counts[key]:,}", list_of(key) if is_in else "") for key in told]


def kinds_of(imported: Import, *, may_settle: bool) -> list[Kind]:
    """The doubtful cells, kind by kind."""
    is_in = imported.state == ImportState.DONE
    now = finding_counts(imported.community_id, imported.kind) if is_in else {}
    found = []
    for code, count in (imported.counts.get("doubts") or {}).items():
        noted = code in KINDS and KINDS[code].noted
        query = urlencode({"kind": code, "roster": imported.kind})
        href = f"{reverse('people:finding-list')}?{query}" if is_in and may_settle else ""
        found.append(Kind(kind_label(code), count, now.get((code, FindingState.OPEN), 0), noted, href))
    return found


def changes_of(imported: Import) -> list[dict[str, Any]]:
    """The first changes of a corrected file: whose record, and what of it. The values are not kept."""
    shown = imported.changes[:CHANGES_SHOWN]
    people = Person.objects.in_bulk([UUID(one["person"]) for one in shown if one.get("person")])
    return [
        {**one, "what": change_label(one["what"]), "who": people.get(UUID(one["person"])) if one["person"] else ""}
        for one in shown
    ]


def left_out_of(imported: Import) -> list[str]:
    """The columns that were not taken in, and why."""
    told = imported.counts.get("left_out") or []
    return [left_out_words(imported.kind, column["column"], column["field"]) for column in told]


def list_of(key: str) -> str:
    """The list that a figure counts; empty where no page lists it."""
    try:
        return reverse(LISTS[key]) if key in LISTS else ""
    except NoReverseMatch:
        return ""
