"""Texts that people wrote in two languages."""

from typing import Any

from django.utils.translation import get_language


def in_language(obj: Any, field: str) -> str:
    """`name_zh` or `name_en`: the reader's language if somebody wrote it, else the other."""
    first, second = ("zh", "en") if (get_language() or "zh").startswith("zh") else ("en", "zh")
    return getattr(obj, f"{field}_{first}") or getattr(obj, f"{field}_{second}")
