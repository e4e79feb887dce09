"""What an import did, or would do: counts that can be said in words, and every doubtful cell."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID


@dataclass(slots=True)
class Doubt:
    """One doubtful cell: where it stands, what was read there, and whom it is about."""

    kind: str
    sheet: str
    row: int
    column: str
    read: str
    params: dict[str, Any] = field(default_factory=dict)
    subject_id: UUID | None = None
    subject_type: str = ""
    place: str = ""
    key: str = ""  # what makes it the same doubt in the next run, wherever its row has moved to


@dataclass(slots=True)
class Change:
    """Something that a corrected file changed. Values are told to whoever brings the file; they are not kept."""

    sheet: str
    row: int
    what: str  # the field
    before: str = ""
    after: str = ""
    who: str = ""
    person_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A column that was not taken in: its header, and the field that is left out on purpose if it is one."""

    column: str
    field: str = ""


@dataclass(slots=True)
class Report:
    """The result of an import or of its dry run."""

    roster: str = ""
    counts: dict[str, int] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    layouts: list[dict[str, Any]] = field(default_factory=list)
    seen: set[UUID] = field(default_factory=set)  # everybody whom the file speaks of
    is_dry_run: bool = False
    is_unchanged: bool = False

    def doubt_counts(self) -> dict[str, int]:
        """How many doubtful cells of each kind."""
        found: dict[str, int] = {}
        for doubt in self.doubts:
            found[doubt.kind] = found.get(doubt.kind, 0) + 1
        return dict(sorted(found.items()))

    def where(self) -> dict[str, list[str]]:
        """Sheet and row of each doubtful cell, kind by kind, as the spreadsheet shows them."""
        found: dict[str, list[str]] = {}
        for doubt in self.doubts:
            found.setdefault(doubt.kind, []).append(f"{doubt.sheet}!{doubt.row}")
        return dict(sorted(found.items()))
