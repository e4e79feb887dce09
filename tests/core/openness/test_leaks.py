"""No secret of a matter goes out by any door: a secret in each inner place, a walk through every door.

Each secret holds a character that stands nowhere else, so that it is found in whatever form it goes out: on a page, in
a file, on a paper, in a message.
"""

from __future__ import annotations

import io
import json
import re
import zlib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

from linli.base.files.operations import store_recording
from linli.base.messaging.models import Message
from linli.base.messaging.operations import choose_channel
from linli.base.messaging.tasks import send_due_copies
from linli.base.messaging.wording import words_of
from linli.base.outbox.worker import deliver_due
from linli.core.matters.models import BadReview, Matter, Recording
from linli.core.matters.operations.contact import reveal_contact
from linli.core.matters.operations.desk import settle_extension
from linli.core.matters.operations.following import follow_matter
from linli.core.matters.operations.handling import (
    add_note,
    ask_extension,
    feed_back,
    return_dispatch,
    suspend_matter,
)
from linli.core.matters.operations.judging import confirm_matter, verify_matter
from linli.core.matters.operations.report import Report
from linli.core.matters.operations.reviews import contact_reviewer
from linli.core.matters.operations.tasks import add_task, drop_task
from linli.core.matters.tasks import go_on_after_waiting
from linli.core.openness.enums import HookEvent
from linli.core.openness.models import Parcel
from linli.core.openness.operations.hooks import add_hook
from linli.core.openness.queries.requests import public_id
from linli.core.people.web.guards import DEMO
from tests.factories import matters as make
from tests.factories.core import NOON, TODAY
from tests.factories.sounds import a_wav

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)

# What workers write for themselves.
INSIDE = {
    "internal note": "貔", "mention": "貅", "task": "饕", "dropped task": "餮", "return of a dispatch": "鼍",
    "wish for more time": "鼯", "more time refused": "鼷", "reason to see the phone": "鼽",
    "bad judgement followed": "鼹",
}  # fmt: skip
# Why somebody looked at their phone is told to them, and stands in their record, by right.
NOT_THEIRS = {place: word for place, word in INSIDE.items() if place != "reason to see the phone"}
NAME, PHONE, HOME = "龘", "13917653208", "龠"  # who asked, and where they live
WORDS, PAUSE, FOLLOWER = "龢", "龅", "龃"  # their words; why it waits; the words of a neighbour who follows
WHO = {"name": NAME, "phone": PHONE}
THEIRS = {**WHO, "address": HOME, "words": WORDS}
OUT = {**INSIDE, **THEIRS, "pause": PAUSE, "follower": FOLLOWER}  # what everybody else must not read


@pytest.fixture
def secret(world: SimpleNamespace, settings: Any, tmp_path: Path) -> SimpleNamespace:
    """A matter that went its way, with a secret in each inner place, and a neighbour who follows it."""
    cache.clear()
    settings.LINLI_DEMO, settings.LINLI_COMMUNITY, settings.LINLI_HOME = True, "zhaolin", tmp_path
    settings.LINLI_HOOKS_INSIDE = True
    settings.LINLI_CHANNELS = {"sms": "linli.base.messaging.channels.FakeSms"}
    desk, handler = world.actors["community_worker"], world.actors["grid_worker"]
    world.people["resident"].name, world.people["resident"].phone = NAME, PHONE
    world.people["resident"].save()
    for number, (who, person) in enumerate(world.people.items()):
        account = person.account
        account.phone, account.phone_verified_at = f"139000000{number:02}", NOON
        account.save()
        choose_channel(person=person.pk, channel="sms", on=True, actor=world.actors[who], now=NOON)
    events = {"community": world.community, "actor": world.actors["system_admin"], "now": NOON}
    add_hook(url="http://127.0.0.1:9/", events=list(HookEvent.values), **events)
    said = {
        "text": f"楼道灯坏了{WORDS}",
        "category": make.category("FA02"),
        "address": HOME,
        "hidden_from_handler": True,
    }
    matter = make.dispatched(world, **said)
    return_dispatch(matter=matter, reason=INSIDE["return of a dispatch"], actor=handler, now=NOON)
    make.dispatch_matter(matter=matter, handler=world.people["grid_worker"], actor=desk, now=NOON)
    make.sign_matter(matter=matter, actor=handler, now=NOON)
    joined = Report(community=world.community, text=f"我家也黑{FOLLOWER}")
    follower = follow_matter(matter=matter, report=joined, actor=world.actors["child"], now=NOON)
    _write_inside(world, matter)
    feed_back(matter=matter, ending="solved", text="换了灯。", actor=handler, now=NOON + 2 * WEEK)
    verify_matter(matter=matter, actor=desk, now=NOON + 2 * WEEK)
    confirm_matter(matter=matter, rating=1, words=WORDS, actor=world.actors["resident"], now=NOON + 2 * WEEK)
    followed = {"review": BadReview.objects.get(), "text": INSIDE["bad judgement followed"]}
    contact_reviewer(actor=desk, now=NOON + 2 * WEEK, **followed)
    while deliver_due(NOON + 3 * WEEK):
        pass
    while send_due_copies(NOON + 3 * WEEK):
        pass
    matter.refresh_from_db()
    return SimpleNamespace(world=world, matter=matter, follower=follower, letters=tmp_path / "outbox-fake" / "sms")


