"""What is asked of whom (E-04): the brackets are data, each with its source and the days on which it holds."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from importlib.resources import files

from django.utils.translation import gettext as _

from linli.base.errors import Refused
from linli.core.dues.enums import DuesKind

FEN = 100


@dataclass(frozen=True)
class Bracket:
    """One row of the table. `above_fen` is not in it, `up_to_fen` is; a fixed sum has neither."""

    kind: str
    above_fen: int
    up_to_fen: int | None
    rate: Decimal | None
    least_fen: int
    most_fen: int
    valid_from: date
    valid_to: date | None
    source: str

    def holds_on(self, day: date) -> bool:
        """Whether the row is in force on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@cache
def brackets() -> tuple[Bracket, ...]:
    """The whole table."""
    text = files("linli.core.dues").joinpath("data/rates.csv").read_text(encoding="utf-8")
    return tuple(_bracket(row) for row in csv.DictReader(text.splitlines()))


def _bracket(row: dict[str, str]) -> Bracket:
    return Bracket(
        row["member_kind"], _fen(row["base_from_excl"]) or 0, _fen(row["base_to_incl"]),
        Decimal(row["rate"]) if row["rate"] else None, _fen(row["fixed_min"]) or 0, _fen(row["fixed_max"]) or 0,
        date.fromisoformat(row["valid_from"]), date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
        row["source"],
    )  # fmt: skip


def _fen(yuan: str) -> int | None:
    return int(Decimal(yuan) * FEN) if yuan else None


def rows_on(day: date) -> list[Bracket]:
    """The rows in force on a day, in the order of the table."""
    return [row for row in brackets() if row.holds_on(day)]


def asks_for_a_base(kind: str) -> bool:
    """Whether this kind pays by a rate of what comes in, and not a sum that the table names."""
    return kind in {DuesKind.SALARIED, DuesKind.RETIRED}


def amount_of(kind: str, base_fen: int | None, on: date) -> int:
    """What is asked each month in fen: the rate of the bracket on the whole base, half a fen upwards (E-04)."""
    rows = [row for row in rows_on(on) if row.kind == kind]
    if not rows:
        raise Refused("kind-unknown", _("Please choose one of these."), field="kind")
    if not asks_for_a_base(kind):
        return rows[0].least_fen
    if base_fen is None or base_fen < 0:
        raise Refused("base-missing", _("Please write down what comes in each month."), field="base")
    row = next(row for row in rows if row.up_to_fen is None or base_fen <= row.up_to_fen)
    assert row.rate is not None  # noqa: S101 -- a row with brackets has a rate
    return int((Decimal(base_fen) * row.rate).quantize(Decimal(1), ROUND_HALF_UP))
