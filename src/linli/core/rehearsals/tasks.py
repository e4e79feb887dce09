"""What rehearsals do by the clock: a plan comes into force on its day, once."""

import logging
from datetime import datetime

from django.utils.timezone import localdate

from linli.base.errors import Refused
from linli.base.permissions import SystemActor
from linli.base.schedule import every
from linli.core.rehearsals.enums import RehearsalState
from linli.core.rehearsals.models import Rehearsal
from linli.core.rehearsals.operations.applying import apply_plan

log = logging.getLogger("linli.rehearsals")


@every("10 0 * * *")
def apply_due_plans(now: datetime) -> None:
    """Put the plans in force whose day has come; one that no longer fits stays approved, and its page says so."""
    due = Rehearsal.objects.filter(state=RehearsalState.APPROVED, effective_on__lte=localdate(now))
    for rehearsal in due.order_by("effective_on", "pk"):
        try:
            apply_plan(rehearsal=rehearsal, actor=SystemActor("schedule"), now=now)
        except Refused as refusal:
            log.warning("Rehearsal %s is not in force: %s", rehearsal.pk, refusal.code)
