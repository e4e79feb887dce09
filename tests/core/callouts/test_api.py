"""The call-out desk for programs: drafted, sent, answered, finished; and from the wrong side."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from linli.core.callouts.models import CallOut, Offer
from tests.core.matters.test_api import _fresh_doors, api  # noqa: F401 -- fixtures
from tests.factories import callouts as make
from tests.factories import matters as make_matters

URL = "/api/v1/callouts"
OUTSIDE = ("visitor", "resident", "child", "neighbour", "stranger", "other_resident", "other_secretary", "system_admin")


def tomorrow(**more: Any) -> dict[str, Any]:
    start = datetime.now(UTC) + timedelta(days=1)
    return {
        "title": "扫雪", "text": "把3号楼前的雪扫开", "where": "3号楼门口", "grid": 1, "wanted": 2,
        "skills": ["labour"],
        "starts_at": start.isoformat(), "ends_at": (start + timedelta(hours=2)).isoformat(), **more,
    }  # fmt: skip


def test_a_call_is_drafted_sent_and_finished(world: SimpleNamespace, api: Any) -> None:  # noqa: F811
    helpers = make.make_helpers(world, 3)
    code = make_matters.handling(world).code
    status, told = api("community_worker", "post", URL, tomorrow(matter=code))
    assert (status, told["state"], told["moves"]) == (201, "drafted", ["call", "cancel"]), told
    path = f"{URL}/{told['code']}"
    status, told = api("community_worker", "post", f"{path}/wave")
    assert (status, told["state"], told["asked"], told["coming"]) == (200, "calling", 3, [])
    status, body = api("community_worker", "post", f"{path}/bodies", {"name": "青年志愿队"})
    assert (status, body["answer"]) == (201, None)
    assert api("visitor", "post", f"{URL}/asked/{body['code']}/answer", {"accept": False})[1]["answer"] == "no"
    noted = {"person": str(helpers[0].pk), "accept": True, "door": "phone"}
    status, told = api("community_worker", "post", f"{path}/note", noted)
    assert (status, told["taken"], [one["name"] for one in told["coming"]]) == (200, 1, ["王0"])
    answer = {"accept": True, "count": 1, "door": "phone"}
    status, told = api("community_worker", "post", f"{path}/bodies/{body['id']}/answer", answer)
    assert (status, told["taken"], told["state"]) == (200, 2, "enough")
    assert api("community_worker", "post", f"{path}/finish", {"came": []})[1]["code"] == "too-early"
    CallOut.objects.update(starts_at=datetime.now(UTC) - timedelta(hours=3))
    came = [one["id"] for one in told["coming"]]
    status, told = api("community_worker", "post", f"{path}/finish", {"came": came[:1], "words": "谢谢"})
    assert (status, told["state"], [one["came"] for one in told["coming"]]) == (200, "done", [True, False])
    assert [row["state"] for row in api("grid_worker", "get", f"{URL}?state=done")[1]["items"]] == ["done"]


def test_a_call_is_stopped_or_called_off_with_a_word(world: SimpleNamespace, api: Any) -> None:  # noqa: F811
    make.make_helpers(world, 1)
    path = f"{URL}/{api('grid_worker', 'post', URL, tomorrow())[1]['code']}"
    assert api("grid_worker", "post", f"{path}/enough")[0] == 409
    assert api("grid_worker", "post", f"{path}/wave")[1]["state"] == "calling"
    assert api("grid_worker", "post", f"{path}/wave")[1]["code"] == "wave-open"
    assert api("grid_worker", "post", f"{path}/enough")[1]["state"] == "enough"
    assert api("grid_worker", "post", f"{path}/cancel", {"words": " "})[1]["field"] == "words"
    assert api("grid_worker", "post", f"{path}/cancel", {"words": "雪化了"})[1]["state"] == "cancelled"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"starts_at": "2026-11-01T00:00:00Z"}, "ends-before-start"),
        ({"grid": 77}, "grid-unknown"),
        ({"sources": ["pigeons"]}, "source-unknown"),
        ({"matter": "7K3M-9QF2"}, "matter-elsewhere"),
        ({"community": "guangming"}, "community-needed"),
    ],
)
def test_a_call_that_is_not_right_is_refused(
    world: SimpleNamespace, api: Any, changed: dict[str, Any], code: str  # noqa: F811
) -> None:  # fmt: skip
    status, told = api("community_worker", "post", URL, tomorrow(**changed))
    assert (status, told["code"]) == (409, code)
    assert CallOut.objects.count() == 0


@pytest.mark.parametrize("who", OUTSIDE)
def test_nobody_outside_reads_or_moves_a_call(world: SimpleNamespace, api: Any, who: str) -> None:  # noqa: F811
    callout = make.called(world)
    path, person = f"{URL}/{callout.code}", str(world.people["resident"].pk)
    steps: dict[str, Any] = {
        "wave": {}, "enough": {}, "finish": {}, "cancel": {"words": "x"}, "bodies": {"name": "x"},
        "note": {"person": person, "accept": True}, f"bodies/{callout.pk}/answer": {"accept": True},
    }  # fmt: skip
    answers = {step: api(who, "post", f"{path}/{step}", data)[0] for step, data in steps.items()}
    answers["show"] = api(who, "get", path)[0]
    assert set(answers.values()) == {401 if who == "visitor" else 404}
    if who != "visitor":
        assert api(who, "get", URL)[1]["items"] == []
        assert api(who, "get", f"{URL}/helpers")[1] == []
    callout.refresh_from_db()
    assert (callout.state, callout.taken) == ("calling", 0)


def test_whoever_sees_but_may_not_is_told_so(world: SimpleNamespace, api: Any) -> None:  # noqa: F811
    path = f"{URL}/{make.called(world).code}"
    steps = {"wave": {}, "enough": {}, "cancel": {"words": "x"}, "bodies": {"name": "x"}, "finish": {}}
    codes = {api("street_officer", "post", f"{path}/{step}", data)[0] for step, data in steps.items()}
    assert codes <= {403, 409}
    noted = {"person": str(world.people["resident"].pk), "accept": True}
    assert api("street_officer", "post", f"{path}/note", noted)[0] == 403
    assert api("street_officer", "post", URL, tomorrow())[0] == 403
    assert CallOut.objects.get().state == "calling"


def test_the_desk_keeps_offers_for_whoever_asks_for_it(world: SimpleNamespace, api: Any) -> None:  # noqa: F811
    path = f"{URL}/helpers/{world.people['resident'].pk}"
    offer = {"skills": ["labour"], "hours": 1}
    assert api("community_worker", "put", path, offer)[0] == 204
    found = api("community_worker", "get", f"{URL}/helpers?skill=labour")[1]
    assert [(one["name"], one["skills"]) for one in found] == [("刘桂芳", ["labour"])]
    for who in OUTSIDE[1:]:
        assert api(who, "put", path, offer)[0] in {403, 404}
        assert api(who, "delete", path)[0] == 404
    assert api("grid_worker", "put", path, offer)[0] == 403
    assert api("community_worker", "delete", path)[0] == 204
    assert Offer.objects.count() == 0
