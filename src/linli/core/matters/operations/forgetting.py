"""What privacy law wants forgotten is really forgotten; that it happened stays."""

from __future__ import annotations

from datetime import datetime

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.base.audit.operations import record
from linli.base.files.operations import erase_file
from linli.base.messaging.operations import erase_messages_about
from linli.base.outbox.events import publish
from linli.base.permissions import SystemActor
from linli.core.matters.enums import EntryKind, TaskState, Voice
from linli.core.matters.events import ReporterForgotten
from linli.core.matters.models import (
    ERASED,
    Capture,
    Entry,
    Follower,
    Judgement,
    Matter,
    Photo,
    Recording,
    ReviewStep,
    Task,
)
from linli.core.matters.operations.story import lock
from linli.core.matters.queries.story import OF_FOLLOWERS, THEIR_WORDS


@transaction.atomic
def forget_reporter(*, matter: Matter, actor: SystemActor, now: datetime, reason: str) -> Matter:
    """Nobody can tell any more who asked. What has ended loses their words and pictures, too; what is open goes on.

    The rooms that keep something of the same matter (a ticket of the hotline, a call for help) hear it and follow.
    """
    lock(matter)
    _forget_label(matter)
    matter.reporter, matter.contact_name, matter.contact_phone, matter.consent_note = None, None, None, ""
    matter.is_anonymous, matter.reported_by = True, "erased"
    if not matter.is_open:
        matter.text, matter.title, matter.address, matter.lat, matter.lng = ERASED, ERASED, "", None, None
        _forget_words(matter, actor=actor, now=now)
        _forget_what_follows(matter)
    matter.save()
    record("matters.matter.forget-reporter", matter, actor=actor, now=now, reason=reason)
    publish(ReporterForgotten(at=now, matter_id=matter.pk))
    return matter


# A plain queryset goes past the ledger's refusal, because the law does.


def _forget_label(matter: Matter) -> None:
    """What they wrote or sent themselves says no more that it was them."""
    models.QuerySet(Entry).filter(matter=matter, voice=Voice.REPORTER).update(actor="erased")
    if matter.reporter:
        own = models.Q(actor__startswith=f"person:{matter.reporter.pk}")
        for_them = models.Q(actor__endswith=f" for {matter.reporter.pk.hex}")
        models.QuerySet(Capture).filter(own | for_them, matter=matter).update(actor="erased")


def _forget_words(matter: Matter, *, actor: SystemActor, now: datetime) -> None:
    """Their words, pictures and voices in the story, and what workers noted about them for themselves."""
    words = models.Q(kind__in=THEIR_WORDS - OF_FOLLOWERS) | models.Q(kind=EntryKind.NOTE, is_shown=False)
    theirs: models.QuerySet[Entry] = models.QuerySet(Entry).filter(words, matter=matter)
    pictures = Photo.objects.filter(entry__in=theirs, file__ended_at=None).select_related("file")
    recordings = Recording.objects.filter(entry__in=theirs, file__ended_at=None).select_related("file")
    for file in [*(one.file for one in pictures), *(one.file for one in recordings)]:
        erase_file(stored=file, actor=actor, now=now, reason=_("The person who asked is forgotten."))
    theirs.exclude(text="").update(text=ERASED)


def _forget_what_follows(matter: Matter) -> None:
    """What was written while a judgement was followed, what was to be done for them, and what inboxes say of it."""
    Judgement.objects.filter(matter=matter).update(may_show=False)
    Judgement.objects.filter(matter=matter).exclude(answer="").update(answer=ERASED)
    models.QuerySet(ReviewStep).filter(review__matter=matter).exclude(text="").update(text=ERASED)
    by_hand = Task.objects.filter(matter=matter, from_checklist=False)
    by_hand.update(title_zh=ERASED, title_en="")
    Task.objects.filter(matter=matter, state=TaskState.DROPPED).update(reason=ERASED)
    pages = [reverse("matters:desk-detail", args=[matter.code]), reverse("matters:mine-detail", args=[matter.code])]
    reviews = matter.reviews.values_list("pk", flat=True)
    erase_messages_about(links=[*pages, *(reverse("matters:review", args=[pk]) for pk in reviews)])


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
