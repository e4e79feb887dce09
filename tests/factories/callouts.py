"""Offers of help and calls for it, for tests."""

from __future__ import annotations

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from linli.base.hours import EVERY_HOUR
from linli.base.permissions import SystemActor
from linli.core.areas.models import Area
from linli.core.callouts.models import CallOut, Offer
from linli.core.callouts.operations.calling import Call, call_wave, draft_callout
from linli.core.callouts.operations.offers import Help, save_offer
from linli.core.people.models import Person
from tests.factories.core import NOON, make_home

DESK = SystemActor("test")
TOMORROW = timedelta(hours=21)  # from noon: tomorrow, nine in the morning


def make_offer(_world: SimpleNamespace, person: Person, now: datetime = NOON, **fields: Any) -> Offer:
    defaults = {"skills": ["labour"], "hours": EVERY_HOUR, "reach": "community"}
    return save_offer(person=person, offered=Help(**{**defaults, **fields}), actor=DESK, now=now)


def make_helpers(world: SimpleNamespace, count: int, grid: Area | None = None, **fields: Any) -> list[Person]:
    """So many neighbours who offer to lend a hand."""
    people = [make_home(grid or world.grid, f"王{number}").people[0] for number in range(count)]
    for person in people:
        make_offer(world, person, **fields)
    return people


def make_callout(world: SimpleNamespace, now: datetime = NOON, **fields: Any) -> CallOut:
    """Snow has to be cleared tomorrow at nine."""
    defaults = {
        "community": world.community, "title": "扫雪", "text": "把3号楼前的雪扫开", "where": "3号楼门口",
        "grid": world.grid,
        "starts_at": now + TOMORROW, "ends_at": now + TOMORROW + timedelta(hours=2), "wanted": 3, "skills": ["labour"],
    }  # fmt: skip
    call = Call(**{**defaults, **fields})
    return draft_callout(call=call, actor=world.actors["community_worker"], now=now)


def called(world: SimpleNamespace, now: datetime = NOON, helpers: int = 2, **fields: Any) -> CallOut:
    make_helpers(world, helpers)
    return call_wave(callout=make_callout(world, now, **fields), actor=world.actors["community_worker"], now=now)
