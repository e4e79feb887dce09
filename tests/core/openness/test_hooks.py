"""Addresses of others: told once, signed, in codes and states only; tried again, paused, and never led inside."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

import pytest

from linli.base.errors import Refused
from linli.base.messaging.models import Message
from linli.base.outbox.worker import deliver_due
from linli.core.openness.courier import signature, target_of
from linli.core.openness.enums import HookEvent
from linli.core.openness.models import Hook, Parcel
from linli.core.openness.operations import hooks as operations
from linli.core.openness.queries.requests import public_id
from linli.core.openness.tasks import carry_parcels, sweep
from tests.factories import matters as make
from tests.factories.clients import browser_of
from tests.factories.core import NOON, make_world

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(minutes=1)


@pytest.fixture
def receiver() -> Iterator[SimpleNamespace]:
    """A program of others on this machine; `answers` says what it answers next, 204 when nothing is said."""
    told = SimpleNamespace(heard=[], answers=[])

    class Ear(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            told.heard.append((dict(self.headers), body))
            status = told.answers.pop(0) if told.answers else 204
            self.send_response(status)
            if status == 302:
                self.send_header("Location", "http://127.0.0.1:1/inside")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_args: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Ear)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    told.url = f"http://127.0.0.1:{server.server_port}/hook?from=linli"
    yield told
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def world(settings):
    settings.LINLI_HOOKS_INSIDE = True
    return make_world()


def told_hook(world, url, events=tuple(HookEvent.values)):
    actor = world.actors["system_admin"]
    return operations.add_hook(community=world.community, url=url, events=events, actor=actor, now=NOON)


def work(now=LATER):
    while deliver_due(now):
        pass
    return carry_parcels(now)


def test_an_address_is_told_in_codes_and_states_and_can_check_the_signature(world, receiver):
    _hook, secret = told_hook(world, receiver.url)
    matter = make.fed_back(world, text="我家302暖气不热")
    work()
    events = [json.loads(body)["event"] for _headers, body in receiver.heard]
    steps = ["created", "accepted", "updated", "updated", "ended"]
    assert events == [f"request.{step}" for step in steps]
    headers, body = receiver.heard[-1]
    stamp, given = (part.partition("=")[2] for part in headers["Linli-Signature"].split(","))
    assert given == hmac.new(secret.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
    said = json.loads(body)
    assert said["request"] == {
        "service_request_id": public_id(matter), "service_code": "UT04", "grid": 1, "status": "open",
        "state": "fed_back", "ending": "solved",
    }  # fmt: skip
    everything = b"".join(body for _headers, body in receiver.heard).decode()
    assert [word for word in (matter.code, str(matter.pk), "我家", "刘桂芳", "换了") if word in everything] == []


def test_an_address_hears_only_what_it_chose_and_only_what_is_public(world, receiver):
    told_hook(world, receiver.url, ["request.ended"])
    make.fed_back(world)
    make.fed_back(world, category=make.category("CA01"))
    make.make_matter(world, community=world.other, grid=world.other_grid)
    work()
    assert [headers["Linli-Event"] for headers, _body in receiver.heard] == ["request.ended"]


def test_a_step_is_told_once_however_often_the_worker_comes(world, receiver):
    told_hook(world, receiver.url)
    make.make_matter(world)
    assert (work(), work(), carry_parcels(LATER)) == (1, 0, 0)
    assert len(receiver.heard) == 1


@pytest.mark.parametrize("status", [302, 404, 500])
def test_what_is_not_taken_is_sent_again_later_and_no_redirect_is_followed(world, receiver, status):
    told_hook(world, receiver.url)
    make.make_matter(world)
    receiver.answers = [status]
    work()
    parcel = Parcel.objects.get()
    assert (parcel.state, parcel.attempts, parcel.answer) == ("waiting", 1, status)
    assert carry_parcels(parcel.due_at - timedelta(seconds=1)) == 0
    assert carry_parcels(parcel.due_at) == 1
    parcel.refresh_from_db()
    assert (parcel.state, parcel.attempts, parcel.answer) == ("delivered", 2, 204)


def test_an_address_that_never_answers_is_paused_and_its_owner_told(world, receiver):
    hook, _secret = told_hook(world, "http://127.0.0.1:9/nobody")
    for _ in range(operations.PAUSE_AFTER):
        make.make_matter(world)
    moment = LATER
    while deliver_due(moment):
        pass
    for _ in range(operations.PAUSE_AFTER * operations.ATTEMPTS):
        carry_parcels(moment)
        moment += timedelta(hours=2)
    hook.refresh_from_db()
    assert (hook.state, hook.failures) == ("paused", operations.PAUSE_AFTER)
    message = Message.objects.get(template="openness.hook_paused")
    assert message.recipient == world.people["system_admin"].pk
    make.make_matter(world)
    assert work(moment) == 0
    Hook.objects.filter(pk=hook.pk).update(url=receiver.url)
    operations.resume_hook(hook=Hook.objects.get(pk=hook.pk), actor=world.actors["system_admin"], now=moment)
    assert work(moment) == 1
    assert len(receiver.heard) == 1


def test_a_message_can_be_sent_once_more(world, receiver):
    told_hook(world, receiver.url)
    make.make_matter(world)
    work()
    again = operations.repeat_parcel(parcel=Parcel.objects.get(), actor=world.actors["system_admin"], now=LATER)
    assert carry_parcels(LATER) == 1
    first, second = (json.loads(body) for _headers, body in receiver.heard)
    assert (second.pop("id"), first.pop("id") != str(again.pk)) == (str(again.pk), True)
    assert first == second


def test_who_ended_hears_nothing_and_old_messages_go(world, receiver):
    hook, _secret = told_hook(world, receiver.url)
    make.make_matter(world)
    deliver_due(LATER)
    operations.end_hook(hook=hook, actor=world.actors["system_admin"], now=LATER)
    assert (carry_parcels(LATER), Parcel.objects.get().error) == (0, "hook-ended")
    make.make_matter(world)
    deliver_due(LATER)
    sweep(NOON + timedelta(days=29))
    assert Parcel.objects.count() == 1
    sweep(NOON + timedelta(days=32))
    assert Parcel.objects.count() == 0


@pytest.mark.parametrize("role", ["community_worker", "committee_secretary", "security_admin", "resident"])
def test_only_the_system_administrator_connects(world, role):
    with pytest.raises(Refused, match="right"):
        operations.add_hook(
            community=world.community, url="http://127.0.0.1:9/", events=HookEvent.values, actor=world.actors[role],
            now=NOON,
        )  # fmt: skip


@pytest.mark.parametrize(
    "url",
    [
        "http://93.184.216.34/", "ftp://93.184.216.34/", "https://127.0.0.1/", "https://10.1.2.3/x", "https://[::1]/",
        "https://169.254.169.254/latest/meta-data", "https://192.168.0.1/", "https://[::ffff:10.0.0.1]/", "https://0/",
        "https://[fe80::1]/", "https://localhost/", "https://me:secret@93.184.216.34/", "https://", "https://a b/",
        "https://93.184.216.34:99999/", "https://[2002:0a00:0001::]/", "https://224.0.0.1/", "https://ex\nample/",
    ],
)  # fmt: skip
def test_an_address_inside_or_not_safe_is_refused(url):
    with pytest.raises(Refused):
        target_of(url)


def test_a_public_address_is_taken_and_pinned():
    found = target_of("https://93.184.216.34/hook?x=1")
    assert (found.host, found.port, found.path, found.number) == ("93.184.216.34", 443, "/hook?x=1", "93.184.216.34")


def test_the_national_digest_stands_beside_where_the_law_asks_for_it(settings):
    settings.LINLI_CIPHER = "sm4"
    assert [part.partition("=")[0] for part in signature("s", b"{}", NOON).split(",")] == ["t", "v1", "sm3"]


def test_the_pages_show_a_secret_once_and_the_log(world, receiver):
    client = browser_of(world.people["system_admin"])
    told = {"community": world.community.pk, "url": receiver.url, "events": ["request.created"]}
    answer = client.post("/desk/webhooks/new/", told)
    hook = Hook.objects.get()
    assert hook.secret in answer.content.decode()
    make.make_matter(world)
    work()
    page = client.get(f"/desk/webhooks/{hook.pk}/").content.decode()
    assert ("A request came in" in page, hook.secret in page) == (True, False)
    client.post(f"/desk/parcels/{Parcel.objects.get().pk}/repeat/")
    assert Parcel.objects.count() == 2
    client.post(f"/desk/webhooks/{hook.pk}/pause/")
    hook.refresh_from_db()
    assert hook.state == "paused"
    answer = client.post(
        "/desk/programs/new/", {"community": world.community.pk, "name": "App", "contact": "12345", "per_hour": 60}
    )
    assert "ln_" in answer.content.decode()
