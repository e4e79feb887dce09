"""The row filter and the question about one row are one rule, said twice: for every model that lies at a place."""

from __future__ import annotations

from functools import reduce
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import models

from linli.base.models import ScopedQuerySet
from linli.base.permissions import Actor, may
from linli.config.roles import ROLES
from tests.consistency.test_models import own_models
from tests.factories.core import make_world
from tests.factories.membership import make_secretary
from tests.factories.records import make_records

pytestmark = pytest.mark.django_db


def scoped_models() -> list[type[models.Model]]:
    """The models whose rows know at which place they lie."""
    scoped = [one for one in own_models() if issubclass(one._default_manager._queryset_class, ScopedQuerySet)]  # type: ignore[attr-defined]
    return [model for model in scoped if _first_step(model) in {field.name for field in model._meta.concrete_fields}]


def _first_step(model: type[models.Model]) -> str:
    return str(getattr(model, "PLACE", "place")).split("__")[0]


def place_of(row: Any) -> str:
    """The place of a row; of a line of something larger, the place of that."""
    steps = getattr(type(row), "PLACE", "place").split("__")
    return str(reduce(getattr, steps, row))


def test_what_a_list_shows_is_what_one_may_open() -> None:
    world = make_world()
    records = [make_records(grid, world.people["child"]) for grid in (world.grid, world.next_grid, world.other_grid)]
    actors: list[Actor] = [*world.actors.values(), *(make_secretary(one.org) for one in records)]
    permissions = sorted({str(permission) for held in ROLES.values() for permission in held})
    looked = 0
    for model in scoped_models():
        rows = list(model._default_manager.all())
        places = {row.pk: place_of(row) for row in rows}
        looked += bool(rows)
        for actor in actors:
            for permission in (one for one in permissions if actor.scopes(one)):
                shown = set(model._default_manager.visible_to(actor, permission).values_list("pk", flat=True))  # type: ignore[attr-defined]
                opened = {pk for pk, place in places.items() if may(actor, permission, SimpleNamespace(place=place))}
                assert shown == opened, (model._meta.label, actor.label, permission)
    assert looked > 30, "most models have a row in the records of the matrix"
