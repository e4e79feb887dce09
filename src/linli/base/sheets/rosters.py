"""What the rooms above take in: each registers its kinds of roster and the kinds of doubt it may meet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.base.sheets.header import Field

if TYPE_CHECKING:
    from linli.base.sheets.report import Report


@dataclass(frozen=True)
class Roster:
    """A kind of spreadsheet that a room takes in."""

    code: str  # "residents"
    label: str | Promise
    permission: str  # who may bring it in
    settle: str  # who may settle what it leaves open
    run: Callable[..., Report]  # run(path=, name=, target=, actor=, now=, choices=, dry_run=, progress=)
    fields: tuple[Field, ...] = ()
    suffixes: tuple[str, ...] = (".xlsx", ".xls", ".ods", ".csv")
    about: str | Promise = ""


@dataclass(frozen=True)
class FindingKind:
    """A kind of doubtful cell: its name, what was done about it and why, with named places for the parameters."""

    code: str
    label: str | Promise
    done: str | Promise
    why: str | Promise
    noted: bool = False  # nothing left to decide
    sensitive: bool = False  # what was read may be an identity number or a phone
    asks: str = ""  # the value that settles it in place: "number", "phone", "birth", "sex", …
    hints: dict[str, Any] = field(default_factory=dict)


ROSTERS: dict[str, Roster] = {}
KINDS: dict[str, FindingKind] = {}


def register_roster(roster: Roster) -> None:
    """Make a kind of roster known to the pages and commands of imports."""
    ROSTERS[roster.code] = roster


def register_kinds(*kinds: FindingKind) -> None:
    """Make kinds of doubt known, so that the list of what to settle can speak of them in both languages."""
    KINDS.update({kind.code: kind for kind in kinds})


register_kinds(
    FindingKind(
        "no_header",
        _("Sheet not understood"),
        _("The sheet was left out."),
        _("No row of this sheet reads like a header."),
    ),
    FindingKind(
        "unreadable_row",
        _("Row not understood"),
        _("The row was left out."),
        _("The row has no name, no identity number and no door."),
    ),
)
