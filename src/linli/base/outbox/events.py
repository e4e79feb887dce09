"""News travels up as past-tense facts: whoever publishes does not know who listens.

An event is a frozen dataclass of ids, moments, numbers and short texts, never of objects or personal data:

    @dataclass(frozen=True)
    class MatterEnded(Event):
        matter_id: UUID
        at: datetime
"""

from __future__ import annotations

import types
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from linli.base.outbox.models import Delivery


@dataclass(frozen=True)
class Event:
    """Something that has happened. `at` is the moment, given by the operation that made it true."""

    at: datetime

    @classmethod
    def topic(cls) -> str:
        """`matters.MatterEnded`: the room and the name."""
        return f"{cls.__module__.split('.')[-2:][0]}.{cls.__name__}"


E = TypeVar("E", bound=Event)
Handler = Callable[[Any], None]

_subscribers: dict[type[Event], dict[str, Handler]] = defaultdict(dict)
_topics: dict[str, type[Event]] = {}


def subscribe(event_type: type[E]) -> Callable[[Callable[[E], None]], Callable[[E], None]]:
    """Call the function for each event of this type, once, by the worker, in a transaction of its own.

    What the function writes and the note that it has been called are one transaction: a killed worker repeats nothing.
    """

    def register(handler: Callable[[E], None]) -> Callable[[E], None]:
        name = f"{handler.__module__}.{handler.__qualname__}"
        _subscribers[event_type][name] = handler
        _topics[event_type.topic()] = event_type
        return handler

    return register


def publish(event: Event) -> None:
    """Write the news down in the current transaction: one row for each who wants to hear it."""
    payload = {field.name: _plain(getattr(event, field.name)) for field in fields(event)}
    Delivery.objects.bulk_create(
        Delivery(topic=event.topic(), subscriber=name, payload=payload, due_at=event.at)
        for name in _subscribers[type(event)]
    )


def handler_and_event(delivery: Delivery) -> tuple[Handler, Event]:
    """Whom a waiting row is for, and the fact it carries. Raises LookupError when that listener is gone."""
    event_type = _topics[delivery.topic]
    handler = _subscribers[event_type][delivery.subscriber]
    hints = get_type_hints(event_type)
    return handler, event_type(**{name: _typed(hints[name], value) for name, value in delivery.payload.items()})


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


def _typed(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    if get_origin(hint) in (Union, types.UnionType):
        hint = next(part for part in get_args(hint) if part is not type(None))
    if hint in (datetime, date):
        return hint.fromisoformat(value)
    return hint(value) if hint is UUID else value
