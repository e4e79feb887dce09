"""Writing the story of a matter: one entry for each step, and the news of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from linli.base.errors import Refused
from linli.base.files.models import StoredFile
from linli.base.outbox.events import publish
from linli.base.permissions import Actor, SystemActor, require
from linli.core.matters.enums import EntryKind, MatterPermission, Voice
from linli.core.matters.events import MatterEvent
from linli.core.matters.models import Entry, Matter, Photo, Recording
from linli.core.matters.operations.clocks import turn_clocks
from linli.core.matters.queries.moves import is_handler, is_reporter
from linli.core.people.enums import Door
from linli.core.people.models import Person

MOST_PHOTOS = 6


@dataclass(frozen=True)
class Told:
    """What one step adds to the story."""

    kind: EntryKind
    text: str = ""
    voice: Voice = Voice.STAFF
    is_shown: bool = True
    door: str = Door.ONLINE
    photos: Sequence[StoredFile] = ()
    recording: StoredFile | None = None
    detail: dict[str, Any] = field(default_factory=dict)


def tell(matter: Matter, told: Told, event: type[MatterEvent], *, actor: Actor, now: datetime) -> Entry:
    """Write one entry with its photos, and publish what has happened."""
    if len(told.photos) > MOST_PHOTOS:
        raise Refused("too-many-photos", _("Six photos are enough. Please leave some out."), field="photos")
    voice = Voice.SYSTEM if isinstance(actor, SystemActor) else told.voice
    entry = Entry(
        matter=matter,
        kind=told.kind,
        voice=voice,
        text=told.text,
        is_shown=told.is_shown,
        actor=actor.label,
        name=name_of(actor) if voice == Voice.STAFF else "",
        door=told.door,
        detail={"due": matter.due_at.isoformat(), **told.detail} if matter.due_at else told.detail,
        at=now,
    )
    entry.save()
    turn_clocks(matter, told.kind, is_shown=told.is_shown, now=now)
    Photo.objects.bulk_create(Photo(entry=entry, file=file, position=n) for n, file in enumerate(told.photos))
    if told.recording:
        Recording(entry=entry, file=told.recording).save()
    publish(event(at=now, matter_id=matter.pk, entry_id=entry.pk))
    return entry


def name_of(actor: Actor) -> str:
    """How somebody is called in the story: a worker by their name."""
    person: Person | None = getattr(actor, "person", None)
    return person.name if person else ""


def lock(matter: Matter) -> Matter:
    """Hold the row until the end of the transaction, and see it as it is now."""
    matter.refresh_from_db(from_queryset=Matter.objects.select_for_update(of=("self",)))
    return matter


def require_handler(actor: Actor, matter: Matter) -> None:
    """Refuse unless the matter lies in the actor's own hands."""
    require(actor, MatterPermission.HANDLE, matter)
    if not is_handler(actor, matter):
        raise Refused("not-the-handler", _("Only the person who handles this matter can do this."))


def require_somebody_else(actor: Actor, matter: Matter, permission: str) -> None:
    """Refuse whoever would judge their own work."""
    require(actor, permission, matter)
    if is_handler(actor, matter):
        raise Refused("own-work", _("Nobody judges their own work. Please ask somebody else to look."))


def speaks_for_reporter(actor: Actor, matter: Matter, door: str) -> Voice:
    """Who speaks when the person who asked has something to say: they themselves, or a worker who notes it for them."""
    if is_reporter(actor, matter):
        return Voice.REPORTER
    require(actor, MatterPermission.REPORT_FOR, matter)
    if door == Door.ONLINE:
        raise Refused("door-needed", _("Please say how the person told you: by phone, at the counter …"), field="door")
    return Voice.STAFF


def person_id_of(actor: Actor) -> UUID:
    """The person who acts; what only a person can do is refused to a program."""
    if actor.person_id is None:
        raise Refused("forbidden", _("You do not have the right to do this here."))
    return actor.person_id
