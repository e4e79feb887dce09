"""Lists cost the same however full they are, and count what they say."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from linli.core.matters.models import Matter
from linli.core.matters.queries import lists
from linli.core.matters.queries.story import story_for
from tests.factories import matters as make
from tests.factories.core import NOON

DAY = timedelta(days=1)


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_costs_one_query_however_full(
    world: SimpleNamespace, count: int, django_assert_num_queries: Any
) -> None:
    for _number in range(count):
        make.dispatched(world)
    desk = world.actors["community_worker"]
    desk.holds("matters.matter.view")
    with django_assert_num_queries(1):
        rows = [(m.code, str(m.category), str(m.grid), m.handler.name) for m in lists.visible_matters(desk)]
    assert len(rows) == count


@pytest.mark.parametrize("count", [1, 3])
def test_a_story_costs_three_queries_however_long(
    world: SimpleNamespace, count: int, django_assert_num_queries: Any
) -> None:
    from linli.core.matters.operations.handling import add_note

    matter, handler = make.handling(world), world.actors["grid_worker"]
    for _number in range(count):
        add_note(matter=matter, text="看过了", is_shown=True, actor=handler, now=NOON)
    with django_assert_num_queries(2):
        told = story_for(handler, matter)
    assert len(told) == count + 4


def test_due_and_overdue_count_only_what_is_ours_to_do(world: SimpleNamespace) -> None:
    late, waiting = make.dispatched(world), make.verified(world)
    fresh = make.dispatched(world, category=make.category("OR06"))

    def found(condition: Any) -> set[Any]:
        return set(Matter.objects.filter(condition))

    assert found(lists.overdue(NOON + 2 * DAY)) == {late}
    assert found(lists.due_today(NOON + DAY)) == {late}
    assert found(lists.overdue(NOON + 90 * DAY)) == {late, fresh}
    assert found(lists.open_ones()) == {late, waiting, fresh}


def test_open_matters_are_counted_by_grid(world: SimpleNamespace) -> None:
    make.make_matter(world)
    make.make_matter(world)
    make.closed(world)
    make.make_matter(world, grid=world.next_grid)
    counted = lists.open_by_grid(world.actors["community_worker"])
    assert counted == {world.grid.pk: 2, world.next_grid.pk: 1}
    assert lists.open_by_grid(world.actors["neighbour"]) == {world.next_grid.pk: 1}


def test_words_and_codes_find_a_matter(world: SimpleNamespace) -> None:
    matter = make.make_matter(world, address="兆麟小区3号楼")
    make.make_matter(world, text="路灯不亮")
    for typed in (matter.code, matter.code.lower().replace("-", ""), "暖气", "暖气 3号楼", "小区3"):
        assert list(Matter.objects.filter(lists.found_by(typed, world.actors["community_worker"]))) == [matter], typed
