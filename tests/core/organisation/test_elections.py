"""An election along its eight steps: each in its order, four fifths by head count, counts only."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from linli.base.audit.models import AuditEntry
from linli.base.errors import Refused
from linli.base.messaging.models import Message
from linli.base.permissions import SystemActor
from linli.core.organisation.enums import ElectionState, OrgKind, PostKind
from linli.core.organisation.events import ElectionAdvanced
from linli.core.organisation.models import Candidate, Election, Post, Term
from linli.core.organisation.operations.elections import counting, preparing
from linli.core.organisation.operations.elections.preparing import Standing
from linli.core.organisation.queries.elections import RULES, election_moves
from linli.core.organisation.subscriptions import tell_of_the_next_step
from linli.core.organisation.tasks import remind_of_elections
from linli.core.people.enums import Role
from tests.factories import elections as make
from tests.factories.core import NOON, TODAY, make_grant, make_world
from tests.factories.organisation import make_body, make_branch, make_committee, make_post

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=40)
STEPS: dict[str, Any] = {
    "request": (preparing.request_election, {"planned_on": make.MEETS, "seats": 3, "paper_number": "1"}),
    "approve": (preparing.approve_election, {"paper_number": "1"}),
    "name": (preparing.name_candidates, {"standing": make.STANDING}),
    "call": (preparing.call_meeting, {"meets_on": LATER.date() + timedelta(days=9), "meets_where": "会议室"}),
    "hold": (counting.hold_vote, {"entitled": 30, "present": 26}),
    "repeat": (counting.repeat_vote, {"meets_on": LATER.date(), "meets_where": "会议室", "reason": "票数不够"}),
    "report": (counting.report_result, {"ballots": 26, "votes": {}, "elected": set(), "paper_number": "1"}),
    "install": (counting.install_elected, {"paper_number": "1"}),
    "call-off": (preparing.call_off_election, {"reason": "支部合并"}),
}
MADE: dict[str, Any] = {
    "due_180": make.due, "requested": make.requested, "approved": make.approved, "candidates": make.named,
    "notice": make.called, "voting": make.held, "result_reported": make.reported, "in_office": make.installed,
}  # fmt: skip
OPEN = {
    "due_180": {"request", "call-off"}, "requested": {"approve", "call-off"}, "approved": {"name", "call-off"},
    "candidates": {"name", "call", "call-off"}, "notice": {"call", "hold", "call-off"},
    "voting": {"repeat", "report"}, "result_reported": {"install"}, "in_office": set(),
}  # fmt: skip


@pytest.fixture
def world() -> Any:
    return make_world()


def take(election: Election, step: str, actor: Any = make.ABOVE, now: Any = LATER, **more: Any) -> Election:
    operation, told = STEPS[step]
    return operation(election=election, actor=actor, now=now, **{**told, **more})


def code_of(election: Election, step: str, **more: Any) -> str:
    with pytest.raises(Refused) as refusal:
        take(election, step, **more)
    return refusal.value.code


@pytest.mark.parametrize("state", MADE)
def test_each_step_out_of_its_order_is_refused_with_its_rule(state: str, world: Any) -> None:
    election = MADE[state](make_branch(world.grid))
    assert election.state == state
    for step in sorted(set(STEPS) - OPEN[state]):
        with pytest.raises(Refused) as refusal:
            take(election, step)
        assert (refusal.value.code, str(RULES[step]) in str(refusal.value)) == ("out-of-order", True), step
    assert {move.name for move in election_moves(SystemActor("x"), election)} == OPEN[state]


def test_whoever_is_elected_takes_the_posts_and_a_term_begins(world: Any) -> None:
    org = make_branch(world.grid)
    make_post(org, "老书记")
    make_post(org, "老委员", kind=PostKind.MEMBER)
    election = make.installed(org)
    begins = make.MEETS
    assert list(Post.objects.order_by("pk").values_list("name", "kind", "starts_on", "ends_on")[2:]) == [
        ("王书记", "secretary", begins, None), ("李组织", "organisation", begins, None),
        ("赵宣传", "publicity", begins, None),
    ]  # fmt: skip
    assert set(Post.objects.filter(ends_on=begins).values_list("name", flat=True)) == {"老书记", "老委员"}
    first, second = Term.objects.order_by("number")
    assert (first.ends_on, second.starts_on, second.ends_on.year) == (begins, begins, begins.year + 5)
    assert (second.entitled, second.present, second.approved_by) == (30, 26, "批复1号")
    assert election.state == ElectionState.IN_OFFICE


def test_each_step_leaves_one_row_of_audit_and_one_line_of_the_story(world: Any) -> None:
    election = make.reported(make_branch(world.grid))
    actions = list(AuditEntry.objects.filter(action__contains=".election.").order_by("pk").values_list("action"))
    assert [action for (action,) in actions] == [
        f"organisation.election.{step}" for step in ("open", "request", "approve", "name", "call", "hold", "report")
    ]
    assert election.entries.count() == 7


@pytest.mark.parametrize(
    ("entitled", "present", "code"), [(30, 23, "no-quorum"), (30, 31, "more-present"), (0, 0, "counts-needed")]
)
def test_under_four_fifths_the_meeting_does_not_count(entitled: int, present: int, code: str, world: Any) -> None:
    election = make.called(make_branch(world.grid))
    assert code_of(election, "hold", entitled=entitled, present=present) == code
    election.refresh_from_db()
    assert election.state == ElectionState.NOTICE
    assert take(election, "hold", entitled=30, present=24).state == ElectionState.VOTING


def test_heads_are_not_counted_before_the_day(world: Any) -> None:
    assert code_of(make.called(make_branch(world.grid)), "hold", now=NOON + timedelta(days=29)) == "not-yet"


def test_database_refuses_a_vote_without_its_four_fifths(world: Any) -> None:
    election = make.held(make_branch(world.grid))
    for columns in ({"present": 23}, {"present": None}, {"ballots": 27}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Election.objects.filter(pk=election.pk).update(**columns)


@pytest.mark.parametrize(
    ("numbers", "ballots", "code"),
    [
        ((25, 24, 13, 6), 26, "no-majority"),
        ((25, 24, 27, 6), 26, "too-many-votes"),
        ((25, 24, 20, 6), 27, "too-many-ballots"),
        ((25, 24, 20, 6), 0, "too-many-ballots"),
    ],
)
def test_result_that_can_not_be_is_refused(numbers: Any, ballots: int, code: str, world: Any) -> None:
    election = make.held(make_branch(world.grid))
    told = make.votes_of(election, *numbers)
    assert code_of(election, "report", ballots=ballots, votes=told.votes, elected=told.elected) == code


def test_one_secretary_is_elected_and_no_more_people_than_seats(world: Any) -> None:
    election = make.held(make_branch(world.grid))
    told = make.votes_of(election, 25, 24, 20, 19)
    keys = [row.pk for row in told.rows]
    assert code_of(election, "report", votes=told.votes, elected=set(keys[1:])) == "secretary-not-elected"
    assert code_of(election, "report", votes=told.votes, elected=set(keys)) == "too-many-elected"
    assert code_of(election, "report", votes={keys[0]: 25}, elected={keys[0]}) == "votes-missing"


@pytest.mark.parametrize(
    ("days", "reason", "code"),
    [
        (400, "搬迁", ""),
        (400, "", "shift-reason-missing"),
        (170 + 367, "搬迁", "shifted-too-far"),
        (-1, "", "day-in-past"),
    ],
)
def test_election_off_the_end_of_its_term_needs_a_reason_and_at_most_a_year(
    days: int, reason: str, code: str, world: Any
) -> None:
    election = make.due(make_branch(world.grid))
    told: dict[str, Any] = {"planned_on": TODAY + timedelta(days=days), "shift_reason": reason, "now": NOON}
    if code:
        assert code_of(election, "request", **told) == code
    else:
        assert take(election, "request", **told).shift_reason == reason


@pytest.mark.parametrize(
    ("standing", "code"),
    [
        (make.STANDING[1:], "secretary-missing"),
        (make.STANDING[:2], "too-few"),
        ((*make.STANDING, make.STANDING[0]), "named-twice"),
        ((*make.STANDING, Standing(PostKind.GROUP_LEADER, "甲")), "post-misplaced"),
        ((*make.STANDING, Standing(PostKind.MEMBER, " ")), "name-missing"),
    ],
)
def test_candidates_fit_the_posts(standing: Any, code: str, world: Any) -> None:
    assert code_of(make.approved(make_branch(world.grid)), "name", standing=standing) == code


def test_candidates_named_again_replace_the_first(world: Any) -> None:
    election = make.named(make_branch(world.grid))
    take(election, "name", standing=make.STANDING[:3])
    assert Candidate.objects.filter(election=election).count() == 3


def test_part_time_candidate_of_a_unit_takes_a_part_time_seat(world: Any) -> None:
    unit = make_body(world.grid, "灯塔市中心医院", kind="unit")
    org = make_committee(world.community)
    election = make.approved(org)
    standing = (*make.STANDING[:2], Standing(PostKind.MEMBER, "任超俊", unit=unit))
    take(election, "name", standing=standing)
    take(election, "call")
    take(election, "hold", now=LATER + timedelta(days=10))
    told = make.votes_of(election, 25, 24, 23)
    take(election, "report", votes=told.votes, elected=told.elected)
    take(election, "install")
    post = Post.objects.get(name="任超俊")
    assert (post.unit, post.is_full_time) == (unit, False)


def test_vote_that_elected_nobody_is_held_once_more(world: Any) -> None:
    election = take(make.held(make_branch(world.grid)), "repeat")
    assert (election.state, election.present, election.meets_on) == (ElectionState.NOTICE, None, LATER.date())


@pytest.mark.parametrize("kind", [OrgKind.TEMPORARY, OrgKind.GROUP])
def test_temporary_branches_and_groups_hold_no_elections(kind: str, world: Any) -> None:
    with pytest.raises(Refused) as refusal:
        preparing.open_election(org=make_branch(world.grid, kind=kind), actor=make.BELOW, now=NOON)
    assert refusal.value.code == "no-elections"


def test_organisation_has_one_election_under_way(world: Any) -> None:
    org = make_branch(world.grid)
    first = make.due(org)
    with pytest.raises(Refused) as refusal:
        preparing.open_election(org=org, actor=make.BELOW, now=NOON)
    assert refusal.value.code == "election-under-way"
    take(first, "call-off")
    assert preparing.open_election(org=org, actor=make.BELOW, now=NOON).state == ElectionState.DUE


def test_whoever_asked_does_not_approve(world: Any) -> None:
    secretary, officer = world.actors["committee_secretary"], world.actors["street_officer"]
    election = make.requested(make_branch(world.grid), actor=secretary)
    assert code_of(election, "approve", actor=secretary) == "same-person"
    assert take(election, "approve", actor=officer).state == ElectionState.APPROVED


def test_election_of_the_committee_is_approved_by_the_street_alone(world: Any) -> None:
    election = make.requested(make_committee(world.community))
    assert code_of(election, "approve", actor=world.actors["committee_secretary"]) == "forbidden"
    assert take(election, "approve", actor=world.actors["street_officer"]).state == ElectionState.APPROVED


@pytest.mark.parametrize("who", ["grid_worker", "community_worker", "other_secretary", "resident", "neighbour"])
def test_steps_are_taken_by_nobody_else(who: str, world: Any) -> None:
    for n, (state, steps) in enumerate(OPEN.items()):
        election = MADE[state](make_branch(world.grid, f"第{n}党支部"))
        for step in sorted(steps):
            assert code_of(election, step, actor=world.actors[who]) == "forbidden", (state, step)


def test_secretary_of_another_branch_takes_no_step(world: Any) -> None:
    org, other = make_branch(world.grid), make_branch(world.next_grid, "第二党支部")
    make_grant(world.people["resident"], Role.BRANCH_SECRETARY, other)
    make_grant(world.people["child"], Role.BRANCH_SECRETARY, org)
    election = make.due(org)
    assert code_of(election, "request", actor=world.actors["resident"], now=NOON) == "forbidden"
    assert take(election, "request", actor=world.actors["child"], now=NOON).state == ElectionState.REQUESTED
    assert code_of(election, "approve", actor=world.actors["child"]) == "same-person"


def test_record_opens_by_itself_half_a_year_before(world: Any) -> None:
    term = make.make_term(make_branch(world.grid))
    remind_of_elections(NOON - timedelta(days=11))
    assert Election.objects.count() == 0
    for days in (0, 1, 140):
        remind_of_elections(NOON + timedelta(days=days))
    assert list(Election.objects.values_list("term", "state")) == [(term.pk, "due_180")]


def test_street_is_reminded_of_the_committee_only(world: Any) -> None:
    make.make_term(make_committee(world.community))
    remind_of_elections(NOON)
    told = {world.people["committee_secretary"].pk, world.people["street_officer"].pk}
    assert set(Message.objects.values_list("recipient", flat=True)) == told


@pytest.mark.parametrize(("state", "who"), [("requested", "street_officer"), ("approved", "committee_secretary")])
def test_next_step_is_told_to_whoever_takes_it(state: str, who: str, world: Any) -> None:
    election = MADE[state](make_committee(world.community))
    tell_of_the_next_step(ElectionAdvanced(at=NOON, election_id=election.pk, state=state))
    assert list(Message.objects.values_list("recipient", flat=True)) == [world.people[who].pk]
