"""The thresholds of E-03: a number, how firmly it is meant, and where it comes from. Data, not branches."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from linli.base.i18n import in_language


@dataclass(frozen=True)
class Threshold:
    """One row: `source` is V (seen in a published rule), D (ours) or seed (the model community)."""

    key: str
    value: float
    level: str
    meaning_zh: str
    meaning_en: str
    source: str

    @property
    def meaning(self) -> str:
        """What it says, in the reader's language."""
        return in_language(self, "meaning")


@cache
def thresholds() -> dict[str, Threshold]:
    """All of them, by key."""
    text = files("linli.core.organisation").joinpath("data/thresholds.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return {row["key"]: Threshold(**{**row, "value": float(row["value"])}) for row in rows}  # type: ignore[arg-type]


def number(key: str) -> float:
    """The number of one threshold."""
    return thresholds()[key].value
