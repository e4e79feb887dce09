"""How the sheets of a file are laid out: guessed, then remembered, then as a person says now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from linli.base.errors import Refused
from linli.base.sheets.header import Field, Guesser, Layout
from linli.base.sheets.models import Mapping as Remembered
from linli.base.sheets.operations.imports import Target
from linli.base.sheets.read import Book, Sheet
from linli.base.sheets.report import Doubt, LeftOut, Report
from linli.core.areas.enums import AreaKind
from linli.core.areas.models import Area
from linli.core.people.operations.rosters.addresses import grid_number


def community_of(target: Target, *, lock: bool = True) -> Area:
    """The community, held for this import: two at once would both add the same people."""
    areas = Area.objects.select_for_update() if lock else Area.objects.all()
    found = areas.filter(pk=target.community_id, kind=AreaKind.COMMUNITY).first()
    if found is None:
        raise Refused("no-such-community", _("There is no such community."))
    return found


def sheets_of(
    book: Book, community: Area, roster: str, fields: Sequence[Field], choices: Mapping[str, str]
) -> Iterator[tuple[Sheet, Layout | None]]:
    """The sheets that hold something, each with its layout; without one when no row of it reads like a header."""
    remembered = guessers(fields, {} if choices else remembered_choices(community.pk, roster))
    guesser = Guesser(fields, choices)
    for sheet in book.sheets():
        if any(value not in ("", None) for row in sheet.rows for value in row):
            yield sheet, layout_by(sheet, guesser, remembered)


def remembered_choices(community_id: UUID, roster: str) -> dict[str, dict[str, str]]:
    """What this community said of headers before."""
    kept = Remembered.objects.filter(community_id=community_id, roster=roster)
    return dict(kept.values_list("fingerprint", "choices"))


def guessers(fields: Sequence[Field], remembered: Mapping[str, Mapping[str, str]]) -> dict[str, Guesser]:
    """One guesser for each header that a person has explained."""
    return {fingerprint: Guesser(fields, told) for fingerprint, told in remembered.items()}


def layout_by(sheet: Sheet, guesser: Guesser, remembered: Mapping[str, Guesser]) -> Layout | None:
    """The layout of a sheet: as it was explained for this very header, else as it is guessed."""
    for fingerprint, other in remembered.items():
        layout = other.layout_of(sheet)
        if layout and layout.fingerprint == fingerprint:
            return layout
    return guesser.layout_of(sheet)


def grid_of(sheet: Sheet, layout: Layout) -> str:
    """Which grid a whole sheet is about, by its name or its title."""
    for text in (sheet.name, *layout.titles):
        if number := grid_number(text):
            return str(number)
    return ""


def note_layout(report: Report, sheet: Sheet, layout: Layout, fields: Sequence[Field]) -> None:
    """Tell how a sheet was understood, and which of its columns were not taken in."""
    columns = {key: layout.headers[at] for key, at in layout.columns.items()}
    told: dict[str, Any] = {
        "sheet": sheet.name,
        "header_row": layout.header_row,
        "fingerprint": layout.fingerprint,
        "columns": columns,
        "unused": layout.unused(),
    }
    report.layouts.append(told)
    known = {item.key for item in fields if item.left_out}
    found = [LeftOut(layout.headers[at], key) for key, at in layout.columns.items() if key in known]
    found += [LeftOut(name) for name in layout.unused()]
    report.left_out.extend(column for column in found if column not in report.left_out)


def note_no_header(report: Report, sheet: Sheet) -> None:
    """Tell that a sheet was not understood."""
    key = f"no_header:{sheet.name}"[:64]
    report.doubts.append(Doubt("no_header", sheet.name, 1, "", "", key=key))
