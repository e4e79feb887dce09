"""The clocks of a matter: which run, when they are due, why then, and what a pause, more time or another kind does."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest

from linli.base.calendars.models import Holiday
from linli.base.errors import Refused
from linli.core.matters.enums import ClockKind as K
from linli.core.matters.enums import MatterState
from linli.core.matters.models import Matter, MatterClock, Pause
from linli.core.matters.operations.desk import (
    accept_matter,
    dispatch_matter,
    reassign_matter,
    settle_extension,
    sort_matter,
)
from linli.core.matters.operations.handling import (
    add_note,
    ask_back,
    ask_extension,
    resume_matter,
    return_dispatch,
    sign_matter,
    suspend_matter,
)
from linli.core.matters.operations.judging import answer_question, reopen_matter
from linli.core.matters.queries import lists
from linli.core.matters.queries.clocks import Clock, clocks_of
from tests.factories import matters as make
from tests.factories.core import NOON

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def beijing(*parts: int) -> datetime:
    """A moment as the office reads it."""
    return datetime(*parts, tzinfo=UTC) - 8 * HOUR  # type: ignore[arg-type, misc]


def clock(matter: Matter, kind: str, now: datetime) -> Clock:
    """The newest clock of a kind."""
    return max((one for one in clocks_of(matter, now) if one.kind == kind), key=lambda one: one.started_at)


def told(one: Clock) -> list[tuple[str, int]]:
    return [(f"{step.day:%m-%d}", step.number) for step in one.days]


def test_before_anybody_looks_the_first_look_is_due(world: SimpleNamespace) -> None:
    matter = make.make_matter(world, category=make.category("EN03"))
    (only,) = clocks_of(matter, NOON)
    assert (only.kind, only.state, only.due_at) == (K.ACCEPT, "running", matter.due_at)
    assert clocks_of(matter, NOON + DAY)[0].state == "late"


def test_accepting_begins_the_clocks_of_contact_answer_and_ending(world: SimpleNamespace) -> None:
    matter = make.accepted(world, category=make.category("PR01"))
    states = {one.kind: one.state for one in clocks_of(matter, NOON)}
    assert states == {K.ACCEPT: "kept", K.CONTACT: "running", K.ANSWER: "running", K.ENDING: "running"}
    assert clock(matter, K.ENDING, NOON).due_at == matter.due_at


def test_no_step_is_due_later_than_the_whole(world: SimpleNamespace) -> None:
    matter = make.accepted(world, category=make.category("EN01"))  # a day altogether; a first answer may take three
    assert clock(matter, K.ANSWER, NOON).due_at == clock(matter, K.ENDING, NOON).due_at


def test_a_word_to_the_person_keeps_the_clocks_of_contact_and_answer(world: SimpleNamespace) -> None:
    matter = make.handling(world, category=make.category("PR01"))
    handler = world.actors["grid_worker"]
    add_note(matter=matter, text="看过了", is_shown=False, actor=handler, now=NOON)
    assert clock(matter, K.CONTACT, NOON).state == "running"
    add_note(matter=matter, text="物业周五来修", is_shown=True, actor=handler, now=NOON + HOUR)
    kept = {kind: clock(matter, kind, NOON + DAY).met_at for kind in (K.CONTACT, K.ANSWER)}
    assert kept == {K.CONTACT: NOON + HOUR, K.ANSWER: NOON + HOUR}


def test_a_question_is_a_contact_and_no_answer(world: SimpleNamespace) -> None:
    matter = make.handling(world)
    ask_back(matter=matter, text="在家吗？", actor=world.actors["grid_worker"], now=NOON)
    assert (clock(matter, K.CONTACT, NOON).state, clock(matter, K.ANSWER, NOON).state) == ("kept", "running")


def test_handing_on_keeps_the_day_that_was_promised(world: SimpleNamespace) -> None:
    matter = make.accepted(world, category=make.category("PR01"))
    promised, handler = matter.due_at, world.people["grid_worker"]
    desk = world.actors["community_worker"]
    dispatch_matter(matter=matter, handler=handler, actor=desk, now=NOON + 2 * DAY)
    assert matter.due_at == promised
    reassign_matter(matter=matter, handler=world.people["committee_secretary"], actor=desk, now=NOON + 3 * DAY)
    assert (matter.due_at, clock(matter, K.ENDING, NOON).due_at) == (promised, promised)


def test_fewer_days_for_the_handler_leave_the_promise_and_more_move_it_openly(world: SimpleNamespace) -> None:
    matter = make.accepted(world, category=make.category("PR01"))
    promised, people = matter.due_at, world.people
    desk = world.actors["community_worker"]
    dispatch_matter(matter=matter, handler=people["grid_worker"], days=2, actor=desk, now=NOON)
    assert matter.due_at < promised == clock(matter, K.ENDING, NOON).due_at
    reassign_matter(matter=matter, handler=people["committee_secretary"], days=15, actor=desk, now=NOON)
    assert matter.due_at == clock(matter, K.ENDING, NOON).due_at > promised
    assert clock(matter, K.ENDING, NOON).span.source_en == "The desk decided so when it handed the matter on"


def test_another_kind_never_takes_a_promise_back(world: SimpleNamespace) -> None:
    matter = make.accepted(world, category=make.category("EN03"))
    promised = matter.due_at
    sort_matter(matter=matter, category=make.category("OR06"), actor=world.actors["community_worker"], now=NOON)
    assert (matter.due_at, clock(matter, K.ENDING, NOON).due_at) == (promised, promised)


def test_another_kind_that_is_quicker_counts_from_now(world: SimpleNamespace) -> None:
    matter = make.dispatched(world, category=make.category("PR01"))
    later = NOON + 2 * DAY
    sort_matter(matter=matter, category=make.category("UT04"), actor=world.actors["community_worker"], now=later)
    matter.refresh_from_db()
    assert matter.due_at == clock(matter, K.ENDING, later).due_at == later + DAY + HOUR
    entry = matter.entries.order_by("-pk")[0]
    assert (entry.is_shown, entry.detail["sooner"]) == (True, True)


def test_a_pause_is_a_row_and_moves_the_promise_by_its_working_time(world: SimpleNamespace) -> None:
    matter = make.handling(world)
    handler = world.actors["grid_worker"]
    suspend_matter(
        matter=matter, because="season", until=date(2026, 12, 7), reason="开春才能挖", actor=handler, now=NOON
    )
    standing = clock(matter, K.ENDING, NOON + 5 * DAY)
    assert (standing.state, standing.pauses[0].reason, standing.pauses[0].until_at) == ("paused", "season", None)
    resume_matter(matter=matter, actor=handler, now=NOON + 7 * DAY)
    pause = Pause.objects.get(matter=matter)
    going = clock(matter, K.ENDING, NOON + 7 * DAY)
    assert (pause.ended_at, pause.due_after, going.due_at) == (NOON + 7 * DAY, matter.due_at, matter.due_at)
    assert [(step.day.day, step.last.day) for step in going.days if step.pause] == [(23, 30)]
    assert told(going)[-1] == ("12-01", 1)


def test_what_stands_still_is_never_overdue(world: SimpleNamespace) -> None:
    matter = make.handling(world)
    suspend_matter(
        matter=matter, because="parts", until=date(2026, 12, 7), reason="等配件",
        actor=world.actors["grid_worker"], now=NOON,
    )  # fmt: skip
    late = NOON + 10 * DAY
    assert not Matter.objects.filter(lists.overdue(late) | lists.due_today(late)).exists()


def test_a_question_may_wait_and_the_reply_ends_the_waiting(world: SimpleNamespace) -> None:
    matter = make.handling(world)
    handler, resident = world.actors["grid_worker"], world.actors["resident"]
    due = matter.due_at
    ask_back(matter=matter, text="哪天在家？", waits_until=date(2026, 12, 7), actor=handler, now=NOON)
    assert (matter.state, clock(matter, K.ENDING, NOON).state) == (MatterState.SUSPENDED, "paused")
    answer_question(matter=matter, text="周三", actor=resident, now=NOON + 2 * DAY)
    matter.refresh_from_db()
    assert (matter.state, matter.asked_at, matter.due_at) == (
        MatterState.HANDLING,
        None,
        due + 2 * DAY - HOUR / 2 - HOUR,
    )
    assert list(matter.entries.order_by("pk").values_list("kind", flat=True))[-2:] == ["reply", "resumed"]


def test_a_reply_does_not_end_a_wait_for_something_else(world: SimpleNamespace) -> None:
    matter = make.handling(world)
    handler = world.actors["grid_worker"]
    ask_back(matter=matter, text="哪天在家？", actor=handler, now=NOON)
    suspend_matter(matter=matter, because="parts", until=date(2026, 12, 7), reason="等配件", actor=handler, now=NOON)
    answer_question(matter=matter, text="周三", actor=world.actors["resident"], now=NOON + DAY)
    matter.refresh_from_db()
    assert matter.state == MatterState.SUSPENDED


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"because": "holiday", "until": date(2026, 12, 7)}, "pause-reason-needed"),
        ({"because": "parts", "until": date(2026, 11, 23)}, "wait-out-of-range"),
        ({"because": "parts", "until": date(2027, 12, 7)}, "wait-out-of-range"),
    ],
)
def test_a_pause_needs_a_reason_of_the_list_and_an_end(
    world: SimpleNamespace, fields: dict[str, object], code: str
) -> None:
    matter = make.handling(world)
    with pytest.raises(Refused) as refusal:
        suspend_matter(matter=matter, reason="等", actor=world.actors["grid_worker"], now=NOON, **fields)  # type: ignore[arg-type]
    assert refusal.value.code == code


def test_more_time_is_counted_in_the_clock(world: SimpleNamespace) -> None:
    matter = make.handling(world)
    ask_extension(matter=matter, days=3, reason="等配件", actor=world.actors["grid_worker"], now=NOON)
    settle_extension(matter=matter, grant=True, reason="", actor=world.actors["community_worker"], now=NOON)
    ending = clock(matter, K.ENDING, NOON)
    assert (ending.due_at, ending.extended_days, told(ending)[-1][1]) == (matter.due_at, 3, 4)


def test_taking_it_up_again_stops_all_clocks_and_begins_anew(world: SimpleNamespace) -> None:
    matter = make.closed(world)
    reopen_matter(matter=matter, text="又凉了", actor=world.actors["resident"], now=NOON + DAY)
    running = MatterClock.objects.filter(matter=matter, met_at=None, stopped_at=None)
    assert set(running.values_list("kind", flat=True)) == {K.AGAIN, K.ENDING}
    assert clock(matter, K.AGAIN, NOON + DAY).due_at == matter.due_at


def test_sending_back_begins_the_clock_of_handing_on(world: SimpleNamespace) -> None:
    matter = make.dispatched(world)
    basis = make.category("PR01")
    return_dispatch(matter=matter, reason="归物业", basis=basis, actor=world.actors["grid_worker"], now=NOON)
    assert (clock(matter, K.HAND_ON, NOON).due_at, clock(matter, K.SIGN, NOON).state) == (matter.due_at, "stopped")
    detail = matter.entries.get(kind="returned").detail
    assert (detail["basis"], detail["owner_zh"], detail["clause_zh"]) == ("PR01", basis.owner_zh, basis.clause_zh)


@pytest.mark.parametrize(
    ("code", "accepted_at", "due", "days"),
    [
        pytest.param(  # 27 and 30 September are worked; National Day is free until the 7th
            "EN03", beijing(2026, 9, 30, 10), beijing(2026, 10, 10, 10),
            [("09-30", 0), *((f"10-0{n}", 0) for n in range(1, 8)), ("10-08", 1), ("10-09", 2), ("10-10", 3)],
            id="holiday and make-up day",
        ),
        pytest.param(
            "EN03", beijing(2026, 12, 30, 16), beijing(2027, 1, 5, 16),
            [("12-30", 0), ("12-31", 1), ("01-01", 0), ("01-02", 0), ("01-03", 0), ("01-04", 2), ("01-05", 3)],
            id="year's end",
        ),
        pytest.param(
            "EN01", beijing(2028, 2, 28, 9), beijing(2028, 2, 29, 9), [("02-28", 0), ("02-29", 1)], id="leap day"
        ),
        pytest.param(
            "EN01", beijing(2026, 11, 27, 16, 59), beijing(2026, 11, 30, 16, 59),
            [("11-27", 0), ("11-28", 0), ("11-29", 0), ("11-30", 1)],
            id="a minute before the week ends",
        ),
    ],
)  # fmt: skip
def test_days_are_counted_one_by_one(
    world: SimpleNamespace, code: str, accepted_at: datetime, due: datetime, days: list[tuple[str, int]]
) -> None:
    Holiday.objects.create(day=date(2027, 1, 1), is_working=False, name_zh="元旦", source="通知")  # not announced yet
    matter = make.make_matter(world, category=make.category(code), now=accepted_at)
    accept_matter(matter=matter, actor=world.actors["community_worker"], now=accepted_at)
    ending = clock(matter, K.ENDING, accepted_at)
    assert (ending.due_at, told(ending)) == (due, days)


def test_an_emergency_does_not_wait_for_office_hours(world: SimpleNamespace) -> None:
    night = beijing(2026, 11, 28, 23)  # a Saturday
    kind = make.category("CA05")
    matter = make.make_matter(world, category=kind, emergency_confirmed=True, now=night)
    accept_matter(matter=matter, actor=world.actors["community_worker"], now=night)
    assert (matter.due_at, clock(matter, K.CONTACT, night).due_at) == (night + 2 * HOUR, night + HOUR)


def test_signing_in_time_keeps_its_clock(world: SimpleNamespace) -> None:
    matter = make.dispatched(world, category=make.category("PR01"))
    sign_matter(matter=matter, actor=world.actors["grid_worker"], now=NOON + 3 * DAY)
    assert clock(matter, K.SIGN, NOON + 3 * DAY).state == "kept_late"
