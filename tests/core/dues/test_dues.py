"""What is asked by the table of E-04, paid, made smaller, undone; late ones are talked with and nothing else."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from linli.base.audit.models import AuditEntry
from linli.base.errors import Refused
from linli.base.messaging.models import Message
from linli.base.outbox.models import Delivery
from linli.base.outbox.worker import deliver_due
from linli.core.dues.models import Assessment, Due, HandUp, Payment, PaymentPart
from linli.core.dues.operations.assessing import Declared, assess_dues, ease_dues, raise_dues
from linli.core.dues.operations.collecting import undo_payment
from linli.core.dues.operations.handing_up import hand_up_quarter, receive_quarter, tell_the_year
from linli.core.dues.queries.rates import amount_of, brackets
from linli.core.dues.tasks import begin_the_month, remember_what_is_late
from linli.core.membership.models import Member
from linli.core.membership.operations.forgetting import forget_member
from linli.core.people.queries.actors import PersonActor
from tests.factories.core import NOON, TODAY, make_world
from tests.factories.dues import COMMAND, NOVEMBER, SEPTEMBER, assessed, paid, states_of
from tests.factories.membership import make_member, make_secretary
from tests.factories.organisation import make_branch

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def world() -> Any:
    world = make_world()
    world.branch = make_branch(world.grid, "第一党支部", number=1)
    world.member = make_member(world.branch, "秦荣静")
    world.secretary = make_secretary(world.branch)
    return world


@pytest.mark.parametrize(
    ("kind", "yuan", "asked"),
    [
        ("salaried", 300_000, 1_500), ("salaried", 300_001, 3_000), ("salaried", 500_000, 5_000),
        ("salaried", 800_000, 12_000), ("salaried", 1_000_000, 15_000), ("salaried", 1_200_000, 24_000),
        ("retired", 500_000, 2_500), ("retired", 600_000, 6_000), ("farmer", None, 20), ("relief", None, 20),
    ],
)  # fmt: skip
def test_dues_follow_the_brackets_on_the_whole_base(kind: str, yuan: int | None, asked: int) -> None:
    assert amount_of(kind, yuan, TODAY) == asked


def test_half_a_fen_goes_upwards() -> None:
    assert amount_of("salaried", 100_100, TODAY) == 501  # 500.5


def test_every_bracket_has_a_source_and_a_day() -> None:
    assert [row for row in brackets() if not row.source or row.valid_from > TODAY] == []


def test_bracket_that_is_over_is_not_used() -> None:
    with pytest.raises(Refused) as refusal:
        amount_of("salaried", 300_000, date(2000, 1, 1))
    assert refusal.value.code == "kind-unknown"


def test_member_declares_and_the_months_are_there(world: Any) -> None:
    me = PersonActor(world.member.person, TODAY)
    found = assessed(world.member, actor=me, by_quarter=True)
    assert (found.amount_fen, found.by_quarter) == (12_000, False)  # quarters are for the branch to agree to
    dues = Due.objects.filter(member=world.member).order_by("month")
    assert [(due.month.month, due.amount_fen, due.due_on.day) for due in dues] == [
        (9, 12_000, 30), (10, 12_000, 31), (11, 12_000, 30),
    ]  # fmt: skip


def test_a_later_base_changes_only_what_nobody_touched(world: Any) -> None:
    assessed(world.member)
    paid(world.member, through=SEPTEMBER)
    assessed(world.member, since=SEPTEMBER, base_fen=300_000)
    dues = Due.objects.filter(member=world.member).order_by("month")
    assert [(due.amount_fen, due.state) for due in dues] == [(12_000, "paid"), (1_500, "due"), (1_500, "due")]


def test_nobody_declares_for_another(world: Any) -> None:
    other = PersonActor(make_member(world.branch, "罗平").person, TODAY)
    with pytest.raises(Refused) as refusal:
        assessed(world.member, actor=other)
    assert refusal.value.code == "forbidden"
    assert Assessment.objects.count() == 0


def test_farmer_chooses_between_two_sums(world: Any) -> None:
    assert assessed(world.member, kind="farmer", base_fen=None, fixed_fen=100).amount_fen == 100
    with pytest.raises(Refused) as refusal:
        assessed(world.member, kind="farmer", base_fen=None, fixed_fen=101)
    assert refusal.value.code == "fixed-beyond"


def test_quarter_is_due_at_its_end_and_raised_at_once(world: Any) -> None:
    assessed(world.member, since=date(2026, 10, 1), by_quarter=True)
    dues = Due.objects.filter(member=world.member).order_by("month")
    assert [(due.month.month, due.due_on) for due in dues] == [(n, date(2026, 12, 31)) for n in (10, 11, 12)]
    assert raise_dues(members=[world.member], until=date(2026, 12, 1), actor=COMMAND, now=NOON) == 0


def test_month_begins_once_however_often_it_is_asked(world: Any) -> None:
    assessed(world.member)
    for _again in range(2):
        begin_the_month(NOON + 10 * DAY)
    assert Due.objects.filter(member=world.member).count() == 4


def test_payment_takes_the_oldest_first_and_may_stop_in_between(world: Any) -> None:
    assessed(world.member)
    payment = paid(world.member, amount_fen=15_000, actor=world.secretary)
    assert states_of(world.member) == ["paid", "partly", "due"]
    assert payment.number == "01-2026-0001"
    assert payment.collector == world.secretary.person
    paid(world.member)
    assert states_of(world.member) == ["paid", "paid", "paid"]
    assert sum(PaymentPart.objects.values_list("amount_fen", flat=True)) == 36_000


def test_payment_ahead_raises_the_months_to_come(world: Any) -> None:
    assessed(world.member)
    payment = paid(world.member, through=date(2027, 1, 1))
    assert (payment.amount_fen, states_of(world.member)) == (60_000, ["paid"] * 5)


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ({"amount_fen": 36_001}, "more-than-open"), ({"amount_fen": 0}, "sum-unlikely"),
        ({"method": "transfer"}, "transfer-number"), ({"paid_on": TODAY + DAY}, "day-ahead"),
        ({"through": date(2028, 1, 1)}, "too-far-ahead"), ({"through": date(2026, 8, 1)}, "nothing-open"),
        ({"method": "wechat"}, "choice-unknown"),
    ],
)  # fmt: skip
def test_payment_that_cannot_be_is_refused(world: Any, how: dict[str, Any], code: str) -> None:
    assessed(world.member)
    with pytest.raises(Refused) as refusal:
        paid(world.member, **how)
    assert (refusal.value.code, Payment.objects.count()) == (code, 0)


def test_payment_of_a_member_of_another_branch_is_refused(world: Any) -> None:
    stranger = make_secretary(make_branch(world.grid, "第二党支部"), "赵书记")
    assessed(world.member)
    with pytest.raises(Refused) as refusal:
        paid(world.member, actor=stranger)
    assert refusal.value.code == "forbidden"


def test_less_in_hardship_needs_a_decision_and_never_a_reason(world: Any) -> None:
    assessed(world.member)
    told = {"member": world.member, "actor": world.secretary, "now": NOON}
    with pytest.raises(Refused):
        ease_dues(through=NOVEMBER, to_fen=0, decision=" ", **told)
    ease_dues(through=SEPTEMBER, to_fen=0, decision="支委会记录 2026-09-10", **told)
    ease_dues(through=date(2026, 10, 1), to_fen=2_000, decision="支委会记录 2026-10-10", **told)
    dues = Due.objects.filter(member=world.member).order_by("month")
    assert [(due.state, due.amount_fen, due.assessed_fen) for due in dues] == [
        ("remitted", 0, 12_000), ("due", 2_000, 12_000), ("due", 12_000, 12_000),
    ]  # fmt: skip


def test_less_after_a_part_was_paid_keeps_what_was_paid(world: Any) -> None:
    assessed(world.member)
    paid(world.member, through=SEPTEMBER, amount_fen=5_000)
    ease_dues(
        member=world.member, through=SEPTEMBER, to_fen=1_000, decision="记录", actor=world.secretary, now=NOON
    )  # fmt: skip
    due = Due.objects.get(member=world.member, month=SEPTEMBER)
    assert (due.state, due.amount_fen, due.paid_fen) == ("paid", 5_000, 5_000)


def test_receipt_that_was_wrong_is_undone_by_a_second_one(world: Any) -> None:
    assessed(world.member)
    first = paid(world.member, through=SEPTEMBER, amount_fen=5_000)
    second = paid(world.member)
    undoing = undo_payment(payment=second, reason="记错人", actor=world.secretary, now=NOON + DAY)
    assert (undoing.reverses, undoing.serial) == (second, 3)
    assert states_of(world.member) == ["partly", "due", "due"]
    with pytest.raises(Refused) as refusal:
        undo_payment(payment=second, reason="再来", actor=world.secretary, now=NOON)
    assert refusal.value.code == "undone-already"
    with pytest.raises(Refused) as refusal:
        undo_payment(payment=undoing, reason="再来", actor=world.secretary, now=NOON)
    assert refusal.value.code == "undone-already"
    assert first.parts.count() == 1


def test_late_dues_are_talked_about_after_three_months_and_listed_after_six(world: Any) -> None:
    assessed(world.member)
    before = Member.objects.values().get(pk=world.member.pk)
    remember_what_is_late(NOON)
    assert states_of(world.member) == ["due"] * 3
    late = NOON + timedelta(days=40)  # 2 January: September was due on 30 September
    for _again in range(2):
        remember_what_is_late(late)
    assert states_of(world.member) == ["reminded", "due", "due"]
    assert Delivery.objects.filter(topic="dues.DuesLate").count() == 1
    for _again in range(2):
        remember_what_is_late(NOON + timedelta(days=160))  # 2 May
    assert states_of(world.member) == ["overdue", "overdue", "reminded"]
    assert Delivery.objects.filter(topic="dues.DuesListed").count() == 1
    assert Member.objects.values().get(pk=world.member.pk) == before  # no automatic status


def test_messages_about_late_dues_name_nobody_and_reach_those_whose_work_it_is(world: Any) -> None:
    assessed(world.member)
    other = make_secretary(make_branch(world.grid, "第二党支部"), "赵书记")
    for days in (40, 160):
        moment = NOON + timedelta(days=days)
        remember_what_is_late(moment)
        deliver_due(now=moment)
    told = {(message.recipient, message.template) for message in Message.objects.all()}
    committee = world.people["committee_secretary"].pk
    assert told == {(world.secretary.person.pk, "dues.talk"), (committee, "dues.listed")}
    assert other.person.pk not in {message.recipient for message in Message.objects.all()}
    assert not [message for message in Message.objects.all() if "秦荣静" in str(message.params)]


def test_quarter_is_handed_up_once_and_its_receipts_stay(world: Any) -> None:
    assessed(world.member)
    payment = paid(world.member)
    told = {"org": world.branch, "quarter": date(2026, 10, 1), "actor": world.secretary}
    with pytest.raises(Refused) as refusal:
        hand_up_quarter(now=NOON, **told)
    assert refusal.value.code == "quarter-runs"
    january = NOON + timedelta(days=45)
    handup = hand_up_quarter(now=january, **told)
    assert (handup.total_fen, handup.payments, handup.state) == (36_000, 1, "handed")
    with pytest.raises(Refused) as refusal:
        hand_up_quarter(now=january, **told)
    assert refusal.value.code == "handed-up"
    with pytest.raises(Refused) as refusal:
        undo_payment(payment=payment, reason="晚了", actor=world.secretary, now=january)
    assert refusal.value.code == "handed-up"
    with pytest.raises(Refused):
        receive_quarter(handup=handup, actor=world.secretary, now=january)
    receive_quarter(handup=handup, actor=world.actors["committee_secretary"], now=january)
    assert HandUp.objects.get().state == "received"


def test_what_was_undone_is_not_handed_up(world: Any) -> None:
    assessed(world.member)
    undo_payment(payment=paid(world.member), reason="记错人", actor=world.secretary, now=NOON)
    january = NOON + timedelta(days=45)
    handup = hand_up_quarter(org=world.branch, quarter=date(2026, 10, 1), actor=world.secretary, now=january)
    assert (handup.total_fen, handup.payments) == (0, 0)


def test_totals_of_a_year_count_nobody_who_could_be_guessed(world: Any) -> None:
    assessed(world.member)
    paid(world.member)
    with pytest.raises(Refused) as refusal:
        tell_the_year(org=world.branch, year=2026, actor=world.secretary, now=NOON)
    assert refusal.value.code == "year-runs"
    january = NOON + timedelta(days=45)
    notice = tell_the_year(org=world.branch, year=2026, actor=world.secretary, now=january)
    assert (notice.total_fen, notice.payers) == (36_000, None)


def test_database_refuses_a_second_month_and_a_wrong_sum(world: Any) -> None:
    assessed(world.member)
    due = Due.objects.filter(member=world.member)[0]
    for values in ({"paid_fen": -1}, {"paid_fen": 12_001}, {"state": "paid"}, {"amount_fen": 11_000}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Due.objects.filter(pk=due.pk).update(**values)
    with pytest.raises(IntegrityError), transaction.atomic():
        Due.objects.create(
            member=world.member, month=due.month, due_on=due.due_on, assessed_fen=1, amount_fen=1, state_since=NOON
        )


def test_whoever_is_forgotten_leaves_only_the_sum_that_was_handed_up(world: Any) -> None:
    assessed(world.member)
    paid(world.member)
    forget_member(person_id=world.member.person_id, actor=COMMAND, now=NOON)
    assert (Due.objects.count(), Assessment.objects.count(), PaymentPart.objects.count()) == (0, 0, 0)
    assert Payment.objects.get().amount_fen == 36_000


def test_every_operation_leaves_its_row_in_the_audit(world: Any) -> None:
    said = Declared(kind="retired", base_fen=600_000)
    assess_dues(member=world.member, declared=said, from_month=NOVEMBER, actor=world.secretary, now=NOON)
    paid(world.member, actor=world.secretary)
    actions = set(AuditEntry.objects.values_list("action", flat=True))
    assert {"dues.assessment.assess", "dues.due.raise", "dues.payment.collect", "dues.due.pay"} <= actions
