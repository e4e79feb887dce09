"""Telling people things, and noting that they have read them.

The message is its own record of what was told to whom and when; it needs no second one in the audit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from linli.base.audit.operations import record
from linli.base.errors import Refused
from linli.base.messaging.channels import open_channels
from linli.base.messaging.models import ChannelChoice, Message, Sending
from linli.base.messaging.quiet import after_quiet_hours
from linli.base.messaging.wording import newest_template, words_of
from linli.base.permissions import Actor

CHUNK = 2_000


def send_message(
    recipient: UUID,
    template: str,
    params: dict[str, Any],
    *,
    dedupe_key: str,
    now: datetime,
    link: str = "",
    urgent: bool = False,
) -> None:
    """Tell one person something, once for `dedupe_key`, however often it is asked for."""
    send_messages([recipient], template, params, dedupe_key=dedupe_key, now=now, link=link, urgent=urgent)


@transaction.atomic
def send_messages(
    recipients: Iterable[UUID],
    template: str,
    params: dict[str, Any],
    *,
    dedupe_key: str,
    now: datetime,
    link: str = "",
    urgent: bool = False,
) -> None:
    """Tell many people the same thing, each once for `dedupe_key`: a second call reaches only those the first missed.

    Everybody finds it in the inbox. Copies by other channels go to those who chose them; the worker sends them.
    """
    version = newest_template(template).version
    said = {"template": template, "version": version, "params": params, "link": link, "is_urgent": urgent}
    words_of(Message(at=now, **said))  # a missing placeholder is found here, not in somebody's inbox
    channels = sorted(open_channels())
    for part in _chunks(recipients):
        rows = [Message(recipient=person, dedupe_key=dedupe_key, at=now, **said) for person in part]
        Message.objects.bulk_create(rows, ignore_conflicts=True)
        if channels:
            _queue_copies(part, channels, dedupe_key, now)


def _queue_copies(people: list[UUID], channels: list[str], dedupe_key: str, now: datetime) -> None:
    choices = ChannelChoice.objects.filter(person__in=people, channel__in=channels, is_on=True)
    wanted = list(choices.values_list("person", "channel"))
    if not wanted:
        return
    told = Message.objects.filter(recipient__in={person for person, _channel in wanted}, dedupe_key=dedupe_key)
    messages = {message.recipient: message for message in told}
    copies = (
        Sending(message=messages[person], channel=channel, due_at=due_time(messages[person], channel, now))
        for person, channel in wanted
    )
    Sending.objects.bulk_create(copies, ignore_conflicts=True)


def due_time(message: Message, channel: str, moment: datetime) -> datetime:
    """When a copy may leave: at once if it is urgent, else not at night by a channel that would wake people."""
    if message.is_urgent or not open_channels()[channel].keeps_quiet_hours:
        return moment
    return after_quiet_hours(moment)


def _chunks(people: Iterable[UUID]) -> Iterator[list[UUID]]:
    rest = iter(people)
    while part := list(islice(rest, CHUNK)):
        yield part


def mark_read(*, recipient: UUID, message_id: UUID, now: datetime) -> bool:
    """Note that somebody opened a message of theirs. The first time counts; somebody else's is not found."""
    mine = Message.objects.filter(pk=message_id, recipient=recipient, read_at=None)
    return bool(mine.update(read_at=now))


def mark_all_read(*, recipient: UUID, now: datetime) -> int:
    """Note that somebody has looked through everything; tell how many messages that were."""
    return Message.objects.filter(recipient=recipient, read_at=None).update(read_at=now)


@transaction.atomic
def choose_channel(*, person: UUID, channel: str, on: bool, actor: Actor, now: datetime) -> ChannelChoice:
    """A person wants copies of their messages by a channel from now on, or wants them no more."""
    if channel not in open_channels():
        raise Refused("no-such-channel", _("This channel is not in use here."), field="channel")
    values = {"is_on": on, "chosen_at": now}
    choice, _made = ChannelChoice.objects.update_or_create(person=person, channel=channel, defaults=values)
    record("messaging.channelchoice.choose", choice, actor=actor, now=now, data={"channel": channel, "on": on})
    return choice


@transaction.atomic
def erase_messages(*, recipient: UUID) -> int:
    """Really erase what was told to somebody who asked for it. The caller writes the audit row of the erasure."""
    ChannelChoice.objects.filter(person=recipient).delete()
    return Message.objects.filter(recipient=recipient).delete()[0]


@transaction.atomic
def erase_messages_about(*, links: Iterable[str]) -> int:
    """Really erase what anybody was told about these pages: a message puts in words of whoever is to be forgotten."""
    return Message.objects.filter(link__in=list(links)).delete()[0]
