"""What privacy law wants forgotten is really forgotten; that it happened stays."""

from __future__ import annotations

from datetime import datetime

from django.db import models, transaction
from django.utils.translation import gettext as _

from linli.base.audit.operations import record
from linli.base.files.operations import erase_file
from linli.base.permissions import SystemActor
from linli.core.matters.enums import Voice
from linli.core.matters.models import ERASED, Entry, Follower, Matter, Photo, Recording
from linli.core.matters.operations.story import lock
from linli.core.matters.queries.story import OF_FOLLOWERS, THEIR_WORDS


@transaction.atomic
def forget_reporter(*, matter: Matter, actor: SystemActor, now: datetime, reason: str) -> Matter:
    """Nobody can tell any more who asked. What has ended loses their words and pictures, too; what is open goes on."""
    lock(matter)
    matter.reporter, matter.contact_name, matter.contact_phone, matter.consent_note = None, None, None, ""
    matter.is_anonymous, matter.reported_by = True, "erased"
    if not matter.is_open:
        matter.text, matter.title, matter.address, matter.lat, matter.lng = ERASED, ERASED, "", None, None
        _forget_words(matter, actor=actor, now=now)
    matter.save()
    said: models.QuerySet[Entry] = models.QuerySet(Entry)
    said.filter(matter=matter, voice=Voice.REPORTER).update(actor="erased")
    record("matters.matter.forget-reporter", matter, actor=actor, now=now, reason=reason)
    return matter


def _forget_words(matter: Matter, *, actor: SystemActor, now: datetime) -> None:
    """Their words and pictures in the story; a plain queryset goes past the ledger's refusal, because the law does."""
    theirs: models.QuerySet[Entry] = models.QuerySet(Entry).filter(matter=matter, kind__in=THEIR_WORDS - OF_FOLLOWERS)
    pictures = Photo.objects.filter(entry__in=theirs, file__ended_at=None).select_related("file")
    recordings = Recording.objects.filter(entry__in=theirs, file__ended_at=None).select_related("file")
    for file in [*(one.file for one in pictures), *(one.file for one in recordings)]:
        erase_file(stored=file, actor=actor, now=now, reason=_("The person who asked is forgotten."))
    theirs.exclude(text="").update(text=ERASED)


@transaction.atomic
def forget_follower(*, follower: Follower, actor: SystemActor, now: datetime, reason: str) -> Follower:
    """Nobody can tell any more who followed, nor what they said."""
    follower.person, follower.contact_name, follower.contact_phone, follower.consent_note = None, None, None, ""
    follower.is_anonymous, follower.written_by = True, "erased"
    follower.text = ERASED if follower.text else ""
    follower.ended_at = follower.ended_at or now
    follower.save()
    theirs: models.QuerySet[Entry] = models.QuerySet(Entry)
    theirs = theirs.filter(matter=follower.matter_id, detail__follower=str(follower.pk))
    theirs.exclude(text="").update(text=ERASED)
    theirs.filter(voice=Voice.REPORTER).update(actor="erased")
    record("matters.follower.forget", follower, actor=actor, now=now, reason=reason)
    return follower
