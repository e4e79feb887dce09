"""What waits in a room today: each room adds its numbers in `web/nav.py`, the desk's first page shows them.

    @numbers_today.register(order=24)
    def whistles(actor: Actor, now: datetime) -> list[Number]:
        return [Number(_("Whistles that wait for you"), f"{reverse('whistles:whistle-list')}?which=mine", count, "…")]

A room asks the database once for all its numbers, and not at all for whoever may see none of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.utils.translation import get_language

from linli.base.permissions import Actor
from linli.base.web.nav import COUNT_SECONDS


@dataclass(frozen=True)
class Number:
    """How many, and the list that holds exactly them."""

    label: str
    url: str
    count: int
    icon: str


NumbersOf = Callable[[Actor, datetime], list[Number]]


class Numbers:
    """The numbers of all rooms, in order."""

    def __init__(self) -> None:
        self._functions: dict[str, tuple[int, NumbersOf]] = {}

    def register(self, *, order: int) -> Callable[[NumbersOf], NumbersOf]:
        """Add a function of the actor and the moment."""

        def add(function: NumbersOf) -> NumbersOf:
            self._functions[f"{function.__module__}.{function.__qualname__}"] = (order, function)
            return function

        return add

    def shown(self, actor: Actor, now: datetime) -> list[Number]:
        """Those of this worker that are not nought; counted at most once a minute, as the numbers of the menu are."""
        key = f"linli-today:{actor.label}:{get_language()}"
        found: list[Number] | None = cache.get(key)
        if found is None:
            functions = sorted(self._functions.items(), key=lambda item: (item[1][0], item[0]))
            found = [number for _name, (_order, function) in functions for number in function(actor, now)]
            cache.set(key, found, COUNT_SECONDS)
        return [number for number in found if number.count]


numbers_today = Numbers()
