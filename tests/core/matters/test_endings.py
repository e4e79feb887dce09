"""Ready texts, checklists, tasks, macros, notes for us alone, and the question four weeks later."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse

from linli.base.audit.models import AuditEntry
from linli.base.errors import Refused
from linli.base.messaging.models import Message
from linli.base.outbox.worker import deliver_due
from linli.base.permissions import SystemActor
from linli.core.matters.enums import MatterState, TaskState
from linli.core.matters.models import Checklist, EndingText, FollowUp, Macro, Matter
from linli.core.matters.operations.handling import add_note, feed_back, tell_reporter
from linli.core.matters.operations.judging import answer_still, confirm_matter, reopen_matter
from linli.core.matters.operations.macros import run_macro
from linli.core.matters.operations.still import ask_still
from linli.core.matters.operations.tasks import add_task, drop_task, tick_task, untick_task
from linli.core.matters.operations.texts import (
    EndingWords,
    bring_usual,
    end_ready,
    write_checklist,
    write_ending_text,
    write_macro,
)
from linli.core.matters.queries.actors import SlipHolder
from linli.core.matters.queries.still import to_ask_still
from linli.core.matters.queries.story import story_for
from linli.core.matters.queries.texts import ending_words, texts_for
from linli.core.matters.tasks import ask_whether_it_is_still_so
from tests.factories import matters as make
from tests.factories.clients import browser_of
from tests.factories.core import NOON

DAY = timedelta(days=1)
WEEKS = timedelta(weeks=4)


def deliver(now: datetime) -> None:
    """Bring everything that happened to whoever listens."""
    while deliver_due(now + timedelta(days=60)):
        pass


def told(person: Any) -> list[str]:
    return list(Message.objects.filter(recipient=person.pk).order_by("pk").values_list("template", flat=True))


def words(**more: Any) -> EndingWords:
    said = {"ending": "solved", "category": None, "name_zh": "修好了", "text_zh": "{when}由{who}修好，请打{phone}。"}
    return EndingWords(**{**said, **more})


def write(world: SimpleNamespace, who: str = "community_worker", **more: Any) -> EndingText:
    return write_ending_text(words=words(**more), community=world.community, actor=world.actors[who], now=NOON)


def test_a_ready_text_is_filled_and_leaves_a_gap_where_nothing_is_known(world: SimpleNamespace) -> None:
    matter, ready = make.handling(world), write(world)
    text, basis = ending_words(ready, matter, NOON)
    assert (text, basis) == ("November 23由张grid_worker修好，请打____。", "")


def test_texts_of_the_kind_come_before_those_for_all(world: SimpleNamespace) -> None:
    for name, kind in (("全部", None), ("大类", "UT"), ("小类", "UT04"), ("别的", "FA02")):
        write(world, name_zh=name, category=make.category(kind) if kind else None)
    assert [str(one) for one in texts_for(make.handling(world))] == ["小类", "大类", "全部"]


@pytest.mark.parametrize("who", ["grid_worker", "other_secretary", "resident", "street_officer"])
def test_only_the_desk_of_the_community_writes_ready_texts(world: SimpleNamespace, who: str) -> None:
    with pytest.raises(Refused) as refusal:
        write(world, who)
    assert (refusal.value.code, EndingText.objects.count()) == ("forbidden", 0)


def test_a_placeholder_that_does_not_exist_is_refused(world: SimpleNamespace) -> None:
    with pytest.raises(Refused) as refusal:
        write(world, text_zh="{name}您好")
    assert (refusal.value.code, refusal.value.field) == ("placeholder-unknown", "text_zh")


def test_a_picked_text_fills_the_form_and_stays_editable(world: SimpleNamespace) -> None:
    matter, ready = make.handling(world), write(world)
    page = reverse("matters:desk-step", args=[matter.code, "feed-back"])
    shown = browser_of(world.people["grid_worker"]).get(page, {"text": ready.pk}).content.decode()
    assert "由张grid_worker修好" in shown
    assert '<option value="' + str(ready.pk) + '" selected>' in shown


def test_the_usual_ones_are_brought_once(world: SimpleNamespace) -> None:
    who = {"community": world.community, "actor": world.actors["community_worker"], "now": NOON}
    assert bring_usual(**who) > 30
    assert bring_usual(**who) == 0
    assert (Checklist.objects.count(), Macro.objects.count()) == (9, 4)


def a_checklist(world: SimpleNamespace) -> Checklist:
    lines = {"lines_zh": "!量室温\n问邻居", "lines_en": "!Measure\nAsk the neighbours"}
    who = {"actor": world.actors["community_worker"], "now": NOON}
    return write_checklist(category=make.category(), community=world.community, **lines, **who)


def test_accepting_copies_the_checklist_and_a_needed_line_blocks_the_ending(world: SimpleNamespace) -> None:
    a_checklist(world)
    matter, handler = make.handling(world), world.actors["grid_worker"]
    first, second = matter.tasks.order_by("position")
    assert [(first.title_zh, first.is_needed), (second.title_zh, second.is_needed)] == [
        ("量室温", True),
        ("问邻居", False),
    ]
    with pytest.raises(Refused) as refusal:
        feed_back(matter=matter, ending="solved", text="好了", actor=handler, now=NOON)
    assert (refusal.value.code, "Measure" in str(refusal.value)) == ("task-open", True)
    tick_task(task=first, actor=handler, now=NOON)
    assert (first.state, first.settled_by) == (TaskState.DONE, "张grid_worker")
    feed_back(matter=matter, ending="solved", text="好了", actor=handler, now=NOON)
    assert matter.state == MatterState.FED_BACK


def test_a_task_that_is_not_needed_here_says_why_and_can_come_back(world: SimpleNamespace) -> None:
    a_checklist(world)
    task = make.accepted(world).tasks.get(position=0)
    who = {"actor": world.actors["community_worker"], "now": NOON}
    with pytest.raises(Refused):
        drop_task(task=task, reason=" ", **who)
    drop_task(task=task, reason="家里没人", **who)
    untick_task(task=task, **who)
    assert (task.state, task.reason, task.settled_by) == (TaskState.OPEN, "", "")


def test_a_second_checklist_for_the_same_kind_is_refused(world: SimpleNamespace) -> None:
    a_checklist(world)
    with pytest.raises(Refused) as refusal:
        a_checklist(world)
    assert refusal.value.code == "checklist-exists"


def test_whoever_is_given_a_task_is_told_and_must_work_there(world: SimpleNamespace) -> None:
    matter, desk = make.accepted(world), world.actors["community_worker"]
    with pytest.raises(Refused) as refusal:
        add_task(matter=matter, title="去看看", assignee=world.people["stranger"], actor=desk, now=NOON)
    assert refusal.value.code == "assignee-elsewhere"
    add_task(matter=matter, title="去看看", assignee=world.people["grid_worker"], actor=desk, now=NOON)
    deliver(NOON)
    assert told(world.people["grid_worker"]) == ["matters.task_given"]


def a_macro(world: SimpleNamespace, *steps: dict[str, Any]) -> Macro:
    who = {"actor": world.actors["community_worker"], "now": NOON}
    return write_macro(name_zh="一键", steps=list(steps), community=world.community, **who)


def test_a_macro_does_all_its_steps(world: SimpleNamespace) -> None:
    macro = a_macro(
        world, {"do": "accept"}, {"do": "dispatch", "to": "grid", "text": "物业公司"}, {"do": "tell", "text": "收到"}
    )
    matter = make.make_matter(world)
    run_macro(matter=matter, macro=macro, actor=world.actors["community_worker"], now=NOON)
    assert (matter.state, matter.handler, matter.owner) == ("dispatched", world.people["grid_worker"], "物业公司")


def test_a_macro_of_which_one_step_is_refused_does_nothing(world: SimpleNamespace) -> None:
    macro = a_macro(world, {"do": "accept"}, {"do": "sign"})
    matter = make.make_matter(world)
    before = AuditEntry.objects.count()
    with pytest.raises(Refused) as refusal:
        run_macro(matter=matter, macro=macro, actor=world.actors["community_worker"], now=NOON)
    matter.refresh_from_db()
    assert (matter.state, AuditEntry.objects.count()) == (MatterState.REPORTED, before)
    assert "2" in str(refusal.value)


def test_a_macro_has_the_rights_of_whoever_presses(world: SimpleNamespace) -> None:
    macro, matter = a_macro(world, {"do": "accept"}), make.make_matter(world)
    with pytest.raises(Refused) as refusal:
        run_macro(matter=matter, macro=macro, actor=world.actors["grid_worker"], now=NOON)
    assert refusal.value.code == "forbidden"
    end_ready(row=macro, actor=world.actors["community_worker"], now=NOON)
    with pytest.raises(Refused) as refusal:
        run_macro(matter=matter, macro=macro, actor=world.actors["community_worker"], now=NOON)
    assert refusal.value.code == "macro-unknown"


def test_a_note_is_for_us_alone_and_leaks_nowhere(world: SimpleNamespace, client: Any) -> None:
    matter, handler = make.handling(world), world.actors["grid_worker"]
    add_note(matter=matter, text="这家人脾气大", actor=handler, now=NOON)
    tell_reporter(matter=matter, text="明天上午来", actor=handler, now=NOON)
    for reader in (world.actors["resident"], SlipHolder(matter.pk)):
        texts = [step.text for step in story_for(reader, matter)]
        assert ("这家人脾气大" in texts, "明天上午来" in texts) == (False, True)
    resident = browser_of(world.people["resident"])
    for browser, page in (
        (resident, reverse("matters:mine-detail", args=[matter.code])),
        (client, reverse("matters:status", args=[matter.code])),
        (client, f"/api/v1/matters/status/{matter.code}"),
        (resident, f"/api/v1/matters/{matter.code}"),
        (resident, reverse("people:record-json")),
        (browser_of(world.people["community_worker"]), reverse("matters:desk-list")),
    ):
        shown = browser.get(page)
        assert (shown.status_code, "脾气大" in shown.content.decode()) == (200, False), page
    deliver(NOON)
    assert told(world.people["resident"])[-1] == "matters.told"
    assert "脾气大" not in str(list(Message.objects.filter(recipient=world.people["resident"].pk).values("params")))


def test_a_worker_who_asked_reads_no_notes_about_themselves(world: SimpleNamespace) -> None:
    matter = make.make_matter(world, actor=world.actors["grid_worker"])
    add_note(matter=matter, text="是我们自己人", actor=world.actors["community_worker"], now=NOON)
    assert [step.kind for step in story_for(world.actors["grid_worker"], matter)] == ["reported"]


def test_only_workers_who_may_see_the_matter_are_called(world: SimpleNamespace) -> None:
    matter, desk = make.accepted(world), world.actors["community_worker"]
    text = "@张grid_worker请去看看，@张stranger @张neighbour @没有这人 也看看"
    entry = add_note(matter=matter, text=text, actor=desk, now=NOON)
    deliver(NOON)
    deliver(NOON)
    assert told(world.people["grid_worker"]) == ["matters.mentioned"]
    assert (told(world.people["stranger"]), told(world.people["neighbour"])) == ([], [])
    assert entry.detail["unknown"] == ["张stran", "张neigh", "没有这人"]


def reopened(world: SimpleNamespace, path: str) -> Matter:
    """A matter taken up again by one of the ways there are."""
    resident = world.actors["resident"]
    if path == "bad":
        return confirm_matter(matter=make.verified(world), rating=1, actor=resident, now=NOON)
    if path == "slip":
        matter = make.closed(world)
        return reopen_matter(matter=matter, text="又坏了", actor=SlipHolder(matter.pk), now=NOON + DAY)
    matter = make.closed(world)
    if path == "still":
        asked = ask_still(matter=matter, actor=SystemActor("test"), now=NOON + WEEKS)
        return answer_still(follow_up=asked, answer="no", actor=resident, now=NOON + WEEKS).matter
    return reopen_matter(matter=matter, text="又坏了", actor=resident, now=NOON + DAY)


@pytest.mark.parametrize("handler_left", [False, True])
@pytest.mark.parametrize("path", ["bad", "slip", "still", "fact"])
def test_whatever_is_taken_up_again_reaches_somebody_with_a_name(
    world: SimpleNamespace, path: str, handler_left: bool
) -> None:
    matter = reopened(world, path)
    if handler_left:
        world.people["grid_worker"].ended_on, world.people["grid_worker"].end_reason = NOON.date(), "moved"
        world.people["grid_worker"].save()
    deliver(NOON + WEEKS)
    assert matter.state == MatterState.ACCEPTED
    assert "matters.reopened_for_worker" in told(world.people["community_worker"])
    assert ("matters.reopened_for_worker" in told(world.people["grid_worker"])) is not handler_left


def test_the_second_time_the_secretary_is_told(world: SimpleNamespace) -> None:
    matter = reopened(world, "fact")
    Matter.objects.filter(pk=matter.pk).update(reopened=2)
    deliver(NOON + WEEKS)
    assert "matters.reopened_twice" in told(world.people["committee_secretary"])


def test_four_weeks_later_everybody_whom_we_reach_is_asked_once(world: SimpleNamespace) -> None:
    matter = make.closed(world)
    ask_whether_it_is_still_so(NOON + WEEKS - DAY)
    assert FollowUp.objects.count() == 0
    ask_whether_it_is_still_so(NOON + WEEKS)
    ask_whether_it_is_still_so(NOON + WEEKS + DAY)
    deliver(NOON + WEEKS)
    assert (FollowUp.objects.get().matter, told(world.people["resident"]).count("matters.still")) == (matter, 1)


def test_nobody_is_asked_without_contact_or_after_a_bad_end(world: SimpleNamespace) -> None:
    handler = world.actors["grid_worker"]
    make.closed(world)
    unnamed = make.verified(world, actor=None)
    Matter.objects.filter(pk=unnamed.pk).update(reporter=None)
    confirm_matter(matter=unnamed, actor=SlipHolder(unnamed.pk), now=NOON)
    again = make.closed(world)
    Matter.objects.filter(pk=again.pk).update(reopened=1)
    never = make.handling(world)
    said = {"ending": "not_possible", "text": "办不了", "basis": "《消防法》"}
    feed_back(matter=never, actor=handler, now=NOON, **said)
    confirm_matter(matter=never, actor=world.actors["resident"], now=NOON)
    assert to_ask_still(NOON + WEEKS).count() == 1
    assert to_ask_still(NOON + WEEKS * 2).count() == 0


def test_the_link_asks_with_two_buttons_and_a_no_takes_it_up_again(world: SimpleNamespace, client: Any) -> None:

    now = datetime.now(tz=UTC)  # the page lives in the present
    matter = make.closed(world, now=now - WEEKS - DAY)
    ask_whether_it_is_still_so(now)
    deliver(now)
    link = Message.objects.get(template="matters.still").link
    page = client.get(link)
    assert (page.status_code, 'name="answer" value="no"' in page.content.decode()) == (200, True)
    assert client.post(link, {"answer": "no", "text": "又漏了"}).status_code == 302
    assert client.post(link, {"answer": "yes"}).status_code == 200  # answered already
    matter.refresh_from_db()
    assert (matter.state, matter.follow_up.answer) == (MatterState.ACCEPTED, "no")
    assert client.get(link[:-5] + "xxxx/").status_code == 404


def test_the_answer_by_phone_needs_somebody_else_than_the_handler(world: SimpleNamespace) -> None:
    asked = ask_still(matter=make.closed(world), actor=SystemActor("test"), now=NOON + WEEKS)
    said = {"follow_up": asked, "answer": "yes", "door": "phone", "now": NOON + WEEKS}
    with pytest.raises(Refused) as refusal:
        answer_still(actor=world.actors["grid_worker"], **said)
    assert refusal.value.code == "own-work"
    answer_still(actor=world.actors["community_worker"], **said)
    with pytest.raises(Refused) as refusal:
        answer_still(actor=world.actors["community_worker"], **said)
    assert refusal.value.code == "still-answered"
