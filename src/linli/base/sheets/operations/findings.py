"""Doubtful cells: written down once, settled by hand, or settled by a better file."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from linli.base.errors import Refused
from linli.base.permissions import Actor, require
from linli.base.sheets.enums import FindingState, Settlement
from linli.base.sheets.models import Finding, Import
from linli.base.sheets.moves import DISMISS, REOPEN, SETTLE
from linli.base.sheets.report import Doubt, Report
from linli.base.sheets.rosters import KINDS, ROSTERS
from linli.base.workflow import step

SHOWN = ("sheet", "row", "column", "read", "params", "place", "position")


@transaction.atomic
def note_findings(
    *, source: Import, report: Report, seen: Iterable[UUID], actor: Actor, now: datetime
) -> dict[str, int]:
    """Write down the doubts of a run, each once however often the file is brought in.

    A doubt that the file no longer holds about somebody it does hold is settled by the file. What a person settled or
    left as it is stays so. Returns how many are new, settled by the file and opened again.
    """
    mine = Finding.objects.filter(community_id=source.community_id, roster=source.kind)
    known = {finding.key: finding for finding in mine}
    told = {doubt.key: doubt for doubt in report.doubts}
    positions = {key: position for position, key in enumerate(told)}
    fresh = [_new_finding(source, doubt, positions[key], now) for key, doubt in told.items() if key not in known]
    Finding.objects.bulk_create(fresh, batch_size=500)
    counts = {"new": len(fresh), "settled": 0, "reopened": 0}
    both = [(known[key], doubt, positions[key]) for key, doubt in told.items() if key in known]
    moved = [finding for finding, doubt, position in both if _take_over(finding, doubt, position, source)]
    Finding.objects.bulk_update(moved, [*SHOWN, "source"], batch_size=200)
    people = set(seen)
    for key, finding in known.items():
        if key in told:
            if finding.settlement == Settlement.BY_FILE:
                step(finding, REOPEN, actor=actor, now=now, allowed=True, settlement="", settled_by="")
                counts["reopened"] += 1
        elif finding.state in SETTLE.sources and finding.subject_id in people:
            fields = {"settlement": Settlement.BY_FILE, "settled_by": actor.label}
            step(finding, SETTLE, actor=actor, now=now, allowed=True, **fields)
            counts["settled"] += 1
    return counts


def _new_finding(source: Import, doubt: Doubt, position: int, now: datetime) -> Finding:
    kind = KINDS[doubt.kind]
    return Finding(
        community_id=source.community_id,
        place=doubt.place or source.place,
        roster=source.kind,
        source=source,
        kind=doubt.kind,
        sheet=doubt.sheet[:80],
        row=doubt.row,
        column=doubt.column[:80],
        read=doubt.read[:400],
        params=doubt.params,
        subject_type=doubt.subject_type,
        subject_id=doubt.subject_id,
        key=doubt.key,
        position=position,
        state=FindingState.NOTED if kind.noted else FindingState.OPEN,
        state_since=now,
        created_at=now,
    )


def _take_over(finding: Finding, doubt: Doubt, position: int, source: Import) -> bool:
    """Follow a doubt to where it stands in the newer file; says whether anything is different."""
    new: dict[str, Any] = {
        "sheet": doubt.sheet[:80],
        "row": doubt.row,
        "column": doubt.column[:80],
        "read": doubt.read[:400],
        "params": doubt.params,
        "place": doubt.place or source.place,
        "position": position,
    }
    if all(getattr(finding, name) == value for name, value in new.items()):
        return False
    for name, value in {**new, "source": source}.items():
        setattr(finding, name, value)
    return True


@transaction.atomic
def settle_finding(
    *, finding: Finding, settlement: Settlement, actor: Actor, now: datetime, note: str = "", allowed: bool = False
) -> Finding:
    """Close one doubtful cell: it was put right, or what the import did is right.

    `allowed=True` is for the operation of a room that has already asked for the right and put the record right.
    """
    if not allowed:
        require(actor, ROSTERS[finding.roster].settle, finding)
    fields = {"settlement": settlement, "settled_by": actor.label, "note": note[:400]}
    return step(finding, SETTLE, actor=actor, now=now, allowed=True, **fields)


@transaction.atomic
def settle_findings(
    *, findings: Iterable[Finding], settlement: Settlement, actor: Actor, now: datetime, note: str = ""
) -> int:
    """Close many at once: all, or none when one is not theirs to close. Those already closed are passed over."""
    count = 0
    for finding in findings:
        require(actor, ROSTERS[finding.roster].settle, finding)
        if finding.state in SETTLE.sources:
            settle_finding(finding=finding, settlement=settlement, actor=actor, now=now, note=note, allowed=True)
            count += 1
    if not count:
        raise Refused("nothing-to-settle", _("None of these is open any more. Please look again."))
    return count


@transaction.atomic
def dismiss_findings(*, findings: Iterable[Finding], note: str, actor: Actor, now: datetime) -> int:
    """Leave many cells as they are, with the reason: nobody will be asked about them again."""
    if not note.strip():
        raise Refused("reason-missing", _("Please say in a few words why this stays as it is."), field="note")
    count = 0
    for finding in findings:
        require(actor, ROSTERS[finding.roster].settle, finding)
        if finding.state in DISMISS.sources:
            step(finding, DISMISS, actor=actor, now=now, allowed=True, note=note[:400])
            count += 1
    if not count:
        raise Refused("nothing-to-settle", _("None of these is open any more. Please look again."))
    return count
