"""Two matters become one, and every voice is kept; of two who merge at once one wins."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signals import request_finished
from django.db import close_old_connections
from django.test import Client
from django.urls import reverse

from linli.base.errors import Refused
from linli.base.files.operations import store_recording
from linli.base.messaging.models import Message
from linli.base.outbox.worker import deliver_due
from linli.core.matters.enums import MatterState
from linli.core.matters.models import Category, Follower, Matter, MatterClock, Merge
from linli.core.matters.operations.following import follow_matter
from linli.core.matters.operations.handling import add_note
from linli.core.matters.operations.merging import merge_matter, undo_merge
from linli.core.matters.operations.report import Report
from linli.core.matters.queries.story import story_for, story_for_follower
from tests.core.matters.test_race import race
from tests.factories import matters as make
from tests.factories.clients import browser_of
from tests.factories.core import NOON, make_world
from tests.factories.sounds import a_wav

LATER = NOON + timedelta(hours=3)
OTHER_WORDS = "我家暖气也凉"


def two(world: SimpleNamespace) -> tuple[Matter, Matter]:
    """The first, in hand; the second, told by the child's family, with somebody who follows it."""
    kept = make.handling(world)
    gone = make.accepted(world, text=OTHER_WORDS, actor=world.actors["child"])
    report = Report(community=world.community, text="同上", is_anonymous=True)
    follow_matter(matter=gone, report=report, actor=world.actors["child"], now=NOON)
    return gone, kept


def merge(world: SimpleNamespace, gone: Matter, kept: Matter, who: str = "community_worker") -> Merge:
    return merge_matter(gone=gone, kept=kept, reason="同一栋楼", actor=world.actors[who], now=NOON)


def test_merging_keeps_every_voice_and_every_slip(world: SimpleNamespace) -> None:
    gone, kept = two(world)
    merge(world, gone, kept)
    assert (gone.state, gone.merged_into) == (MatterState.MERGED, kept)
    voices = Follower.objects.filter(matter=kept, ended_at=None)
    assert set(voices.values_list("text", flat=True)) == {OTHER_WORDS, "同上"}
    for code in [one.code for one in voices]:
        page = Client().get(reverse("matters:status", args=[code]))
        assert (page.status_code, make.WORDS in page.content.decode()) == (200, False)
    old = voices.get(code=gone.code)
    assert {"signed", "accepted"} <= {step.kind for step in story_for_follower(old, with_slip=True)}
    assert OTHER_WORDS in [step.text for step in story_for_follower(old, with_slip=False)]


def test_the_desk_reads_both_stories_and_the_first_who_asked_their_own(world: SimpleNamespace) -> None:
    gone, kept = two(world)
    merge(world, gone, kept)
    assert OTHER_WORDS in [step.text for step in story_for(world.actors["community_worker"], kept)]
    assert OTHER_WORDS not in [step.text for step in story_for(world.actors["resident"], kept)]


def test_whoever_asked_in_the_merged_one_is_led_to_the_kept_one(world: SimpleNamespace) -> None:
    gone, kept = two(world)
    merge(world, gone, kept)
    browser = browser_of(world.people["child"])
    answer = browser.get(reverse("matters:mine-detail", args=[gone.code]), follow=True)
    assert answer.redirect_chain[0][0] == reverse("matters:following-detail", args=[gone.code])
    assert answer.status_code == 200


def test_undoing_within_five_working_days_gives_back_state_deadline_clocks_and_people(world: SimpleNamespace) -> None:
    gone, kept = two(world)
    due = gone.due_at
    running = set(MatterClock.objects.filter(matter=gone, met_at=None, stopped_at=None).values_list("kind", flat=True))
    found = merge(world, gone, kept)
    assert not MatterClock.objects.filter(matter=gone, met_at=None, stopped_at=None).exists()
    undo_merge(merge=found, reason="不是一处", actor=world.actors["community_worker"], now=LATER)
    gone.refresh_from_db()
    assert (gone.state, gone.due_at, gone.merged_into) == (MatterState.ACCEPTED, due, None)
    again = MatterClock.objects.filter(matter=gone, met_at=None, stopped_at=None)
    assert set(again.values_list("kind", flat=True)) == running
    assert Follower.objects.filter(matter=kept, ended_at=None).count() == 0
    assert [one.text for one in Follower.objects.filter(matter=gone, ended_at=None)] == ["同上"]
    merge(world, gone, kept)
    assert Follower.objects.filter(matter=kept, ended_at=None).count() == 2


def test_undoing_comes_too_late_and_not_twice(world: SimpleNamespace) -> None:
    gone, kept = two(world)
    found, desk = merge(world, gone, kept), world.actors["community_worker"]
    with pytest.raises(Refused) as refused:
        undo_merge(merge=found, reason="晚了", actor=desk, now=NOON + timedelta(days=15))
    assert refused.value.code == "undo-too-late"
    undo_merge(merge=found, reason="不是一处", actor=desk, now=LATER)
    with pytest.raises(Refused) as refused:
        undo_merge(merge=found, reason="不是一处", actor=desk, now=LATER)
    assert refused.value.code == "undone-already"


@pytest.mark.parametrize("who", ["grid_worker", "neighbour", "street_officer", "resident", "other_secretary"])
def test_only_the_desk_merges(world: SimpleNamespace, who: str) -> None:
    gone, kept = two(world)
    with pytest.raises(Refused) as refused:
        merge(world, gone, kept, who)
    assert refused.value.code == "forbidden"


