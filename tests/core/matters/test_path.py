"""The whole of W1, from the first word to the last."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from linli.base.audit.models import AuditEntry
from linli.base.errors import Refused
from linli.base.permissions import SystemActor
from linli.core.matters.enums import EntryKind, MatterState
from linli.core.matters.models import Entry, Matter
from linli.core.matters.operations.desk import (
    accept_matter,
    answer_at_once,
    dispatch_matter,
    reassign_matter,
    reject_matter,
    settle_extension,
    sort_matter,
)
from linli.core.matters.operations.handling import (
    add_note,
    ask_back,
    ask_extension,
    feed_back,
    resume_matter,
    return_dispatch,
    sign_matter,
    suspend_matter,
)
from linli.core.matters.operations.judging import (
    add_fact,
    answer_question,
    close_silent,
    confirm_matter,
    reopen_matter,
    send_back,
    verify_matter,
)
from tests.factories import matters as make
from tests.factories.core import NOON

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def kinds(matter: Matter) -> list[str]:
    return list(Entry.objects.filter(matter=matter).order_by("pk").values_list("kind", flat=True))


def test_the_whole_path_ends_with_the_judgement_of_the_person_who_asked(world: SimpleNamespace) -> None:
    resident, desk, handler = (world.actors[key] for key in ("resident", "community_worker", "grid_worker"))
    matter = make.make_matter(world, category=None)
    accept_matter(matter=matter, category=make.category(), actor=desk, now=NOON)
    dispatch_matter(matter=matter, handler=world.people["grid_worker"], actor=desk, now=NOON)
    sign_matter(matter=matter, actor=handler, now=NOON)
    add_note(matter=matter, text="入户管阀门半堵。", is_shown=True, actor=handler, now=NOON)
    ask_back(matter=matter, text="今天下午在家吗？", actor=handler, now=NOON)
    answer_question(matter=matter, text="在家。", actor=resident, now=NOON)
    feed_back(matter=matter, ending="solved", text="换了阀门。", actor=handler, now=NOON)
    verify_matter(matter=matter, actor=desk, now=NOON)
    confirm_matter(matter=matter, rating=5, words="谢谢", actor=resident, now=NOON)
    matter.refresh_from_db()
    assert (matter.state, matter.rating, matter.closed_at) == (MatterState.CLOSED, 5, NOON)
    assert kinds(matter) == [
        "reported", "accepted", "dispatched", "signed", "note", "question", "reply", "ended", "verified", "rated",
    ]  # fmt: skip
    assert AuditEntry.objects.filter(subject_id=str(matter.pk)).count() == 10


def test_a_matter_begins_in_the_hands_of_the_desk(world: SimpleNamespace) -> None:
    matter = make.make_matter(world)
    assert (matter.state, matter.place, matter.reporter_id) == (
        MatterState.REPORTED,
        world.grid.path,
        world.people["resident"].pk,
    )
    assert matter.due_at == NOON + timedelta(minutes=15)  # heating is urgent


def test_rejecting_says_why_and_what_to_do_instead(world: SimpleNamespace) -> None:
    matter = make.make_matter(world)
    desk = world.actors["community_worker"]
    reject_matter(matter=matter, reason="不归社区管", advice="请打 12345", actor=desk, now=NOON)
    assert (matter.state, matter.reject_reason, matter.due_at) == (MatterState.REJECTED, "不归社区管", None)


def test_whoever_was_rejected_can_ask_anew(world: SimpleNamespace) -> None:
    matter = make.make_matter(world)
    reject_matter(matter=matter, reason="不清楚", advice="请说清楚", actor=world.actors["community_worker"], now=NOON)
    reopen_matter(matter=matter, text="是三单元的暖气", actor=world.actors["resident"], now=NOON + DAY)
    assert (matter.state, matter.reject_reason, matter.reopened) == (MatterState.REPORTED, "", 1)


def test_an_answer_at_once_needs_no_checking_and_closes_by_silence(world: SimpleNamespace) -> None:
    matter = make.make_matter(world, category=make.category("SV01"))
    answer_at_once(matter=matter, text="带身份证来就行。", actor=world.actors["community_worker"], now=NOON)
    assert (matter.state, matter.handler_id) == (MatterState.FED_BACK, world.people["community_worker"].pk)
    with pytest.raises(Refused) as refusal:
        verify_matter(matter=matter, actor=world.actors["committee_secretary"], now=NOON)
    assert refusal.value.code == "wrong-state"
    close_silent(matter=matter, actor=SystemActor("test"), now=NOON + 8 * DAY)
    assert matter.state == MatterState.CLOSED


@pytest.mark.parametrize(
    ("ending", "fields"),
    [
        ("solved", {}),
        ("not_possible", {"basis": "《消防法》第二十八条"}),
        ("handed_on", {"handed_on_to": "市供热公司"}),
    ],
)
def test_each_honest_ending_can_be_written(world: SimpleNamespace, ending: str, fields: dict[str, str]) -> None:
    matter = make.handling(world)
    feed_back(matter=matter, ending=ending, text="原因在这里", actor=world.actors["grid_worker"], now=NOON, **fields)
    assert (matter.state, matter.ending, matter.handed_on_to) == (
        MatterState.FED_BACK,
        ending,
        fields.get("handed_on_to", ""),
    )


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"ending": "", "text": "好了"}, "ending-needed"),
        ({"ending": "closed", "text": "好了"}, "ending-needed"),
        ({"ending": "solved", "text": " "}, "words-needed"),
        ({"ending": "not_possible", "text": ""}, "words-needed"),
        ({"ending": "not_possible", "text": "划不了"}, "words-needed"),
        ({"ending": "solved", "text": "请带____来"}, "gap-left"),
        ({"ending": "handed_on", "text": "他们会来"}, "words-needed"),
    ],
)
def test_an_ending_that_says_too_little_is_refused(world: SimpleNamespace, fields: dict[str, str], code: str) -> None:
    matter = make.handling(world)
    with pytest.raises(Refused) as refusal:
        feed_back(matter=matter, actor=world.actors["grid_worker"], now=NOON, **fields)
    assert refusal.value.code == code
    matter.refresh_from_db()
    assert matter.state == MatterState.HANDLING


def test_what_is_not_done_yet_goes_back_to_its_handler(world: SimpleNamespace) -> None:
    matter = make.fed_back(world)
    send_back(matter=matter, reason="还是不热", actor=world.actors["committee_secretary"], now=NOON)
    assert (matter.state, matter.ending, matter.handler_id) == (
        MatterState.HANDLING,
        "",
        world.people["grid_worker"].pk,
    )


def test_a_bad_judgement_takes_the_matter_up_again(world: SimpleNamespace) -> None:
    matter = make.verified(world)
    confirm_matter(matter=matter, rating=1, words="晚上又凉了", actor=world.actors["resident"], now=NOON)
    matter.refresh_from_db()
    assert (matter.state, matter.rating, matter.ending, matter.reopened) == (MatterState.ACCEPTED, None, "", 1)
    assert kinds(matter)[-2:] == [EntryKind.RATED, EntryKind.REOPENED]
    assert Entry.objects.get(matter=matter, kind=EntryKind.RATED).detail["rating"] == 1


def test_a_matter_that_silence_closed_can_still_be_judged(world: SimpleNamespace) -> None:
    matter = make.verified(world)
    close_silent(matter=matter, actor=SystemActor("test"), now=NOON + 8 * DAY)
    confirm_matter(matter=matter, rating=4, actor=world.actors["resident"], now=NOON + 9 * DAY)
    assert (matter.rating, matter.closed_at) == (4, NOON + 8 * DAY)


def test_a_new_fact_takes_a_closed_matter_up_again(world: SimpleNamespace) -> None:
    matter = make.closed(world)
    reopen_matter(matter=matter, text="又不热了", actor=world.actors["resident"], now=NOON + 10 * DAY)
    assert (matter.state, matter.handler_id, matter.closed_at) == (MatterState.ACCEPTED, None, None)


def test_reopening_after_fifteen_working_days_is_refused(world: SimpleNamespace) -> None:
    matter = make.closed(world)
    with pytest.raises(Refused) as refusal:
        reopen_matter(matter=matter, text="又不热了", actor=world.actors["resident"], now=NOON + 30 * DAY)
    assert refusal.value.code == "reopen-too-late"


def test_judging_twice_is_refused(world: SimpleNamespace) -> None:
    matter = make.verified(world)
    confirm_matter(matter=matter, rating=5, actor=world.actors["resident"], now=NOON)
    with pytest.raises(Refused) as refusal:
        confirm_matter(matter=matter, rating=1, actor=world.actors["resident"], now=NOON)
    assert refusal.value.code == "judged-already"


def test_the_third_return_names_the_duty_leader(world: SimpleNamespace) -> None:
    desk, leader, handler = (world.actors[key] for key in ("community_worker", "committee_secretary", "grid_worker"))
    matter = make.dispatched(world)
    for _time in range(3):
        return_dispatch(matter=matter, reason="不归我", actor=handler, now=NOON)
        if matter.returns < 3:
            dispatch_matter(matter=matter, handler=world.people["grid_worker"], actor=desk, now=NOON)
    with pytest.raises(Refused) as refusal:
        dispatch_matter(matter=matter, handler=world.people["grid_worker"], actor=desk, now=NOON)
    assert refusal.value.code == "forbidden"
    dispatch_matter(matter=matter, handler=world.people["grid_worker"], actor=leader, now=NOON)
    with pytest.raises(Refused) as refusal:
        return_dispatch(matter=matter, reason="还是不归我", actor=handler, now=NOON)
    assert refusal.value.code == "returned-three-times"


def test_sending_back_after_a_working_day_is_refused(world: SimpleNamespace) -> None:
    matter = make.dispatched(world)
    with pytest.raises(Refused) as refusal:
        return_dispatch(matter=matter, reason="不归我", actor=world.actors["grid_worker"], now=NOON + 2 * DAY)
    assert refusal.value.code == "return-too-late"


def test_more_time_is_given_twice_and_no_more(world: SimpleNamespace) -> None:
    handler, desk = world.actors["grid_worker"], world.actors["community_worker"]
    matter = make.handling(world)
    first = matter.due_at
    for _time in range(2):
        ask_extension(matter=matter, days=5, reason="等配件", actor=handler, now=NOON)
        settle_extension(matter=matter, grant=True, reason="", actor=desk, now=NOON)
    assert first is not None
    assert (matter.extensions, matter.due_at) == (2, first + 14 * DAY)
    with pytest.raises(Refused) as refusal:
        ask_extension(matter=matter, days=1, reason="等配件", actor=handler, now=NOON)
    assert refusal.value.code == "extended-twice"


def test_no_more_time_leaves_the_deadline(world: SimpleNamespace) -> None:
    matter = make.handling(world)
    due = matter.due_at
    ask_extension(matter=matter, days=3, reason="忙", actor=world.actors["grid_worker"], now=NOON)
    settle_extension(matter=matter, grant=False, reason="今天要办完", actor=world.actors["community_worker"], now=NOON)
    assert (matter.extensions, matter.due_at, matter.extension_days) == (0, due, None)


def test_waiting_moves_the_deadline_by_the_working_time_of_the_waiting(world: SimpleNamespace) -> None:
    matter = make.handling(world)
    assert matter.due_at == NOON + DAY + HOUR  # the lunch hour does not count, so the limit begins at one o'clock
    handler = world.actors["grid_worker"]
    suspend_matter(matter=matter, because="parts", until=date(2026, 12, 7), reason="等配件", actor=handler, now=NOON)
    assert (matter.state, matter.due_at) == (MatterState.SUSPENDED, NOON.replace(month=12, day=7, hour=1))
    resume_matter(matter=matter, actor=handler, now=NOON + 7 * DAY)
    assert (matter.state, matter.suspended_until) == (MatterState.HANDLING, None)
    assert matter.due_at == NOON + 8 * DAY - HOUR / 2  # five whole working days later: the end of Tuesday's morning


def test_a_matter_may_change_hands(world: SimpleNamespace) -> None:
    matter = make.handling(world)
    desk = world.actors["community_worker"]
    reassign_matter(matter=matter, handler=world.people["committee_secretary"], actor=desk, now=NOON)
    assert (matter.state, matter.handler_id) == (MatterState.DISPATCHED, world.people["committee_secretary"].pk)


def test_sorting_into_another_grid_moves_the_place(world: SimpleNamespace) -> None:
    matter = make.accepted(world)
    due = matter.due_at
    desk = world.actors["community_worker"]
    sort_matter(matter=matter, category=make.category("UT01"), grid=world.next_grid, actor=desk, now=NOON)
    matter.refresh_from_db()
    assert (matter.place, matter.category.code, matter.due_at) == (world.next_grid.path, "UT01", due)


def test_a_fact_can_be_added_while_it_is_open(world: SimpleNamespace) -> None:
    matter = make.dispatched(world)
    add_fact(matter=matter, text="楼上也不热", actor=world.actors["resident"], now=NOON)
    assert kinds(matter)[-1] == EntryKind.FACT


def test_a_fact_is_refused_once_it_is_closed(world: SimpleNamespace) -> None:
    matter = make.closed(world)
    with pytest.raises(Refused) as refusal:
        add_fact(matter=matter, text="楼上也不热", actor=world.actors["resident"], now=NOON)
    assert refusal.value.code == "wrong-state"


def test_silence_closes_only_after_five_working_days(world: SimpleNamespace) -> None:
    matter = make.verified(world)
    with pytest.raises(Refused):
        close_silent(matter=matter, actor=SystemActor("test"), now=NOON + 4 * DAY)
    close_silent(matter=matter, actor=SystemActor("test"), now=NOON + 7 * DAY + HOUR)
    assert matter.state == MatterState.CLOSED
