"""`drops FIRST AFTER_LAST`: publish drops, each in a transaction; say each one that was acknowledged, and its time."""

import time
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from django.utils.timezone import now
from tests.base.stream.events import Dropped

from linli.base.audit.operations import record
from linli.base.messaging.models import ChannelChoice
from linli.base.outbox.events import publish
from linli.base.permissions import SystemActor

PERSON = UUID(int=7)


class Command(BaseCommand):
    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("first", type=int)
        parser.add_argument("after_last", type=int)

    def handle(self, *args: Any, **options: Any) -> None:
        choice = {"is_on": True, "chosen_at": now()}
        subject, _made = ChannelChoice.objects.get_or_create(person=PERSON, channel="sms", defaults=choice)
        for drop in range(options["first"], options["after_last"]):
            begun = time.monotonic()
            with transaction.atomic():
                publish(Dropped(now(), drop=drop, person=PERSON))
                record("stream.drop.fall", subject, actor=SystemActor("drops"), now=now(), data={"drop": drop})
            self.stdout.write(f"{drop} {time.monotonic() - begun:.3f}")
