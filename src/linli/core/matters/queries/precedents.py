"""How the same kind of matter ended before, nearest first: a precedent spares a search and a wrong dispatch."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from math import cos, hypot, radians

from linli.base.i18n import in_language
from linli.base.permissions import Actor
from linli.core.matters.enums import ENDED, EntryKind, MatterPermission
from linli.core.matters.models import Entry, Matter

LOOKED_AT = 200  # of one kind in one community: about a year
MOST = 4
LATIN = re.compile(r"[a-z][a-z'-]+")
KILOMETRES_OF_A_DEGREE = 111.0
NEAR = 0.3  # kilometres
SAME_GRID, NEARBY, SHARED_WORD = 6, 4, 1


@dataclass(frozen=True)
class Precedent:
    """A matter like this one that has ended: how, in what words, how it was judged, and what makes it alike."""

    matter: Matter
    same_grid: bool
    metres: int | None
    words: tuple[str, ...]


@dataclass(frozen=True)
class Returned:
    """That somebody sent a matter back, why, and whose they say it is."""

    name: str
    at: datetime
    reason: str
    owner: str
    clause: str


def precedents(matter: Matter, actor: Actor, *, most: int = MOST) -> list[Precedent]:
    """Ended matters of the same kind in the same community: same words and near places before others, then the newest.

    Said by itself, not by a black box: each names the words and the nearness that it shares.
    """
    if matter.category_id is None:
        return []
    alike = Matter.objects.visible_to(actor, MatterPermission.VIEW).filter(
        community=matter.community_id, category=matter.category_id, state__in=sorted(ENDED)
    )
    alike = alike.exclude(pk=matter.pk).select_related("grid").order_by("-reported_at")
    names = (
        "code", "title", "text", "lat", "lng", "grid__name_zh", "grid__name_en", "state", "ending", "ending_text",
        "handed_on_to", "rating", "reported_at", "ended_at", "owner", "community", "place",
    )  # fmt: skip
    pieces = pieces_of(matter.text)
    found = [_compared(one, matter, pieces) for one in alike.only(*names)[:LOOKED_AT]]
    found.sort(key=lambda pair: -pair[0])  # stable: of equal ones the newest first
    return [replace(one, words=shared_words(matter.text, one.matter.text)) for _points, one in found[:most]]


def _compared(one: Matter, matter: Matter, pieces: frozenset[str]) -> tuple[int, Precedent]:
    shared = pieces & pieces_of(one.text)
    same_grid = matter.grid_id is not None and one.grid_id == matter.grid_id
    metres = metres_between(matter, one)
    points = SHARED_WORD * len(shared) + SAME_GRID * same_grid
    points += NEARBY if metres is not None and metres < NEAR * 1000 else 0
    return points, Precedent(one, same_grid, metres, ())


def pieces_of(text: str) -> frozenset[str]:
    """What two texts may share: pairs of Chinese characters, and English words of some length."""
    lowered = text.casefold()
    runs = re.findall(r"[\u4e00-\u9fff]+", lowered)
    pairs = {run[n : n + 2] for run in runs for n in range(len(run) - 1)}
    return frozenset(pairs | {word for word in LATIN.findall(lowered) if len(word) > 3})


def shared_words(text: str, other: str, *, most: int = 3) -> tuple[str, ...]:
    """The longest words that two texts share, as people would point at them."""
    lowered, found = other.casefold(), set()
    for run in re.findall(r"[\u4e00-\u9fff]+|[a-z][a-z'-]{3,}", text.casefold()):
        start = 0
        while start < len(run) - 1:
            end = start + 2
            while end <= len(run) and run[start:end] in lowered:
                end += 1
            if end - 1 - start >= 2:
                found.add(run[start : end - 1])
            start = max(start + 1, end - 1)
    return tuple(sorted(found, key=lambda word: (-len(word), word))[:most])


def metres_between(one: Matter, other: Matter) -> int | None:
    """How far apart two matters are, if both have a point."""
    if one.lat is None or one.lng is None or other.lat is None or other.lng is None:
        return None
    north = (one.lat - other.lat) * KILOMETRES_OF_A_DEGREE
    east = (one.lng - other.lng) * KILOMETRES_OF_A_DEGREE * cos(radians(one.lat))
    return round(1000 * hypot(north, east))


def returns_of(matter: Matter) -> list[Returned]:
    """Who sent it back, and whose they say it is, the newest first: what the next dispatch has to know."""
    if not matter.returns:
        return []
    entries = Entry.objects.filter(matter=matter, kind=EntryKind.RETURNED).order_by("-pk")
    return [_returned(entry) for entry in entries]


def _returned(entry: Entry) -> Returned:
    detail = entry.detail

    def said(name: str) -> str:
        return in_language(_Said(detail, name), name) if f"{name}_zh" in detail else ""

    return Returned(entry.name, entry.at, entry.text, said("owner"), said("clause"))


class _Said:
    """The two languages of a detail, as columns."""

    def __init__(self, detail: dict[str, str], name: str) -> None:
        for language in ("zh", "en"):
            setattr(self, f"{name}_{language}", detail.get(f"{name}_{language}", ""))
