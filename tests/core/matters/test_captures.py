"""What waited on a telephone comes in once, from whoever wrote it, for whom they may."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from linli.base.errors import Refused
from linli.base.files.models import StoredFile
from linli.base.permissions import SystemActor
from linli.core.matters.models import Capture, Entry, Matter, Photo, Recording
from linli.core.matters.operations.captures import Enclosed, receive_capture
from linli.core.matters.operations.forgetting import forget_reporter
from linli.core.matters.operations.handling import add_note
from linli.core.matters.operations.report import Report, report_matter
from tests.core.matters.test_race import race
from tests.factories import matters as make
from tests.factories.clients import browser_of
from tests.factories.core import NOON, make_world
from tests.factories.sounds import a_wav

SEND = "/desk/round/captures/"


@pytest.fixture(autouse=True)
def disk(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


def a_photo() -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(out, "JPEG")
    return SimpleUploadedFile("photo.jpg", out.getvalue(), "image/jpeg")


def sent(world: SimpleNamespace, who: str = "grid_worker", browser: Client | None = None, **fields: Any) -> Any:
    said = {"key": uuid4(), "person": world.people[who].pk, "kind": "matter", "text": "楼道口的井盖松了", **fields}
    return (browser or browser_of(world.people[who])).post(SEND, said)


@pytest.mark.django_db
def test_something_new_comes_in_once_however_often_it_is_sent(world: SimpleNamespace) -> None:
    key = uuid4()
    first = sent(
        world,
        key=key,
        address="3号楼",
        lat="41.42",
        lng="123.33",
        photos=a_photo(),
        recording=SimpleUploadedFile("voice", a_wav()),
    )
    second = sent(world, key=key, text="别的话")
    matter = Matter.objects.get()
    assert (first.status_code, second.status_code) == (200, 200)
    assert first.json() == {"code": matter.code, "url": f"/desk/matters/{matter.code}/", "again": False}
    assert second.json() == {**first.json(), "again": True}
    assert (matter.text, matter.address, matter.grid, matter.door) == ("楼道口的井盖松了", "3号楼", world.grid, "visit")
    assert (Photo.objects.count(), Recording.objects.count(), StoredFile.objects.count()) == (1, 1, 2)


@pytest.mark.django_db
def test_note_and_ending_join_their_matter(world: SimpleNamespace) -> None:
    matter = make.handling(world)
    recording = SimpleUploadedFile("voice.wav", a_wav())
    note = sent(world, kind="note", code=matter.code, text="", recording=recording)
    ending = sent(world, kind="ending", code=matter.code, text="换了井盖。", ending="solved")
    assert (note.status_code, ending.status_code) == (200, 200), (note.content, ending.content)
    matter.refresh_from_db()
    assert (matter.state, matter.ending_text) == ("fed_back", "换了井盖。")
    entry = Entry.objects.get(kind="note")
    assert (entry.is_shown, entry.recording.file.media_type) == (False, "audio/wav")


@pytest.mark.django_db
def test_what_is_refused_says_why_and_leaves_nothing(world: SimpleNamespace) -> None:
    matter = make.dispatched(world)
    before = StoredFile.objects.count()
    early = sent(world, kind="ending", code=matter.code, text="换了。", ending="solved", photos=a_photo())
    assert (early.status_code, early.json()["code"]) == (409, "wrong-state")
    empty = sent(world, kind="matter", text=" ")
    assert (empty.status_code, empty.json()["field"]) == (409, "text")
    wrong = sent(world, kind="note", code=matter.code, text="", recording=SimpleUploadedFile("a.mp3", b"<html>"))
    assert (wrong.status_code, wrong.json()["code"]) == (409, "not-a-recording")
    odd = sent(world, key="no key")
    assert (odd.status_code, odd.json()["field"]) == (422, "key")
    elsewhere = sent(world, grid=world.other_grid.pk)
    assert (elsewhere.status_code, elsewhere.json()["code"]) == (409, "grid-elsewhere")
    assert (Capture.objects.count(), StoredFile.objects.count()) == (0, before)


@pytest.mark.django_db
def test_emergency_asks_to_call_first(world: SimpleNamespace) -> None:
    words = {"text": "三楼着火了，有人受伤"}
    first = sent(world, **words)
    if first.json().get("code") == "emergency-first":
        assert sent(world, emergency_confirmed="on", **words).status_code == 200


@pytest.mark.django_db
def test_nobody_sends_for_another(world: SimpleNamespace) -> None:
    matter = make.handling(world)
    someone = sent(world, browser=browser_of(world.people["neighbour"]))
    assert (someone.status_code, someone.json()["code"]) == (409, "other-person")
    unseen = sent(world, "neighbour", kind="note", code=matter.code)
    assert unseen.status_code == 404
    assert sent(world, "resident").status_code == 404
    assert sent(world, "street_officer").status_code == 404
    assert sent(world, browser=Client()).status_code == 302
    key = uuid4()
    assert sent(world, key=key).status_code == 200
    again = sent(world, "community_worker", key=key)
    assert (again.status_code, again.json()["code"]) == (409, "capture-of-another")


@pytest.mark.django_db
def test_voice_note_is_heard_by_those_who_may_read_its_step(world: SimpleNamespace) -> None:
    matter = make.handling(world)
    files = {"kind": "note", "code": matter.code, "text": "看过了"}
    sent(world, recording=SimpleUploadedFile("voice", a_wav()), **files)
    sent(world, recording=SimpleUploadedFile("voice", a_wav()), is_shown="on", **files)
    inner, shown = (f"/matters/recordings/{matter.code}/{one.pk}/" for one in Recording.objects.order_by("pk"))

    def answers(who: str) -> list[int]:
        answered = [browser_of(world.people[who]).get(path) for path in (inner, shown)]
        assert all(b"".join(answer.streaming_content) == a_wav() for answer in answered if answer.streaming)
        return [answer.status_code for answer in answered]

    assert answers("grid_worker") == [200, 200]
    assert answers("street_officer") == [200, 200]
    assert answers("resident") == [404, 200]
    assert answers("neighbour") == [404, 404]
    assert answers("stranger") == [404, 404]
    assert Client().get(shown).status_code == 302
    assert shown in browser_of(world.people["resident"]).get(f"/me/matters/{matter.code}/").content.decode()
    assert shown not in Client().get(f"/status/{matter.code}/").content.decode()  # a slip can be lost


@pytest.mark.django_db
def test_their_voice_is_forgotten_with_them(world: SimpleNamespace) -> None:
    matter = make.closed(world)
    entry = matter.entries.get(kind="reported")
    from linli.base.files.operations import store_recording

    file = store_recording(ContentFile(a_wav()), place=matter.place, actor=world.actors["resident"], now=NOON)
    Recording(entry=entry, file=file).save()
    forget_reporter(matter=matter, actor=SystemActor("test"), now=NOON, reason="asked")
    file.refresh_from_db()
    assert file.ended_at == NOON


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.parametrize("kind", ["matter", "note"])
def test_of_many_senders_with_one_key_one_is_taken_in(kind: str) -> None:
    make.bring_categories()
    world = make_world()
    standing = make.accepted(world).pk
    key, before = uuid4(), Entry.objects.count()

    def send() -> Callable[[], object]:
        return lambda: receive(world, key, Matter.objects.get(pk=standing) if kind == "note" else None)

    assert race([send() for _n in range(6)]) == ["done"] * 6
    assert Capture.objects.get().key == key
    assert Matter.objects.count() == (1 if kind == "note" else 2)
    assert Entry.objects.count() == before + 1
    assert StoredFile.objects.count() == 1


def receive(world: SimpleNamespace, key: UUID, matter: Matter | None) -> Capture:
    actor = world.actors["grid_worker"]

    def take_in(kept: Any) -> Matter:
        if matter:
            return add_note(
                matter=matter, text="看过了", is_shown=False, photos=kept.photos, actor=actor, now=NOON
            ).matter
        report = Report(community=world.community, grid=world.grid, text="井盖松了", door="visit", photos=kept.photos)
        return report_matter(report=report, actor=actor, now=NOON)

    enclosed = Enclosed([a_photo()])
    return receive_capture(key=key, place=world.grid.path, enclosed=enclosed, take_in=take_in, actor=actor, now=NOON)


@pytest.mark.django_db
def test_capture_that_was_undone_can_be_sent_again(world: SimpleNamespace) -> None:
    key = uuid4()

    def breaks(_kept: Any) -> Matter:
        raise Refused("stop", "no")

    more: dict[str, Any] = {"place": world.grid.path, "actor": world.actors["grid_worker"], "now": NOON}
    with pytest.raises(Refused):
        receive_capture(key=key, enclosed=Enclosed([a_photo()]), take_in=breaks, **more)
    assert (Capture.objects.count(), StoredFile.objects.count()) == (0, 0)
    assert receive(world, key, None).key == key
