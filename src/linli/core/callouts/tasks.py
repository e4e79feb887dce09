"""What time does to calls: the next few are asked, tomorrow is told, silence is forgotten."""

from __future__ import annotations

from datetime import datetime

from linli.base.errors import Refused
from linli.base.permissions import SystemActor
from linli.base.schedule import every
from linli.core.callouts.operations.calling import call_wave
from linli.core.callouts.operations.forgetting import forget_helpers, forget_silence
from linli.core.callouts.operations.telling import tell
from linli.core.callouts.queries.lists import promised_for_tomorrow, waves_that_ended

CLOCK = SystemActor("schedule")
MOST_AT_ONCE = 200


@every("*/15 8-20 * * *")
def ask_the_next_few(now: datetime) -> None:
    """When a wave is over and hands are missing, the next five are asked; nobody is woken for it."""
    _next_waves(now, is_emergency=False)


@every("*/5 * * * *")
def ask_the_next_few_in_an_emergency(now: datetime) -> None:
    """In an emergency at any hour."""
    _next_waves(now, is_emergency=True)


def _next_waves(now: datetime, *, is_emergency: bool) -> None:
    for callout in waves_that_ended(now, is_emergency=is_emergency)[:MOST_AT_ONCE]:
        try:
            call_wave(callout=callout, actor=CLOCK, now=now)
        except Refused:
            continue  # nobody else fits, or somebody was quicker


@every("0 18 * * *")
def tell_of_tomorrow(now: datetime) -> None:
    """The one reminder there is, for those who said yes."""
    for ask in promised_for_tomorrow(now)[: 5 * MOST_AT_ONCE]:
        tell([ask], ask.callout, "tomorrow", now)


@every("50 3 * * *")
def forget_who_was_silent(now: datetime) -> None:
    """Sixty days after a call, whoever gave no yes was never asked."""
    forget_silence(actor=CLOCK, now=now)


@every("52 3 * * *")
def forget_who_came(now: datetime) -> None:
    """Who came is kept for three years (E-13), how many came stays."""
    forget_helpers(actor=CLOCK, now=now)
