"""What time does: an offer whose last day is over leaves the list, who spoke is forgotten, agreements begin and end."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from linli.base.errors import Refused
from linli.base.permissions import SystemActor
from linli.base.schedule import every
from linli.core.partnership.enums import ListState
from linli.core.partnership.models import Need, Resource
from linli.core.partnership.operations.agreements import begin_agreement, close_term, warn_of_end
from linli.core.partnership.operations.forgetting import forget_author, forget_words
from linli.core.partnership.operations.promises import warn_of_promise
from linli.core.partnership.operations.reviews import open_review
from linli.core.partnership.operations.settle import withdraw_listed
from linli.core.partnership.queries import agreements as due
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


@every("10 6 * * *")
def turn_agreements(now: datetime) -> None:
    """Begin what is signed, end what is over, warn both sides once, and ask for the half-year reviews (W6)."""
    today = localdate(now)
    for agreement in due.to_begin(today)[:MOST_AT_ONCE]:
        _try(begin_agreement, agreement=agreement, now=now)
    for agreement in due.over(today)[:MOST_AT_ONCE]:
        _try(close_term, agreement=agreement, now=now)
    for agreement in due.expiring(today)[:MOST_AT_ONCE]:
        _try(warn_of_end, agreement=agreement, now=now)
    for promise in due.promises_coming(today)[:MOST_AT_ONCE]:
        _try(warn_of_promise, promise=promise, now=now)
    for agreement, from_on, until_on in due.reviews_to_open(today):
        _try(open_review, agreement=agreement, from_on=from_on, until_on=until_on, now=now)


def _try(operation: Callable[..., Any], **given: Any) -> None:
    with suppress(Refused):  # somebody was quicker: the next night finds what is left
        operation(actor=CLOCK, **given)
