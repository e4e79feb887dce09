"""What waited on a telephone comes in: once, however often it is sent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from linli.base.errors import Refused
from linli.base.files.models import StoredFile
from linli.base.files.operations import store_photo, store_recording
from linli.base.permissions import Actor
from linli.core.matters.models import Capture, Matter


@dataclass(frozen=True)
class Enclosed:
    """What was photographed and said, as it came from the telephone."""

    photos: Sequence[File[bytes]] = ()
    recording: File[bytes] | None = None


@dataclass(frozen=True)
class Kept:
    """The same, stored."""

    photos: list[StoredFile]
    recording: StoredFile | None


TakeIn = Callable[[Kept], Matter]


def receive_capture(
    *, key: UUID, place: str, enclosed: Enclosed, take_in: TakeIn, actor: Actor, now: datetime
) -> Capture:
    """Take in what was written down without network; what came before under this key is not taken in again.

    `take_in` calls the operation that was meant (a new matter, a note, an ending) with the stored files. Two tabs, a
    second press or a line that broke after sending: the constraint on the key lets one through, the others get its
    answer. All of it is one transaction, the files included: bytes of a transaction that was undone are swept.
    """
    if earlier := _earlier(key, actor):
        return earlier
    try:
        with transaction.atomic():
            matter = take_in(_stored(enclosed, place, actor, now))
            capture = Capture(key=key, actor=actor.label, matter=matter, at=now)
            capture.save()
            return capture
    except (IntegrityError, Refused):
        # The other sender was quicker: then what we tried was done already, or is not open any more.
        if earlier := _earlier(key, actor):
            return earlier
        raise


def _earlier(key: UUID, actor: Actor) -> Capture | None:
    """What came in under this key; refused when somebody else sent it."""
    found = Capture.objects.filter(key=key).select_related("matter").first()
    if found and found.actor != actor.label:
        raise Refused("capture-of-another", _("Somebody else has sent this. It stays on this phone until deleted."))
    return found


def _stored(enclosed: Enclosed, place: str, actor: Actor, now: datetime) -> Kept:
    photos = [store_photo(photo, place=place, actor=actor, now=now) for photo in enclosed.photos]
    spoken = enclosed.recording
    return Kept(photos, store_recording(spoken, place=place, actor=actor, now=now) if spoken else None)
