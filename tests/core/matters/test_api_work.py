"""Tasks, ready texts, macros and bad judgements for programs; and from the wrong side."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.db.models.functions import Now

from linli.core.matters.enums import TaskState
from linli.core.matters.models import BadReview, FollowUp, Macro, Task
from linli.core.matters.operations.judging import confirm_matter
from linli.core.matters.operations.tasks import add_task
from tests.core.matters.test_api import _fresh_doors, api  # noqa: F401 -- fixtures
from tests.factories import matters as make
from tests.factories.core import NOON

OUTSIDE = ("visitor", "resident", "child", "neighbour", "stranger", "other_resident", "other_secretary")


def test_tasks_are_added_ticked_and_dropped(world: SimpleNamespace, api: Any) -> None:  # noqa: F811
    path = f"/{make.handling(world).code}/tasks"
    status, first = api("grid_worker", "post", path, {"title": "带扳手", "is_needed": True})
    assert (status, first["state"], first["is_needed"]) == (201, "open", True)
    _status, second = api("grid_worker", "post", path, {"title": "拍照"})
    assert api("grid_worker", "post", f"{path}/{first['id']}/tick")[1]["state"] == "done"
    assert api("grid_worker", "post", f"{path}/{first['id']}/untick")[1]["state"] == "open"
    status, told = api("grid_worker", "post", f"{path}/{second['id']}/drop", {"reason": "看过了"})
    assert (status, told["state"], told["reason"]) == (200, "dropped", "看过了")
    assert api("grid_worker", "post", f"{path}/{second['id']}/drop", {"reason": "又"})[0] == 409
    assert [row["title_zh"] for row in api("grid_worker", "get", path)[1]][-2:] == ["带扳手", "拍照"]


def test_what_is_noted_inside_is_not_for_whoever_asked(world: SimpleNamespace, api: Any) -> None:  # noqa: F811
    matter = make.handling(world)
    task = add_task(matter=matter, title="内部", actor=world.actors["grid_worker"], now=NOON)
    for who in OUTSIDE:
        for method, path in [("get", "tasks"), ("post", f"tasks/{task.pk}/tick"), ("get", "texts"), ("get", "macros")]:
            assert api(who, method, f"/{matter.code}/{path}")[0] in {401, 404}, (who, path)
    assert Task.objects.get(pk=task.pk).state == TaskState.OPEN


def test_ready_texts_and_macros_are_those_of_the_matter(world: SimpleNamespace, api: Any) -> None:  # noqa: F811
    matter = make.handling(world)
    steps = [{"do": "note", "text": "先看阀门"}]
    macro = Macro.objects.create(
        community=world.community, place=world.community.path, name_zh="看一看", steps=steps, changed_at=NOON,
        changed_by="test",
    )  # fmt: skip
    assert [row["name"] for row in api("grid_worker", "get", f"/{matter.code}/macros")[1]] != []
    status, told = api("grid_worker", "post", f"/{matter.code}/macros/{macro.pk}")
    assert (status, told["story"][0]["text"]) == (200, "先看阀门")
    assert api("grid_worker", "get", f"/{matter.code}/texts")[0] == 200


def test_a_bad_judgement_is_followed_through_the_api(world: SimpleNamespace, api: Any) -> None:  # noqa: F811
    confirm_matter(matter=make.verified(world), rating=1, words="又凉了", actor=world.actors["resident"], now=NOON)
    review = BadReview.objects.get()
    path = f"/api/v1/reviews/{review.pk}"
    status, told = api("community_worker", "post", f"{path}/contact", {"text": "晚上凉"})
    assert (status, told["state"], told["words"]) == (200, "contacted", "又凉了")
    assert api("community_worker", "post", f"{path}/close", {})[0] == 409
    assert api("grid_worker", "post", f"{path}/uphold", {"text": "我看了"})[0] in {403, 409}
    for who in OUTSIDE:
        assert api(who, "get", path)[0] in {401, 404}
        assert api(who, "post", f"{path}/uphold", {"text": "x"})[0] in {401, 404}
    review.refresh_from_db()
    assert review.state == "contacted"
    assert [row["id"] for row in api("community_worker", "get", "/api/v1/reviews")[1]] == [str(review.pk)]


@pytest.mark.parametrize("who", OUTSIDE[1:])
def test_reviews_of_others_are_not_listed(world: SimpleNamespace, api: Any, who: str) -> None:  # noqa: F811
    confirm_matter(matter=make.verified(world), rating=1, actor=world.actors["resident"], now=NOON)
    assert api(who, "get", "/api/v1/reviews")[1] == []


def test_whoever_asked_answers_four_weeks_later(world: SimpleNamespace, api: Any) -> None:  # noqa: F811
    matter = make.closed(world)
    assert api("resident", "post", f"/{matter.code}/still", {"answer": "no"})[0] == 404  # nobody has asked yet
    FollowUp.objects.create(
        community=matter.community, place=matter.place, matter=matter, asked_at=Now()
    )  # fmt: skip
    assert api("stranger", "post", f"/{matter.code}/still", {"answer": "yes"})[0] == 404
    status, told = api("resident", "post", f"/{matter.code}/still", {"answer": "no", "text": "又凉了"})
    assert (status, told["state"]) == (200, "accepted")
    assert api("resident", "post", f"/{matter.code}/still", {"answer": "yes"})[0] == 409
