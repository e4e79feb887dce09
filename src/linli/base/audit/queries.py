"""Is the audit still as it was written?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db.models import Q, QuerySet

from linli.base.audit.models import AuditEntry, Seal
from linli.base.audit.operations import FIRST, chain, fingerprint

LATE = timedelta(minutes=15)  # no transaction stays open that long


def entries_about(subject_type: str, subject_id: object) -> QuerySet[AuditEntry]:
    """Everything that was done to one thing, newest first: `entries_about("people.person", person.pk)`."""
    found: QuerySet[AuditEntry] = AuditEntry.objects.filter(subject_type=subject_type, subject_id=str(subject_id))
    return found.order_by("-at", "-pk")


@dataclass(frozen=True)
class Flaw:
    """Something that is not as it was sealed. `kind` is for programs, `says` for people."""

    kind: str  # changed | removed | inserted | broken-chain | cut-off
    seal: int
    says: str


def audit_flaws() -> Iterator[Flaw]:
    """Walk the whole chain, seal by seal, and name each place where it no longer holds."""
    previous, before = FIRST, None
    number = 0
    for seal in Seal.objects.order_by("number").iterator():
        number += 1
        if seal.number != number or seal.previous != previous:
            yield Flaw("broken-chain", seal.number, f"Seal {seal.number} does not follow the one before it.")
            number = seal.number
        yield from _flaws_of(seal, before)
        previous, before = seal.digest, seal
    for entry in AuditEntry.objects.filter(Q(seal__gt=number) | Q(seal=0)).order_by("pk"):
        yield Flaw("inserted", number, f"Row {entry.pk} names seal {entry.seal}, which does not exist.")
    yield from _cut_off(number)


def _flaws_of(seal: Seal, before: Seal | None) -> Iterator[Flaw]:
    entries = list(AuditEntry.objects.filter(seal=seal.number).order_by("pk"))
    if len(entries) < seal.count:
        yield Flaw("removed", seal.number, f"{seal.count - len(entries)} rows are missing under seal {seal.number}.")
    elif len(entries) > seal.count:
        yield Flaw("inserted", seal.number, f"{len(entries) - seal.count} rows too many under seal {seal.number}.")
    elif chain(seal.previous, map(fingerprint, entries)) != seal.digest:
        yield Flaw("changed", seal.number, f"A row under seal {seal.number} is not as it was written.")
    if before is not None:
        limit = (before.sealed_at - LATE).timestamp() * 1000
        for entry in entries:
            if entry.pk.int >> 80 < limit:
                yield Flaw("inserted", seal.number, f"Row {entry.pk} claims to be older than the seal before its own.")


def _cut_off(last: int) -> Iterator[Flaw]:
    witness = Path(settings.LINLI_HOME) / "audit" / "seals.log"
    if not witness.exists():
        return
    known = dict(line.split(" ", 2)[:2] for line in witness.read_text(encoding="utf-8").splitlines() if line)
    for number in sorted(int(text) for text in known):
        if number > last:
            yield Flaw(
                "cut-off",
                number,
                f"Seal {number} was written, but is gone from the database. Was an older copy restored?",
            )
    for seal in Seal.objects.filter(number__in=[int(text) for text in known]).iterator():
        if known[str(seal.number)] != seal.digest:
            yield Flaw("changed", seal.number, f"Seal {seal.number} is not the one that was noted beside the database.")
