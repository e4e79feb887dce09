"""What runs by the clock, in Beijing time and the five fields of cron, and what the worker looks after all the time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from croniter import croniter

BEIJING = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True)
class Scheduled:
    """A function of `now` and the cron line that says when it is due."""

    name: str
    cron: str
    run: Callable[[datetime], object]

    def next_after(self, moment: datetime) -> datetime:
        """The first moment after `moment` at which it is due."""
        return croniter(self.cron, moment.astimezone(BEIJING)).get_next(datetime)


schedule: dict[str, Scheduled] = {}


def every(cron: str) -> Callable[[Callable[[datetime], object]], Callable[[datetime], object]]:
    """Run the function when the cron line says so. A time that was slept through is made up for once."""

    def register(run: Callable[[datetime], object]) -> Callable[[datetime], object]:
        name = f"{run.__module__}.{run.__qualname__}"
        schedule[name] = Scheduled(name, cron, run)
        return run

    return register


Turn = Callable[[datetime], int]
turns: dict[str, Turn] = {}


def each_turn(run: Turn) -> Turn:
    """Call the function again and again, in a thread of its own; it tells how much it found to do.

    For queues whose work leaves the house: a slow provider must not hold up the news. It keeps its own rows, and may
    be killed at any moment.
    """
    turns[f"{run.__module__}.{run.__qualname__}"] = run
    return run
