"""Two people settle the same rows at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from linli.core.people.models import Person, PersonMerge, Residence
from linli.core.people.operations.merges import merge_persons, undo_merge
from tests.core.matters.test_race import race
from tests.factories.core import NOON, make_home, make_world

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def rows() -> tuple[Any, list[UUID]]:
    world = make_world()
    return world, [make_home(grid, "王秀兰").people[0].pk for grid in (world.grid, world.next_grid, world.grid)]


def merging(world: Any, kept: UUID, gone: UUID) -> Callable[[], object]:
    def call() -> object:
        people = Person.objects.in_bulk([kept, gone])
        actor = world.actors["community_worker"]
        return merge_persons(kept=people[kept], gone=people[gone], actor=actor, now=NOON)

    return call


def test_of_two_merges_in_both_directions_one_stands() -> None:
    world, (first, second, _third) = rows()
    ends = race([merging(world, first, second), merging(world, second, first)])
    assert ends == ["done", "person-ended"]
    assert PersonMerge.objects.count() == 1
    assert Person.objects.filter(pk__in=[first, second], ended_on=None).count() == 1
    assert Residence.objects.filter(person__in=[first, second], ends_on=None).count() == 1


def test_of_many_merges_of_one_row_one_stands() -> None:
    world, (first, second, third) = rows()
    ends = race([merging(world, kept, third) for kept in (first, second, first, second)])
    assert ends == ["done", "person-ended", "person-ended", "person-ended"]
    assert PersonMerge.objects.filter(gone=third).count() == 1


def test_of_two_who_undo_together_one_does() -> None:
    world, (first, second, _third) = rows()
    merging(world, first, second)()
    key = PersonMerge.objects.get().pk

    def undo() -> object:
        merge = PersonMerge.objects.get(pk=key)
        return undo_merge(merge=merge, actor=world.actors["community_worker"], now=NOON)

    assert race([undo, undo]) == ["done", "merged-on"]
    assert Person.objects.filter(pk__in=[first, second], ended_on=None).count() == 2
