"""A member goes to another branch: the old one stays responsible until the receipt; both hear when it takes long."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from linli.base.errors import Refused
from linli.base.messaging.models import Message
from linli.base.outbox.models import Delivery
from linli.base.outbox.worker import deliver_due
from linli.core.admission.models import Transfer
from linli.core.admission.operations import transferring as work
from linli.core.admission.queries.admissions import transfers_for
from linli.core.admission.tasks import ask_after_letters
from linli.core.membership.models import Member
from linli.core.membership.queries.members import members_for
from linli.core.people.queries.actors import PersonActor
from tests.factories.admission import asked
from tests.factories.core import NOON, TODAY, make_world
from tests.factories.membership import make_member, make_secretary
from tests.factories.organisation import make_branch

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> Any:
    world = make_world()
    world.first, world.second = make_branch(world.grid, "第一党支部"), make_branch(world.grid, "第二党支部")
    world.third = make_branch(world.grid, "第三党支部")
    world.member = make_member(world.first, "秦荣静")
    world.secretary, world.other = make_secretary(world.first), make_secretary(world.second, "赵书记")
    world.stranger = make_secretary(world.third, "钱书记")
    return world


def letter(on: date = TODAY, **fields: Any) -> work.Letter:
    return work.Letter(**{"number": "辽组转001", "on": on, **fields})


def test_old_branch_is_responsible_until_the_receipt_is_back(world: Any) -> None:
    transfer = asked(world.member, world.second)
    work.issue_letter(transfer=transfer, letter=letter(), actor=world.secretary, now=NOON)
    work.send_off(transfer=transfer, actor=world.secretary, now=NOON)
    with pytest.raises(Refused):  # the new branch says that it has arrived, not the old one
        work.note_arrival(transfer=transfer, on=TODAY, actor=world.secretary, now=NOON)
    work.note_arrival(transfer=transfer, on=TODAY, actor=world.other, now=NOON)
    assert list(members_for(world.secretary)) == [world.member]
    work.note_receipt(transfer=transfer, actor=world.secretary, now=NOON)
    assert (list(members_for(world.secretary)), list(members_for(world.other))) == ([], [world.member])
    assert Member.objects.get(pk=world.member.pk).moves.get().to_org == world.second


def test_transfer_elsewhere_ends_the_membership_here(world: Any) -> None:
    transfer = asked(world.member)
    work.issue_letter(transfer=transfer, letter=letter(), actor=world.secretary, now=NOON)
    work.note_arrival(transfer=transfer, on=TODAY, actor=world.secretary, now=NOON)
    work.note_receipt(transfer=transfer, actor=world.secretary, now=NOON)
    world.member.refresh_from_db()
    assert (world.member.state, world.member.left_because) == ("left", "transferred")


def test_both_ends_see_the_transfer_and_nobody_else_and_nothing_more(world: Any) -> None:
    transfer = asked(world.member, world.second)
    assert [list(transfers_for(actor)) for actor in (world.secretary, world.other)] == [[transfer]] * 2
    assert list(transfers_for(world.stranger)) == []
    assert list(members_for(world.other)) == []
    roles = ("grid_worker", "community_worker", "street_officer", "security_admin", "other_secretary")
    assert [list(transfers_for(world.actors[role])) for role in roles] == [[]] * len(roles)


@pytest.mark.parametrize("step", ["issue", "cancel", "receipt"])
def test_new_branch_does_not_act_for_the_old_one(world: Any, step: str) -> None:
    transfer = asked(world.member, world.second)
    told = {"transfer": transfer, "actor": world.other, "now": NOON}
    more = {"letter": letter()} if step == "issue" else {}
    do = {"issue": work.issue_letter, "cancel": work.cancel_transfer, "receipt": work.note_receipt}[step]
    with pytest.raises(Refused) as refusal:
        do(**told, **more)
    assert refusal.value.code == "forbidden"


def test_member_asks_for_themselves_and_takes_it_back_before_the_letter(world: Any) -> None:
    me = PersonActor(world.member.person, TODAY)
    other = PersonActor(make_member(world.first, "罗平").person, TODAY)
    told = {"member": world.member, "now": NOON}
    for wrong in ({}, {"to_org": world.first}, {"to_org": world.second, "to_name": "别处"}):
        with pytest.raises(Refused):
            work.ask_for_transfer(actor=me, **wrong, **told)
    with pytest.raises(Refused):
        work.ask_for_transfer(actor=other, to_org=world.second, **told)
    transfer = work.ask_for_transfer(actor=me, to_org=world.second, **told)
    with pytest.raises(Refused) as refusal:
        work.ask_for_transfer(actor=me, to_name="别处", **told)
    assert refusal.value.code == "asked-already"
    work.cancel_transfer(transfer=transfer, actor=me, now=NOON)
    again = work.ask_for_transfer(actor=me, to_org=world.second, **told)
    work.issue_letter(transfer=again, letter=letter(), actor=world.secretary, now=NOON)
    with pytest.raises(Refused):
        work.cancel_transfer(transfer=again, actor=me, now=NOON)


@pytest.mark.parametrize("fields", [{"valid_days": 93}, {"number": " "}, {"on": TODAY + timedelta(days=1)}])
def test_letter_that_cannot_be_is_refused(world: Any, fields: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        work.issue_letter(
            transfer=asked(world.member), letter=letter(**fields), actor=world.secretary, now=NOON
        )  # fmt: skip


def test_both_branches_hear_after_60_80_and_90_days_each_once(world: Any) -> None:
    transfer = asked(world.member, world.second)
    work.issue_letter(transfer=transfer, letter=letter(), actor=world.secretary, now=NOON)
    told = []
    for days in (59, 60, 61, 80, 85, 90, 120):
        ask_after_letters(NOON + timedelta(days=days))
        told.append(Delivery.objects.filter(topic="admission.TransferWaits").count())
    assert told == [0, 1, 1, 2, 2, 3, 3]
    transfer.refresh_from_db()
    assert (transfer.state, transfer.alerted_days) == ("late", 90)
    deliver_due(now=NOON + timedelta(days=120))
    recipients = {message.recipient for message in Message.objects.all()}
    assert recipients == {world.secretary.person.pk, world.other.person.pk}
    assert not [message for message in Message.objects.all() if "秦荣静" in str(message.params)]
    assert list(members_for(world.secretary)) == [world.member]  # nothing happens by itself


def test_database_refuses_a_second_transfer_and_a_letter_without_a_number(world: Any) -> None:
    transfer = asked(world.member, world.second)
    for values in ({"state": "letter_issued"}, {"to_org": world.first}, {"valid_days": 93}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Transfer.objects.filter(pk=transfer.pk).update(**values)
