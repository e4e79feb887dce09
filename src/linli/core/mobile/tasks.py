"""What time does: once a quarter, those who are away are asked whether they are well."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.timezone import localdate

from linli.base.permissions import SystemActor
from linli.base.schedule import every
from linli.core.mobile.models import Stay
from linli.core.mobile.operations.links import ask_if_well

CLOCK = SystemActor("schedule")
LATELY = timedelta(days=30)


@every("0 10 10 2,5,8,11 *")
def ask_who_is_away(now: datetime) -> None:
    """Each of whom nobody heard in the last month gets one link; whoever does not answer is called by the branch."""
    for stay in Stay.objects.live().filter(silent_since__lt=localdate(now) - LATELY).order_by("pk"):
        ask_if_well(stay=stay, actor=CLOCK, now=now)
