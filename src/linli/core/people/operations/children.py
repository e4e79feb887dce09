"""Children under 14: their record opens only with a reason, which stays in the audit (PIPL art. 28)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from linli.base.audit.operations import record
from linli.base.errors import Refused
from linli.base.permissions import Actor, require
from linli.core.people.enums import PeoplePermission
from linli.core.people.models import Person


@transaction.atomic
def open_child_record(*, person: Person, reason: str, actor: Actor, now: datetime) -> None:
    """Somebody who looks after children opens the record of one, and says why. The guardians can read it."""
    require(actor, PeoplePermission.CARE_VIEW, person)
    if len(reason.strip()) < 2:
        raise Refused("reason-missing", _("Please say why you open this record."), field="reason")
    record("people.person.open_child", person, actor=actor, now=now, reason=reason.strip()[:400])