def _write_inside(world: SimpleNamespace, matter: Matter) -> None:
    """Each inner place of a matter in hand."""
    desk, handler = world.actors["community_worker"], world.actors["grid_worker"]
    sound = SimpleUploadedFile("voice.wav", a_wav())
    recording = store_recording(sound, place=matter.place, actor=handler, now=NOON)
    add_note(matter=matter, text=INSIDE["internal note"], actor=handler, now=NOON, recording=recording)
    called = world.people["community_worker"].name
    add_note(matter=matter, text=f"@{called} {INSIDE['mention']}", actor=handler, now=NOON)
    add_task(matter=matter, title=INSIDE["task"], assignee=world.people["community_worker"], actor=handler, now=NOON)
    dropped = add_task(matter=matter, title="看电表", actor=handler, now=NOON)
    drop_task(task=dropped, reason=INSIDE["dropped task"], actor=handler, now=NOON)
    ask_extension(matter=matter, days=2, reason=INSIDE["wish for more time"], actor=handler, now=NOON)
    settle_extension(matter=matter, grant=False, reason=INSIDE["more time refused"], actor=desk, now=NOON)
    shown = reveal_contact(matter=matter, reason=f"要回电核实{INSIDE['reason to see the phone']}", actor=desk, now=NOON)
    assert (shown.name, shown.phone) == (NAME, PHONE)
    waits = {"because": "parts", "until": TODAY + timedelta(days=2), "reason": f"等灯头{PAUSE}"}
    suspend_matter(matter=matter, actor=handler, now=NOON, **waits)
    go_on_after_waiting(NOON + timedelta(days=3))
    matter.refresh_from_db()


def browser(secret: SimpleNamespace, who: str = "") -> Client:
    client = Client()
    if who:
        client.force_login(secret.world.people[who].account)
        session = client.session
        session[DEMO] = True
        session.save()
    return client


def told(answer: Any) -> str:
    """What an answer says, whatever its format."""
    kind = answer.headers.get("Content-Type", "")
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if "json" in kind:
        return json.dumps(json.loads(content), ensure_ascii=False)
    if "pdf" in kind:
        return "".join(_letters_of(content))
    if "sheet" in kind:
        book = openpyxl.load_workbook(io.BytesIO(content))
        return " ".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)
    return content.decode()


def _letters_of(pdf: bytes) -> Iterator[str]:
    """The letters that the fonts of a paper can draw: those that stand on it, because no others are put in."""
    for match in re.finditer(rb"stream\r?\n", pdf):
        try:
            text = zlib.decompressobj().decompress(pdf[match.end() :])
        except zlib.error:
            continue
        if b"begincmap" in text:
            for found in re.findall(rb"<([0-9A-Fa-f]{4,8})>\s*(?:\n|$)", text):
                yield bytes.fromhex(found.decode()).decode("utf-16-be")


def leaks(text: str, secrets: dict[str, str]) -> list[str]:
    return [name for name, word in secrets.items() if word in text]


