"""One slip held two things: two matters, every voice on both, told once; and back within a working day."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signals import request_finished
from django.db import close_old_connections
from django.test import Client
from django.urls import reverse
from PIL import Image

from linli.base.errors import Refused
from linli.base.files.operations import store_photo
from linli.base.messaging.models import Message
from linli.base.outbox.worker import deliver_due
from linli.core.matters.enums import MatterState
from linli.core.matters.models import Category, Follower, Matter, Photo, Split
from linli.core.matters.operations.clocks import ending_clock
from linli.core.matters.operations.following import add_follower_fact, follow_matter
from linli.core.matters.operations.handling import add_note
from linli.core.matters.operations.judging import add_fact
from linli.core.matters.operations.report import Report
from linli.core.matters.operations.splitting import Second, split_matter, undo_split
from linli.core.matters.queries.story import story_for, story_for_follower
from tests.core.matters.test_race import race
from tests.factories import matters as make
from tests.factories.clients import browser_of
from tests.factories.core import NOON, make_world

LATER = NOON + timedelta(hours=3)
BOTH = "暖气不热，还有楼道的灯坏了两天"
LAMP = "楼道的灯坏了两天"


def of_two_things(world: SimpleNamespace, state: Callable[..., Matter] = make.handling) -> Matter:
    return state(world, text=BOTH)


def apart(world: SimpleNamespace, matter: Matter, who: str = "community_worker", **more: Any) -> Split:
    second = Second(**{"text": LAMP, "category": make.category("FA01"), "first_title": "暖气不热", **more})
    return split_matter(matter=matter, second=second, reason="两件事", actor=world.actors[who], now=LATER)


def joined(world: SimpleNamespace, matter: Matter, **more: Any) -> Follower:
    report = Report(community=world.community, text="我家也是", **more)
    return follow_matter(matter=matter, report=report, actor=world.actors["child"], now=NOON)


def pictured(world: SimpleNamespace, matter: Matter) -> Photo:
    drawn = io.BytesIO()
    Image.new("RGB", (60, 40), (200, 30, 30)).save(drawn, "JPEG")
    upload = SimpleUploadedFile("lamp.jpg", drawn.getvalue())
    file = store_photo(upload, place=matter.place, actor=world.actors["resident"], now=NOON)
    add_fact(matter=matter, text="看照片", photos=[file], actor=world.actors["resident"], now=NOON)
    return Photo.objects.get(entry__matter=matter)


def shown(browser: Client, address: str) -> int:
    """Whether a picture is handed out; it is read to its end."""
    answer = browser.get(address)
    assert b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    request_finished.disconnect(close_old_connections)  # as the test client does: the test keeps its connection
    answer.close()
    request_finished.connect(close_old_connections)
    return answer.status_code


def told(template: str) -> list[Any]:
    while deliver_due(NOON + timedelta(days=60)):
        pass
    return list(Message.objects.filter(template=template).values_list("recipient", flat=True))


def test_splitting_gives_the_second_thing_the_same_people_and_its_own_kind(world: SimpleNamespace) -> None:
    matter = of_two_things(world)
    part = apart(world, matter).part
    assert (part.text, part.reporter, part.reported_at, part.place) == (
        LAMP, matter.reporter, matter.reported_at, matter.place,
    )  # fmt: skip
    assert (part.category.code, part.state, part.handler) == ("FA01", MatterState.ACCEPTED, None)
    assert (matter.title, matter.text, matter.state) == ("暖气不热", BOTH, MatterState.HANDLING)
    assert part.tasks.count() == part.tasks.filter(from_checklist=True).count()


def test_no_promise_grows_longer_by_splitting(world: SimpleNamespace) -> None:
    matter = of_two_things(world)
    slow = make.category("FA01")
    Category.objects.filter(pk=slow.pk).update(limit_days=30)
    slow.refresh_from_db()
    part = apart(world, matter, category=slow).part
    clocks = (ending_clock(matter), ending_clock(part))
    assert clocks[0].due_at == clocks[1].due_at == part.due_at


def test_what_was_not_taken_on_is_looked_at_just_as_soon(world: SimpleNamespace) -> None:
    matter = of_two_things(world, make.make_matter)
    part = apart(world, matter).part
    assert (part.state, part.due_at) == (MatterState.REPORTED, matter.due_at)


def test_each_story_begins_with_what_was_told_together_and_goes_on_alone(world: SimpleNamespace) -> None:
    matter, desk = of_two_things(world), world.actors["community_worker"]
    part = apart(world, matter).part
    add_note(matter=matter, text="先看阀门", actor=desk, now=LATER)
    assert [step.kind for step in story_for(desk, part)] == [
        "accepted", "parted", "signed", "dispatched", "accepted", "reported",
    ]  # fmt: skip
    assert [step.kind for step in story_for(desk, matter)][:2] == ["note", "split"]
    assert [step.text for step in story_for(world.actors["resident"], part)][1] == LAMP


def test_pictures_that_were_chosen_are_seen_on_both(world: SimpleNamespace) -> None:
    matter = of_two_things(world)
    photo = pictured(world, matter)
    part = apart(world, matter, photos=[photo]).part
    (copy,) = Photo.objects.filter(entry__matter=part)
    assert copy.file == photo.file
    for who, one, picture in (("resident", matter, photo), ("resident", part, copy), ("grid_worker", part, photo)):
        address = reverse("matters:photo", args=[one.code, picture.pk])
        assert shown(browser_of(world.people[who]), address) == 200
    strange = reverse("matters:photo", args=[part.code, copy.pk])
    assert browser_of(world.people["child"]).get(strange).status_code == 404
    slip = reverse("matters:status-photo", args=[part.code, copy.pk])
    assert Client().get(slip).status_code == 404


def test_picture_or_follower_of_another_matter_is_refused(world: SimpleNamespace) -> None:
    matter, other = of_two_things(world), make.handling(world)
    codes = []
    for more in ({"photos": [pictured(world, other)]}, {"followers": [joined(world, other)]}):
        with pytest.raises(Refused) as refused:
            apart(world, matter, **more)
        codes.append(refused.value.code)
    assert codes == ["photo-elsewhere", "follower-elsewhere"]


def test_whoever_follows_has_a_slip_for_each_and_reads_nobodys_words(world: SimpleNamespace) -> None:
    matter = of_two_things(world)
    first = joined(world, matter)
    part = apart(world, matter).part
    second = part.followers.get()
    assert (second.split_from, second.text, second.code == first.code) == (first, "我家也是", False)
    page = Client().get(reverse("matters:status", args=[first.code])).content.decode()
    assert (second.code in page, BOTH in page, LAMP in page, part.code in page) == (True, False, False, False)
    page = Client().get(reverse("matters:status", args=[second.code])).content.decode()
    assert (first.code in page, BOTH in page, LAMP in page, matter.code in page) == (True, False, False, False)
    own = story_for_follower(second, with_slip=False)
    assert [step.text for step in own if step.text] == ["我家也是"] or [step.text for step in own if step.text] == []


def test_only_those_who_were_chosen_have_the_second(world: SimpleNamespace) -> None:
    matter = of_two_things(world)
    joined(world, matter)
    assert apart(world, matter, followers=[]).part.followers.count() == 0


def test_everybody_is_told_once(world: SimpleNamespace) -> None:
    matter, people = of_two_things(world), world.people
    before = told("matters.accepted")
    joined(world, matter)
    apart(world, matter)
    assert told("matters.split") == [people["resident"].pk]
    assert told("matters.split_for_follower") == [people["child"].pk]
    assert told("matters.split_for_handler") == [people["grid_worker"].pk]
    assert told("matters.accepted") == before == told("matters.reported")


def test_whoever_asked_sees_each_from_the_other(world: SimpleNamespace) -> None:
    matter = of_two_things(world)
    part = apart(world, matter).part
    browser = browser_of(world.people["resident"])
    for here, there in ((matter, part), (part, matter)):
        page = browser.get(reverse("matters:mine-detail", args=[here.code])).content.decode()
        assert reverse("matters:mine-detail", args=[there.code]) in page
        slip = Client().get(reverse("matters:status", args=[here.code])).content.decode()
        assert reverse("matters:status", args=[there.code]) in slip


@pytest.mark.parametrize("who", ["grid_worker", "neighbour", "street_officer", "resident", "other_secretary"])
def test_only_whoever_may_merge_splits(world: SimpleNamespace, who: str) -> None:
    matter = of_two_things(world)
    with pytest.raises(Refused) as refused:
        apart(world, matter, who)
    assert refused.value.code == "forbidden"
    made = apart(world, matter)
    with pytest.raises(Refused) as refused:
        undo_split(split=made, reason="一件", actor=world.actors[who], now=LATER)
    assert refused.value.code == "forbidden"


def test_neither_an_answered_matter_nor_the_same_words_twice_nor_no_words(world: SimpleNamespace) -> None:
    matter = of_two_things(world)
    apart(world, matter)
    codes = []
    for one, more in ((matter, {}), (matter, {"text": " "}), (make.fed_back(world), {}), (make.closed(world), {})):
        with pytest.raises(Refused) as refused:
            apart(world, one, **more)
        codes.append(refused.value.code)
    assert codes == ["split-already", "words-needed", "wrong-state", "wrong-state"]


def test_undone_within_a_working_day_they_are_one_with_everything_said_meanwhile(world: SimpleNamespace) -> None:
    matter = of_two_things(world)
    first = joined(world, matter)
    made = apart(world, matter)
    part = made.part
    second = part.followers.get()
    add_fact(matter=part, text="灯又闪了", actor=world.actors["resident"], now=LATER)
    add_follower_fact(follower=second, text="五楼也黑", actor=world.actors["child"], now=LATER)
    undo_split(split=made, reason="一件事", actor=world.actors["community_worker"], now=LATER)
    part.refresh_from_db()
    matter.refresh_from_db()
    assert (part.state, part.merged_into, matter.title) == (MatterState.MERGED, matter, BOTH)
    assert "灯又闪了" in [step.text for step in story_for(world.actors["resident"], matter)]
    assert {"灯又闪了", "五楼也黑"} <= {step.text for step in story_for(world.actors["grid_worker"], matter)}
    assert [one.pk for one in Follower.objects.filter(matter=matter, ended_at=None)] == [first.pk]
    for code in (part.code, second.code):
        assert Client().get(reverse("matters:status", args=[code])).status_code == 200
    assert told("matters.unsplit") == [world.people["resident"].pk]
    assert told("matters.merged") == []


def test_undoing_comes_too_late_and_not_twice(world: SimpleNamespace) -> None:
    matter, desk = of_two_things(world), world.actors["community_worker"]
    made = apart(world, matter)
    with pytest.raises(Refused) as refused:
        undo_split(split=made, reason="晚了", actor=desk, now=LATER + timedelta(days=2))
    assert refused.value.code == "undo-too-late"
    undo_split(split=made, reason="一件事", actor=desk, now=LATER)
    with pytest.raises(Refused) as refused:
        undo_split(split=made, reason="一件事", actor=desk, now=LATER)
    assert refused.value.code == "undone-already"


def test_page_splits_and_undoes_and_opens_for_the_desk_alone(world: SimpleNamespace) -> None:
    matter = of_two_things(world)
    photo, follower = pictured(world, matter), joined(world, matter)
    browser, page = browser_of(world.people["community_worker"]), reverse("matters:desk-split", args=[matter.code])
    assert page in browser.get(reverse("matters:desk-detail", args=[matter.code])).content.decode()
    assert str(photo.pk) in browser.get(page).content.decode()
    said = {"text": LAMP, "category": "FA01", "first_title": "暖气不热", "reason": "两件事"}
    answer = browser.post(page, {**said, "photos": str(photo.pk), "followers": str(follower.pk)})
    part = Matter.objects.get(parted_from=matter)
    assert answer.url == reverse("matters:desk-detail", args=[part.code])
    for here, there in ((matter, part), (part, matter)):
        shown = browser.get(reverse("matters:desk-detail", args=[here.code])).content.decode()
        assert reverse("matters:desk-detail", args=[there.code]) in shown
    undo = reverse("matters:desk-unsplit", args=[part.code])
    wrong = [browser_of(world.people[who]).post(undo, {"reason": "一件"}) for who in ("grid_worker", "stranger")]
    assert [answer.status_code for answer in wrong] == [403, 404]
    assert Client().post(undo, {"reason": "一件"}).status_code == 302
    assert browser.post(undo, {"reason": "一件"}).url == reverse("matters:desk-detail", args=[matter.code])
    assert Split.objects.exclude(undone_at=None).count() == 1


def test_programs_split_merge_and_undo_like_the_page(world: SimpleNamespace) -> None:
    matter, browser = of_two_things(world), browser_of(world.people["community_worker"])

    def post(code: str, step: str, **said: Any) -> tuple[int, Any]:
        answer = browser.post(f"/api/v1/matters/{code}/{step}", json.dumps(said), content_type="application/json")
        return answer.status_code, answer.json()

    status, made = post(matter.code, "split", text=LAMP, category="FA01", reason="两件事")
    assert (status, made["category"]) == (201, "FA01")
    status, one = post(made["code"], "unsplit", reason="一件事")
    assert (status, one["code"]) == (200, matter.code)
    other = make.accepted(world)
    status, kept = post(other.code, "merge", into=matter.code, reason="同一处")
    assert (status, kept["code"]) == (200, matter.code)
    status, alone = post(other.code, "unmerge", reason="两处")
    assert (status, alone["state"]) == (200, "accepted")
    refused = browser_of(world.people["grid_worker"])
    said = json.dumps({"text": LAMP, "reason": "两件"})
    for step in ("split", "merge", "unmerge", "unsplit"):
        answer = refused.post(f"/api/v1/matters/{matter.code}/{step}", said, content_type="application/json")
        assert answer.status_code in {403, 422}
    stranger = browser_of(world.people["stranger"])
    answer = stranger.post(f"/api/v1/matters/{matter.code}/split", said, content_type="application/json")
    assert answer.status_code == 404


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_two_who_split_the_same_words_together_one_wins() -> None:
    make.bring_categories()
    world = make_world()
    key = of_two_things(world).pk

    def split() -> object:
        return apart(world, Matter.objects.get(pk=key), category=None)

    assert race([split, split, split]) == ["done", "split-already", "split-already"]
    assert Matter.objects.filter(parted_from=key).count() == 1
