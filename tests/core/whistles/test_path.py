"""The whole of W2: drafted, approved, blown, answered, confirmed, judged; and who is told when somebody is late."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from linli.base.audit.models import AuditEntry
from linli.base.errors import Refused
from linli.base.messaging.models import Message
from linli.base.outbox.models import Delivery
from linli.core.matters.models import Entry
from linli.core.matters.queries.story import story_for
from linli.core.whistles.enums import WhistleState
from linli.core.whistles.events import CallLate
from linli.core.whistles.models import Call, WhistleEntry
from linli.core.whistles.operations.answering import answer_judgement, contact_call, report_call, sign_call
from linli.core.whistles.operations.calling import blow_whistle, link_of
from linli.core.whistles.operations.drafting import decline_whistle, withdraw_whistle
from linli.core.whistles.operations.judging import confirm_solved, rate_call, send_back_whistle
from linli.core.whistles.queries.actors import CallHolder
from linli.core.whistles.subscriptions import tell_the_leader_who_is_late
from linli.core.whistles.tasks import escalate_what_is_late
from tests.factories import matters as make_matters
from tests.factories import whistles as make
from tests.factories.core import NOON

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def steps(whistle: object) -> list[str]:
    return list(WhistleEntry.objects.filter(whistle=whistle).order_by("pk").values_list("step", flat=True))


def test_the_whole_path_ends_with_the_judgement_of_the_community(world: SimpleNamespace) -> None:
    whistle, call = make.solved(world)
    rate_call(call=call, rating=4, words="来得快", actor=world.actors["community_worker"], now=NOON)
    answer_judgement(call=call, text="谢谢", actor=CallHolder(call.pk), now=NOON)
    whistle.refresh_from_db()
    call.refresh_from_db()
    assert (whistle.state, call.rating, call.answer) == (WhistleState.RATED, 4, "谢谢")
    assert steps(whistle) == [
        "drafted", "approved", "blown", "signed", "contacted", "reported", "solved", "rated", "answered",
    ]  # fmt: skip
    assert AuditEntry.objects.filter(subject_id=str(call.pk)).count() == 5


def test_a_whistle_without_what_was_tried_is_not_drafted(world: SimpleNamespace) -> None:
    with pytest.raises(Refused) as refusal:
        make.drafted(world, tried="  ")
    assert (refusal.value.code, refusal.value.field) == ("words-needed", "tried")


@pytest.mark.parametrize("who", ["grid_worker", "community_worker", "committee_secretary", "street_officer"])
def test_nobody_but_a_leader_of_the_street_blows(world: SimpleNamespace, who: str) -> None:
    whistle, department = make.approved(world), make.make_department(world)
    with pytest.raises(Refused) as refusal:
        blow_whistle(whistle=whistle, departments=[department], actor=world.actors[who], now=NOON)
    assert refusal.value.code == "forbidden"
    assert Call.objects.count() == 0


def test_a_whistle_needs_the_secretary_before_the_leader(world: SimpleNamespace) -> None:
    whistle, department = make.drafted(world), make.make_department(world)
    with pytest.raises(Refused) as refusal:
        blow_whistle(whistle=whistle, departments=[department], actor=world.actors["street_leader"], now=NOON)
    assert refusal.value.code == "wrong-state"


def test_each_step_has_its_own_time(world: SimpleNamespace) -> None:
    _whistle, (call,) = make.blown(world)
    holder = CallHolder(call.pk)
    due = [call.due_at]
    sign_call(call=call, name="老周", actor=holder, now=NOON)
    due.append(call.due_at)
    contact_call(call=call, text="约好了", actor=holder, now=NOON)
    due.append(call.due_at)
    assert due == [NOON + HOUR, NOON + DAY, NOON + 3 * DAY + HOUR]
    assert call.due_days == 3


def test_a_hard_case_has_five_working_days_over_the_weekend(world: SimpleNamespace) -> None:
    _whistle, (call,) = make.blown(world, kind="hard")
    holder = CallHolder(call.pk)
    sign_call(call=call, name="老周", actor=holder, now=NOON)
    contact_call(call=call, text="约好了", actor=holder, now=NOON)
    assert call.due_at == datetime(2026, 11, 30, 5, tzinfo=UTC)  # Monday to Monday, after lunch


def test_a_whistle_is_as_far_as_its_slowest_department(world: SimpleNamespace) -> None:
    whistle, (first, second) = make.blown(world, make.make_department(world), make.make_department(world, "供热公司"))
    sign_call(call=first, name="老周", actor=CallHolder(first.pk), now=NOON)
    whistle.refresh_from_db()
    assert (whistle.state, whistle.due_at) == (WhistleState.BLOWN, NOON + HOUR)
    sign_call(call=second, name="老吴", actor=CallHolder(second.pk), now=NOON)
    whistle.refresh_from_db()
    assert (whistle.state, whistle.due_at) == (WhistleState.SIGNED, NOON + DAY)


def test_a_late_step_is_escalated_once_to_the_leader(world: SimpleNamespace) -> None:
    _whistle, (call,) = make.blown(world)
    escalate_what_is_late(NOON + HOUR)
    assert Call.objects.get().late_step == ""
    for minutes in (1, 6, 60):
        escalate_what_is_late(NOON + HOUR + timedelta(minutes=minutes))
    call.refresh_from_db()
    assert (call.late_step, call.escalated_at) == ("called", NOON + HOUR + timedelta(minutes=1))
    assert Delivery.objects.filter(topic="whistles.CallLate").count() == 1
    event = CallLate(at=NOON, whistle_id=call.whistle_id, call_id=call.pk, step="called")
    for _again in range(2):
        tell_the_leader_who_is_late(event)
    assert list(Message.objects.values_list("recipient", flat=True)) == [world.people["street_leader"].pk]
    sign_call(call=call, name="老周", actor=CallHolder(call.pk), now=NOON + 2 * HOUR)
    escalate_what_is_late(NOON + 2 * DAY)
    call.refresh_from_db()
    assert call.late_step == "signed"


def test_what_is_not_solved_goes_back_to_the_departments(world: SimpleNamespace) -> None:
    whistle, call = make.reported(world)
    send_back_whistle(whistle=whistle, reason="还在冒水", actor=world.actors["community_worker"], now=NOON + DAY)
    call.refresh_from_db()
    assert (whistle.state, call.state, call.due_at) == ("contacted", "contacted", NOON + 4 * DAY + HOUR)
    report_call(call=call, text="换了管", actor=CallHolder(call.pk), now=NOON + DAY)
    whistle.refresh_from_db()
    confirm_solved(whistle=whistle, note="好了", actor=world.actors["community_worker"], now=NOON + DAY)
    assert whistle.state == WhistleState.SOLVED


def test_the_person_who_asked_reads_who_was_called_and_what_they_did(world: SimpleNamespace) -> None:
    matter = make_matters.handling(world)
    whistle, call = make.reported(world, matter=matter)
    confirm_solved(whistle=whistle, note="现场看了。", actor=world.actors["community_worker"], now=NOON)
    told = Entry.objects.filter(matter=matter, kind="called_out", is_shown=True).order_by("pk")
    assert [entry.detail["step"] for entry in told] == ["blown", "reported", "solved"]
    headlines = [entry.headline for entry in story_for(world.actors["resident"], matter)]
    assert "市政排水处" in headlines[0]
    assert call.signed_name not in "".join(headlines)


def test_a_matter_has_one_open_whistle_at_a_time(world: SimpleNamespace) -> None:
    matter = make_matters.handling(world)
    first = make.drafted(world, matter=matter)
    with pytest.raises(Refused) as refusal:
        make.drafted(world, matter=matter)
    assert refusal.value.code == "whistle-open"
    withdraw_whistle(whistle=first, reason="修好了", actor=world.actors["grid_worker"], now=NOON)
    assert make.drafted(world, matter=matter).state == WhistleState.DRAFTED


def test_a_draft_that_is_declined_says_why(world: SimpleNamespace) -> None:
    whistle = make.drafted(world)
    with pytest.raises(Refused):
        decline_whistle(whistle=whistle, reason="", actor=world.actors["committee_secretary"], now=NOON)
    decline_whistle(whistle=whistle, reason="先找物业", actor=world.actors["committee_secretary"], now=NOON)
    assert (whistle.state, whistle.reason) == (WhistleState.DECLINED, "先找物业")


def test_the_officer_answers_only_for_the_own_department_and_does_not_judge_it(world: SimpleNamespace) -> None:
    officer = world.people["department_officer"]
    own, other = make.make_department(world, "供热公司", officer=officer), make.make_department(world)
    _whistle, (first, second) = make.blown(world, own, other)
    sign_call(call=first, actor=world.actors["department_officer"], now=NOON)
    assert first.signed_name == officer.name
    with pytest.raises(Refused) as refusal:
        sign_call(call=second, name="老周", actor=world.actors["department_officer"], now=NOON)
    assert refusal.value.code == "forbidden"


def test_a_link_answers_one_call_only_and_is_handed_out_by_the_street(world: SimpleNamespace) -> None:
    _whistle, (first, second) = make.blown(world, make.make_department(world), make.make_department(world, "供热公司"))
    with pytest.raises(Refused):
        sign_call(call=second, name="老周", actor=CallHolder(first.pk), now=NOON)
    with pytest.raises(Refused):
        link_of(call=first, actor=world.actors["committee_secretary"], now=NOON)
    assert link_of(call=first, actor=world.actors["street_leader"], now=NOON)


def test_a_department_is_judged_only_when_it_is_solved_and_never_from_elsewhere(world: SimpleNamespace) -> None:
    _whistle, call = make.reported(world)
    with pytest.raises(Refused) as refusal:
        rate_call(call=call, rating=1, actor=world.actors["community_worker"], now=NOON)
    assert refusal.value.code == "wrong-state"
    with pytest.raises(Refused) as refusal:
        rate_call(call=call, rating=1, actor=world.actors["other_secretary"], now=NOON)
    assert refusal.value.code == "forbidden"
