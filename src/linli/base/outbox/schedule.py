"""What runs by the clock. Times are Beijing time, in the five fields of cron."""

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
