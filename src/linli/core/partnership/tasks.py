"""What time does to the lists: an offer whose last day is over leaves them."""

from __future__ import annotations

from datetime import datetime

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from linli.base.errors import Refused
from linli.base.permissions import SystemActor
from linli.base.schedule import every
from linli.core.partnership.enums import ListState
from linli.core.partnership.models import Resource
from linli.core.partnership.operations.settle import withdraw_listed

CLOCK = SystemActor("schedule")
MOST_AT_ONCE = 500


@every("20 4 * * *")
def take_off_what_is_over(now: datetime) -> None:
    """Take offers off the list on the day after their last one."""
    over = Resource.objects.filter(state=ListState.OPEN, until_on__lt=localdate(now)).order_by("until_on")
    for resource in over[:MOST_AT_ONCE]:
        try:
            withdraw_listed(thing=resource, words=_("Its last day is over."), actor=CLOCK, now=now)
        except Refused:
            continue  # somebody was quicker
