"""Wishes, offers and projects at the desk for programs (W6), and from the wrong side."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from linli.core.partnership.models import Need, Part, Project
from tests.core.matters.test_api import _fresh_doors, api  # noqa: F401 -- fixtures
from tests.factories import partnership as make

URL = "/api/v1/neighbourhood"
OUTSIDE = ("visitor", "child", "neighbour", "stranger", "other_resident", "other_secretary", "system_admin")


def test_a_project_goes_its_whole_way_through_the_api(world: SimpleNamespace, api: Any) -> None:  # noqa: F811
    wish, gift = make.open_need(world), make.open_resource(world)
    plan = {"title": "读书角", "text": "把车库收拾出来", "wishes": [wish.code], "resources": [gift.code]}
    status, told = api("community_worker", "post", f"{URL}/projects", plan)
    assert (status, told["state"], [side["is_wish"] for side in told["sides"]]) == (201, "proposed", [True, False])
    path, (first, second) = f"{URL}/desk/projects/{told['code']}", [side["id"] for side in told["sides"]]
    assert [side["id"] for side in api("resident", "get", f"{URL}/mine")[1]["waiting"]] == [first, second]
    assert api("community_worker", "post", f"{URL}/sides/{first}/accept")[1]["code"] == "door-needed"
    assert api("community_worker", "post", f"{URL}/sides/{first}/accept", {"door": "phone"})[0] == 200
    assert api("resident", "post", f"{URL}/sides/{second}/accept")[1]["accepted_at"] is not None
    assert api("community_worker", "post", f"{path}/start")[1]["state"] == "running"
    step = {"title": "清空车库", "due_on": "2026-12-01"}
    steps = api("community_worker", "post", f"{path}/steps", step)[1]["steps"]
    status, told = api("community_worker", "post", f"{path}/steps/{steps[0]['id']}/reach")
    assert told["steps"][0]["done_on"] is not None
    result = {"result": "车库成了读书角", "tags": ["happiness"]}
    assert api("community_worker", "post", f"{path}/finish", result)[1]["tags"] == ["happiness"]
    assert api("community_worker", "post", f"{path}/settle")[1]["state"] == "rated"
    status, told = api("community_worker", "post", f"{path}/tell")
    assert (status, told["state"], told["moves"], told["mean"]) == (200, "published", [], None)
    rows = api("grid_worker", "get", f"{URL}/desk/projects?state=published")[1]
    assert [row["code"] for row in rows] == [told["code"]]


def test_a_project_is_given_up_with_a_reason(world: SimpleNamespace, api: Any) -> None:  # noqa: F811
    path = f"{URL}/desk/projects/{make.agreed(world).code}"
    assert api("community_worker", "post", f"{path}/give-up", {"words": " "})[1]["field"] == "words"
    assert api("community_worker", "post", f"{path}/give-up", {"words": "车库卖了"})[1]["state"] == "withdrawn"
    assert Need.objects.get().state == "open"


def test_the_desk_looks_after_a_line_of_the_list(world: SimpleNamespace, api: Any) -> None:  # noqa: F811
    wish = make.make_need(world)
    path, words = f"{URL}/desk/wishes/{wish.code}", {"title": "读书角", "text": "能坐下看书"}
    assert [row["code"] for row in api("community_worker", "get", f"{URL}/desk/wishes?state=received")[1]] == [
        wish.code
    ]
    assert api("community_worker", "get", path)[1]["moves"] == ["publish", "withdraw"]
    assert api("community_worker", "post", f"{URL}/wishes/{wish.code}/publish", words)[1]["state"] == "open"
    assert api("community_worker", "post", f"{path}/reword", {**words, "title": "阅读角"})[1]["title"] == "阅读角"
    told = {"person": str(world.people["child"].pk), "door": "counter"}
    assert api("grid_worker", "post", f"{path}/press-for", told)[1] == {"pressed": True, "supporters": 2}
    assert api("grid_worker", "post", f"{path}/press-for", {**told, "take_back": True})[1]["supporters"] == 1
    assert api("community_worker", "post", f"{path}/fulfil", {"words": "建好了"})[1]["state"] == "fulfilled"
    assert api("community_worker", "post", f"{path}/withdraw", {"words": "x"})[0] == 409
    assert api("community_worker", "get", f"{URL}/desk/pigeons")[0] == 404


def test_whoever_said_it_takes_it_back(world: SimpleNamespace, api: Any) -> None:  # noqa: F811
    gift = make.make_resource(world)
    path = f"{URL}/mine/resources/{gift.code}/withdraw"
    assert [one["code"] for one in api("resident", "get", f"{URL}/mine")[1]["resources"]] == [gift.code]
    assert api("child", "post", path)[0] == 404
    assert api("resident", "post", path)[1]["state"] == "withdrawn"


@pytest.mark.parametrize("who", OUTSIDE)
def test_nobody_outside_reads_or_moves_anything(world: SimpleNamespace, api: Any, who: str) -> None:  # noqa: F811
    project = make.proposed(world)
    part, wish = Part.objects.filter(project=project).first(), Need.objects.get()
    assert part
    lead, line = f"{URL}/desk/projects/{project.code}", f"{URL}/desk/wishes/{wish.code}"
    words = {"title": "x", "text": "x"}
    asked = [
        (f"{lead}/start", {}), (f"{lead}/finish", {"result": "x"}), (f"{lead}/settle", {}), (f"{lead}/tell", {}),
        (f"{lead}/give-up", {"words": "x"}), (f"{lead}/steps", {"title": "x", "due_on": "2026-12-01"}),
        (f"{line}/reword", words), (f"{line}/fulfil", {"words": "x"}), (f"{line}/withdraw", {"words": "x"}),
        (f"{line}/press-for", {"person": str(world.people["child"].pk)}), (f"{URL}/sides/{part.pk}/accept", {}),
        (f"{URL}/mine/wishes/{wish.code}/withdraw", {}),
    ]  # fmt: skip
    answers = {path: api(who, "post", path, data)[0] for path, data in asked}
    answers |= {path: api(who, "get", path)[0] for path in (lead, line)}
    assert set(answers.values()) == {401 if who == "visitor" else 404}
    if who != "visitor":
        assert api(who, "get", f"{URL}/desk/projects")[1] == api(who, "get", f"{URL}/desk/wishes")[1] == []
    assert (Project.objects.get().state, Need.objects.get().state) == ("proposed", "open")


def test_whoever_sees_but_may_not_is_told_so(world: SimpleNamespace, api: Any) -> None:  # noqa: F811
    project = make.agreed(world)
    lead, line = f"{URL}/desk/projects/{project.code}", f"{URL}/desk/wishes/{Need.objects.get().code}"
    for who in ("grid_worker", "street_officer"):
        assert api(who, "post", f"{lead}/start")[0] == 403
        assert api(who, "post", f"{line}/reword", {"title": "x", "text": "x"})[0] == 403
    assert Project.objects.get().state == "both_accepted"
