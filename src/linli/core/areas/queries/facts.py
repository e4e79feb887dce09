"""The figures of a community, and what they say beside the norms: as information, never as a score."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from linli.core.areas.enums import AreaKind, FactKey
from linli.core.areas.models import Area, AreaFact

HOUSEHOLDS_PER_GRID = (300, 500)  # domain.md B-5
WORKERS_PER_TEN_THOUSAND = 18


@dataclass(frozen=True)
class Ratio:
    """A figure computed from two others, with the norm beside it."""

    key: str
    value: Decimal | None
    norm_from: int
    norm_to: int | None = None


def latest_facts(area: Area) -> dict[str, AreaFact]:
    """The newest row of each figure: by the day it held, then by when it was written."""
    rows = AreaFact.objects.filter(area=area).order_by("as_of", "at")
    return {fact.key: fact for fact in rows}


def ratios_of(community: Area, facts: dict[str, AreaFact]) -> list[Ratio]:
    """Households for each grid, and workers for 10,000 residents; empty where a figure is missing."""
    grids = Area.objects.filter(community=community, kind=AreaKind.GRID, ends_on=None).count()
    households, residents = _value(facts, FactKey.HOUSEHOLDS), _value(facts, FactKey.RESIDENTS)
    workers = _value(facts, FactKey.COMMUNITY_WORKERS)
    per_grid = (households / grids).quantize(Decimal(1)) if households and grids else None
    per_ten_thousand = (workers * 10_000 / residents).quantize(Decimal("0.1")) if workers and residents else None
    return [
        Ratio("households_per_grid", per_grid, *HOUSEHOLDS_PER_GRID),
        Ratio("workers_per_ten_thousand", per_ten_thousand, WORKERS_PER_TEN_THOUSAND),
    ]


def _value(facts: dict[str, AreaFact], key: str) -> Decimal | None:
    return facts[key].value if key in facts else None
