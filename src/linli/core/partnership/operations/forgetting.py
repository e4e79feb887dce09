"""Whoever was erased as they asked is forgotten in the three lists; three years after the end everybody is."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from linli.base.audit.operations import record
from linli.base.permissions import Actor
from linli.core.partnership.models import ERASED, Judgement, Need, Resource, Support
from linli.core.partnership.models.lists import Listed
from linli.core.partnership.queries.lists import RETENTION


@transaction.atomic
def forget_person(*, person_id: UUID, actor: Actor, now: datetime) -> None:
    """Their presses and judgements are gone, their wishes name nobody; what is public stays, it never named them."""
    pressed = list(Support.objects.filter(person=person_id).values_list("need", flat=True))
    Need.objects.filter(pk__in=pressed).update(supporters=F("supporters") - 1)
    Support.objects.filter(person=person_id).delete()
    Judgement.objects.filter(person=person_id).delete()
    for thing in [*Need.objects.filter(author=person_id), *Resource.objects.filter(author=person_id)]:
        forget_author(thing=thing, actor=actor, now=now, reason="person-erased")


@transaction.atomic
def forget_author(*, thing: Listed, actor: Actor, now: datetime, reason: str) -> None:
    """A line of the lists says no more who spoke, how to reach them, or how they put it."""
    thing.author, thing.contact_name, thing.contact_phone = None, None, None
    thing.consent_note, thing.written_by, thing.said = "", "erased", ERASED
    thing.save()
    record(f"{thing._meta.label_lower}.forget", thing, actor=actor, now=now, reason=reason)


@transaction.atomic
def forget_words(*, actor: Actor, now: datetime) -> int:
    """Three years after a judgement its words are gone, the level stays in the sum. Tells how many.

    No row of the audit: it would point at whoever judged.
    """
    return Judgement.objects.filter(at__lte=now - RETENTION).exclude(words="").update(words="")
