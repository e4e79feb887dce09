"""Dues for tests: somebody who declared, and months that wait."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from linli.base.permissions import Actor, SystemActor
from linli.core.dues.models import Assessment, Due, HandUp, Payment
from linli.core.dues.operations.assessing import Declared, assess_dues
from linli.core.dues.operations.collecting import Money, collect_dues
from linli.core.membership.models import Member
from linli.core.organisation.models import PartyOrg
from tests.factories.core import NOON, TODAY

COMMAND = SystemActor("command")
SEPTEMBER, NOVEMBER = date(2026, 9, 1), date(2026, 11, 1)


def assessed(member: Member, *, since: date = SEPTEMBER, actor: Actor = COMMAND, **declared: Any) -> Assessment:
    """A member with 8,000 yuan a month: 120 yuan of dues since September."""
    said = Declared(**{"kind": "salaried", "base_fen": 800_000, **declared})
    return assess_dues(member=member, declared=said, from_month=since, actor=actor, now=NOON)


def paid(
    member: Member, *, through: date = NOVEMBER, actor: Actor = COMMAND, now: datetime = NOON, **how: Any
) -> Payment:
    """They pay through November, in cash."""
    money = Money(through=through, **{"paid_on": TODAY, **how})
    return collect_dues(member=member, money=money, actor=actor, now=now)


def make_handup(org: PartyOrg, **fields: Any) -> HandUp:
    """What a branch handed up for the third quarter."""
    told: dict[str, Any] = {"total_fen": 36_000, "payments": 1, "handed_by": "system:test", "handed_at": NOON}
    at = {"community": org.community, "place": org.path, "state_since": NOON}
    return HandUp.objects.create(org=org, quarter=date(2026, 7, 1), **{**told, **at, **fields})


def money_of(member: Member) -> dict[str, Any]:
    """A receipt of a member, and what their branch handed up."""
    assessed(member)
    return {"payment": paid(member), "handup": make_handup(member.org)}


def states_of(member: Member) -> list[str]:
    """The states of their months, the oldest first."""
    return list(Due.objects.filter(member=member).order_by("month").values_list("state", flat=True))
