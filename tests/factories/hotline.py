"""Tickets of the hotline for tests, taken along the path as far as a test needs."""

from __future__ import annotations

from datetime import datetime
from types import SimpleNamespace
from typing import Any

from linli.core.hotline.models import Ticket
from linli.core.hotline.operations.entering import TicketWords, enter_ticket
from linli.core.hotline.operations.handling import assign_ticket, review_reply, write_reply
from tests.factories.core import NOON
from tests.factories.matters import category

SAID = "楼道灯坏了三天，老人不敢下楼。"


def entered(world: SimpleNamespace, *, now: datetime = NOON, **words: Any) -> Ticket:
    said = {"number": "LN202611230001", "kind": "complaint", "text": SAID, "address": "第1网格3号楼", **words}
    desk = world.actors["community_worker"]
    return enter_ticket(community=world.community, words=TicketWords(**said), actor=desk, now=now)


def assigned(world: SimpleNamespace, *, now: datetime = NOON, **words: Any) -> Ticket:
    ticket, desk = entered(world, now=now, **words), world.actors["community_worker"]
    handler = world.people["grid_worker"]
    return assign_ticket(ticket=ticket, handler=handler, category=category("FA02"), actor=desk, now=now)


def written(world: SimpleNamespace, *, now: datetime = NOON, **words: Any) -> Ticket:
    ticket = assigned(world, now=now, **words)
    return write_reply(ticket=ticket, text="灯已换好。", actor=world.actors["grid_worker"], now=now)


def replied(world: SimpleNamespace, *, now: datetime = NOON, **words: Any) -> Ticket:
    return review_reply(ticket=written(world, now=now, **words), actor=world.actors["community_worker"], now=now)
