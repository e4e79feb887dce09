"""Telling those whom a call concerns."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse

from linli.base.messaging.operations import send_message
from linli.core.callouts.models import Ask, CallOut


def tell(asks: Iterable[Ask], callout: CallOut, template: str, at: datetime) -> None:
    """One message to each of them, with the way to their answer."""
    params: dict[str, Any] = {
        "title": callout.title, "text": callout.text, "where": callout.where, "words": callout.words,
        "starts_at": callout.starts_at.isoformat(),
    }  # fmt: skip
    for ask in asks:
        if ask.person_id:
            send_message(
                ask.person_id, f"callouts.{template}", params, dedupe_key=f"callouts.{template}:{ask.pk}", now=at,
                link=reverse("callouts:answer", args=[ask.code]), urgent=callout.is_emergency and template == "asked",
            )  # fmt: skip
