"""Every step tells those whom it concerns, once."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import translation

from linli.base.messaging.models import Message
from linli.base.messaging.wording import words_of
from linli.base.outbox.models import Delivery, DeliveryState
from linli.base.outbox.worker import deliver_due
from linli.core.matters.enums import MatterState
from linli.core.matters.operations.desk import reject_matter, settle_extension
from linli.core.matters.operations.handling import add_note, ask_back, ask_extension, suspend_matter
from linli.core.matters.operations.judging import confirm_matter, send_back
from linli.core.matters.tasks import close_what_nobody_objected_to, go_on_after_waiting
from tests.factories import matters as make
from tests.factories.core import NOON, TODAY


def deliver() -> None:
    while deliver_due(NOON + timedelta(days=60)):
        pass
    assert Delivery.objects.filter(state=DeliveryState.WAITING).count() == 0


def told(person: object) -> list[str]:
    messages = Message.objects.filter(recipient=person.pk).order_by("pk")  # type: ignore[attr-defined]
    return [message.template.removeprefix("matters.") for message in messages]


def test_each_step_of_the_path_reaches_the_person_who_asked_and_the_handler(world: SimpleNamespace) -> None:
    make.closed(world)
    deliver()
    assert told(world.people["resident"]) == [
        "reported", "accepted", "dispatched", "signed", "ended", "verified", "closed",
    ]  # fmt: skip
    assert told(world.people["grid_worker"]) == ["for_handler"]
    assert (
        Message.objects.exclude(recipient__in=[world.people["resident"].pk, world.people["grid_worker"].pk]).count()
        == 0
    )


def test_the_side_steps_are_told_too(world: SimpleNamespace) -> None:
    matter = make.handling(world)
    handler, desk = world.actors["grid_worker"], world.actors["community_worker"]
    add_note(matter=matter, text="内部", is_shown=False, actor=handler, now=NOON)
    add_note(matter=matter, text="看过了", is_shown=True, actor=handler, now=NOON)
    ask_back(matter=matter, text="在家吗", actor=handler, now=NOON)
    ask_extension(matter=matter, days=2, reason="等配件", actor=handler, now=NOON)
    settle_extension(matter=matter, grant=True, reason="", actor=desk, now=NOON)
    suspend_matter(
        matter=matter, because="parts", until=TODAY + timedelta(days=7), reason="等配件", actor=handler, now=NOON
    )
    deliver()
    assert told(world.people["resident"])[4:] == ["noted", "asked", "extended", "suspended"]
    assert told(world.people["grid_worker"]) == ["for_handler", "extension_for_handler"]


def test_a_bad_judgement_and_a_failed_check_are_told(world: SimpleNamespace) -> None:
    matter = make.fed_back(world)
    send_back(matter=matter, reason="还凉", actor=world.actors["community_worker"], now=NOON)
    judged = make.verified(world)
    confirm_matter(matter=judged, rating=1, actor=world.actors["resident"], now=NOON)
    rejected = make.make_matter(world)
    reject_matter(matter=rejected, reason="不归", advice="打电话", actor=world.actors["community_worker"], now=NOON)
    deliver()
    heard = set(told(world.people["resident"]))
    assert {"sent_back", "reopened", "rejected"} <= heard
    assert "closed" not in heard
    assert "sent_back_for_handler" in told(world.people["grid_worker"])


def test_an_anonymous_matter_tells_nobody_but_its_handler(world: SimpleNamespace) -> None:
    make.dispatched(world, is_anonymous=True)
    deliver()
    assert (told(world.people["resident"]), told(world.people["grid_worker"])) == ([], ["for_handler"])


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_message_reads_as_a_sentence(world: SimpleNamespace, language: str) -> None:
    make.closed(world)
    deliver()
    with translation.override(language):
        said = [words_of(message) for message in Message.objects.all()]
    assert [words for words in said if "%(" in words.title + words.body or "None" in words.body] == []
    assert all("UT04" not in words.body and words.title for words in said)


def test_what_nobody_objected_to_closes_by_the_clock_once(world: SimpleNamespace) -> None:
    matter, untouched = make.verified(world), make.fed_back(world)
    later = NOON + timedelta(days=8)
    close_what_nobody_objected_to(later)
    close_what_nobody_objected_to(later)
    for row in (matter, untouched):
        row.refresh_from_db()
    assert (matter.state, matter.closed_at, untouched.state) == (MatterState.CLOSED, later, MatterState.FED_BACK)
    assert matter.entries.filter(kind="silent").count() == 1


def test_what_had_to_wait_goes_on_by_the_clock(world: SimpleNamespace) -> None:
    matter = make.handling(world)
    until = TODAY + timedelta(days=3)
    suspend_matter(
        matter=matter, because="parts", until=until, reason="等配件", actor=world.actors["grid_worker"], now=NOON
    )
    go_on_after_waiting(NOON + timedelta(days=2))
    matter.refresh_from_db()
    assert matter.state == MatterState.SUSPENDED
    go_on_after_waiting(NOON + timedelta(days=3))
    matter.refresh_from_db()
    assert matter.state == MatterState.HANDLING
