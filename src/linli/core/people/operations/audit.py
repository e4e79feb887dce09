"""Reading the audit is itself written down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db import transaction
from django.utils.translation import gettext as _

from linli.base.audit.models import Seal
from linli.base.audit.operations import record
from linli.base.audit.queries import Flaw, audit_flaws
from linli.base.errors import Refused
from linli.base.permissions import Actor
from linli.core.people.enums import SystemPermission
from linli.core.people.models import Person

AT_MOST = 20


@dataclass(frozen=True)
class Verdict:
    """Whether the audit is as it was written: how many seals were looked at, and what does not hold."""

    seals: int
    flaws: list[Flaw]


@transaction.atomic
def note_audit_read(*, asked: dict[str, str], actor: Actor, now: datetime) -> None:
    """Write down who read the audit, and what they looked for."""
    person = Person.objects.filter(pk=actor.person_id).first() if actor.person_id else None
    if person is None or not actor.scopes(SystemPermission.AUDIT):
        raise Refused("forbidden", _("You do not have the right to do this here."))
    record("system.audit.read", person, actor=actor, now=now, data={"asked": asked})


def verify_audit(*, actor: Actor, now: datetime) -> Verdict:
    """Walk the chain of seals and say what does not hold; that it was done is written down."""
    note_audit_read(asked={"verify": "1"}, actor=actor, now=now)
    last = Seal.objects.order_by("-number").values_list("number", flat=True).first()
    return Verdict(last or 0, list(islice(audit_flaws(), AT_MOST)))
