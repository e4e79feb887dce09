"""What the tree of areas does by the clock."""

import logging
from datetime import datetime

from django.utils.timezone import localdate

from linli.base.errors import Refused
from linli.base.permissions import SystemActor
from linli.base.schedule import every
from linli.core.areas.enums import RedrawState
from linli.core.areas.models import Redraw
from linli.core.areas.operations.redraws import apply_redraw

log = logging.getLogger("linli.areas")


@every("5 0 * * *")
def apply_due_redraws(now: datetime) -> None:
    """Put the drawings in force whose day has come; one that no longer fits stays planned and is shown as overdue."""
    due = Redraw.objects.filter(state=RedrawState.PLANNED, effective_on__lte=localdate(now))
    for redraw in due.select_related("community").order_by("effective_on", "pk"):
        try:
            apply_redraw(redraw=redraw, actor=SystemActor("schedule"), now=now)
        except Refused as refusal:
            log.warning("Redraw %s is not in force: %s", redraw.pk, refusal.code)
