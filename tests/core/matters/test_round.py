"""My round: what stands on it, in which order, and for whom."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest

from linli.base.permissions import Visitor
from linli.core.matters.models import Matter
from linli.core.matters.queries.rounds import Errand, round_of
from linli.core.matters.queries.walking import Leg, centre_of, length_of, plate_key, walking_order
from tests.factories import matters as make
from tests.factories.clients import browser_of
from tests.factories.core import NOON

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_walking_order_goes_along_a_street() -> None:
    street = [(41.42, 123.33 + n / 1000) for n in (4, 0, 3, 1, 2)]
    assert walking_order([Leg(point) for point in street], (41.42, 123.329)) == [1, 3, 4, 2, 0]


def test_walking_order_takes_a_crossing_out() -> None:
    square = [(0.0, 0.001), (0.001, 0.0012), (0.0, 0.0031), (0.001, 0.0029), (0.0005, 0.0019)]
    way = walking_order([Leg(point) for point in square], (0.0, 0.0))
    nearest = [0, 1, 4, 2, 3]
    start = (0.0, 0.0)
    assert length_of([start, *(square[n] for n in way)]) <= length_of([start, *(square[n] for n in nearest)])


def test_walking_order_without_points_counts_plates() -> None:
    legs = [Leg(None, "1 12号楼"), Leg(None, "1 3号楼"), Leg((41.42, 123.33), "9"), Leg(None, "1 3号楼2单元")]
    assert walking_order(legs, None) == [2, 1, 3, 0]
    assert plate_key("3号楼") < plate_key("12号楼")


def test_centre_of_a_square() -> None:
    square = {"type": "Polygon", "coordinates": [[[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]]]}
    assert centre_of(square) == (1, 1)
    assert centre_of(None) is None


def errands(world: SimpleNamespace, who: str, now=NOON) -> dict[str, str]:
    found = round_of(world.actors[who], now)
    return {stop.matter.code: stop.errand for stop in found.stops}


def test_round_holds_what_one_signs_handles_checks_and_looks_at(world: SimpleNamespace) -> None:
    sign, handle = make.dispatched(world), make.handling(world, now=NOON - 6 * DAY)
    check, look = make.fed_back(world, now=NOON - 4 * DAY), make.make_matter(world)
    elsewhere = make.make_matter(world, grid=world.next_grid)
    assert errands(world, "grid_worker") == {
        sign.code: Errand.SIGN,
        handle.code: Errand.HANDLE,
        look.code: Errand.LOOK,
    }  # what they ended themselves is somebody else's to check
    assert errands(world, "community_worker") == {check.code: Errand.CHECK}
    assert errands(world, "neighbour") == {elsewhere.code: Errand.LOOK}
    assert errands(world, "stranger") == {}
    assert round_of(Visitor(), NOON).stops == []


def test_round_leaves_out_what_has_time(world: SimpleNamespace) -> None:
    far = make.handling(world)
    Matter.objects.filter(pk=far.pk).update(due_at=NOON + 6 * DAY)
    soon = make.handling(world)
    Matter.objects.filter(pk=soon.pk).update(due_at=NOON + 2 * DAY)
    found = round_of(world.actors["grid_worker"], NOON)
    assert [(stop.matter.pk, stop.is_soon) for stop in found.stops] == [(soon.pk, True)]


def test_round_walks_by_coordinates(world: SimpleNamespace) -> None:
    square = {"type": "Polygon", "coordinates": [[[123.33, 41.42], [123.34, 41.42], [123.34, 41.43], [123.33, 41.42]]]}
    world.grid.outline = square
    world.grid.save(update_fields=["outline"])
    places = [(41.4299, 123.3399), (41.4234, 123.3367), (41.4260, 123.3380)]
    made = [make.dispatched(world, lat=lat, lng=lng) for lat, lng in places]
    found = round_of(world.actors["grid_worker"], NOON)
    assert [stop.matter.pk for stop in found.stops] == [made[1].pk, made[2].pk, made[0].pk]
    assert all(stop.is_exact for stop in found.stops)


def test_round_page_says_what_can_be_done_there(world: SimpleNamespace) -> None:
    matter = make.dispatched(world, address="3号楼2单元")
    page = browser_of(world.people["grid_worker"]).get("/desk/round/").content.decode()
    assert f"/desk/round/{matter.code}/do/sign/" in page
    assert f"/desk/round/capture/?for={matter.code}" in page
    assert browser_of(world.people["resident"]).get("/desk/round/").status_code == 404
    assert browser_of(world.people["street_officer"]).get("/desk/round/").status_code == 404


def test_step_of_the_round_leads_back_to_it(world: SimpleNamespace) -> None:
    matter = make.dispatched(world)
    answer = browser_of(world.people["grid_worker"]).post(f"/desk/round/{matter.code}/do/sign/")
    assert (answer.status_code, answer["Location"]) == (302, "/desk/round/")
    matter.refresh_from_db()
    assert matter.state == "handling"


def test_not_today_waits_in_the_session_until_tomorrow(world: SimpleNamespace) -> None:
    matter = make.dispatched(world)
    browser = browser_of(world.people["grid_worker"])
    browser.post(f"/desk/round/{matter.code}/when/", {"when": "later"})
    assert [stop.matter for stop in browser.get("/desk/round/").context["later"]] == [matter]
    browser.post(f"/desk/round/{matter.code}/when/", {"when": "today"})
    assert browser.get("/desk/round/").context["later"] == []
    assert browser_of(world.people["neighbour"]).post(f"/desk/round/{matter.code}/when/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_round_costs_the_same_however_long(world: SimpleNamespace, count: int, django_assert_max_num_queries) -> None:
    for _n in range(count):
        make.dispatched(world)
    browser = browser_of(world.people["grid_worker"])
    browser.get("/desk/round/")
    with django_assert_max_num_queries(12):
        assert len(browser.get("/desk/round/").context["today"]) == count
