"""The 25 steps: each in its order and not before its time; at the end stands a member."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from linli.base.errors import Refused
from linli.base.messaging.models import Message
from linli.base.outbox.models import Delivery
from linli.base.outbox.worker import deliver_due
from linli.base.permissions import may
from linli.core.admission.enums import AdmissionPermission, AdmissionState
from linli.core.admission.models import Admission, Companion, Entry
from linli.core.admission.operations import stepping as work
from linli.core.admission.queries.admissions import admissions_for, days_of
from linli.core.admission.queries.steps import steps
from linli.core.admission.subscriptions import end_the_way_of_the_dead, forget_who_was_erased
from linli.core.admission.tasks import warn_of_limits
from linli.core.membership.models import Member
from linli.core.people.events import PersonEnded, PersonErased
from tests.factories.admission import APPLIED, COMMAND, applied, make_applicant, told_of, walk
from tests.factories.core import NOON, TODAY, make_world
from tests.factories.membership import make_member, make_secretary
from tests.factories.organisation import make_branch

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def world() -> Any:
    world = make_world()
    world.first, world.second = make_branch(world.grid, "第一党支部"), make_branch(world.grid, "第二党支部")
    world.helpers = [make_member(world.first, "秦荣静"), make_member(world.first, "罗平")]
    world.secretary, world.other = make_secretary(world.first), make_secretary(world.second, "赵书记")
    return world


def refused(why: str, do: Any, /, **told: Any) -> str:
    with pytest.raises(Refused) as refusal:
        do(**told)
    assert refusal.value.code == why
    return str(refusal.value)


def test_steps_are_the_states_in_their_order() -> None:
    assert [step.code for step in steps().values()] == [state for state in AdmissionState.values if state != "ended"]
    assert [step.no for step in steps().values()] == list(range(1, 26))
    assert [step.code for step in steps().values() if not step.source or not all(step.papers_zh)] == []


def test_whole_way_makes_a_probationary_and_then_a_full_member(world: Any) -> None:
    found = walk(applied(world.first), "upper_approve", world.helpers)
    member = Member.objects.get(person=found.person)
    admitted_on = days_of(found)["branch_vote"]
    assert (member.standing, member.joined_on, member.org, found.member) == (
        "probationary", admitted_on, world.first, member,
    )  # fmt: skip
    walk(found, "archive", world.helpers)
    member.refresh_from_db()
    assert (member.standing, member.full_on) == ("full", days_of(found)["full_vote"])
    assert (found.state, found.due_on, Admission.objects.live().count()) == ("archive", None, 0)
    refused(
        "over", work.take_step, admission=found, code="apply", told=told_of("apply", TODAY), actor=COMMAND, now=NOON
    )


def test_step_out_of_order_is_refused_with_the_rule(world: Any) -> None:
    found = applied(world.first)
    told = {"admission": found, "actor": COMMAND, "now": NOON}
    for code in ("select_activist", "branch_vote", "apply", "archive", "nonsense"):
        known = code if code in steps() else "apply"
        refused("out-of-order", work.take_step, code=code, told=told_of(known, APPLIED), **told)
    assert Admission.objects.get().state == "apply"


@pytest.mark.parametrize(
    ("code", "months", "since"),
    [("train_activist", 12, "select_activist"), ("probation", 12, "branch_vote"), ("apply_full", 12, "branch_vote")],
)
def test_step_before_its_time_is_refused_and_on_the_day_it_is_not(
    world: Any, code: str, months: int, since: str
) -> None:
    before = list(steps())[list(steps()).index(code) - 1]
    found = walk(applied(world.first), before, world.helpers)
    start = days_of(found)[since]
    earliest = start.replace(year=start.year + months // 12)
    told = {"admission": found, "code": code, "actor": COMMAND, "now": NOON}
    if code != "apply_full":  # the step before it has the same earliest day
        sentence = refused("too-early", work.take_step, told=told_of(code, earliest - DAY), **told)
        assert earliest.isoformat() in sentence
        assert found.earliest_on == earliest
    work.take_step(told=told_of(code, earliest), **told)
    assert Admission.objects.get().state == code


def test_limits_of_e05_are_written_on_the_next_step(world: Any) -> None:
    found = applied(world.first)
    assert found.due_on == date(2023, 4, 1)  # a talk within a month
    walk(found, "pre_review", world.helpers)
    assert found.due_on is None
    walk(found, "fill_form", world.helpers)
    assert found.due_on == date(2024, 4, 1)  # the meeting within a month after the review
    walk(found, "upper_talk", world.helpers)
    assert found.due_on == date(2024, 6, 1)  # the approval within three


@pytest.mark.parametrize(
    ("until", "code", "more", "why"),
    [
        ("apply", "talk", {"papers": []}, "papers-missing"), ("apply", "talk", {"on": TODAY + DAY}, "day-ahead"),
        ("apply", "talk", {"on": APPLIED - DAY}, "before-the-last"),
        ("file_activist", "assign_contact", {"helpers": []}, "helpers-number"),
        ("political_review", "short_course", {"days": 2, "hours": 23}, "course-short"),
        ("fill_form", "branch_vote", {"entitled": 10, "in_favour": 5}, "no-majority"),
        ("fill_form", "branch_vote", {"entitled": 10, "in_favour": 11}, "votes-unlikely"),
    ],
)  # fmt: skip
def test_step_that_lacks_what_it_needs_is_refused(
    world: Any, until: str, code: str, more: dict[str, Any], why: str
) -> None:
    found = walk(applied(world.first), until, world.helpers)
    on = more.get("on", days_of(found)[until])
    helpers = more.get("helpers", world.helpers)
    told = told_of(code, on, helpers, **{name: value for name, value in more.items() if name not in {"helpers", "on"}})
    refused(why, work.take_step, admission=found, code=code, told=told, actor=COMMAND, now=NOON)


def test_only_full_members_of_the_branch_stand_by_somebody(world: Any) -> None:
    found = walk(applied(world.first), "file_activist", world.helpers)
    stranger = make_member(world.second, "文晶瑞")
    young = make_member(world.first, "新党员", standing="probationary", full_on=None)
    for helper in (stranger, young):
        told = told_of("assign_contact", APPLIED, [helper])
        refused(
            "helpers-full", work.take_step, admission=found, code="assign_contact", told=told, actor=COMMAND, now=NOON
        )
    walk(found, "assign_sponsor", world.helpers)
    assert Companion.objects.filter(admission=found, is_sponsor=True).count() == 2


def test_steps_of_the_upper_committee_are_not_for_the_branch(world: Any) -> None:
    found = walk(applied(world.first), "select_activist", world.helpers)
    told = {"admission": found, "code": "file_activist", "told": told_of("file_activist", APPLIED), "now": NOON}
    refused("forbidden", work.take_step, actor=world.secretary, **told)
    refused("forbidden", work.take_step, actor=world.other, **told)
    work.take_step(actor=world.actors["committee_secretary"], **told)


def test_whoever_applies_is_grown_up_no_member_and_applies_once(world: Any) -> None:
    told = {"org": world.first, "told": told_of("apply", TODAY), "actor": world.secretary, "now": NOON}
    young = make_applicant(world.first, "小满", birth_on=date(2010, 1, 1))
    refused("too-young", work.open_admission, person=young, **told)
    refused("member-already", work.open_admission, person=world.helpers[0].person, **told)
    person = make_applicant(world.first)
    refused("forbidden", work.open_admission, person=person, **{**told, "actor": world.other})
    work.open_admission(person=person, **told)
    refused("applied-already", work.open_admission, person=person, **told)
    with pytest.raises(IntegrityError), transaction.atomic():
        Admission.objects.filter(person=person).update(state="ended")


def test_probation_is_extended_once_and_the_vote_waits(world: Any) -> None:
    found = walk(applied(world.first), "apply_full", world.helpers)
    day = days_of(found)["apply_full"]
    told = {"admission": found, "told": work.Told(on=day), "actor": world.secretary, "now": NOON}
    refused("extend-months", work.extend_probation, months=5, **told)
    work.extend_probation(months=6, **told)
    refused("extend-once", work.extend_probation, months=6, **told)
    assert found.earliest_on == date(2025, 9, 1)
    early = told_of("full_vote", date(2025, 8, 31))
    refused("too-early", work.take_step, admission=found, code="full_vote", told=early, actor=COMMAND, now=NOON)


def test_half_yearly_looks_belong_to_two_years(world: Any) -> None:
    found = applied(world.first)
    told = {"admission": found, "told": work.Told(on=date(2023, 9, 1)), "actor": world.secretary, "now": NOON}
    refused("no-look", work.note_look, **told)
    walk(found, "assign_contact", world.helpers)
    assert found.look_on == date(2023, 9, 1)
    work.note_look(**told)
    assert found.look_on == date(2024, 3, 1)
    walk(found, "train_activist", world.helpers)
    assert found.look_on is None


def test_step_taken_back_stays_written_and_may_be_taken_anew(world: Any) -> None:
    found = walk(applied(world.first), "talk", world.helpers)
    work.take_back(admission=found, reason="记错日子", actor=world.secretary, now=NOON)
    assert (found.state, found.due_on, list(days_of(found))) == ("apply", date(2023, 4, 1), ["apply"])
    walk(found, "talk", world.helpers)
    assert Entry.objects.filter(admission=found, code="talk", kind="step").count() == 2
    walk(found, "upper_approve", world.helpers)
    refused("no-way-back", work.take_back, admission=found, reason="x", actor=COMMAND, now=NOON)


def test_limit_is_warned_of_once_and_names_nobody(world: Any) -> None:
    found = applied(world.first, on=TODAY - timedelta(days=25))
    for _again in range(2):
        warn_of_limits(NOON)
    assert Delivery.objects.filter(topic="admission.LimitNear").count() == 2 - 1
    deliver_due(now=NOON)
    message = Message.objects.get()
    assert (message.recipient, "申明" in str(message.params)) == (world.secretary.person.pk, False)
    assert Admission.objects.get(pk=found.pk).state == "apply"


def test_way_ends_before_and_of_the_dead_and_the_erased_nothing_goes_on(world: Any) -> None:
    first, second, third = (applied(world.first, name) for name in ("申明", "申亮", "申红"))
    work.end_admission(admission=first, because="withdrawn", on=TODAY, actor=world.secretary, now=NOON)
    end_the_way_of_the_dead(PersonEnded(at=NOON, person_id=second.person_id, reason="died"))
    forget_who_was_erased(PersonErased(at=NOON, person_id=third.person_id))
    left = Admission.objects.order_by("pk").values_list("state", "ended_because")
    assert list(left) == [("ended", "withdrawn"), ("ended", "died")]


def test_rows_and_objects_are_one_rule(world: Any) -> None:
    applied(world.first)
    applied(world.second, "申亮")
    for actor in [*world.actors.values(), world.secretary, world.other]:
        for permission in AdmissionPermission:
            allowed = {row for row in Admission.objects.all() if may(actor, permission, row)}
            assert set(Admission.objects.visible_to(actor, permission)) == allowed
    roles = ("grid_worker", "community_worker", "street_officer", "security_admin", "other_secretary")
    assert [list(admissions_for(world.actors[role])) for role in roles] == [[]] * len(roles)
