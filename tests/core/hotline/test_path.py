"""The whole of W3: in, handed out as a matter, answered after a second look, called back; and what is refused."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from linli.base.audit.models import AuditEntry
from linli.base.errors import Refused
from linli.base.messaging.models import Message
from linli.core.hotline.enums import TicketState
from linli.core.hotline.events import ReplyWritten
from linli.core.hotline.models import Ticket, TicketEntry
from linli.core.hotline.operations.handling import (
    assign_ticket,
    call_back,
    extend_ticket,
    return_ticket,
    reveal_caller,
    review_reply,
    revise_reply,
    take_ticket,
    write_reply,
)
from linli.core.hotline.queries.lists import joinable
from linli.core.hotline.subscriptions import ask_a_second_person
from linli.core.hotline.tasks import remember_what_is_due
from linli.core.matters.models import Matter
from tests.core.matters.test_race import race
from tests.factories import hotline as make
from tests.factories.core import NOON, make_world
from tests.factories.matters import bring_categories, category

PHONE = "13912345678"
DAY = timedelta(days=1)


def test_the_whole_path_ends_with_what_the_caller_says(world: SimpleNamespace) -> None:
    desk, worker = world.actors["community_worker"], world.actors["grid_worker"]
    ticket = make.assigned(world, caller_name="赵先生", caller_phone=PHONE)
    take_ticket(ticket=ticket, actor=worker, now=NOON)
    write_reply(ticket=ticket, text="灯已换好。", actor=worker, now=NOON)
    review_reply(ticket=ticket, actor=desk, now=NOON)
    call_back(ticket=ticket, is_reached=False, actor=desk, now=NOON)
    call_back(ticket=ticket, is_reached=True, is_solved=True, rating=5, actor=desk, now=NOON)
    ticket.refresh_from_db()
    assert (ticket.state, ticket.tries, ticket.is_solved, ticket.rating) == (TicketState.CONFIRMED, 1, True, 5)
    steps = TicketEntry.objects.filter(ticket=ticket).order_by("pk").values_list("step", flat=True)
    assert list(steps) == [
        "entered", "assigned", "taken", "written", "replied", "not_reached", "called_back",
    ]  # fmt: skip


def test_a_ticket_becomes_a_matter_by_the_door_of_the_hotline(world: SimpleNamespace) -> None:
    ticket = make.assigned(world, caller_name="赵先生", caller_phone=PHONE)
    matter = ticket.matter
    assert (matter.door, matter.state, matter.grid, matter.handler) == (
        "hotline", "dispatched", world.grid, world.people["grid_worker"],
    )  # fmt: skip
    assert (matter.contact_name, matter.contact_phone) == ("赵先生", PHONE)


@pytest.mark.parametrize(("kind", "day"), [("consult", 30), ("complaint", 7)])
def test_a_reply_is_due_after_five_or_ten_working_days(world: SimpleNamespace, kind: str, day: int) -> None:
    ticket = make.entered(world, kind=kind)
    month = 11 if kind == "consult" else 12
    assert ticket.due_at == datetime(2026, month, day, 5, tzinfo=UTC)


def test_more_time_is_given_twice_at_most(world: SimpleNamespace) -> None:
    ticket, desk = make.entered(world), world.actors["community_worker"]
    for _each in range(2):
        extend_ticket(ticket=ticket, reason="等配件", actor=desk, now=NOON)
    assert (ticket.extensions, ticket.due_days) == (2, 20)
    with pytest.raises(Refused) as refusal:
        extend_ticket(ticket=ticket, reason="等配件", actor=desk, now=NOON)
    assert refusal.value.code == "extended-twice"


def test_what_does_not_belong_here_goes_back_within_one_working_day(world: SimpleNamespace) -> None:
    desk = world.actors["community_worker"]
    late, early = make.entered(world, number="1"), make.entered(world, number="2")
    with pytest.raises(Refused) as refusal:
        return_ticket(ticket=late, clause="不在辖区", actor=desk, now=NOON + 2 * DAY)
    assert refusal.value.code == "too-late-to-return"
    with pytest.raises(Refused):
        return_ticket(ticket=early, clause="", actor=desk, now=NOON)
    return_ticket(ticket=early, clause="《条例》第十二条：由住建部门负责", actor=desk, now=NOON + DAY)
    assert (early.state, early.due_at) == (TicketState.RETURNED, None)


def test_nobody_lets_their_own_reply_out(world: SimpleNamespace) -> None:
    desk = world.actors["community_worker"]
    ticket = make.assigned(world)
    write_reply(ticket=ticket, text="灯已换好。", actor=desk, now=NOON)
    with pytest.raises(Refused) as refusal:
        review_reply(ticket=ticket, actor=desk, now=NOON)
    assert refusal.value.code == "own-work"
    review_reply(ticket=ticket, actor=world.actors["committee_secretary"], now=NOON)
    assert ticket.state == TicketState.REPLIED


def test_a_reply_can_be_sent_back_to_its_writer(world: SimpleNamespace) -> None:
    ticket = make.written(world)
    revise_reply(ticket=ticket, reason="写明哪天换的", actor=world.actors["community_worker"], now=NOON)
    assert ticket.state == TicketState.HANDLING
    write_reply(ticket=ticket, text="二十三日换好。", actor=world.actors["grid_worker"], now=NOON)
    assert ticket.state == TicketState.WRITTEN


def test_a_second_ticket_of_the_same_caller_can_be_joined(world: SimpleNamespace) -> None:
    desk = world.actors["community_worker"]
    first = make.assigned(world, caller_phone=PHONE)
    second = make.entered(world, number="2", caller_phone=PHONE, address="别处")
    assert list(joinable(second, desk)) == [first.matter]
    handler = world.people["community_worker"]  # nobody knows the grid: somebody for the whole community
    assign_ticket(ticket=second, handler=handler, join=first.matter, actor=desk, now=NOON)
    assert (second.matter, Matter.objects.count()) == (first.matter, 1)


@pytest.mark.parametrize("who", ["other_secretary", "stranger", "resident", "street_officer", "grid_worker"])
def test_only_the_desk_of_the_community_hands_out(world: SimpleNamespace, who: str) -> None:
    ticket = make.entered(world)
    with pytest.raises(Refused) as refusal:
        assign_ticket(
            ticket=ticket, handler=world.people["grid_worker"], category=category("FA02"), actor=world.actors[who],
            now=NOON,
        )  # fmt: skip
    assert refusal.value.code == "forbidden"


def test_seeing_who_called_leaves_a_trace(world: SimpleNamespace) -> None:
    ticket = make.entered(world, caller_name="赵先生", caller_phone=PHONE)
    with pytest.raises(Refused):
        reveal_caller(ticket=ticket, reason="看看", actor=world.actors["grid_worker"], now=NOON)
    said = reveal_caller(ticket=ticket, reason="回访", actor=world.actors["community_worker"], now=NOON)
    assert said == f"赵先生 {PHONE}"
    assert AuditEntry.objects.filter(action="hotline.ticket.reveal-caller", reason="回访").count() == 1


def test_readers_are_asked_but_for_the_writer_and_the_handler_is_reminded_once(world: SimpleNamespace) -> None:
    ticket = make.assigned(world)
    write_reply(ticket=ticket, text="好", actor=world.actors["community_worker"], now=NOON)
    ask_a_second_person(ReplyWritten(at=NOON, ticket_id=ticket.pk))
    assert set(Message.objects.values_list("recipient", flat=True)) == {world.people["committee_secretary"].pk}
    Message.objects.all().delete()
    for _again in range(2):
        remember_what_is_due(datetime(2026, 12, 6, 1, tzinfo=UTC))
    assert list(Message.objects.values_list("recipient", flat=True)) == [world.people["grid_worker"].pk]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_two_who_let_a_reply_out_together_one_does() -> None:
    bring_categories()
    world = make_world()
    key = make.written(world).pk

    def let_out(who: str) -> object:
        return lambda: review_reply(ticket=Ticket.objects.get(pk=key), actor=world.actors[who], now=NOON)

    assert race([let_out("community_worker"), let_out("committee_secretary")]) == ["done", "wrong-state"]  # type: ignore[list-item]