def test_matter_of_another_community_or_ended_or_itself_is_not_merged(world: SimpleNamespace) -> None:
    gone, kept = two(world)
    there = make.make_matter(world, community=world.other, grid=world.other_grid, actor=world.actors["other_resident"])
    ended = make.closed(world)
    codes = []
    for other in (there, ended, gone):
        with pytest.raises(Refused) as refused:
            merge(world, gone, other)
        codes.append(refused.value.code)
    assert codes == ["forbidden", "wrong-state", "merge-elsewhere"]
    merge(world, gone, kept)
    third = make.make_matter(world)
    with pytest.raises(Refused) as refused:
        merge(world, kept, third)
    assert refused.value.code == "merged-here-already"


def test_page_merges_and_undoes(world: SimpleNamespace) -> None:
    gone, kept = two(world)
    browser = browser_of(world.people["community_worker"])
    assert kept.code in browser.get(reverse("matters:desk-help", args=[gone.code])).content.decode()
    page = reverse("matters:desk-merge", args=[gone.code])
    answer = browser.post(page, {"code": kept.code, "reason": "同一处"})
    assert answer.url == reverse("matters:desk-detail", args=[kept.code])
    assert kept.code in browser.get(reverse("matters:desk-detail", args=[gone.code])).content.decode()
    undo = reverse("matters:desk-unmerge", args=[gone.code])
    assert browser_of(world.people["grid_worker"]).post(undo, {"reason": "两处"}).status_code == 403
    assert browser_of(world.people["stranger"]).post(undo, {"reason": "两处"}).status_code == 404
    browser.post(undo, {"reason": "两处"})
    gone.refresh_from_db()
    assert gone.state == MatterState.ACCEPTED


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_two_who_merge_each_into_the_other_one_wins() -> None:
    kind = {"urgency": "urgent", "limit_days": 1, "name_zh": "暖气不热", "name_en": "Heating"}
    Category.objects.get_or_create(code=make.HEATING, defaults=kind)
    world = make_world()
    first, second = make.accepted(world).pk, make.accepted(world).pk

    def into(gone: object, kept: object) -> Callable[[], object]:
        def call() -> object:
            return merge(world, Matter.objects.get(pk=gone), Matter.objects.get(pk=kept))

        return call

    ends = race([into(first, second), into(second, first), into(first, second)])
    assert ends.count("done") == 1
    assert Merge.objects.count() == 1
    assert sorted(Matter.objects.values_list("state", flat=True)) == ["accepted", "merged"]


def test_whoever_waits_hears_of_the_merging_and_of_its_undoing_without_the_slip_of_the_neighbour(
    world: SimpleNamespace,
) -> None:
    gone, kept = two(world)
    found = merge(world, gone, kept)
    undo_merge(merge=found, reason="不是一处", actor=world.actors["community_worker"], now=LATER)
    while deliver_due(NOON + timedelta(days=60)):
        pass
    told = Message.objects.filter(
        recipient=world.people["child"].pk, template__in=["matters.merged", "matters.unmerged"]
    )
    assert sorted(told.values_list("template", flat=True)) == ["matters.merged", "matters.unmerged"]
    assert [kept.code in str(one.params) for one in told] == [False, False]
    assert not Message.objects.filter(recipient=kept.reporter_id, template="matters.merged").exists()


def test_programs_open_the_slip_of_a_merged_matter_like_its_page(world: SimpleNamespace) -> None:
    gone, kept = two(world)
    merge(world, gone, kept)
    for code in Follower.objects.filter(matter=kept).values_list("code", flat=True):
        answer = Client().get(f"/api/v1/matters/status/{code}")
        assert (answer.status_code, answer.json()["code"], answer.json()["rating"]) == (200, code, None)
        assert answer.json()["moves"] == ["fact"]
        assert make.WORDS not in json.dumps(answer.json(), ensure_ascii=False)
    fact = {"data": json.dumps({"text": "还是凉"}), "content_type": "application/json"}
    assert Client().post(f"/api/v1/matters/status/{gone.code}/fact", **fact).status_code == 200
    assert Client().post(f"/api/v1/matters/status/{gone.code}/reply", **fact).status_code == 409
    assert kept.entries.filter(kind="follower_fact", text="还是凉").count() == 1


def test_a_voice_note_of_the_merged_matter_is_heard_from_the_kept_story_by_the_desk_alone(
    world: SimpleNamespace,
) -> None:
    gone, kept = two(world)
    sound = store_recording(
        SimpleUploadedFile("voice.wav", a_wav()), place=gone.place, actor=world.actors["community_worker"], now=NOON
    )
    note = add_note(
        matter=gone, text="", recording=sound, is_shown=True, actor=world.actors["community_worker"], now=NOON
    )
    merge(world, gone, kept)
    path = reverse("matters:recording", args=[kept.code, note.recording.pk])
    heard = browser_of(world.people["community_worker"]).get(path)
    assert b"".join(heard.streaming_content) == a_wav()  # type: ignore[attr-defined]
    request_finished.disconnect(close_old_connections)  # as the test client does: the test keeps its connection
    heard.close()
    request_finished.connect(close_old_connections)
    assert [browser_of(world.people[who]).get(path).status_code for who in ("resident", "child")] == [404, 404]
