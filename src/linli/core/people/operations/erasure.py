"""Erasing somebody who asked for it: the row stays as a nobody, what it said is gone. The audit keeps that it happened.

What other rooms keep of the person they erase themselves when they hear `PersonErased`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from linli.base.audit.operations import record
from linli.base.errors import Refused
from linli.base.messaging.operations import erase_messages
from linli.base.outbox.events import publish
from linli.base.permissions import Actor, require
from linli.base.sheets.models import Finding
from linli.core.people.enums import EndReason, PeoplePermission
from linli.core.people.events import PersonErased
from linli.core.people.models import (
    Account,
    CareNeed,
    Consent,
    DuplicatePair,
    Grant,
    Invitation,
    Person,
    PersonMerge,
    Proxy,
    Residence,
    RightsRequest,
    RosterLine,
)
from linli.core.people.queries.actors import live_grants

NOBODY: dict[str, Any] = {
    "name": "(erased)",
    "given": "",
    "pinyin": "",
    "initials": "",
    "sex": "",
    "birth_on": None,
    "id_number": "",
    "id_hash": "",
    "phone": "",
    "phone_hash": "",
    "phone_tail": "",
    "ethnicity": "",
    "education": "",
    "employment": "",
    "note": "",
}


@transaction.atomic
def erase_person(*, person: Person, actor: Actor, now: datetime) -> Person:
    """Empty a person's row and everything of this room that tells of them. Refused while they hold a role."""
    require(actor, PeoplePermission.RIGHTS, person)
    today = localdate(now)
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if live_grants(today).filter(person=person).exists():
        raise Refused("holds-roles", _("This person works here. Their roles end first, then the record can be erased."))
    rows = Person.objects.filter(Q(pk=person.pk) | Q(merged_into=person))
    place = person.community.path if person.community else person.place
    _erase_around(list(rows.values_list("pk", flat=True)), place)
    Person.objects.filter(merged_into=person).update(**NOBODY, updated_at=now)
    ended = {"ended_on": person.ended_on or today, "end_reason": EndReason.ERASED, "updated_at": now}
    Person.objects.filter(pk=person.pk).update(**NOBODY, **ended, place=place)
    person.refresh_from_db()
    record("people.person.erase", person, actor=actor, now=now)
    publish(PersonErased(at=now, person_id=person.pk))
    return person


def _erase_around(keys: list[Any], place: str) -> None:
    """Everything that hangs on these rows. What must remain of a request is that there was one, and its answer."""
    Account.objects.filter(person__in=keys).delete()
    Proxy.objects.filter(Q(principal__in=keys) | Q(proxy__in=keys)).delete()
    for model in (Consent, CareNeed, Invitation, Residence, RosterLine, Grant):
        model.objects.filter(person__in=keys).delete()
    DuplicatePair.objects.filter(Q(first__in=keys) | Q(second__in=keys)).delete()
    PersonMerge.objects.filter(Q(kept__in=keys) | Q(gone__in=keys)).update(before="{}", moved={})
    RightsRequest.objects.filter(person__in=keys).update(text="(erased)", place=place)
    Finding.objects.filter(subject_id__in=keys).delete()
    for key in keys:
        erase_messages(recipient=key)
