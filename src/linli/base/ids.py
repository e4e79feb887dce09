"""Keys that sort by the moment they were made."""

import os
import threading
import time
import uuid

_lock = threading.Lock()
_last = 0


def uuid7() -> uuid.UUID:
    """A UUID of version 7 (RFC 9562): 48 bits of milliseconds, 12 bits of their fraction, then chance.

    Rows that were written together lie together in the index, so a large table stays quick to append to. Two keys that
    one process makes are never in the wrong order, however quickly they follow each other: a story stays a story.
    """
    random = int.from_bytes(os.urandom(8), "big") & (1 << 62) - 1
    ticks = _next_tick()
    return uuid.UUID(int=(ticks >> 12) << 80 | 0x7 << 76 | (ticks & 0xFFF) << 64 | 0b10 << 62 | random)


def _next_tick() -> int:
    """The time in 4096ths of a millisecond, or one more than the last time that was asked for."""
    global _last
    nanoseconds = time.time_ns()
    milliseconds, rest = divmod(nanoseconds, 1_000_000)
    with _lock:
        _last = max(milliseconds << 12 | (rest << 12) // 1_000_000, _last + 1)
        return _last
