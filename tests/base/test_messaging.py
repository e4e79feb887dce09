"""Messages reach each person once, in their language, and not at night."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from linli.base.audit.models import AuditEntry
from linli.base.errors import Refused
from linli.base.messaging import channels, wording
from linli.base.messaging.channels import Address, Letter
from linli.base.messaging.enums import SendingState
from linli.base.messaging.models import ChannelChoice, Message, Sending
from linli.base.messaging.operations import (
    choose_channel,
    erase_messages,
    mark_all_read,
    mark_read,
    send_message,
    send_messages,
)
from linli.base.messaging.queries import channel_choices, inbox_of, unread_count
from linli.base.messaging.quiet import after_quiet_hours
from linli.base.messaging.tasks import ATTEMPTS, send_due_copies
from linli.base.messaging.wording import newest_template, register_template, registered_templates, words_of
from linli.base.permissions import SystemActor

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)  # 12:00 in Beijing
NIGHT = datetime(2026, 11, 23, 14, tzinfo=UTC)  # 22:00 in Beijing
MORNING = datetime(2026, 11, 24, 0, tzinfo=UTC)  # 8:00 in Beijing
CLERK = SystemActor("test")
ANNA, BEN = UUID(int=1), UUID(int=2)
FAKES = {
    "sms": "linli.base.messaging.channels.FakeSms",
    "email": "linli.base.messaging.channels.MailChannel",
    "account": "linli.base.messaging.channels.FakeAccount",
}


class BrokenChannel:
    """A provider that is never there."""

    keeps_quiet_hours = True

    def deliver(self, letter: Letter) -> str:
        raise ConnectionError(letter.to)


def where(person: UUID, channel: str) -> Address | None:
    """Anna can be reached by everything, Ben by nothing."""
    return Address("anna@example.org" if channel == "email" else "19900000001", "en") if person == ANNA else None


@pytest.fixture(autouse=True)
def words(monkeypatch):
    monkeypatch.setattr(wording, "_templates", {})
    register_template("test.taken", version=1, title="Matter %(code)s is taken up", body="%(who)s will look.")


@pytest.fixture
def house(settings, tmp_path):
    settings.LINLI_HOME = tmp_path
    settings.LINLI_CHANNELS = FAKES
    settings.LINLI_ADDRESS_BOOK = f"{__name__}.where"
    return tmp_path / "outbox-fake"


def tell(*people: UUID, key: str = "taken:1", now: datetime = NOON, **more: object) -> None:
    send_messages(people, "test.taken", {"code": "A7", "who": "The desk"}, dedupe_key=key, now=now, **more)


def choose(person: UUID, channel: str, on: bool = True) -> None:
    choose_channel(person=person, channel=channel, on=on, actor=CLERK, now=NOON)


def test_message_told_twice_with_one_key_is_one_row():
    for _turn in range(2):
        send_message(ANNA, "test.taken", {"code": "A7", "who": "x"}, dedupe_key="k", now=NOON, link="/matters/1/")
    message = inbox_of(ANNA).get()
    assert (message.template, message.version, message.link, message.read_at) == ("test.taken", 1, "/matters/1/", None)


def test_message_without_a_key_is_refused_by_the_database():
    with pytest.raises(Exception, match="messaging_message_says_what_it_repeats"):
        Message.objects.create(recipient=ANNA, template="test.taken", version=1, at=NOON, dedupe_key="")


def test_message_with_a_missing_placeholder_is_found_when_it_is_written():
    with pytest.raises(KeyError):
        send_message(ANNA, "test.taken", {"code": "A7"}, dedupe_key="k", now=NOON)


def test_many_people_are_told_once_each_and_a_second_call_tells_the_rest():
    crowd = [uuid4() for _ in range(1_203)]
    tell(*crowd[:700])
    tell(*crowd)
    assert Message.objects.count() == len(set(crowd))


def test_many_people_cost_little_more_than_their_rows(house):
    crowd = [uuid4() for _ in range(2_000)]
    choose(crowd[3], "sms")
    with CaptureQueriesContext(
        connection,
    ) as told:
        tell(*crowd)
    with CaptureQueriesContext(connection) as floor:
        Message.objects.bulk_create(
            Message(recipient=person, template="t", version=1, dedupe_key="floor", at=NOON) for person in crowd
        )
    inserts = [query for query in told.captured_queries if query["sql"].startswith("INSERT")]
    assert len(inserts) <= 3 * len(floor)
    assert len(told) - len(inserts) <= 6
    assert Sending.objects.count() == 1


def test_words_are_the_readers(settings):
    register_template("test.two", version=1, title="%(category)s until %(due_on)s", body="%(due_at)s")
    params = {
        "category": {"zh": "路灯", "en": "Street light"},
        "due_on": "2026-11-26",
        "due_at": "2026-11-26T10:00:00Z",
    }
    send_message(ANNA, "test.two", params, dedupe_key="k", now=NOON)
    message = inbox_of(ANNA).get()
    with translation.override("en"):
        english = words_of(message)
    with translation.override("zh-hans"):
        chinese = words_of(message)
    assert english.title == "Street light until Nov. 26, 2026"
    assert chinese.title == "路灯 until 2026年11月26日"
    assert "6 p.m." in english.body  # Beijing time


def test_old_version_stays_as_it_was_told():
    tell(ANNA)
    register_template("test.taken", version=2, title="%(code)s: taken up", body="%(who)s")
    tell(BEN)
    assert words_of(inbox_of(ANNA).get()).title == "Matter A7 is taken up"
    assert words_of(inbox_of(BEN).get()).title == "A7: taken up"
    assert newest_template("test.taken").version == 2
    assert [template.version for template in registered_templates()] == [1, 2]


def test_version_is_never_given_another_text():
    with pytest.raises(ValueError, match="next one"):
        register_template("test.taken", version=1, title="Something else", body="")


def test_message_of_a_room_that_is_gone_can_still_be_opened(monkeypatch):
    tell(ANNA)
    monkeypatch.setattr(wording, "_templates", {})
    with translation.override("en"):
        assert "switched off" in words_of(inbox_of(ANNA).get()).title


def test_reading_counts_once_and_only_ones_own():
    tell(ANNA, BEN)
    message = inbox_of(ANNA).get()
    assert (unread_count(ANNA), unread_count(BEN)) == (1, 1)
    assert not mark_read(recipient=BEN, message_id=message.pk, now=NOON)
    assert mark_read(recipient=ANNA, message_id=message.pk, now=NOON)
    assert not mark_read(recipient=ANNA, message_id=message.pk, now=NIGHT)
    message.refresh_from_db()
    assert (message.read_at, unread_count(ANNA)) == (NOON, 0)
    assert (mark_all_read(recipient=BEN, now=NOON), unread_count(BEN)) == (1, 0)


def test_nobody_gets_copies_who_did_not_choose_them(house):
    choose(BEN, "sms", on=False)
    tell(ANNA, BEN)
    assert Sending.objects.count() == 0
    assert channel_choices(ANNA) == {"sms": False, "email": False, "account": False}


def test_choosing_a_channel_is_noted_and_a_channel_that_is_not_there_is_refused(house, settings):
    choose(ANNA, "sms")
    choose(ANNA, "sms", on=False)
    assert ChannelChoice.objects.get().is_on is False
    assert AuditEntry.objects.filter(action="messaging.channelchoice.choose").count() == 2
    settings.LINLI_CHANNELS = {}
    with pytest.raises(Refused) as refusal:
        choose(ANNA, "sms")
    assert refusal.value.code == "no-such-channel"


def test_copy_leaves_by_the_chosen_channel_in_the_readers_language(house, settings):
    choose(ANNA, "sms")
    choose(ANNA, "email")
    tell(ANNA, link="/matters/1/")
    assert send_due_copies(NOON) == 2
    letter = json.loads(next((house / "sms").glob("*.json")).read_text(encoding="utf-8"))
    assert (letter["to"], letter["text"]) == ("19900000001", f"The desk will look.\n{settings.LINLI_URL}/matters/1/")
    assert (mail.outbox[0].to, mail.outbox[0].subject) == (["anna@example.org"], "Matter A7 is taken up")
    assert {sending.state for sending in Sending.objects.all()} == {SendingState.SENT}
    assert send_due_copies(NOON + timedelta(hours=1)) == 0


def test_copy_waits_for_the_morning_unless_it_is_urgent(house):
    choose(ANNA, "sms")
    tell(ANNA, now=NIGHT)
    tell(ANNA, now=NIGHT, key="urgent", urgent=True)
    assert send_due_copies(NIGHT) == 1
    calm = Sending.objects.get(state=SendingState.WAITING)
    assert calm.due_at == MORNING
    assert send_due_copies(MORNING) == 1


def test_copy_that_was_held_up_until_night_waits_for_the_morning(house):
    choose(ANNA, "sms")
    tell(ANNA)
    send_due_copies(NIGHT)
    assert Sending.objects.get().due_at == MORNING
    assert not (house / "sms").exists()


def test_official_account_may_speak_at_night(house):
    choose(ANNA, "account")
    tell(ANNA, now=NIGHT)
    assert send_due_copies(NIGHT) == 1
    assert Sending.objects.get().state == SendingState.SENT


@pytest.mark.parametrize(
    ("moment", "then"),
    [
        (datetime(2026, 12, 31, 12, 59, tzinfo=UTC), datetime(2026, 12, 31, 12, 59, tzinfo=UTC)),
        (datetime(2026, 12, 31, 13, 0, tzinfo=UTC), datetime(2027, 1, 1, 0, 0, tzinfo=UTC)),
        (datetime(2028, 2, 28, 23, 59, tzinfo=UTC), datetime(2028, 2, 29, 0, 0, tzinfo=UTC)),
        (datetime(2026, 11, 23, 0, 0, tzinfo=UTC), datetime(2026, 11, 23, 0, 0, tzinfo=UTC)),
    ],
)
def test_quiet_hours_end_at_eight(moment, then):
    assert after_quiet_hours(moment) == then


def test_copy_to_nowhere_says_so(house):
    choose(BEN, "sms")
    tell(BEN)
    send_due_copies(NOON)
    assert Sending.objects.get().state == SendingState.NO_ADDRESS


def test_worker_killed_between_sending_and_noting_doubles_nothing(house):
    choose(ANNA, "sms")
    tell(ANNA)
    send_due_copies(NOON)
    reserved = NOON + timedelta(minutes=1)  # as the killed worker left it: handed over, not marked
    Sending.objects.update(state=SendingState.WAITING, sent_at=None, receipt="", due_at=reserved)
    assert send_due_copies(NOON + timedelta(seconds=59)) == 0
    assert send_due_copies(reserved) == 1
    assert Sending.objects.get().state == SendingState.SENT
    assert len(list((house / "sms").glob("*.json"))) == 1


def test_mail_asked_for_twice_carries_one_message_id(house):
    letter = Letter("k", "anna@example.org", "Two\nlines", "Text")
    receipts = {channels.MailChannel().deliver(letter) for _turn in range(2)}
    assert receipts == {message.extra_headers["Message-ID"] for message in mail.outbox} == {"<k@linli>"}
    assert mail.outbox[0].subject == "Two lines"


def test_broken_channel_is_tried_again_later_and_given_up_in_the_open(house, settings):
    settings.LINLI_CHANNELS = {"sms": f"{__name__}.BrokenChannel"}
    choose(ANNA, "sms")
    tell(ANNA, urgent=True)
    now = NOON
    for tried in range(1, ATTEMPTS + 1):
        assert send_due_copies(now) == 1
        sending = Sending.objects.get()
        assert (sending.attempts, sending.error) == (tried, "ConnectionError")
        assert sending.due_at > now
        assert send_due_copies(now) == 0
        now = sending.due_at
    assert sending.state == SendingState.GIVEN_UP
    assert send_due_copies(now + timedelta(days=1)) == 0


def test_erasing_leaves_nothing_behind(house):
    choose(ANNA, "sms")
    tell(ANNA, BEN)
    erase_messages(recipient=ANNA)
    assert list(Message.objects.values_list("recipient", flat=True)) == [BEN]
    assert ChannelChoice.objects.count() == Sending.objects.count() == 0
