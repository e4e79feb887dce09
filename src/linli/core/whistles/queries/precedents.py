"""Earlier whistles like one: whoever approves sees how often it was blown for the same thing, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass

from linli.base.permissions import Actor
from linli.core.matters.queries.precedents import pieces_of, shared_words
from linli.core.whistles.enums import WhistlePermission
from linli.core.whistles.models import Whistle

LOOKED_AT = 200  # of one community: some years
MOST = 5
SAME_MATTER, SAME_CATEGORY, SAME_ADDRESS, SAME_GRID, SHARED_PIECE = 20, 8, 8, 4, 1
READ = ("code", "title", "text", "address", "grid", "state", "drafted_at", "matter__category")
LEAST = 6  # below that only a word or the grid is shared: not the same


@dataclass(frozen=True)
class Earlier:
    """A whistle that came before, and what makes it alike."""

    whistle: Whistle
    same_place: bool
    words: tuple[str, ...]


def earlier_ones(whistle: Whistle, actor: Actor) -> list[Earlier]:
    """Earlier whistles for the same subject or place: shared words, the same address or grid, the same kind of matter.

    Said by itself, not by a black box: each names the words and the place that it shares.
    """
    rows = Whistle.objects.visible_to(actor, WhistlePermission.VIEW).select_related("matter").only(*READ)
    rows = rows.filter(community=whistle.community_id, pk__lt=whistle.pk).order_by("-pk")
    said = _said(whistle)
    pieces = pieces_of(said)
    found = [(_points(one, whistle, pieces), one) for one in rows[:LOOKED_AT]]
    alike = sorted((pair for pair in found if pair[0] >= LEAST), key=lambda pair: -pair[0])  # equal ones: newest first
    return [Earlier(one, _same_place(one, whistle), shared_words(said, _said(one))) for _points_of, one in alike[:MOST]]


def _said(whistle: Whistle) -> str:
    """What it is about; what was tried and the address are the same for many."""
    return f"{whistle.title}\n{whistle.text}"


def _same_place(one: Whistle, whistle: Whistle) -> bool:
    by_address = bool(whistle.address) and one.address == whistle.address
    return by_address or (whistle.grid_id is not None and one.grid_id == whistle.grid_id)


def _points(one: Whistle, whistle: Whistle, pieces: frozenset[str]) -> int:
    """How alike two are."""
    points = SHARED_PIECE * len(pieces & pieces_of(_said(one)))
    points += SAME_ADDRESS * (bool(whistle.address) and one.address == whistle.address)
    points += SAME_GRID * (whistle.grid_id is not None and one.grid_id == whistle.grid_id)
    if whistle.matter is not None and one.matter is not None:
        points += SAME_MATTER * (one.matter_id == whistle.matter_id)
        category = whistle.matter.category_id
        points += SAME_CATEGORY * (category is not None and one.matter.category_id == category)
    return points