PUBLIC = {
    "open page": "/open/", "months as CSV": "/open/months.csv", "months as JSON": "/open/months.json",
    "Atom": "/open/news.atom", "RSS": "/open/news.rss",
    "Open311 list, XML": "/open311/v2/requests.xml?end_date=2026-12-10T00:00:00Z",
    "Open311 list, JSON": "/open311/v2/requests.json?end_date=2026-12-10T00:00:00Z",
    "Open311 one, XML": "/open311/v2/requests/{id}.xml", "Open311 one, JSON": "/open311/v2/requests/{id}.json",
    "Open311 token": "/open311/v2/tokens/{id}.json", "Open311 services": "/open311/v2/services.xml",
    "what Open311 lacks": "/api/v1/openness/requests/{id}", "months for programs": "/api/v1/openness/months",
    "first page": "/", "wishes": "/neighbourhood/",
}  # fmt: skip
WITH_SLIP = {
    "slip": "/slip/{code}/", "slip on paper": "/slip/{code}/print/",
    "slip for weak eyes": "/slip/{code}/print/?large=1",
    "status": "/status/{code}/", "status for programs": "/api/v1/matters/status/{code}",
}  # fmt: skip
OWN = {
    "own page": "/me/matters/{code}/", "own list": "/me/matters/", "own matter for programs": "/api/v1/matters/{code}",
    "own clocks": "/api/v1/matters/{code}/clocks", "own record": "/me/record/copy.json",
    "own record as a sheet": "/me/record/copy.xlsx", "own messages": "/api/v1/messages",
}  # fmt: skip
DOORS_OF_PROGRAMS = ("", "/clocks", "/precedents", "/tasks", "/texts", "/macros")


def address(secret: SimpleNamespace, path: str, code: str = "") -> str:
    return path.format(code=code or secret.matter.code, id=public_id(secret.matter))


def test_no_public_door_tells_a_secret(secret: SimpleNamespace) -> None:
    found = {}
    for door, path in PUBLIC.items():
        answer = browser(secret).get(address(secret, path), follow=True)
        text = told(answer)
        found[door] = (answer.status_code, leaks(text, {**OUT, "code of the slip": secret.matter.code}))
    assert found == dict.fromkeys(PUBLIC, (200, []))


def test_whoever_found_a_slip_reads_no_secret(secret: SimpleNamespace) -> None:
    hidden, found = {**INSIDE, **THEIRS, "follower": FOLLOWER}, {}
    for whose, code in (("first", secret.matter.code), ("follower", secret.follower.code)):
        for door, path in WITH_SLIP.items():
            answer = browser(secret).get(address(secret, path, code))
            found[whose, door] = (answer.status_code, leaks(told(answer), hidden))
    assert found == dict.fromkeys(found, (200, []))


def test_a_paper_is_read_by_the_letters_on_it(secret: SimpleNamespace) -> None:
    """Else the papers above would pass whatever stands on them."""
    text = told(browser(secret).get(address(secret, WITH_SLIP["slip on paper"])))
    assert {"兆", "麟", "社", "区"} <= set(text)


def test_whoever_asked_reads_nothing_that_workers_wrote_for_themselves(secret: SimpleNamespace) -> None:
    hidden, found = {**NOT_THEIRS, "follower": FOLLOWER}, {}
    for door, path in OWN.items():
        answer = browser(secret, "resident").get(address(secret, path))
        found[door] = (answer.status_code, leaks(told(answer), hidden))
    assert found == dict.fromkeys(OWN, (200, []))


def test_a_neighbour_who_follows_reads_what_was_said_to_all(secret: SimpleNamespace) -> None:
    hidden, found = {**INSIDE, **WHO, "address": HOME}, {}
    for path in ("/me/following/{code}/", "/me/following/", "/api/v1/messages", "/me/record/copy.json"):
        answer = browser(secret, "child").get(address(secret, path, secret.follower.code))
        found[path] = (answer.status_code, leaks(told(answer), hidden))
    assert found == dict.fromkeys(found, (200, []))


def test_a_voice_note_for_us_alone_is_heard_by_nobody_else(secret: SimpleNamespace) -> None:
    recording = Recording.objects.get(entry__matter=secret.matter)
    path = reverse("matters:recording", args=[secret.matter.code, recording.pk])
    answers = {who: browser(secret, who).get(path).status_code for who in ("", "resident", "child", "stranger")}
    assert answers == {"": 302, "resident": 404, "child": 404, "stranger": 404}
    heard = browser(secret, "grid_worker").get(path)
    assert (heard.status_code, b"".join(heard.streaming_content)[:4]) == (200, b"RIFF")
    for who in ("resident", "child"):
        pages = [OWN["own page"], OWN["own matter for programs"]] if who == "resident" else ["/me/following/"]
        for page in pages:
            assert str(recording.pk) not in told(browser(secret, who).get(address(secret, page)))


