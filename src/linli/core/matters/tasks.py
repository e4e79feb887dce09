"""What time does to matters: silence closes, waiting ends, and whoever is late is told."""

from __future__ import annotations

from datetime import datetime
from itertools import islice

from linli.base.errors import Refused
from linli.base.permissions import SystemActor
from linli.base.schedule import every
from linli.core.matters.operations.forgetting import forget_follower, forget_reporter
from linli.core.matters.operations.handling import resume_matter
from linli.core.matters.operations.judging import close_silent
from linli.core.matters.operations.recurrences import suggest_recurrence
from linli.core.matters.operations.reminding import write_reminder
from linli.core.matters.operations.still import ask_still
from linli.core.matters.queries.followers import forgotten_followers
from linli.core.matters.queries.lists import kept_long_enough, quiet_long_enough, waited_long_enough
from linli.core.matters.queries.recurrences import found_recurrences
from linli.core.matters.queries.reminders import reminders_due
from linli.core.matters.queries.reviews import late_reviews
from linli.core.matters.queries.still import to_ask_still
from linli.core.matters.telling import tell_of_late_review

CLOCK = SystemActor("schedule")
MOST_AT_ONCE = 500


@every("*/15 * * * *")
def close_what_nobody_objected_to(now: datetime) -> None:
    """Close what was checked and heard no objection for five working days."""
    for matter in quiet_long_enough(now)[:MOST_AT_ONCE]:
        try:
            close_silent(matter=matter, actor=CLOCK, now=now)
        except Refused:
            continue  # somebody judged it a moment ago


@every("*/5 * * * *")
def remind_of_deadlines(now: datetime) -> None:
    """Tell of what is due soon or late, once for each step; at night only of what is urgent."""
    for due in islice(reminders_due(now), MOST_AT_ONCE):
        write_reminder(due=due, actor=CLOCK, now=now)


@every("5 9 * * *")
def go_on_after_waiting(now: datetime) -> None:
    """Bring back to its handler what has waited until today."""
    for matter in waited_long_enough(now)[:MOST_AT_ONCE]:
        try:
            resume_matter(matter=matter, actor=CLOCK, now=now)
        except Refused:
            continue  # its handler went on already


@every("0 10 * * *")
def ask_whether_it_is_still_so(now: datetime) -> None:
    """Ask, four weeks after the end, whether it is still so: once for each matter."""
    for matter in to_ask_still(now)[:MOST_AT_ONCE]:
        try:
            ask_still(matter=matter, actor=CLOCK, now=now)
        except Refused:
            continue  # it was taken up again a moment ago


@every("10 9 * * 1-5")
def tell_leaders_of_late_reviews(now: datetime) -> None:
    """Tell whoever leads the place of a bad judgement whose next step is late, once for each deadline."""
    for review in late_reviews(now)[:MOST_AT_ONCE]:
        tell_of_late_review(review, now)


@every("20 2 * * *")
def look_what_recurs(now: datetime) -> None:
    """What several people told in one place within some weeks is suggested to whoever answers there."""
    for found in found_recurrences(now):
        suggest_recurrence(found=found, actor=CLOCK, now=now)


@every("40 3 * * *")
def forget_after_three_years(now: datetime) -> None:
    """Who asked is kept for three years after the end (E-13), then nobody can tell any more."""
    for matter in kept_long_enough(now)[:MOST_AT_ONCE]:
        forget_reporter(matter=matter, actor=CLOCK, now=now, reason="retention")
    for follower in forgotten_followers(now)[:MOST_AT_ONCE]:
        forget_follower(follower=follower, actor=CLOCK, now=now, reason="retention")
