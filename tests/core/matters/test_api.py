"""The same operations for programs."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from linli.core.matters.models import Matter
from linli.core.people.web.guards import DEMO
from tests.factories import matters as make
from tests.factories.core import NOON, make_grant

URL = "/api/v1/matters"


@pytest.fixture(autouse=True)
def _fresh_doors() -> None:
    cache.clear()


@pytest.fixture
def api(world: SimpleNamespace, settings: Any) -> Any:
    """Call the API as somebody: `api("grid_worker", "post", "/…", {…})` gives the status and the answer."""
    settings.LINLI_DEMO, settings.LINLI_COMMUNITY = True, "zhaolin"
    clients: dict[str, Client] = {}

    def call(who: str, method: str, path: str, data: Any = None) -> tuple[int, Any]:
        if who not in clients:
            clients[who] = Client()
            if who != "visitor":
                clients[who].force_login(world.people[who].account)
                session = clients[who].session
                session[DEMO] = True
                session.save()
        extra = {} if method == "get" else {"data": json.dumps(data or {}), "content_type": "application/json"}
        whole = path if path.startswith("/api/") else URL + path
        answer = getattr(clients[who], method)(whole, **extra)
        return answer.status_code, answer.json() if answer.content else None

    return call


def test_the_whole_path_goes_through_the_api(world: SimpleNamespace, api: Any) -> None:
    status, told = api("resident", "post", "", {"text": make.WORDS, "category": "UT04"})
    assert (status, told["state"], told["moves"]) == (201, "reported", ["fact"])
    code = told["code"]
    handler = str(world.people["grid_worker"].pk)
    steps = [
        ("community_worker", "accept", {}),
        ("community_worker", "dispatch", {"handler": handler, "owner": "供热公司"}),
        ("grid_worker", "return", {"reason": "不归我"}),
        ("community_worker", "dispatch", {"handler": handler}),
        ("grid_worker", "sign", None),
        ("grid_worker", "note", {"text": "看过了", "is_shown": False}),
        ("grid_worker", "ask", {"text": "在家吗"}),
        ("resident", "reply", {"text": "在"}),
        ("resident", "fact", {"text": "四楼也凉"}),
        ("grid_worker", "extension", {"days": 2, "reason": "等配件"}),
        ("community_worker", "extension/settle", {"grant": True}),
        ("grid_worker", "suspend", {"because": "parts", "until": "2099-01-01", "reason": "等"}),
    ]
    for who, step, data in steps:
        status, told = api(who, "post", f"/{code}/{step}", data)
        expected = 409 if step == "suspend" else 200
        assert status == expected, (step, told)
    for who, step, data in [
        ("grid_worker", "feed-back", {"ending": "not_possible", "text": "管网不够", "basis": "《城镇供热条例》"}),
        ("community_worker", "send-back", {"reason": "再问一次公司"}),
        ("grid_worker", "feed-back", {"ending": "handed_on", "text": "他们来", "handed_on_to": "市供热公司"}),
        ("community_worker", "verify", {"note": "电话核实"}),
        ("resident", "confirm", {"rating": 2, "words": "慢"}),
    ]:
        status, told = api(who, "post", f"/{code}/{step}", data)
        assert status == 200, (step, told)
    assert (told["state"], told["reopened"], told["ending"]) == ("accepted", 1, None)
    assert {"看过了"} & {step["text"] for step in told["story"]} == set()  # the resident's answer has no inner note


@pytest.mark.parametrize("who", ["neighbour", "other_secretary", "child", "system_admin"])
def test_what_one_may_not_see_is_not_there(world: SimpleNamespace, api: Any, who: str) -> None:
    code = make.make_matter(world).code
    assert api(who, "get", f"/{code}")[0] == 404
    for step in ("accept", "sign", "note", "confirm"):
        assert api(who, "post", f"/{code}/{step}", {"text": "x"})[0] == 404
    assert api(who, "get", "")[1] == {"items": [], "next": None}


def test_what_one_may_see_but_not_do_is_forbidden(world: SimpleNamespace, api: Any) -> None:
    code = make.make_matter(world).code
    status, told = api("street_officer", "post", f"/{code}/accept", {})
    assert (status, told["code"]) == (403, "forbidden")
    told = api("street_officer", "get", f"/{code}")[1]
    assert (told["reporter"]["name"], told["reporter"]["phone"], told["moves"]) == ("", "", [])


def test_without_signing_in_only_the_open_doors_answer(world: SimpleNamespace, api: Any) -> None:
    code = make.make_matter(world).code
    assert [api("visitor", "get", path)[0] for path in ("", "/asked", f"/{code}")] == [401, 401, 401]
    assert [api("visitor", "get", path)[0] for path in ("/categories", f"/status/{code}")] == [200, 200]
    assert api("visitor", "post", "", {"text": "路灯不亮", "is_anonymous": True})[0] == 201


def test_a_visitor_judges_with_the_slip(world: SimpleNamespace, api: Any) -> None:
    code = make.verified(world).code
    status, told = api("visitor", "post", f"/status/{code}/confirm", {"rating": 5})
    assert (status, told["state"], told["rating"]) == (200, "closed", 5)
    assert api("visitor", "post", f"/status/{code}/reopen", {"text": "又坏了"})[1]["state"] == "accepted"
    assert make.WORDS not in json.dumps(api("visitor", "get", f"/status/{code}")[1], ensure_ascii=False)


def test_the_handler_judges_nothing_with_the_slip(world: SimpleNamespace, api: Any) -> None:
    code = make.verified(world).code
    status, told = api("grid_worker", "post", f"/status/{code}/confirm", {"rating": 5})
    assert (status, told["code"]) == (409, "own-work")


def test_guessing_codes_is_slowed_down(world: SimpleNamespace, api: Any) -> None:
    assert {api("visitor", "get", "/status/2222-2222")[0] for _time in range(30)} == {404}
    assert api("visitor", "get", "/status/2222-2222")[0] == 429
    assert api("resident", "get", "/status/2222-2222")[0] == 404


def test_visitors_do_not_flood_the_desk(world: SimpleNamespace, api: Any) -> None:
    said = {"text": "路灯不亮", "is_anonymous": True}
    assert {api("visitor", "post", "", said)[0] for _time in range(30)} == {201}
    assert api("visitor", "post", "", said)[0] == 429
    assert api("visitor", "get", "/categories")[0] == 200


def test_a_list_is_read_page_by_page(world: SimpleNamespace, api: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("linli.core.matters.api.matters.PAGE", 2)
    codes = [make.make_matter(world).code for _number in range(5)]
    found, cursor = [], ""
    while cursor is not None:
        page = api("community_worker", "get", f"?cursor={cursor}" if cursor else "")[1]
        found += [row["code"] for row in page["items"]]
        cursor = page["next"]
    assert found == codes[::-1]


def test_filters_narrow_a_list(world: SimpleNamespace, api: Any) -> None:
    lamp = make.make_matter(world, category=make.category("FA02"), text="路灯不亮", grid=world.next_grid)
    make.dispatched(world)
    for query in ("category=FA", "category=FA02", "grid=2", "state=reported", "q=路灯", f"q={lamp.code}"):
        rows = api("community_worker", "get", f"?{query}")[1]["items"]
        assert [row["code"] for row in rows] == [lamp.code], query
    assert len(api("grid_worker", "get", "?mine=true")[1]["items"]) == 1


BAD = [
    {"text": ""}, {"text": "\u0000"}, {"text": "x" * 2001}, {"text": "好", "category": "nope"},
    {"text": "好", "category": "ZZ99"}, {"text": "好", "grid": 77}, {"text": "好", "lat": 999, "lng": 0},
    {"text": "好", "door": "phone"}, {"text": "好", "contact_phone": "abc"}, {"text": "好", "category": "EM01"},
    {"text": "好", "community": "nowhere"}, {},
]  # fmt: skip


@pytest.mark.parametrize("data", BAD)
def test_bad_input_is_refused_with_a_sentence(world: SimpleNamespace, api: Any, data: dict[str, Any]) -> None:
    status, told = api("resident", "post", "", data)
    assert status in {403, 409, 422}
    assert told["message"]
    assert Matter.objects.count() == 0


def test_a_code_that_is_none_is_not_found(world: SimpleNamespace, api: Any) -> None:
    for code in ("7K3", "2222-2222", "%00", "一" * 30):
        assert api("community_worker", "get", f"/{code}")[0] == 404
        assert api("visitor", "get", f"/status/{code}")[0] == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_api_list_costs_the_same_however_full(
    world: SimpleNamespace, api: Any, count: int, django_assert_max_num_queries: Any
) -> None:
    for _number in range(count):
        make.dispatched(world, now=NOON)
    api("community_worker", "get", "")
    with django_assert_max_num_queries(6):
        assert len(api("community_worker", "get", "")[1]["items"]) == count


def test_pictures_come_in_without_the_place_where_they_were_taken(world: SimpleNamespace, api: Any) -> None:
    from io import BytesIO

    from PIL import Image

    matter = make.handling(world)
    api("resident", "get", f"/{matter.code}")
    client = Client()
    client.force_login(world.people["resident"].account)
    exif = Image.Exif()
    exif[0x010F] = "Camera of somebody"
    picture = BytesIO()
    Image.new("RGB", (40, 30), "red").save(picture, "JPEG", exif=exif)
    picture.name = "lamp.jpg"
    picture.seek(0)
    answer = client.post(f"{URL}/{matter.code}/photos", {"files": picture, "text": "就这里"})
    assert answer.status_code == 200, answer.content
    photo = answer.json()["story"][0]["photos"][0]
    shown = client.get(f"/matters/photos/{matter.code}/{photo}/")
    assert b"Camera of somebody" not in b"".join(shown)
    assert Client().get(f"/status/{matter.code}/photos/{photo}/").status_code == 404  # a lost slip shows no picture
    stranger = Client()
    stranger.force_login(world.people["neighbour"].account)
    assert stranger.get(f"/matters/photos/{matter.code}/{photo}/").status_code == 404


def test_clocks_are_told_with_their_days_and_whoever_asked_sees_theirs(world: SimpleNamespace, api: Any) -> None:
    matter = make.dispatched(world, category=make.category("EN03"))
    status, told = api("community_worker", "get", f"/{matter.code}/clocks")
    ending = next(one for one in told if one["kind"] == "ending")
    assert (status, [day["number"] for day in ending["days"]]) == (200, [0, 1, 2, 3])
    assert {one["kind"] for one in told} >= {"sign", "ending", "contact"}
    _status, mine = api("resident", "get", f"/{matter.code}/clocks")
    assert "sign" not in {one["kind"] for one in mine}
    assert api("other_resident", "get", f"/{matter.code}/clocks")[0] == 404


def test_precedents_are_told(world: SimpleNamespace, api: Any) -> None:
    before, matter = make.closed(world), make.make_matter(world)
    status, told = api("community_worker", "get", f"/{matter.code}/precedents")
    assert (status, [one["code"] for one in told]) == (200, [before.code])


def test_kinds_are_changed_by_whoever_looks_after_them_all(world: SimpleNamespace, api: Any) -> None:
    said = {"name_zh": "充电桩故障", "name_en": "Charging post", "power": "property", "limit_days": 2}
    assert api("community_worker", "post", "/categories", {**said, "parent": "FA"})[0] == 404
    assert api("committee_secretary", "post", "/categories", {**said, "parent": "FA"})[0] == 403
    status, told = api("committee_secretary", "post", "/categories/EN03/limit", {"community": "zhaolin", "days": 1})
    assert (status, told["code"], told["limit_days"]) == (200, "EN03", 3)
    assert api("committee_secretary", "post", "/categories/EN03/limit", {"community": "guangming"})[0] == 404
    make_grant(world.people["system_admin"], "system_admin", world.street)
    status, told = api("system_admin", "post", "/categories", {**said, "parent": "FA"})
    assert (status, told["code"], told["parent"]) == (201, "FA08", "FA")
    status, told = api("system_admin", "put", "/categories/FA08", {**said, "limit_days": 4})
    assert (status, told["limit_days"]) == (200, 4)
    assert api("system_admin", "post", "/categories/FA08/retire", {"on": "2020-01-01"})[0] == 200
    assert "FA08" not in {one["code"] for one in api("resident", "get", "/categories")[1]}
