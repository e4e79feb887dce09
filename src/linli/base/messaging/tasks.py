"""Copies of messages leave the house here, and only here: outside every transaction.

A copy is first reserved by moving its due time a minute ahead, then handed to the channel with its key, then marked
as sent. A worker that is killed before the hand-over has sent nothing; one that is killed after it is not known to
have sent, so a minute later the copy is handed over again with the same key, which the channel sends once.
"""

from __future__ import annotations

import logging
import time
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import translation

from linli.base.messaging.channels import Letter, address_of, open_channels
from linli.base.messaging.enums import SendingState
from linli.base.messaging.models import Message, Sending
from linli.base.messaging.operations import due_time
from linli.base.messaging.wording import words_of
from linli.base.outbox.worker import back_off
from linli.base.schedule import each_turn

log = logging.getLogger("linli.messaging")

ATTEMPTS = 10
BATCH = 50
RESERVED = timedelta(minutes=1)
LONGEST_TURN = 20.0  # seconds: well inside the reservation, which counts from the turn's beginning


@each_turn
def send_due_copies(now: datetime) -> int:
    """Send the copies that are due; tell how many were taken up."""
    due = Sending.objects.filter(state=SendingState.WAITING, due_at__lte=now, channel__in=open_channels())
    copies = list(due.select_related("message").order_by("due_at", "pk")[:BATCH])
    begun = time.monotonic()
    for copy in copies:
        if time.monotonic() - begun > LONGEST_TURN:
            break
        if _reserve(copy, now):
            _send(copy, now)
    return len(copies)


def _reserve(copy: Sending, now: datetime) -> bool:
    """Take a copy for a minute, unless another worker did or it has become night."""
    allowed = due_time(copy.message, copy.channel, now)
    due_at = now + RESERVED if allowed <= now else allowed
    mine = Sending.objects.filter(pk=copy.pk, state=SendingState.WAITING, due_at=copy.due_at)
    return bool(mine.update(due_at=due_at)) and allowed <= now


def _send(copy: Sending, now: datetime) -> None:
    waiting = Sending.objects.filter(pk=copy.pk, state=SendingState.WAITING)
    try:
        letter = _letter(copy)
        if letter is None:
            waiting.update(state=SendingState.NO_ADDRESS)
            return
        receipt = open_channels()[copy.channel].deliver(letter)
    except Exception as error:  # noqa: BLE001 -- whatever a provider raises, the next copy must still leave
        log.warning("Copy %s by %s was not sent: %s", copy.pk, copy.channel, type(error).__name__)
        tried = copy.attempts + 1
        state = SendingState.GIVEN_UP if tried >= ATTEMPTS else SendingState.WAITING
        again = now + back_off(tried)
        waiting.update(attempts=tried, state=state, due_at=again, error=type(error).__name__)
    else:
        tried = copy.attempts + 1
        waiting.update(state=SendingState.SENT, sent_at=now, receipt=receipt[:200], error="", attempts=tried)


def _letter(copy: Sending) -> Letter | None:
    address = address_of(copy.message.recipient, copy.channel)
    if address is None:
        return None
    with translation.override(address.language or settings.LANGUAGE_CODE):
        words = words_of(copy.message)
    return Letter(str(copy.pk), address.to, words.title, _text(words.body or words.title, copy.message))


def _text(body: str, message: Message) -> str:
    return f"{body}\n{settings.LINLI_URL}{message.link}" if message.link else body
