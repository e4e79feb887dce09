"""Four weeks after the end: ask, once, whether it is still so."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from linli.base.audit.operations import record
from linli.base.errors import Refused
from linli.base.outbox.events import publish
from linli.base.permissions import SystemActor
from linli.core.matters.events import StillAsked
from linli.core.matters.models import FollowUp, Matter
from linli.core.matters.operations.story import lock
from linli.core.matters.queries.still import to_ask_still


@transaction.atomic
def ask_still(*, matter: Matter, actor: SystemActor, now: datetime) -> FollowUp:
    """Ask the person who asked, once for each matter, whether it is still so."""
    lock(matter)
    if not to_ask_still(now).filter(pk=matter.pk).exists():
        raise Refused("not-to-ask", _("Nobody is asked about this matter now."))
    asked = FollowUp.objects.create(community_id=matter.community_id, place=matter.place, matter=matter, asked_at=now)
    record("matters.followup.ask", asked, actor=actor, now=now)
    publish(StillAsked(at=now, follow_up_id=asked.pk))
    return asked
