"""What came before: by subject and place, and each says why it is alike."""

from __future__ import annotations

from types import SimpleNamespace

from linli.core.whistles.queries.precedents import earlier_ones
from tests.factories import matters as make_matters
from tests.factories import whistles as make


def test_the_same_subject_or_matter_comes_before_and_what_is_merely_near_does_not(world: SimpleNamespace) -> None:
    same = make.drafted(world, text="三号楼前污水井又堵了，污水流到路上", address="三号楼前")
    elsewhere = make.drafted(world, text="污水井堵了，污水流到路上，没有人管", grid=world.next_grid, by="neighbour")
    make.drafted(world, text="电动车在楼道里充电", address="五号楼")  # the same grid, and nothing else
    matter = make_matters.handling(world)
    of_the_matter = make.drafted(world, text="再请供热公司来人", matter=matter, kind="hard")
    whistle = make.drafted(world, address="三号楼前")
    found = earlier_ones(whistle, world.actors["committee_secretary"])
    assert [one.whistle.pk for one in found] == [same.pk, elsewhere.pk]
    assert [one.same_place for one in found] == [True, False]
    assert "三号楼前污水井" in found[0].words
    assert earlier_ones(of_the_matter, world.actors["committee_secretary"]) == []


def test_nobody_learns_of_whistles_elsewhere_from_it(world: SimpleNamespace) -> None:
    make.drafted(world, grid=world.next_grid, by="neighbour")
    assert earlier_ones(make.drafted(world), world.actors["grid_worker"]) == []


def test_it_costs_one_query_however_many_there_are(world: SimpleNamespace, django_assert_num_queries: object) -> None:
    actor = world.actors["committee_secretary"]
    assert actor.scopes("whistles.whistle.view")
    for _count in range(4):
        whistle = make.drafted(world)
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert len(earlier_ones(whistle, actor)) == 3
