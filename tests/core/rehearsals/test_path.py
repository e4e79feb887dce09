"""A plan along its steps: shown, objected to, approved from above, in force once, taken back within a month."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from linli.base.audit.models import AuditEntry
from linli.base.errors import Refused
from linli.base.messaging.models import Message
from linli.core.membership.models import Member, MemberMove
from linli.core.organisation.enums import OrgKind
from linli.core.organisation.models import PartyOrg, Post
from linli.core.people.queries.actors import PersonActor
from linli.core.rehearsals.enums import RehearsalState
from linli.core.rehearsals.events import RehearsalAdvanced
from linli.core.rehearsals.models import Rehearsal
from linli.core.rehearsals.operations import applying, drawing, objecting, steps
from linli.core.rehearsals.queries.copying import key_of
from linli.core.rehearsals.queries.lists import RULES
from linli.core.rehearsals.subscriptions import tell_whom_it_concerns
from linli.core.rehearsals.tasks import apply_due_plans
from tests.core.rehearsals.conftest import enrol
from tests.factories import rehearsals as make
from tests.factories.core import NOON
from tests.factories.membership import make_in_service

TOLD: dict[str, Any] = {"actor": make.BELOW, "now": NOON}
BACK: dict[str, Any] = {"words": "大家不习惯", "actor": make.BELOW}
STEPS: dict[str, Any] = {
    "check": (steps.show_plan, {}), "submit": (steps.submit_plan, {"paper_number": "1"}),
    "approve": (steps.approve_plan, {"paper_number": "1"}), "send-back": (steps.send_plan_back, {"words": "再想想"}),
    "apply": (applying.apply_plan, {}), "reopen": (steps.reopen_plan, {}),
    "take-back": (applying.take_plan_back, {"words": "不习惯"}), "withdraw": (steps.withdraw_plan, {"words": "不做了"}),
}  # fmt: skip
OPEN = {
    "proposed": {"check", "withdraw"}, "checked": {"submit", "reopen", "withdraw"},
    "submitted": {"approve", "send-back", "withdraw"}, "approved": {"apply", "withdraw"}, "effective": {"take-back"},
}  # fmt: skip


def plan_of(world: SimpleNamespace) -> Rehearsal:
    """A new group of those without one, the first group goes to the second branch, which gets a new name."""
    plan = make.begun(world.first)
    new = drawing.draw_new(rehearsal=plan, kind=OrgKind.GROUP, name="学习组", to=key_of(world.second), number=9, **TOLD)
    drawing.draw_members(rehearsal=plan, members=world.loose, to=f"new:{new.pk}", **TOLD)
    drawing.draw_merge(rehearsal=plan, org=world.first, to=key_of(world.second), **TOLD)
    drawing.draw_rename(rehearsal=plan, org=world.second, name="联合支部", **TOLD)
    return plan


def made(plan: Rehearsal, state: str) -> Rehearsal:
    towards: dict[str, Any] = {
        "proposed": lambda plan: plan, "checked": make.checked, "submitted": make.submitted,
        "approved": make.approved, "effective": make.applied,
    }  # fmt: skip
    found: Rehearsal = towards[state](plan)
    return found


def picture() -> list[Any]:
    """Where everybody and everything is."""
    orgs = PartyOrg.objects.filter(ends_on=None).order_by("pk").values_list("pk", "name", "path", "parent")
    posts = Post.objects.filter(ends_on=None).order_by("pk").values_list("pk", "place")
    members = Member.objects.order_by("pk").values_list("pk", "org", "group", "place")
    return [list(orgs), list(posts), list(members)]


@pytest.mark.parametrize("state", OPEN)
def test_each_step_out_of_its_order_is_refused_with_its_rule(state: str, world: SimpleNamespace) -> None:
    plan = made(make.proposed(world.first), state)
    assert plan.state == state
    for step in sorted(set(STEPS) - OPEN[state]):
        operation, told = STEPS[step]
        with pytest.raises(Refused) as refusal:
            operation(rehearsal=plan, actor=make.ABOVE, now=make.ON_THE_DAY, **told)
        assert (refusal.value.code, str(RULES[step]) in str(refusal.value)) == ("out-of-order", True), step


def test_plan_moves_everything_on_its_day_and_once(world: SimpleNamespace) -> None:
    plan = make.approved(plan_of(world))
    helper = make_in_service(world.one)
    before = picture()
    apply_due_plans(make.ON_THE_DAY - timedelta(days=1))
    assert picture() == before
    for hours in (0, 1):
        apply_due_plans(make.ON_THE_DAY + timedelta(hours=hours))
    plan.refresh_from_db()
    assert plan.state == RehearsalState.EFFECTIVE
    world.one.refresh_from_db()
    new = PartyOrg.objects.get(name="学习组")
    assert (world.one.parent, new.parent, new.approved_by) == (world.second, world.second, "批复3号")
    assert Member.objects.filter(org=world.second).count() == 11
    assert set(Member.objects.filter(group=new).values_list("person__name", flat=True)) == {"丙一", "丙二", "丙三"}
    assert MemberMove.objects.count() == 7
    world.leader.refresh_from_db()
    helper.refresh_from_db()
    assert {world.leader.place, helper.place} == {world.one.path}
    assert not PartyOrg.objects.live().filter(pk=world.first.pk).exists()
    assert AuditEntry.objects.filter(action="rehearsals.rehearsal.apply").count() == 1


def test_plan_is_taken_back_within_a_month_and_all_is_as_before(world: SimpleNamespace) -> None:
    before = picture()
    plan = make.applied(plan_of(world))
    applying.take_plan_back(rehearsal=plan, now=make.ON_THE_DAY + timedelta(days=30), **BACK)
    assert picture() == before
    assert MemberMove.objects.count() == 14


def test_buildings_go_and_come_back_with_who_lives_there(world: SimpleNamespace) -> None:
    plan, person = make.begun(world.first), world.in_one[0].person
    home = person.place
    area = world.grid.children.get(path=home.rsplit("/", 2)[0] + "/")
    drawing.draw_buildings(rehearsal=plan, areas=[area], grid=world.next_grid, **TOLD)
    plan = make.applied(plan)
    person.refresh_from_db()
    assert person.place.startswith(world.next_grid.path)
    assert Member.objects.get(person=person).group == world.two
    applying.take_plan_back(rehearsal=plan, now=make.ON_THE_DAY, **BACK)
    person.refresh_from_db()
    assert (person.place, Member.objects.get(person=person).group) == (home, world.one)


def test_after_a_month_it_is_too_late(world: SimpleNamespace) -> None:
    plan = make.applied(make.proposed(world.first))
    with pytest.raises(Refused) as refusal:
        applying.take_plan_back(rehearsal=plan, now=make.ON_THE_DAY + timedelta(days=31), **BACK)
    assert refusal.value.code == "too-late"


def test_whoever_has_joined_since_is_moved_first(world: SimpleNamespace) -> None:
    plan = make.applied(plan_of(world))
    new = PartyOrg.objects.get(name="学习组")
    enrol(world.grid, world.second, new, "新来的")
    with pytest.raises(Refused) as refusal:
        applying.take_plan_back(rehearsal=plan, now=make.ON_THE_DAY, **BACK)
    assert refusal.value.code == "joined-since"


def test_plan_that_no_longer_fits_stays_approved_and_moves_nothing(world: SimpleNamespace) -> None:
    plan = make.begun(world.first)
    drawing.draw_move(rehearsal=plan, org=world.one, to=key_of(world.second), **TOLD)
    plan = make.approved(plan)
    PartyOrg.objects.filter(pk=world.second.pk).update(ends_on=make.DAY)
    before = picture()
    apply_due_plans(make.ON_THE_DAY)
    plan.refresh_from_db()
    assert (plan.state, picture()) == (RehearsalState.APPROVED, before)


def test_member_who_would_move_objects_and_is_answered_before_it_goes_up(world: SimpleNamespace) -> None:
    plan = make.begun(world.first)
    drawing.draw_move(rehearsal=plan, org=world.one, to=key_of(world.second), **TOLD)
    mine, other = (PersonActor(rows[0].person, NOON.date()) for rows in (world.in_one, world.in_two))
    with pytest.raises(Refused) as refusal:
        objecting.object_to_plan(rehearsal=plan, text="太远", actor=mine, now=NOON)
    assert refusal.value.code == "not-open"
    make.checked(plan)
    with pytest.raises(Refused) as refusal:
        objecting.object_to_plan(rehearsal=plan, text="太远", actor=other, now=NOON)
    assert refusal.value.code == "forbidden"
    said = objecting.object_to_plan(rehearsal=plan, text="太远", actor=mine, now=NOON)
    later: dict[str, Any] = {"actor": make.BELOW, "now": NOON + timedelta(days=7)}
    for now, code in ((NOON, "still-open"), (later["now"], "unanswered")):
        with pytest.raises(Refused) as refusal:
            steps.submit_plan(rehearsal=plan, paper_number="1", actor=make.BELOW, now=now)
        assert refusal.value.code == code
    objecting.answer_objection(objection=said, answer="活动点设在你们院里", **later)
    assert steps.submit_plan(rehearsal=plan, paper_number="1", **later).state == RehearsalState.SUBMITTED


def test_street_approves_and_nobody_approves_what_they_asked_for(world: SimpleNamespace) -> None:
    PartyOrg.objects.filter(pk=world.first.parent.pk).update(parent=None)
    plan = make.submitted(make.proposed(world.first), actor=world.actors["committee_secretary"])
    for who, code in (
        ("committee_secretary", "same-person"),
        ("community_worker", "forbidden"),
        ("resident", "forbidden"),
    ):
        with pytest.raises(Refused) as refusal:
            steps.approve_plan(rehearsal=plan, paper_number="1", actor=world.actors[who], now=NOON)
        assert refusal.value.code == code
    told: dict[str, Any] = {"paper_number": "1", "actor": world.actors["street_officer"], "now": NOON}
    assert steps.approve_plan(rehearsal=plan, **told).state == RehearsalState.APPROVED


def test_those_who_would_move_are_told_and_nobody_else(world: SimpleNamespace) -> None:
    plan = make.begun(world.first)
    drawing.draw_members(rehearsal=plan, members=world.loose, to=key_of(world.one), **TOLD)
    make.checked(plan)
    for _each in range(2):
        tell_whom_it_concerns(RehearsalAdvanced(at=NOON, rehearsal_id=plan.pk, state="checked"))
    assert set(Message.objects.values_list("recipient", flat=True)) == {row.person_id for row in world.loose}
    assert Message.objects.count() == 3


def test_words_of_whoever_was_erased_are_gone(world: SimpleNamespace) -> None:
    plan, person = make.proposed(world.first), world.people["resident"]
    said = plan.objections.create(person=person, text="我不同意", at=NOON)
    objecting.forget_objections(person_id=person.pk, actor=make.BELOW, now=NOON)
    said.refresh_from_db()
    assert (said.person, said.text) == (None, "–")
