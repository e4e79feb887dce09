"""The report of an import in words, as JSON and as a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.base.sheets.report import Report
from linli.base.sheets.rosters import KINDS, ROSTERS
from linli.base.sheets.write import Column, Page, Purpose, write_workbook

COUNTS: dict[str, str | Promise] = {
    "people": gettext_lazy("People in this file"),
    "people_new": gettext_lazy("New people"),
    "people_changed": gettext_lazy("People with corrections"),
    "people_unchanged": gettext_lazy("People as they were"),
    "households": gettext_lazy("Households"),
    "households_new": gettext_lazy("New households"),
    "homes_new": gettext_lazy("New homes"),
    "grids": gettext_lazy("Grids"),
    "grids_new": gettext_lazy("New grids"),
    "grids_changed": gettext_lazy("Grids with another outline"),
    "roles_new": gettext_lazy("Roles given"),
    "roles_waiting": gettext_lazy("Roles waiting for the security administrator"),
    "rows": gettext_lazy("Rows about people"),
    "blank_rows": gettext_lazy("Blank rows between them"),
    "footer_rows": gettext_lazy("Totals and signatures"),
    "repeated_headers": gettext_lazy("Titles and headers in the middle"),
    "full_width": gettext_lazy("Rows in full-width signs, read silently"),
    "birth_formats": gettext_lazy("Birthdays typed in another shape, read silently"),
    "filled_down": gettext_lazy("Addresses taken from the row above"),
    "findings": gettext_lazy("Doubtful cells"),
    "findings_new": gettext_lazy("Doubtful cells that are new"),
    "findings_settled_by_file": gettext_lazy("Doubtful cells that this file put right"),
}
CHANGES: dict[str, str | Promise] = {
    "home": gettext_lazy("Home"),
    "person": gettext_lazy("New person"),
    "role": gettext_lazy("Role"),
    "outline": gettext_lazy("Outline"),
}
SECRET_READ = "***"  # noqa: S105 -- what stands in the place of a number


def register_words(*, counts: dict[str, str | Promise], changes: dict[str, str | Promise]) -> None:
    """Name what a room above counts and changes, for its reports."""
    COUNTS.update(counts)
    CHANGES.update(changes)


def count_label(key: str) -> str:
    """What a figure counts, in the reader's language."""
    return str(COUNTS.get(key, key))


def kind_label(code: str) -> str:
    """What a kind of doubt is called, in the reader's language."""
    return str(KINDS[code].label) if code in KINDS else code


def change_label(what: str) -> str:
    """What was changed, in the reader's language."""
    for roster in ROSTERS.values():
        for item in roster.fields:
            if what in (item.key, f"{item.key}_on"):
                return str(item.label)
    return str(CHANGES.get(what, what))


def left_out_words(roster: str, column: str, key: str) -> str:
    """Why a column was not taken in, in the reader's language."""
    fields = ROSTERS[roster].fields if roster in ROSTERS else ()
    reason = next((str(item.left_out) for item in fields if item.key == key and item.left_out), "")
    return f"{column}: {reason or _('no field of the register has this name.')}"


def report_lines(report: Report) -> Iterator[str]:
    """The report as a person reads it in a terminal."""
    if report.is_dry_run:
        yield _("Dry run: nothing was written. It would be like this:")
    elif report.is_unchanged:
        yield _("Nothing has changed: the register says already what this file says.")
    for key, value in report.counts.items():
        yield f"  {value:>8,}  {count_label(key)}"
    counts = report.doubt_counts()
    if counts:
        yield _("Doubtful cells, kind by kind:")
        for code, count in counts.items():
            noted = _("noted") if code in KINDS and KINDS[code].noted else _("to settle")
            yield f"  {count:>8,}  {kind_label(code)} ({code}, {noted})"
    for change in report.changes[:20]:
        values = f"{change.before or '-'} -> {change.after or '-'}"
        yield f"  {change.sheet}!{change.row}  {change.who}: {change_label(change.what)}  {values}"
    if len(report.changes) > 20:
        yield _("  and %(count)s more changes") % {"count": len(report.changes) - 20}
    for column in report.left_out:
        yield f"  {left_out_words(report.roster, column.column, column.field)}"


def report_as_json(report: Report) -> dict[str, Any]:
    """The report for programs. Identity numbers and phones are not in it."""
    return {
        "dry_run": report.is_dry_run,
        "unchanged": report.is_unchanged,
        "counts": report.counts,
        "doubts": report.doubt_counts(),
        "where": report.where(),
        "changes": [
            {"where": f"{one.sheet}!{one.row}", "what": one.what, "before": one.before, "after": one.after}
            for one in report.changes
        ],
        "left_out": [asdict(column) for column in report.left_out],
        "layouts": report.layouts,
    }


def write_report(path: Path, report: Report, *, title: str) -> int:
    """The report as a workbook: the figures, and every doubtful cell with what was done and why."""
    figures = [(count_label(key), value) for key, value in report.counts.items()]
    figures += [(kind_label(code), count) for code, count in report.doubt_counts().items()]
    purpose = Purpose(_("whoever keeps this roster"), _("to put right what was doubtful in the file"))
    pages = [
        Page(_("Figures"), [Column(_("What"), 44), Column(_("How many"), 12)], figures),
        Page(_("To settle"), finding_columns(), _doubt_rows(report)),
        Page(_("Changes"), change_columns(), _change_rows(report)),
    ]
    return write_workbook(path, title=title, pages=pages, purpose=purpose)


def finding_columns() -> list[Column]:
    """The columns of a list of doubtful cells."""
    return [
        Column(_("Sheet"), 14),
        Column(_("Row"), 8),
        Column(_("Column"), 16),
        Column(_("What is doubtful"), 28),
        Column(_("What was read"), 24),
        Column(_("What was done"), 40),
        Column(_("Why"), 48),
    ]


def change_columns() -> list[Column]:
    """The columns of a list of changes."""
    heads = (_("Sheet"), _("Row"), _("Person"), _("What"), _("Before"), _("After"))
    return [Column(head, 18) for head in heads]


def _change_rows(report: Report) -> Iterator[tuple[Any, ...]]:
    for one in report.changes:
        yield one.sheet, one.row, one.who, change_label(one.what), one.before, one.after


def _doubt_rows(report: Report) -> Iterator[tuple[Any, ...]]:
    for doubt in report.doubts:
        kind = KINDS[doubt.kind]
        read = SECRET_READ if kind.sensitive and doubt.read else doubt.read
        yield (
            *(doubt.sheet, doubt.row, doubt.column, str(kind.label), read),
            *(str(kind.done) % doubt.params, str(kind.why) % doubt.params),
        )
