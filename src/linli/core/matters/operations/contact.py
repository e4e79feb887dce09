"""Seeing the phone of whoever asked: with a reason, and never against their wish to stay hidden."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from linli.base.audit.operations import record
from linli.base.errors import Refused
from linli.base.permissions import Actor, require
from linli.base.text import clean_words
from linli.core.matters.enums import MatterPermission
from linli.core.matters.models import Matter
from linli.core.matters.queries.story import sees_reporter
from linli.core.people.operations.reveal import RevealField, reveal_person


@dataclass(frozen=True)
class Contact:
    """A name and a phone in full."""

    name: str
    phone: str


@transaction.atomic
def reveal_contact(*, matter: Matter, reason: str, actor: Actor, now: datetime) -> Contact:
    """Show how the person who asked can be reached. Somebody in the register can read who looked, when and why."""
    require(actor, MatterPermission.SEE_REPORTER, matter)
    if not sees_reporter(actor, matter):
        raise Refused("reporter-hidden", _("The person asked that their name is not shown to you."))
    needed = _("Please write why you need the number. The person can read it.")
    reason = clean_words(reason, field="reason", needed=needed, most=400)
    record("matters.matter.reveal-contact", matter, actor=actor, now=now, reason=reason)
    if matter.contact_phone:
        return Contact(matter.contact_name or "", matter.contact_phone)
    if matter.reporter is None:
        raise Refused("no-contact", _("They left no number."))
    shown = reveal_person(person=matter.reporter, field=RevealField.PHONE, reason=reason, actor=actor, now=now)
    return Contact(matter.reporter.name, shown)
