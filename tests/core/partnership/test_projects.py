"""Projects: nothing begins without every side's yes, and a result is judged by residents."""

from __future__ import annotations

import pytest

from linli.base.errors import Refused
from linli.base.messaging.models import Message
from linli.base.outbox.worker import deliver_due
from linli.core.partnership.models import Judgement, Need, Part, Project, Resource
from linli.core.partnership.operations.judging import judge_project
from linli.core.partnership.operations.projects import (
    Plan,
    accept_part,
    add_milestone,
    give_up_project,
    propose_project,
    reach_milestone,
    start_project,
)
from linli.core.partnership.queries.lists import counted
from tests.factories import partnership as make
from tests.factories.core import NOON, TODAY, make_home


def code_of(call, **given) -> str:
    with pytest.raises(Refused) as refused:
        call(**given)
    return refused.value.code


def states(project: Project) -> list[str]:
    parts = Part.objects.filter(project=project).select_related("need", "resource")
    return [Project.objects.get(pk=project.pk).state, *sorted(part.thing.state for part in parts)]


def test_project_needs_two_sides_that_are_on_the_list(world):
    desk = {"actor": world.actors["community_worker"], "now": NOON}
    need, waiting = make.open_need(world), make.make_resource(world)
    words = {"title": "读书角", "text": "收拾出来"}
    assert code_of(propose_project, plan=Plan(needs=[need], resources=[], **words), **desk) == "two-sides"
    assert code_of(propose_project, plan=Plan(needs=[need], resources=[waiting], **words), **desk) == "not-on-the-list"
    ready = Plan(needs=[need], resources=[make.open_resource(world)], **words)
    assert code_of(propose_project, plan=ready, actor=world.actors["grid_worker"], now=NOON) == "forbidden"


def test_nothing_begins_before_all_sides_have_said_yes(world):
    project = make.proposed(world, is_lasting=False)
    first, second = Part.objects.filter(project=project).select_related("need", "resource")
    desk = {"actor": world.actors["community_worker"], "now": NOON}
    assert code_of(start_project, project=project, **desk) == "wrong-state"
    assert code_of(accept_part, part=first, **desk) == "door-needed"
    assert code_of(accept_part, part=first, actor=world.actors["child"], now=NOON) == "forbidden"
    accept_part(part=first, door="phone", **desk)
    assert states(project) == ["proposed", "open", "open"]
    accept_part(part=second, actor=world.actors["resident"], now=NOON)
    assert states(project) == ["both_accepted", "matched", "matched"]


def test_lasting_resource_stays_on_the_list_and_the_wish_comes_true(world):
    assert states(make.agreed(world)) == ["both_accepted", "matched", "open"]
    assert states(make.finished(world)) == ["finished", "fulfilled", "open"]


def test_given_up_project_gives_its_wishes_back(world):
    project = make.agreed(world, is_lasting=False)
    give_up_project(project=project, words="车库漏水", actor=world.actors["community_worker"], now=NOON)
    assert states(project) == ["withdrawn", "open", "open"]


def test_steps_are_reached_once(world):
    project = make.agreed(world)
    desk = {"actor": world.actors["community_worker"], "now": NOON}
    step = add_milestone(project=project, title="刷墙", due_on=TODAY, **desk)
    assert reach_milestone(milestone=step, **desk).done_on == TODAY
    assert code_of(add_milestone, project=project, title="x", due_on=TODAY, actor=world.actors["resident"], now=NOON)


def test_average_shows_from_five_judgements_on_and_one_word_a_person_counts(world):
    project = make.finished(world)
    people = make_home(world.grid, "王一", "王二", "王三", "王四", "王五").people
    desk = {"actor": world.actors["grid_worker"], "now": NOON, "door": "phone"}
    for person in people[:4]:
        judge_project(project=project, rating=4, person=person, **desk)
    judge_project(project=project, rating=1, person=people[0], **desk)
    assert counted(project) == (4, None)
    judge_project(project=project, rating=3, person=people[4], **desk)
    assert counted(project) == (5, 16 / 5)
    assert Judgement.objects.count() == 5


def test_judging_is_for_residents_while_it_is_open(world):
    project = make.finished(world)
    judge_project(project=project, rating=5, actor=world.actors["resident"], now=NOON)
    assert code_of(judge_project, project=project, rating=9, actor=world.actors["resident"], now=NOON)
    stranger = {"actor": world.actors["other_resident"], "now": NOON}
    assert code_of(judge_project, project=project, rating=5, **stranger) == "other-community"
    running = make.agreed(world)
    assert code_of(judge_project, project=running, rating=5, actor=world.actors["resident"], now=NOON) == "wrong-state"


def test_whoever_wanted_it_hears_once_of_each_step(world):
    make.told(world)
    for _ in range(2):
        while deliver_due(now=NOON):
            pass
    mine = Message.objects.filter(recipient=world.people["resident"].pk).values_list("template", flat=True)
    assert sorted(name for name in mine if name.startswith("partnership")) == [
        "partnership.need_published",
        "partnership.project_agreed",
        "partnership.project_finished",
        "partnership.project_proposed",
        "partnership.project_proposed",
        "partnership.resource_published",
    ]
    assert {row.state for row in [*Need.objects.all(), *Resource.objects.all()]} == {"fulfilled", "open"}
