"""Small charts and maps drawn on the server, as the components need them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Bar:
    """One bar: its label, its number, where its number leads, and its length as a percentage of the longest."""

    label: str
    value: float
    href: str
    length: float
    left: float = 0
    width: float = 0

    @property
    def top(self) -> float:
        """Where a standing bar begins, seen from above."""
        return round(100 - self.length, 2)


def bars_of(rows: Iterable[Sequence[Any]]) -> list[Bar]:
    """Rows of (label, value) or (label, value, href) as bars that fit."""
    filled = [(*row, "")[:3] for row in rows]
    longest = max((value for _label, value, _href in filled), default=0) or 1
    step = 100 / len(filled) if filled else 100
    return [
        Bar(str(label), value, str(href), round(100 * value / longest, 2), round(n * step + step * 0.15, 2), step * 0.7)
        for n, (label, value, href) in enumerate(filled)
    ]


@dataclass(frozen=True)
class Tab:
    """One view of a record: its key, its label, where it is, how many rows it holds."""

    key: str
    label: str
    href: str
    count: int | None = None


@dataclass(frozen=True)
class Event:
    """One step of a story: who did what, when, in which words. `is_quiet` for a note between the steps."""

    title: str
    moment: Any = None
    text: str = ""
    note: str = ""
    is_quiet: bool = False


def features_of(geojson: dict[str, Any] | None) -> list[dict[str, Any]]:
    """The properties of each area of a map, for the list behind it."""
    return [feature["properties"] for feature in (geojson or {}).get("features", [])]
