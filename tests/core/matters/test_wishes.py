"""A matter that is no fault becomes a wish, a wish that is a fault becomes a matter; a grid sees how it gets on."""

from __future__ import annotations

import pytest

from linli.base.errors import Refused
from linli.core.matters.models import Matter
from linli.core.matters.operations.wishes import make_matter_of_need, make_need_of_matter
from linli.core.matters.queries.grids import recurring, solved_within
from linli.core.partnership.models import Need
from tests.factories import matters as make
from tests.factories import partnership as commons
from tests.factories.clients import browser_of
from tests.factories.core import NOON

PUBLIC = {"kind": "room", **commons.PUBLIC_WORDS}


def test_matter_that_is_a_wish_is_answered_and_stands_on_the_list(world):
    matter = make.make_matter(world)
    need = make_need_of_matter(matter=matter, actor=world.actors["community_worker"], now=NOON, **PUBLIC)
    row = Matter.objects.get(pk=matter.pk)
    assert (need.state, need.author, need.matter_code, need.supporters) == (
        "open", world.people["resident"], matter.code, 1,
    )  # fmt: skip
    assert (row.state, row.ending, bool(row.handed_on_to)) == ("fed_back", "handed_on", True)


def test_unnamed_matter_becomes_an_unnamed_wish(world):
    matter = make.make_anonymous(world)
    need = make_need_of_matter(matter=matter, actor=world.actors["community_worker"], now=NOON, **PUBLIC)
    assert (need.author, need.contact_name, need.supporters) == (None, None, 0)


@pytest.mark.parametrize("role", ["grid_worker", "resident", "other_secretary", "street_officer"])
def test_only_the_desk_turns_one_into_the_other(world, role):
    actor = {"actor": world.actors[role], "now": NOON}
    with pytest.raises(Refused) as refused:
        make_need_of_matter(matter=make.make_matter(world), **PUBLIC, **actor)
    with pytest.raises(Refused) as also:
        make_matter_of_need(need=commons.make_need(world), category=None, **actor)
    assert (refused.value.code, also.value.code) == ("forbidden", "forbidden")


def test_wish_that_is_a_fault_becomes_a_matter_of_the_same_person(world):
    need = commons.open_need(world)
    actor = world.actors["community_worker"]
    matter = make_matter_of_need(need=need, category=make.category("FA02"), actor=actor, now=NOON)
    row = Need.objects.get(pk=need.pk)
    assert (matter.reporter, matter.grid, matter.text) == (world.people["resident"], world.grid, need.said)
    assert (row.state, row.matter_code, matter.code in row.ended_words) == ("withdrawn", matter.code, True)


def test_grid_sees_what_it_solved_itself_and_nothing_of_others(world):
    make.fed_back(world)
    by_desk = make.accepted(world)
    Matter.objects.filter(pk=by_desk.pk).update(
        state="fed_back", ending="solved", ending_text="好了", ended_at=NOON, handler=world.people["community_worker"]
    )
    make.fed_back(world, grid=world.grid)
    last = solved_within(world.actors["community_worker"], world.grid, NOON)[-1]
    assert last[1:] == (3, 2)
    page = browser_of(world.people["grid_worker"]).get(f"/desk/grids/{world.grid.pk}/")
    assert page.status_code == 200


def test_problems_of_a_year_are_those_that_came_again_and_again(world):
    for _ in range(5):
        make.make_matter(world)
    make.make_matter(world, category=make.category("FA02"))
    found = recurring(world.actors["community_worker"], NOON.year)
    assert [(code, times) for code, _zh, _en, times in found] == [(make.HEATING, 5)]
    assert recurring(world.actors["resident"], NOON.year) == []
