"""How a copy of a message leaves the house.

`LINLI_CHANNELS` names an adapter for each channel of this installation; a channel without one is not offered.
Each letter carries a key. An adapter hands it to the provider, which sends a key once however often it is asked.
So a worker may be killed between the provider's answer and our note of it: it asks again and nothing is doubled.
E-mail knows no such key; there the key is the Message-ID, by which mail servers recognise a letter they have had.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Protocol
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class Letter:
    """One copy, ready to go."""

    key: str
    to: str
    title: str
    text: str


@dataclass(frozen=True)
class Address:
    """Where a person can be reached by a channel, and in which language."""

    to: str
    language: str = ""


class Channel(Protocol):
    """A provider that carries letters."""

    keeps_quiet_hours: bool

    def deliver(self, letter: Letter) -> str:
        """Send the letter once for its key; return the provider's receipt. Raises when it could not be handed over."""


class AddressBook(Protocol):
    """Finds where somebody can be reached. Set by `LINLI_ADDRESS_BOOK`, because this room knows no people."""

    def __call__(self, person: UUID, channel: str) -> Address | None: ...


class MailChannel:
    """E-mail through Django's mail settings."""

    keeps_quiet_hours = True

    def deliver(self, letter: Letter) -> str:
        message_id = f"<{letter.key}@linli>"
        subject = " ".join(letter.title.split())  # a line break in a header would begin another header
        mail = EmailMessage(subject, letter.text, to=[letter.to], headers={"Message-ID": message_id})
        mail.send()
        return message_id


class FakeChannel:
    """A provider for demos and tests: one file for each letter under LINLI_HOME/outbox-fake, written once for a key."""

    name = "fake"
    keeps_quiet_hours = True

    def deliver(self, letter: Letter) -> str:
        folder = Path(settings.LINLI_HOME) / "outbox-fake" / self.name
        folder.mkdir(parents=True, exist_ok=True)
        draft = folder / f".{letter.key}.{os.getpid()}"
        draft.write_text(json.dumps(asdict(letter), ensure_ascii=False, indent=1), encoding="utf-8")
        try:
            os.link(draft, folder / f"{letter.key}.json")
        except FileExistsError:
            pass  # sent before: the same receipt again
        finally:
            draft.unlink()
        return f"{self.name}-{hashlib.sha256(letter.key.encode()).hexdigest()[:12]}"


class FakeSms(FakeChannel):
    """Text messages that go nowhere."""

    name = "sms"


class FakeMail(FakeChannel):
    """E-mails that go nowhere."""

    name = "email"


class FakeAccount(FakeChannel):
    """Notices of an official account that go nowhere. People mute it themselves, so it may speak at night."""

    name = "account"
    keeps_quiet_hours = False


@cache
def _adapter(path: str) -> Channel:
    adapter: Channel = import_string(path)()
    return adapter


def open_channels() -> dict[str, Channel]:
    """The channels that this installation has."""
    return {name: _adapter(path) for name, path in settings.LINLI_CHANNELS.items()}


def address_of(person: UUID, channel: str) -> Address | None:
    """Where somebody can be reached by a channel."""
    book: AddressBook = import_string(settings.LINLI_ADDRESS_BOOK)
    return book(person, channel)
