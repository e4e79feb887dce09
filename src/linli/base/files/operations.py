"""Taking files in, handing results over, erasing bytes.

A file is on the disk, complete, before its row is written; when the transaction is undone, the sweep finds the bytes
without a row and removes them. So a row never points at nothing.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID

from django.conf import settings
from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from linli.base.audit.operations import record
from linli.base.errors import Refused
from linli.base.files.models import FileKind, StoredFile
from linli.base.files.names import harmless_name
from linli.base.files.sniff import DOCUMENTS, MediaType, sniff
from linli.base.files.sounds import heard
from linli.base.ids import uuid7
from linli.base.permissions import Actor

MEGABYTE = 1024 * 1024
JPEG = MediaType("jpg", "image/jpeg")
ORPHAN_AGE = timedelta(days=1)  # younger bytes may belong to a transaction that is still open


@dataclass(frozen=True)
class Owner:
    """The record that a file belongs to."""

    type: str
    id: UUID


@dataclass(frozen=True)
class _Intake:
    """For whom and when a file is taken in."""

    place: str
    actor: Actor
    now: datetime
    owner: Owner | None = None
    keep_until: datetime | None = None


def store_photo(
    upload: File[Any], *, place: str, actor: Actor, now: datetime, owner: Owner | None = None
) -> StoredFile:
    """Keep a photo, drawn anew without the place where it was taken; refused when it is none or too large.

    Drawing takes a good part of a second: call it before a transaction is open, so that no writer waits.
    """
    _require_size(upload, settings.LINLI_PHOTO_MAX_MB)
    upload.seek(0)
    from linli.base.files.photos import draw_anew  # 9 MB that a process without photos does not need

    drawn = draw_anew(upload)
    key = uuid7()
    path, small_path = _path(key, now, JPEG.ending), _path(key, now, f"-small{JPEG.ending}")
    size, digest = _write(path, [drawn.full])
    _write(small_path, [drawn.small])
    stored = StoredFile(id=key, kind=FileKind.PHOTO, media_type=JPEG.name, size=size, sha256=digest, path=path)
    stored.name = f"photo{JPEG.ending}"  # people put their own names into names of files; a photo may come unnamed
    stored.small_path, stored.width, stored.height = small_path, drawn.width, drawn.height
    return _keep(stored, _Intake(place, actor, now, owner))


def store_recording(upload: File[Any], *, place: str, actor: Actor, now: datetime) -> StoredFile:
    """Keep a voice note of five minutes at most, without what telephones write beside it."""
    _require_size(upload, settings.LINLI_RECORDING_MAX_MB)
    sound = heard(upload)
    return _store_bytes([sound.content], "", sound.kind, FileKind.RECORDING, _Intake(place, actor, now))


def store_document(
    upload: File[Any],
    *,
    place: str,
    actor: Actor,
    now: datetime,
    owner: Owner | None = None,
    kinds: Collection[MediaType] = DOCUMENTS,
) -> StoredFile:
    """Keep a document as it came, if its bytes are one of `kinds`; it is never shown inside a page."""
    _require_size(upload, settings.LINLI_DOCUMENT_MAX_MB)
    found = sniff(upload)
    if found is None or found not in kinds:
        wanted = {"kinds": ", ".join(sorted(kind.key for kind in kinds))}
        raise Refused("wrong-type", _("This kind of file is not taken here. Possible are: %(kinds)s.") % wanted)
    intake = _Intake(place, actor, now, owner)
    return _store_bytes(upload.chunks(), upload.name or "", found, FileKind.DOCUMENT, intake)


def store_result(
    chunks: Iterable[bytes],
    *,
    name: str,
    media_type: MediaType,
    place: str,
    actor: Actor,
    now: datetime,
    keep_days: int = 30,
) -> StoredFile:
    """Keep what the program made (a report, an export, a paper) for somebody to download, for a while."""
    intake = _Intake(place, actor, now, keep_until=now + timedelta(days=keep_days))
    return _store_bytes(chunks, name, media_type, FileKind.RESULT, intake)


@transaction.atomic
def erase_file(*, stored: StoredFile, actor: Actor, now: datetime, reason: str) -> StoredFile:
    """Erase the bytes for good. The row stays and says that there was a file, and that it ended."""
    if not StoredFile.objects.filter(pk=stored.pk, ended_at=None).update(ended_at=now):
        raise Refused("file-erased", _("This file has been erased already."))
    stored.ended_at = now
    record("files.storedfile.erase", stored, actor=actor, now=now, reason=reason)
    for location in {stored.location, stored.small_location}:
        transaction.on_commit(partial(location.unlink, missing_ok=True))
    return stored


def erase_due_files(*, actor: Actor, now: datetime) -> int:
    """Erase the files whose time is over, such as the results of exports; tells how many."""
    due = StoredFile.objects.filter(ended_at=None, keep_until__lte=now)
    for stored in due:
        erase_file(stored=stored, actor=actor, now=now, reason="kept long enough")
    return len(due)


def sweep_orphans(*, now: datetime) -> int:
    """Remove bytes that no row knows: of transactions that were undone, of erasures cut short. Tells how many."""
    root = Path(settings.MEDIA_ROOT)
    known: set[str] = set()
    for path, small_path in StoredFile.objects.filter(ended_at=None).values_list("path", "small_path").iterator():
        known |= {path, small_path}
    removed = 0
    for file in root.glob("[0-9]*/[0-9]*/*"):
        if file.relative_to(root).as_posix() not in known and _age(file, now) > ORPHAN_AGE:
            file.unlink(missing_ok=True)
            removed += 1
    return removed


def _age(file: Path, now: datetime) -> timedelta:
    return now - datetime.fromtimestamp(file.stat().st_mtime, UTC)


def _require_size(upload: File[Any], megabytes: float) -> None:
    if not upload.size:
        raise Refused("file-empty", _("This file is empty."))
    if upload.size > megabytes * MEGABYTE:
        raise Refused("file-too-large", _("This file is larger than %(size)s MB.") % {"size": f"{megabytes:g}"})


def _store_bytes(
    chunks: Iterable[bytes], name: str, media_type: MediaType, kind: FileKind, intake: _Intake
) -> StoredFile:
    key = uuid7()
    path = _path(key, intake.now, media_type.ending)
    size, digest = _write(path, chunks)
    stored = StoredFile(id=key, kind=kind, media_type=media_type.name, size=size, sha256=digest, path=path)
    stored.name = harmless_name(name, ending=media_type.ending, default=kind.value)
    return _keep(stored, intake)


@transaction.atomic
def _keep(stored: StoredFile, intake: _Intake) -> StoredFile:
    stored.place, stored.uploaded_by, stored.uploaded_at = intake.place, intake.actor.label, intake.now
    stored.keep_until = intake.keep_until
    if intake.owner:
        stored.owner_type, stored.owner_id = intake.owner.type, intake.owner.id
    stored.save(force_insert=True)
    # The name is not repeated in the audit: people put other people's names into names of files.
    says = {"kind": stored.kind, "size": stored.size}
    record("files.storedfile.store", stored, actor=intake.actor, now=intake.now, data=says)
    return stored


def _path(key: UUID, now: datetime, ending: str) -> str:
    return f"{now:%Y/%m}/{key}{ending}"


def _write(path: str, chunks: Iterable[bytes]) -> tuple[int, str]:
    """Write a file so that it is there as a whole or not at all; tells its size and digest."""
    target = Path(settings.MEDIA_ROOT, path)
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f"{target.name}.part")
    size, digest = 0, hashlib.sha256()
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        for chunk in chunks:
            file.write(chunk)
            digest.update(chunk)
            size += len(chunk)
        file.flush()
        os.fsync(file.fileno())
    draft.rename(target)
    return size, digest.hexdigest()


def open_stored(stored: StoredFile, *, small: bool = False) -> BinaryIO:
    """The bytes of a file; refused when they were erased or have got lost."""
    try:
        if stored.ended_at is None:
            return (stored.small_location if small else stored.location).open("rb")
    except FileNotFoundError:
        pass
    raise Refused("file-gone", _("This file is not there any more."))
