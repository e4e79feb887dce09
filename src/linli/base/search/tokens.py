"""Texts as a search sees them, the same on both databases.

Chinese has no spaces: each pair of neighbouring characters is a token, and the last character of a run once more by
itself. So two characters are one look into the index, one character is the beginning of pairs, and more are pairs in a
row. Letters and digits are whole words, found by how they begin.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import groupby

WIDE = 0x2E80  # from here on characters that are written without spaces
MOST = 12  # words of a question; more is not a question


def tokens_of(text: str) -> list[str]:
    """All tokens of a text in their order."""
    return [token for run in _runs(text) for token in _whole(run)]


def phrases_of(text: str) -> list[tuple[list[str], bool]]:
    """What a question asks for: for each word tokens that follow one another, and whether the last is a beginning."""
    return [phrase for word in text.split()[:MOST] if (phrase := _phrase(list(_runs(word))))[0]]


def _phrase(runs: list[str]) -> tuple[list[str], bool]:
    if not runs:
        return [], False
    before = [token for run in runs[:-1] for token in _whole(run)]
    last = runs[-1]
    if _is_wide(last[0]) and len(last) > 1:
        return [*before, *_pairs(last)], False  # it may go on after the last pair
    return [*before, last], True


def _runs(text: str) -> Iterator[str]:
    """Stretches of one kind: 3, 号楼, lift."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    for kind, signs in groupby(plain, key=lambda sign: _is_wide(sign) if sign.isalnum() else None):
        if kind is not None:
            yield "".join(signs)


def _whole(run: str) -> list[str]:
    return [*_pairs(run), run[-1]] if _is_wide(run[0]) else [run]


def _pairs(run: str) -> list[str]:
    return [run[place : place + 2] for place in range(len(run) - 1)]


def _is_wide(sign: str) -> bool:
    return ord(sign) >= WIDE
