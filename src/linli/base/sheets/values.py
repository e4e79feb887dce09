"""What a cell may hold after it was read."""

from __future__ import annotations

import datetime as dt

Value = str | int | float | bool | dt.date | dt.time | dt.timedelta
Range = tuple[tuple[int, int], tuple[int, int]]
DESTROYED_FROM = 10**15  # a spreadsheet keeps fifteen digits of a number and forgets the rest


class DestroyedNumber(str):
    """A long number that a spreadsheet stored as a number: its last digits are gone, whatever it shows."""

    __slots__ = ()


def whole(value: float) -> Value:
    """A number as a person reads it: `13800000000.0` is 13800000000, and eighteen digits can no longer be trusted."""
    if not value.is_integer():
        return value
    number = int(value)
    return DestroyedNumber(number) if abs(number) >= DESTROYED_FROM else number