def test_programs_of_others_are_told_codes_and_states(secret: SimpleNamespace) -> None:
    parcels = [json.dumps(parcel.payload, ensure_ascii=False) for parcel in Parcel.objects.all()]
    assert len(parcels) > 5
    assert [found for parcel in parcels for found in leaks(parcel, OUT)] == []
    assert secret.matter.code not in "".join(parcels)


def test_messages_tell_nobody_what_is_not_for_them(secret: SimpleNamespace) -> None:
    people = {person.pk: who for who, person in secret.world.people.items()}
    found = []
    for message in Message.objects.all():
        who = people[message.recipient]
        outside = {"resident": {**NOT_THEIRS, "follower": FOLLOWER}, "child": {**INSIDE, **WHO, "address": HOME}}
        for language in ("zh-hans", "en"):
            with translation.override(language):
                words = words_of(message)
            text = f"{words.title} {words.body} {message.link}"
            found += [(who, message.template, leak) for leak in leaks(text, outside.get(who, WHO))]
    assert Message.objects.count() > 8
    assert found == []


def test_text_messages_leave_the_house_without_names_phones_and_what_is_for_us_alone(secret: SimpleNamespace) -> None:
    letters = [json.loads(file.read_text()) for file in secret.letters.iterdir()]
    assert len(letters) > 3
    for letter in letters:
        text = " ".join(str(value) for name, value in letter.items() if name != "to")
        assert leaks(text, {**NOT_THEIRS, **WHO, "address": HOME, "follower": FOLLOWER}) == [], letter


@pytest.mark.parametrize(
    "who", ["", "child", "neighbour", "stranger", "other_resident", "other_secretary", "system_admin", "security_admin",
            "audit_admin", "department_officer"]
)  # fmt: skip
def test_nobody_elsewhere_reads_it_by_the_api_or_a_page(secret: SimpleNamespace, who: str) -> None:
    client, code = browser(secret, who), secret.matter.code
    paths = [f"/api/v1/matters/{code}{door}" for door in DOORS_OF_PROGRAMS]
    paths += [f"/desk/matters/{code}/", f"/me/matters/{code}/", f"/desk/reviews/{BadReview.objects.get().pk}/"]
    for path in paths:
        answer = client.get(path)
        assert answer.status_code in {302, 401, 403, 404}, path
        assert leaks(answer.content.decode(), OUT) == []
    for path in ("/api/v1/matters", "/api/v1/reviews", "/desk/matters/", f"/api/v1/matters?q={WORDS}"):
        answer = client.get(path)
        text = answer.content.decode().replace(f'value="{WORDS}"', "")
        if "json" in answer.headers.get("Content-Type", ""):
            text = json.dumps(json.loads(text), ensure_ascii=False)
        assert leaks(text, OUT) == [], path


@pytest.mark.parametrize("who", ["grid_worker", "street_officer", "street_leader"])
def test_whoever_asked_to_stay_hidden_is_hidden_from_the_handler_and_the_street(
    secret: SimpleNamespace, who: str
) -> None:
    client, code = browser(secret, who), secret.matter.code
    for path in (f"/desk/matters/{code}/", "/desk/matters/", f"/api/v1/matters/{code}", "/api/v1/matters", "/desk/"):
        answer = client.get(path)
        assert (answer.status_code, leaks(told(answer), WHO)) == (200, []), path
    contact = client.post(f"/desk/matters/{code}/contact/", {"reason": "打电话"}, follow=True)
    assert leaks(contact.content.decode(), WHO) == []


def test_a_list_that_is_taken_away_names_nobody(secret: SimpleNamespace) -> None:
    client = browser(secret, "community_worker")
    purpose = {"whom": "街道", "what_for": "核对", "until": (TODAY + timedelta(days=30)).isoformat()}
    answer = client.post("/desk/matters/?export=1", purpose)
    text = told(answer)
    assert "FA02" in text or "楼道灯坏了" in text, text[:300]
    assert leaks(text, {**INSIDE, **WHO, "pause": PAUSE, "follower": FOLLOWER}) == []
