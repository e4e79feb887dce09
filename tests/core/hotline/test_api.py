"""Tickets for programs: the whole of W3 by the API, and from the wrong side."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from linli.base.audit.models import AuditEntry
from linli.core.hotline.models import Ticket
from tests.core.matters.test_api import _fresh_doors, api  # noqa: F401 -- fixtures
from tests.factories import hotline as make
from tests.factories.core import NOON

URL = "/api/v1/hotline/tickets"
OUTSIDE = ("visitor", "resident", "child", "neighbour", "stranger", "other_resident", "other_secretary", "system_admin")
SAID = {
    "number": "LN1", "kind": "complaint", "text": make.SAID, "address": "第1网格3号楼", "caller_name": "刘桂芳",
    "caller_phone": "13800138000",
}  # fmt: skip


def test_the_whole_path_goes_through_the_api(world: SimpleNamespace, api: Any) -> None:  # noqa: F811
    status, told = api("community_worker", "post", URL, SAID)
    assert (status, told["state"], told["grid"]) == (201, "imported", "第1网格"), told
    assert told["caller"] == "刘** 138****8000"
    path = f"{URL}/{told['id']}"
    assert api("community_worker", "post", URL, SAID)[1]["code"] == "ticket-known"
    handler = {"handler": str(world.people["grid_worker"].pk), "category": "FA02"}
    status, told = api("community_worker", "post", f"{path}/assign", handler)
    assert (status, told["state"], told["handler"]) == (200, "assigned", "张grid_worker")
    assert api("community_worker", "post", f"{path}/take")[0] == 409
    assert api("grid_worker", "post", f"{path}/take")[1]["state"] == "handling"
    assert api("community_worker", "post", f"{path}/extend", {"reason": "等零件"})[1]["extensions"] == 1
    assert api("grid_worker", "post", f"{path}/write", {"text": "换好了"})[1]["moves"] == []
    assert api("grid_worker", "post", f"{path}/review")[0] == 403
    assert api("community_worker", "post", f"{path}/revise", {"reason": "写明哪天"})[1]["state"] == "handling"
    assert api("grid_worker", "post", f"{path}/write", {"text": "今天换好了"})[1]["state"] == "written"
    assert api("committee_secretary", "post", f"{path}/review")[1]["reply"] == "今天换好了"
    assert api("community_worker", "post", f"{path}/call-back", {"is_reached": False})[1]["tries"] == 1
    assert api("community_worker", "post", f"{path}/call-back", {"is_reached": True})[1]["field"] == "is_solved"
    status, told = api("community_worker", "post", f"{path}/call-back", {"is_reached": True, "is_solved": True})
    assert (status, told["state"], told["moves"]) == (200, "confirmed", [])
    assert "13800138000" not in str(told)


def test_what_is_not_ours_is_given_back_within_a_day(world: SimpleNamespace, api: Any) -> None:  # noqa: F811
    now = datetime.now(UTC)
    fresh, old = make.entered(world, now=now), make.entered(world, now=now - timedelta(days=9), number="LN2")
    clause = {"clause": "供热条例第12条"}
    assert api("community_worker", "post", f"{URL}/{fresh.pk}/return", {"clause": " "})[1]["field"] == "clause"
    assert api("community_worker", "post", f"{URL}/{fresh.pk}/return", clause)[1]["state"] == "returned"
    assert api("community_worker", "post", f"{URL}/{old.pk}/return", clause)[1]["code"] == "too-late-to-return"
    assert "return" not in api("community_worker", "get", f"{URL}/{old.pk}")[1]["moves"]


def test_a_ticket_joins_only_what_may_be_the_same(world: SimpleNamespace, api: Any) -> None:  # noqa: F811
    first = make.assigned(world, caller_phone="13800138000")
    again = make.entered(world, number="LN2", caller_phone="13800138000")
    other = make.assigned(world, number="LN3", address="第1网格9号楼", text="井盖没了")
    assert first.matter
    assert other.matter
    alike = [one["code"] for one in api("community_worker", "get", f"{URL}/{again.pk}")[1]["alike"]]
    assert alike == [first.matter.code]
    handler = {"handler": str(world.people["grid_worker"].pk)}
    for code in (other.matter.code, "7K3M-9QF2"):
        refused = api("community_worker", "post", f"{URL}/{again.pk}/assign", {**handler, "join": code})
        assert (refused[0], refused[1]["code"]) == (409, "matter-elsewhere")
    status, told = api("community_worker", "post", f"{URL}/{again.pk}/assign", {**handler, "join": alike[0]})
    assert (status, told["matter"]) == (200, first.matter.code)


def test_the_lists_are_those_of_the_pages(world: SimpleNamespace, api: Any) -> None:  # noqa: F811
    make.entered(world, number="new", received_at=NOON - timedelta(days=60))
    make.assigned(world, number="mine", text="水管漏了")
    make.written(world, number="review", text="雪没清")
    make.replied(world, number="call", text="灯坏了")

    def numbers(who: str, query: str = "") -> list[str]:
        status, page = api(who, "get", URL + query)
        assert status == 200
        return [row["number"] for row in page["items"]]

    assert numbers("community_worker") == ["call", "review", "mine", "new"]
    assert numbers("community_worker", "?which=new") == ["new"]
    assert numbers("grid_worker", "?which=mine") == ["mine"]
    assert numbers("grid_worker", "?which=review") == []  # never one's own
    assert numbers("community_worker", "?which=review") == ["review"]
    assert numbers("community_worker", "?which=call") == ["call"]
    assert numbers("community_worker", "?which=overdue") == ["new"]
    assert numbers("community_worker", "?state=written&kind=complaint&q=雪") == ["review"]
    for who in OUTSIDE[1:]:
        assert numbers(who) == []


@pytest.mark.parametrize("who", OUTSIDE)
def test_nobody_outside_reads_or_moves_a_ticket(world: SimpleNamespace, api: Any, who: str) -> None:  # noqa: F811
    path = f"{URL}/{make.written(world).pk}"
    steps: dict[str, Any] = {
        "assign": {"handler": str(world.people["grid_worker"].pk)}, "take": {}, "write": {"text": "x"}, "review": {},
        "revise": {"reason": "x"}, "return": {"clause": "x"}, "extend": {"reason": "x"},
        "call-back": {"is_reached": False}, "caller": {"reason": "x"},
    }  # fmt: skip
    answers = {step: api(who, "post", f"{path}/{step}", data)[0] for step, data in steps.items()}
    answers["show"] = api(who, "get", path)[0]
    assert set(answers.values()) == {401 if who == "visitor" else 404}
    assert api(who, "post", URL, {**SAID, "community": "zhaolin"})[0] in {401, 403, 409}
    assert list(Ticket.objects.values_list("state", flat=True)) == ["written"]


def test_who_called_is_shown_for_a_reason_and_to_whom_it_concerns(world: SimpleNamespace, api: Any) -> None:  # noqa: F811
    path = f"{URL}/{make.entered(world, caller_name='刘桂芳', caller_phone='13800138000').pk}/caller"
    assert api("grid_worker", "post", path, {"reason": "回电"})[0] == 403
    assert api("community_worker", "post", path, {"reason": " "})[1]["field"] == "reason"
    assert api("community_worker", "post", path, {"reason": "回电"})[1] == {"caller": "刘桂芳 13800138000"}
    assert AuditEntry.objects.filter(action="hotline.ticket.reveal-caller").count() == 1


def test_a_ticket_costs_few_queries(
    world: SimpleNamespace, api: Any, django_assert_max_num_queries: Any  # noqa: F811
) -> None:  # fmt: skip
    ticket = make.written(world)
    for path in (f"{URL}/{ticket.pk}", URL):
        api("community_worker", "get", path)
        with django_assert_max_num_queries(12):
            assert api("community_worker", "get", path)[0] == 200
