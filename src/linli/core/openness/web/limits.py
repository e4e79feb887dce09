"""How much a program may send."""

from __future__ import annotations

from django.core.cache import cache


def one_more(name: str, most: int, *, minutes: int) -> bool:
    """Count one more; no, when there were as many as may be since the count began."""
    key = f"linli-openness:{name}"
    cache.add(key, 0, minutes * 60)
    try:
        return cache.incr(key) <= most
    except ValueError:  # it ran out between the two calls
        return True
