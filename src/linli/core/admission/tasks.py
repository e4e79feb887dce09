"""What the calendar does: limits of admissions come near, letters have been on their way for long."""

from __future__ import annotations

from datetime import datetime

from django.utils.timezone import localdate

from linli.base.permissions import SystemActor
from linli.base.schedule import every
from linli.core.admission.models import Admission, Transfer
from linli.core.admission.operations.transferring import alert_transfer
from linli.core.admission.operations.warning import warn_of_limit
from linli.core.admission.queries.admissions import near_a_limit
from linli.core.admission.queries.transfers import WAITING, alert_due

CLOCK = SystemActor("schedule")


@every("40 8 * * *")
def warn_of_limits(now: datetime) -> None:
    """Each limit once, from a week before its day on."""
    for admission in Admission.objects.live().filter(near_a_limit(localdate(now))).order_by("pk"):
        warn_of_limit(admission=admission, actor=CLOCK, now=now)


@every("45 8 * * *")
def ask_after_letters(now: datetime) -> None:
    """After 60, 80 and 90 days without a receipt; a day on which nothing ran is made up for by the latest of them."""
    today = localdate(now)
    for transfer in Transfer.objects.filter(state__in=sorted(WAITING)).order_by("pk"):
        if days := alert_due(transfer, today):
            alert_transfer(transfer=transfer, days=days, actor=CLOCK, now=now)
