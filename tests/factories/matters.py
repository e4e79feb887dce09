"""Matters for tests: told by a resident, taken along the path as far as a test needs."""

from __future__ import annotations

from datetime import datetime, timedelta
from importlib import import_module
from types import SimpleNamespace
from typing import Any

from django.apps import apps

from linli.base.permissions import Actor, Visitor
from linli.core.matters.models import Category, Matter
from linli.core.matters.operations.desk import accept_matter, dispatch_matter
from linli.core.matters.operations.handling import feed_back, sign_matter
from linli.core.matters.operations.judging import confirm_matter, verify_matter
from linli.core.matters.operations.report import Report, report_matter
from tests.factories.core import NOON

HEATING = "UT04"
WORDS = "暖气不热，家里有三岁孩子"
HOUR = timedelta(hours=1)


def bring_categories() -> None:
    """The table that a migration wrote, for tests with real transactions: the test before has emptied every table."""
    import_module("linli.core.matters.migrations.0002_categories").load(apps, None)
    import_module("linli.core.matters.migrations.0004_first_powers_and_clocks").load(apps, None)
    import_module("linli.core.matters.migrations.0010_shared_kinds").share(apps, None)


def category(code: str = HEATING) -> Category:
    return Category.objects.get(code=code)


def make_matter(world: SimpleNamespace, *, actor: Actor | None = None, now: datetime = NOON, **fields: Any) -> Matter:
    """What the resident of the first grid said at noon."""
    defaults = {"community": world.community, "text": WORDS, "category": category(), "grid": world.grid}
    report = Report(**{**defaults, **fields})
    return report_matter(report=report, actor=actor or world.actors["resident"], now=now)


def make_anonymous(world: SimpleNamespace, **fields: Any) -> Matter:
    return make_matter(world, actor=Visitor(), is_anonymous=True, **fields)


def accepted(world: SimpleNamespace, now: datetime = NOON, **fields: Any) -> Matter:
    matter = make_matter(world, now=now, **fields)
    return accept_matter(matter=matter, actor=world.actors["community_worker"], now=now)


def dispatched(world: SimpleNamespace, now: datetime = NOON, **fields: Any) -> Matter:
    matter = accepted(world, now, **fields)
    handler = world.people["grid_worker"]
    return dispatch_matter(matter=matter, handler=handler, actor=world.actors["community_worker"], now=now)


def handling(world: SimpleNamespace, now: datetime = NOON, **fields: Any) -> Matter:
    return sign_matter(matter=dispatched(world, now, **fields), actor=world.actors["grid_worker"], now=now)


def fed_back(world: SimpleNamespace, now: datetime = NOON, **fields: Any) -> Matter:
    matter = handling(world, now, **fields)
    ending = {"ending": "solved", "text": "换了阀门，现在二十度。"}
    return feed_back(matter=matter, actor=world.actors["grid_worker"], now=now, **ending)


def verified(world: SimpleNamespace, now: datetime = NOON, **fields: Any) -> Matter:
    return verify_matter(matter=fed_back(world, now, **fields), actor=world.actors["community_worker"], now=now)


def closed(world: SimpleNamespace, now: datetime = NOON, **fields: Any) -> Matter:
    return confirm_matter(matter=verified(world, now, **fields), actor=world.actors["resident"], now=now)
