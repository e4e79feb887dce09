"""Whoever opens the page of a member leaves a trace that the member reads (X-01, B-12)."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils.timezone import localdate, make_aware

from linli.base.audit.operations import record
from linli.base.audit.queries import entries_about
from linli.base.permissions import Actor
from linli.core.membership.enums import MembershipPermission
from linli.core.people.models import Person

LOOK = MembershipPermission.VIEW
OPENED = "membership.member.open"


@transaction.atomic
def note_look(*, person: Person, actor: Actor, now: datetime) -> None:
    """Somebody opened the page of a member: "who opened my record" tells it, once a day for each who looked.

    The page itself has asked whether they may. Looking at one's own page is no look.
    """
    if actor.person_id == person.pk:
        return
    since = make_aware(datetime.combine(localdate(now), time.min))
    today = entries_about("people.person", person.pk).filter(action=OPENED, at__gte=since, at__lt=since + timedelta(1))
    if not today.filter(actor=actor.label).exists():
        record(OPENED, person, actor=actor, now=now)
