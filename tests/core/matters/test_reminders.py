"""Whoever is late is told once: the handler, then the desk, then the secretary; at night only of what is urgent."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from types import SimpleNamespace

from linli.base.messaging.models import Message
from linli.base.outbox.worker import deliver_due
from linli.core.matters.models import Matter, Reminder
from linli.core.matters.operations.handling import add_note, suspend_matter
from linli.core.matters.tasks import remind_of_deadlines
from tests.factories import matters as make
from tests.factories.core import NOON

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def told(now: datetime) -> dict[str, set[object]]:
    """Who is told what when the clock strikes, by the beginning of the template."""
    before = set(Message.objects.values_list("pk", flat=True))
    remind_of_deadlines(now)
    while deliver_due(now):
        pass
    found: dict[str, set[object]] = {}
    for message in Message.objects.exclude(pk__in=before):
        if message.template in {"matters.due_soon", "matters.overdue", "matters.overdue_a_day"}:
            found.setdefault(message.template, set()).add(message.recipient)
    return found


def spoken_with(world: SimpleNamespace, code: str) -> Matter:
    """A matter whose person has been answered: only the ending is open."""
    matter = make.handling(world, category=make.category(code))
    add_note(matter=matter, text="物业来修", is_shown=True, actor=world.actors["grid_worker"], now=NOON)
    return matter


def test_first_the_handler_then_the_desk_then_the_secretary_and_each_once(world: SimpleNamespace) -> None:
    people = {key: world.people[key].pk for key in ("grid_worker", "community_worker", "committee_secretary")}
    matter = spoken_with(world, "EN03")  # due on Thursday at one
    due = matter.due_at
    assert due is not None
    assert told(due - DAY) == {}
    assert told(due - HOUR) == {"matters.due_soon": {people["grid_worker"]}}
    assert told(due - HOUR) == {}
    assert told(due + HOUR) == {"matters.overdue": set(people.values())}
    assert told(due + DAY + HOUR) == {"matters.overdue_a_day": {people["committee_secretary"]}}
    assert told(due + 30 * DAY) == {}
    assert Reminder.objects.filter(matter=matter).count() == 3


def test_what_nobody_looked_at_is_the_desks(world: SimpleNamespace) -> None:
    make.make_matter(world, category=make.category("EN03"))
    desk = {world.people[key].pk for key in ("community_worker", "committee_secretary")}
    assert told(NOON + 4 * HOUR) == {"matters.overdue": desk}


def test_nobody_is_woken_for_what_can_wait_until_the_morning(world: SimpleNamespace) -> None:
    make.make_matter(world, category=make.category("EN03"))
    make.make_matter(world, category=make.category("UT04"))
    assert told(NOON + 11 * HOUR) != {}  # eleven at night: the heating alone
    assert set(Reminder.objects.values_list("matter__category__code", flat=True)) == {"UT04"}
    told(NOON + 21 * HOUR)
    assert set(Reminder.objects.values_list("matter__category__code", flat=True)) == {"UT04", "EN03"}


def test_what_stands_still_is_not_reminded_of(world: SimpleNamespace) -> None:
    matter = spoken_with(world, "EN03")
    suspend_matter(
        matter=matter, because="parts", until=date(2026, 12, 7), reason="等", actor=world.actors["grid_worker"],
        now=NOON,
    )  # fmt: skip
    assert told(NOON + 10 * DAY) == {}
