"""Which category do these words mean: a table of words that anybody can read, and no black box."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.db.models import QuerySet

from linli.core.matters.enums import Urgency
from linli.core.matters.models import Category

MOST = 4
LATIN = re.compile(r"[a-z][a-z'-]*")


def categories() -> QuerySet[Category]:
    """The kinds of matters that can be chosen, in the order of their codes, with the kind above."""
    return Category.objects.exclude(parent=None).select_related("parent").order_by("parent__pk", "code")


def suggest_categories(text: str, *, most: int = MOST) -> list[Category]:
    """The kinds whose words stand in the text, the best first; an emergency always before the rest."""
    return best_of(text, categories())[:most]


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
    points = 0
    for word in words.casefold().split():
        if LATIN.fullmatch(word):
            points += 3 * (word in latin)
        elif word in lowered:
            points += len(word) ** 2
    return points


def emergency_numbers(category: Category | None) -> list[str]:
    """Whom to call first, before anything is written here; nobody for the usual kinds."""
    if category is None or category.urgency != Urgency.EMERGENCY:
        return []
    return category.call.split()
