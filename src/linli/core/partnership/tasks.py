"""What time does to the lists: an offer whose last day is over leaves them, and who spoke is forgotten."""

from __future__ import annotations

from datetime import datetime

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from linli.base.errors import Refused
from linli.base.permissions import SystemActor
from linli.base.schedule import every
from linli.core.partnership.enums import ListState
from linli.core.partnership.models import Need, Resource
from linli.core.partnership.operations.forgetting import forget_author, forget_words
from linli.core.partnership.operations.settle import withdraw_listed
from linli.core.partnership.queries.lists import kept_long_enough

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


@every("0 4 * * *")
def forget_after_three_years(now: datetime) -> None:
    """Who wished or offered something is kept for three years after its end (E-13)."""
    for model in (Need, Resource):
        for thing in kept_long_enough(model, now)[:MOST_AT_ONCE]:
            forget_author(thing=thing, actor=CLOCK, now=now, reason="retention")
    forget_words(actor=CLOCK, now=now)
