"""Writing down what was done, and sealing it so that nobody can change it unseen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import models, transaction

from linli.base.audit.models import AuditEntry, Seal
from linli.base.permissions import Actor

GRACE = timedelta(seconds=5)  # transactions that began a moment ago may still be about to commit
BATCH = 5_000
FIRST = "0" * 64


def record(
    action: str, subject: Any, *, actor: Actor, now: datetime, reason: str = "", data: dict[str, Any] | None = None
) -> AuditEntry:
    """Write one audit row in the transaction of the operation: either both are kept or neither is."""
    entry = AuditEntry(
        action=action,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        place=getattr(subject, "place", "") or getattr(subject, "path", "") or "/",
        actor=actor.label,
        person_id=actor.person_id,
        reason=reason,
        data=data or {},
        at=now,
    )
    entry.save()
    return entry


def fingerprint(entry: AuditEntry) -> bytes:
    """The digest of everything that a row says."""
    says = {
        "id": str(entry.pk),
        "action": entry.action,
        "subject": [entry.subject_type, entry.subject_id],
        "place": entry.place,
        "actor": [entry.actor, str(entry.person_id or "")],
        "reason": entry.reason,
        "data": entry.data,
        "at": entry.at.astimezone(UTC).isoformat(),
    }
    return hashlib.sha256(json.dumps(says, sort_keys=True, ensure_ascii=False, default=str).encode()).digest()


def chain(previous: str, prints: Iterable[bytes]) -> str:
    """The digest of a batch, in the order of its keys, bound to the seal before it."""
    digest = hashlib.sha256(previous.encode())
    for print_ in prints:
        digest.update(print_)
    return digest.hexdigest()


def seal_entries(*, now: datetime) -> Seal | None:
    """Bind the audit rows that nobody has sealed yet into the chain. The worker calls it; writers never wait for it.

    Everything slow happens before the transaction, which on SQLite keeps others from writing while it lasts.
    """
    newest = int((now - GRACE).timestamp() * 1000)
    beyond = UUID(int=(newest + 1) << 80)  # a key begins with its millisecond
    waiting = list(AuditEntry.objects.filter(seal=None, pk__lt=beyond).order_by("pk")[:BATCH])
    if not waiting:
        return None
    prints = [fingerprint(entry) for entry in waiting]
    with transaction.atomic():
        last = Seal.objects.select_for_update().order_by("-number").first()
        previous, number = (last.digest, last.number + 1) if last else (FIRST, 1)
        # A plain queryset: the ledger refuses changes, and the number of the seal is not part of what a row says.
        plain: models.QuerySet[AuditEntry] = models.QuerySet(AuditEntry)
        unsealed = plain.filter(seal=None, pk__in=[entry.pk for entry in waiting])
        if unsealed.update(seal=number) != len(waiting):  # another worker was quicker
            transaction.set_rollback(True)
            return None
        digest = chain(previous, prints)
        seal = Seal.objects.create(number=number, count=len(waiting), previous=previous, digest=digest, sealed_at=now)
        transaction.on_commit(lambda: _witness(seal))
    return seal


def _witness(seal: Seal) -> None:
    """Note the seal in a file beside the database too: rows cut off the end of the chain are missed there."""
    folder = settings.LINLI_HOME / "audit"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "seals.log").open("a", encoding="utf-8") as file:
        file.write(f"{seal.number} {seal.digest} {seal.sealed_at.isoformat()}\n")
