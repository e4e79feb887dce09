"""Agreements for tests, taken along the path as far as a test needs."""

from __future__ import annotations

from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

from linli.base.permissions import SystemActor
from linli.core.areas.models import Area
from linli.core.organisation.models import Body
from linli.core.partnership.enums import Side
from linli.core.partnership.models import Agreement, Partner, Promise
from linli.core.partnership.operations.agreements import (
    Terms,
    draft_agreement,
    negotiate_agreement,
    sign_agreement,
)
from linli.core.partnership.operations.partners import join_partner
from linli.core.partnership.operations.promises import Wording, add_promise
from linli.core.people.models import Person
from linli.core.people.queries.actors import PersonActor
from tests.factories.core import NOON, TODAY, make_account, make_grant, make_person
from tests.factories.organisation import make_body

SYSTEM = SystemActor("test")
FIRST, LAST = date(2026, 10, 1), date(2028, 9, 30)
SPRING = date(2027, 3, 15)
CLAUSES = {"aim": "互相帮助", "leaving": "说一声就可以退出", "privacy": "不交换名单"}


def make_partner(grid: Area, name: str = "兆麟小学", **fields: Any) -> Partner:
    return join_partner(body=make_body(grid, name=name, **fields), actor=SYSTEM, now=NOON)


def make_liaison_person(partner: Partner, name: str = "郑老师") -> Person:
    """Somebody with an account and the role at the unit."""
    body: Body = partner.body
    person = make_person(name, at=body.grid or body.community)
    make_account(person)
    make_grant(person, "unit_liaison", partner)
    return person


def liaison_actor(partner: Partner, name: str = "郑老师") -> PersonActor:
    return PersonActor(make_liaison_person(partner, name), TODAY)


def terms(**fields: Any) -> Terms:
    return Terms(**{"starts_on": FIRST, "ends_on": LAST, **CLAUSES, **fields})


def wording(text: str = "两场防诈骗讲座", **fields: Any) -> Wording:
    return Wording(**{"kind": "people", "text": text, "due_on": SPRING, **fields})


def drafted(world: SimpleNamespace, partner: Partner, *, actor: Any = None, **fields: Any) -> Agreement:
    """A draft with one promise of each side."""
    desk = actor or world.actors["community_worker"]
    agreement = draft_agreement(partner=partner, terms=terms(**fields), actor=desk, now=NOON)
    due = {"due_on": max(SPRING, agreement.starts_on)}
    told = {"agreement": agreement, "side": Side.COMMUNITY, "actor": desk, "now": NOON}
    add_promise(gives=Side.UNIT, wording=wording(**due), **told)
    add_promise(gives=Side.COMMUNITY, wording=wording("十名志愿者护学", **due), **told)
    return agreement


def negotiated(world: SimpleNamespace, partner: Partner, **fields: Any) -> Agreement:
    agreement = drafted(world, partner, **fields)
    return negotiate_agreement(agreement=agreement, actor=world.actors["community_worker"], now=NOON)


def sign(agreement: Agreement, side: str, actor: Any, *, now: datetime = NOON, **fields: Any) -> Agreement:
    given = {"name": "周海燕", "revision": agreement.revision, **fields}
    return sign_agreement(agreement=agreement, side=side, actor=actor, now=now, **given)


def in_force(world: SimpleNamespace, partner: Partner, **fields: Any) -> Agreement:
    """Signed by the secretary, and by the unit on paper."""
    agreement = negotiated(world, partner, **fields)
    sign(agreement, Side.COMMUNITY, world.actors["committee_secretary"])
    return sign(agreement, Side.UNIT, world.actors["community_worker"], name="王校长", door="paper")


def promise_of(agreement: Agreement, side: str) -> Promise:
    return Promise.objects.select_related("agreement__partner").filter(agreement=agreement, side=side)[0]
