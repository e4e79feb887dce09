"""Which category do these words mean: a table of words that anybody can read, and no black box."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from django.db.models import QuerySet

from linli.base.memory.stamps import remembered
from linli.core.matters.enums import Urgency
from linli.core.matters.models import Category

MOST = 4
LATIN = re.compile(r"[a-z][a-z'-]*")


def categories() -> QuerySet[Category]:
    """The kinds of matters that can be chosen, in their order, with the kind above."""
    return Category.objects.exclude(parent=None).select_related("parent").order_by("parent__pk", "position", "code")


@remembered(Category)
def all_categories() -> dict[str, Category]:
    """The same by their codes, kept in the process: for forms and suggestions. To be read, never to be changed."""
    return {category.code: category for category in categories()}


def suggest_categories(text: str, today: date = date.max, *, most: int = MOST) -> list[Category]:
    """The kinds whose words stand in the text, the best first; an emergency always before the rest.

    Without a day only those that nobody is going to retire.
    """
    return best_of(text, (kind for kind in all_categories().values() if kind.is_offered(today)))[:most]


def best_of(text: str, candidates: Iterable[Category]) -> list[Category]:
    """Those candidates that the text speaks of: longer words count more, and every word that is found counts."""
    lowered = text.casefold()
    latin = {form for word in LATIN.findall(lowered) for form in (word, word.removesuffix("s"))}
    scored = [(score(lowered, latin, category.words), category) for category in candidates]
    found = [(points, category) for points, category in scored if points]
    found.sort(key=lambda pair: (pair[1].urgency != Urgency.EMERGENCY, -pair[0], pair[1].code))
    return [category for _points, category in found]


def score(lowered: str, latin: set[str], words: str) -> int:
    """How much of a table row stands in a text: a Chinese word weighs its length, an English word three."""
    chinese, english = _split(words)
    return sum(len(word) ** 2 for word in chinese if word in lowered) + 3 * sum(word in latin for word in english)


@lru_cache(maxsize=1024)
def _split(words: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The Chinese words of a table row, and the English ones."""
    listed = words.casefold().split()
    english = tuple(word for word in listed if LATIN.fullmatch(word))
    return tuple(word for word in listed if word not in english), english


def emergency_numbers(category: Category | None) -> list[str]:
    """Whom to call first, before anything is written here; nobody for the usual kinds."""
    if category is None or category.urgency != Urgency.EMERGENCY:
        return []
    return category.call.split()
