"""Whistles for programs: the whole of W2 by the API, by the signed link, and from the wrong side."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from linli.core.whistles.models import Call, Department, Whistle
from tests.core.matters.test_api import _fresh_doors, api  # noqa: F401 -- fixtures
from tests.factories import matters as make_matters
from tests.factories import whistles as make
from tests.factories.core import NOON

URL = "/api/v1/whistles"
OUTSIDE = ("visitor", "resident", "child", "neighbour", "stranger", "other_resident", "other_secretary", "system_admin")
DRAFT = {"text": make.NEEDED, "tried": make.TRIED, "grid": 1}


def blow(world: SimpleNamespace, api: Any) -> tuple[str, dict[str, Any]]:  # noqa: F811
    """A whistle on its way: its code, and what the street reads."""
    status, told = api("grid_worker", "post", URL, {**DRAFT, "matter": make_matters.handling(world).code})
    assert (status, told["state"], told["grid"]) == (201, "drafted", "第1网格"), told
    path = f"{URL}/{told['code']}"
    assert api("committee_secretary", "post", f"{path}/approve")[1]["state"] == "approved"
    department = make.make_department(world, officer=world.people["department_officer"])
    status, told = api("street_leader", "post", f"{path}/blow", {"departments": [str(department.pk)]})
    assert (status, told["state"], told["departments"]) == (200, "blown", ["市政排水处"])
    return path, told


def test_the_whole_path_goes_through_the_api(world: SimpleNamespace, api: Any) -> None:  # noqa: F811
    path, told = blow(world, api)
    call = f"{URL}/calls/{told['calls'][0]['id']}"
    status, seen = api("department_officer", "get", call)
    assert (status, seen["whistle"]["title"], seen["moves"]) == (200, told["title"], ["sign"])
    assert api("department_officer", "post", f"{call}/sign", {})[1]["signed_name"] == "张department_officer"
    assert api("department_officer", "post", f"{call}/contact", {"text": "约好了"})[1]["state"] == "contacted"
    assert api("department_officer", "post", f"{call}/report", {"text": "换了泵"})[1]["state"] == "reported"
    assert api("community_worker", "post", f"{path}/send-back", {"reason": "还冒"})[1]["state"] == "contacted"
    assert api("department_officer", "post", f"{call}/report", {"text": "又换了"})[1]["state"] == "reported"
    status, told = api("community_worker", "post", f"{path}/solve", {"note": "下去了"})
    assert (status, told["state"], told["calls"][0]["moves"]) == (200, "solved", ["judge"])
    status, told = api("community_worker", "post", f"{call}/judge", {"rating": 4, "words": "来得快"})
    assert (status, told["state"], told["calls"][0]["rating"]) == (200, "rated", 4)
    assert api("department_officer", "post", f"{call}/reply", {"text": "谢谢"})[1]["answer"] == "谢谢"
    story = [step["step"] for step in api("street_officer", "get", path)[1]["story"]]
    assert story[:3] == ["answered", "rated", "solved"]
    assert api("department_officer", "post", f"{call}/reply", {"text": "又"})[1]["code"] == "wrong-state"


def test_the_lists_are_those_of_the_pages(world: SimpleNamespace, api: Any) -> None:  # noqa: F811
    drafted, blown = make.drafted(world), make.blown(world)[0]

    def codes(who: str, query: str = "") -> list[str]:
        status, page = api(who, "get", URL + query)
        assert status == 200
        return [row["code"] for row in page["items"]]

    assert codes("community_worker") == [blown.code, drafted.code]
    assert codes("committee_secretary", "?which=mine") == [drafted.code]
    assert codes("street_leader", "?which=late") == [blown.code]  # noon was long ago
    assert codes("street_leader", "?which=away&state=drafted") == []
    assert codes("street_leader", f"?q={drafted.code.lower()}") == [drafted.code]
    for who in OUTSIDE[1:]:
        assert codes(who) == []
    assert api("visitor", "get", URL)[0] == 401


def test_whoever_holds_the_link_answers_one_call(world: SimpleNamespace, api: Any) -> None:  # noqa: F811
    _whistle, (call,) = make.blown(world)
    for who in ("grid_worker", "committee_secretary"):
        assert api(who, "post", f"{URL}/calls/{call.pk}/link")[0] == 403
    token = api("street_leader", "post", f"{URL}/calls/{call.pk}/link")[1]["token"]
    held = f"{URL}/answer/{token}"
    assert api("visitor", "get", held)[1]["moves"] == ["sign"]
    status, told = api("visitor", "post", f"{held}/sign", {"name": ""})
    assert (status, told["field"]) == (409, "name")
    assert api("visitor", "post", f"{held}/sign", {"name": "老周"})[1]["moves"] == ["contact"]
    assert api("visitor", "post", f"{held}/contact", {"text": "约好了"})[1]["moves"] == ["report"]
    assert api("visitor", "post", f"{held}/report", {"text": "好了"})[1]["moves"] == []
    assert api("visitor", "post", f"{held}/reply", {"text": "好"})[0] == 409
    assert api("visitor", "get", f"{held}x")[0] == 404
    call.refresh_from_db()
    assert (call.state, call.signed_name) == ("reported", "老周")


@pytest.mark.parametrize("who", OUTSIDE)
def test_nobody_outside_reads_or_moves_a_whistle(world: SimpleNamespace, api: Any, who: str) -> None:  # noqa: F811
    whistle, call = make.reported(world)
    steps = {
        "approve": {}, "decline": {"reason": "x"}, "withdraw": {"reason": "x"}, "solve": {"note": "x"},
        "send-back": {"reason": "x"}, "blow": {"departments": [str(call.department_id)]},
    }  # fmt: skip
    answers = {step: api(who, "post", f"{URL}/{whistle.code}/{step}", data)[0] for step, data in steps.items()}
    answers["show"] = api(who, "get", f"{URL}/{whistle.code}")[0]
    calls = {"sign": {"name": "x"}, "report": {"text": "x"}, "judge": {"rating": 1}, "link": {}}
    answers |= {step: api(who, "post", f"{URL}/calls/{call.pk}/{step}", data)[0] for step, data in calls.items()}
    assert set(answers.values()) == {401 if who == "visitor" else 404}
    assert Whistle.objects.get().state == "reported"
    assert Call.objects.get().state == "reported"


def test_whoever_sees_but_may_not_is_told_so(world: SimpleNamespace, api: Any) -> None:  # noqa: F811
    whistle = make.drafted(world)
    department = make.make_department(world)
    path, words = f"{URL}/{whistle.code}", {"name_zh": "供热公司"}
    assert api("grid_worker", "post", f"{path}/approve")[0] == 403
    assert api("street_officer", "post", f"{path}/withdraw", {"reason": "x"})[0] == 403
    for who in ("committee_secretary", "street_officer"):
        assert api(who, "post", f"{path}/blow", {"departments": [str(department.pk)]})[0] == 403
        assert api(who, "post", f"{URL}/departments", words)[0] == 403
        assert api(who, "put", f"{URL}/departments/{department.pk}", words)[0] == 403
        assert api(who, "post", f"{URL}/departments/{department.pk}/end")[0] == 403
    assert api("resident", "post", URL, DRAFT)[0] == 403
    assert Whistle.objects.get().state == "drafted"
    department.refresh_from_db()
    assert (department.name_zh, department.ends_on) == ("市政排水处", None)


def test_the_street_keeps_its_register(world: SimpleNamespace, api: Any) -> None:  # noqa: F811
    officer = str(world.people["department_officer"].pk)
    status, told = api("street_leader", "post", f"{URL}/departments", {"name_zh": "供热公司", "officer": officer})
    assert (status, told["officer"]) == (201, "张department_officer")
    path = f"{URL}/departments/{told['id']}"
    refused = api("street_leader", "put", path, {"name_zh": "供热", "officer": str(world.people["resident"].pk)})
    assert (refused[0], refused[1]["code"]) == (409, "officer-without-role")
    assert api("street_leader", "put", path, {"name_zh": "供热"})[1]["officer"] is None
    assert [one["name_zh"] for one in api("grid_worker", "get", f"{URL}/departments")[1]] == ["供热"]
    assert api("street_leader", "post", f"{path}/end")[1]["ends_on"] is not None
    assert api("grid_worker", "get", f"{URL}/departments")[1] == []
    assert Department.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"tried": " "}, "words-needed"),
        ({"grid": 77}, "grid-unknown"),
        ({"community": "guangming"}, "community-needed"),
        ({"matter": "7K3M-9QF2"}, "matter-elsewhere"),
    ],
)
def test_a_draft_that_is_not_right_is_refused_with_its_field(
    world: SimpleNamespace, api: Any, changed: dict[str, Any], code: str  # noqa: F811
) -> None:  # fmt: skip
    status, told = api("grid_worker", "post", URL, {**DRAFT, **changed})
    assert (status, told["code"], told["field"]) == (409, code, next(iter(changed)))
    assert Whistle.objects.count() == 0


def test_a_whistle_costs_the_same_with_one_department_and_with_three(
    world: SimpleNamespace, api: Any, django_assert_max_num_queries: Any  # noqa: F811
) -> None:  # fmt: skip
    departments = [make.make_department(world, name) for name in ("排水处", "供热公司", "城管")]
    whistle, _calls = make.blown(world, *departments, now=NOON)
    for path in (f"{URL}/{whistle.code}", URL, f"{URL}/departments"):
        api("community_worker", "get", path)
        with django_assert_max_num_queries(12):
            assert api("community_worker", "get", path)[0] == 200
