"""Wishes, offers and projects for tests, taken along the path as far as a test needs."""

from __future__ import annotations

from datetime import datetime
from types import SimpleNamespace
from typing import Any

from linli.base.permissions import Actor
from linli.core.partnership.models import Need, Part, Project, Resource
from linli.core.partnership.operations.gather import Gift, Wish, gather_need, offer_resource
from linli.core.partnership.operations.projects import (
    Plan,
    accept_part,
    finish_project,
    propose_project,
    publish_project,
    settle_project,
    start_project,
)
from linli.core.partnership.operations.settle import publish_listed
from tests.factories.core import NOON

PUBLIC_WORDS = {"title": "活动室要一个读书角", "text": "几家都想要一个能坐下看书的地方。"}


def make_need(world: SimpleNamespace, *, actor: Actor | None = None, now: datetime = NOON, **fields: Any) -> Need:
    """What the resident of the first grid wishes for at noon."""
    defaults = {
        "community": world.community,
        "text": "想要一个读书角，3号楼302刘桂芳",
        "kind": "room",
        "spot": world.grid,
    }
    return gather_need(wish=Wish(**{**defaults, **fields}), actor=actor or world.actors["resident"], now=now)


def open_need(world: SimpleNamespace, now: datetime = NOON, **fields: Any) -> Need:
    need = make_need(world, now=now, **fields)
    publish_listed(thing=need, actor=world.actors["community_worker"], now=now, **PUBLIC_WORDS)
    return need


def make_resource(
    world: SimpleNamespace, *, actor: Actor | None = None, now: datetime = NOON, **fields: Any
) -> Resource:
    """What the resident of the first grid offers at noon."""
    defaults = {"community": world.community, "text": "我家车库空着", "kind": "room", "spot": world.grid}
    return offer_resource(gift=Gift(**{**defaults, **fields}), actor=actor or world.actors["resident"], now=now)


def open_resource(world: SimpleNamespace, now: datetime = NOON, **fields: Any) -> Resource:
    resource = make_resource(world, now=now, **fields)
    words = {"title": "一间空车库", "text": "周末可以用。"}
    publish_listed(thing=resource, actor=world.actors["community_worker"], now=now, **words)
    return resource


def proposed(world: SimpleNamespace, now: datetime = NOON, **gift: Any) -> Project:
    plan = Plan(
        title="读书角", text="把车库收拾出来", needs=[open_need(world)], resources=[open_resource(world, **gift)]
    )
    return propose_project(plan=plan, actor=world.actors["community_worker"], now=now)


def agreed(world: SimpleNamespace, now: datetime = NOON, **gift: Any) -> Project:
    project = proposed(world, now, **gift)
    for part in Part.objects.filter(project=project).select_related("need", "resource"):
        accept_part(part=part, actor=world.actors["resident"], now=now)
    project.refresh_from_db()
    return project


def finished(world: SimpleNamespace, now: datetime = NOON, **gift: Any) -> Project:
    project = start_project(project=agreed(world, now, **gift), actor=world.actors["community_worker"], now=now)
    result = {"result": "车库成了读书角", "tags": ["happiness"]}
    return finish_project(project=project, actor=world.actors["community_worker"], now=now, **result)


def told(world: SimpleNamespace, now: datetime = NOON) -> Project:
    desk = {"actor": world.actors["community_worker"], "now": now}
    return publish_project(project=settle_project(project=finished(world, now), **desk), **desk)
