"""The pages of elections, and their API: each step by its form, the same cost with one row as with three."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from linli.core.organisation.models import Candidate, Election
from tests.factories import elections as make
from tests.factories.clients import browser_of
from tests.factories.core import make_world
from tests.factories.organisation import make_body, make_branch, make_committee

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> Any:
    return make_world()


def do(client: Any, election: Election, step: str, **said: Any) -> int:
    status: int = client.post(reverse("organisation:election-step", args=[election.pk, step]), said).status_code
    return status


def test_an_election_from_the_first_page_to_the_last(world: SimpleNamespace) -> None:
    org, day = make_branch(world.grid), timezone.localdate()
    below, above = browser_of(world.people["committee_secretary"]), browser_of(world.people["street_officer"])
    assert below.post(reverse("organisation:election-open", args=[org.pk])).status_code == 302
    election = Election.objects.get()
    assert do(below, election, "request", planned_on=day, seats=3, paper_number="请示1号") == 302
    assert do(below, election, "approve", paper_number="批复1号") == 403
    assert do(above, election, "approve", paper_number="批复1号") == 302
    names = {"secretary": "王书记", "organisation": "李组织，钱组织", "publicity": "赵宣传"}
    assert do(below, election, "name", **names) == 302
    assert do(below, election, "call", meets_on=day, meets_where="会议室") == 302
    assert do(below, election, "hold", entitled=30, present=23) == 422
    assert do(below, election, "hold", entitled=30, present=26) == 302
    rows = {row.name: str(row.pk) for row in Candidate.objects.all()}
    votes = {"王书记": 26, "李组织": 20, "钱组织": 6, "赵宣传": 22}
    said = {f"votes_{rows[name]}": number for name, number in votes.items()}
    elected = [rows[name] for name in ("王书记", "李组织", "赵宣传")]
    assert do(below, election, "report", ballots=26, elected=elected, paper_number="报告1号", **said) == 302
    assert do(above, election, "install", paper_number="批复2号") == 302
    page = below.get(reverse("organisation:election", args=[election.pk])).content.decode()
    assert page.count(">Elected</span>") == 3
    assert do(below, election, "call-off", reason="算了") == 302  # the page says why not
    election.refresh_from_db()
    assert election.state == "in_office"


def test_candidates_of_a_unit_are_written_with_its_name(world: SimpleNamespace) -> None:
    unit = make_body(world.grid, "灯塔市中心医院", kind="unit")
    election = make.approved(make_committee(world.community))
    below = browser_of(world.people["committee_secretary"])
    said = {"secretary": "王书记", "deputy": "李副", "member": "任超俊（灯塔市中心医院）、某某(没有的单位)"}
    assert do(below, election, "name", **said) == 422
    assert do(below, election, "name", **{**said, "member": "任超俊（灯塔市中心医院）"}) == 302
    assert Candidate.objects.get(name="任超俊").unit == unit


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_full(
    world: SimpleNamespace, count: int, django_assert_num_queries: Any
) -> None:
    for n in range(count):
        make.due(make_branch(world.grid, f"第{n}党支部"))
    secretary = browser_of(world.people["committee_secretary"])
    secretary.get(reverse("organisation:election-list"))
    with django_assert_num_queries(5):
        secretary.get(reverse("organisation:election-list"))


def test_a_program_takes_the_same_steps(world: SimpleNamespace) -> None:
    org, day = make_branch(world.grid), timezone.localdate().isoformat()
    below, above = browser_of(world.people["committee_secretary"]), browser_of(world.people["street_officer"])

    def call(client: Any, path: str, **said: Any) -> Any:
        return client.post(f"/api/v1/organisation/{path}", said, content_type="application/json")

    opened = call(below, f"orgs/{org.pk}/election").json()
    here = f"elections/{opened['id']}"
    assert call(below, f"{here}/hold", entitled=30, present=26).json()["code"] == "out-of-order"
    call(below, f"{here}/request", planned_on=day, seats=2, paper="1")
    assert call(below, f"{here}/approve", paper="2").json()["code"] == "same-person"
    assert call(above, f"{here}/approve", paper="2").json()["steps"] == []
    standing = [{"kind": "secretary", "name": "甲"}, {"kind": "deputy", "name": "乙"}]
    call(below, f"{here}/name", standing=standing)
    call(below, f"{here}/call", meets_on=day, meets_where="会议室")
    told = call(below, f"{here}/hold", entitled=10, present=8).json()
    votes = [{"candidate": one["id"], "votes": 8, "is_elected": True} for one in told["candidates"]]
    call(below, f"{here}/report", ballots=8, votes=votes, paper="3")
    done = call(above, f"{here}/in-office", paper="4").json()
    assert (done["state"], [one["is_elected"] for one in done["candidates"]]) == ("in_office", [True, True])
    assert len(below.get("/api/v1/organisation/elections").json()) == 1
    assert browser_of(world.people["other_secretary"]).get(f"/api/v1/organisation/{here}").status_code == 404
