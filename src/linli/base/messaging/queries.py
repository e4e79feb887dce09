"""What lies in somebody's inbox."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from linli.base.messaging.channels import open_channels
from linli.base.messaging.models import ChannelChoice, Message


def inbox_of(person: UUID) -> QuerySet[Message]:
    """The messages to one person, newest first."""
    return Message.objects.filter(recipient=person).order_by("-at", "-pk")


def unread_count(person: UUID) -> int:
    """How many messages somebody has not opened yet."""
    return Message.objects.filter(recipient=person, read_at=None).count()


def channel_choices(person: UUID) -> dict[str, bool]:
    """Each channel of this installation, and whether the person wants copies by it."""
    chosen = dict(ChannelChoice.objects.filter(person=person).values_list("channel", "is_on"))
    return {name: chosen.get(name, False) for name in open_channels()}
