"""What people ask for in the demo: true stories of a northern community, through the seasons."""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from linli.portal.demo.people import Settled

FILE = Path(__file__).parent / "data" / "stories.csv"


@dataclass(frozen=True)
class Story:
    """One thing that happens, what is found, and how it ends."""

    code: str
    months: frozenset[int]
    weight: int
    text: str
    note: str
    ending: str
    answer: str
    to: str

    def told_by(self, person: Settled) -> tuple[str, str, str]:
        """The words, the note and the answer, at the place where the person lives."""
        building, room = person.address.rsplit("单元", 1)
        compound = building[: building.rindex("号楼")].rstrip("0123456789")
        slots = {"place": f"{building[len(compound) :]}单元", "compound": compound, "floor": f"{room[:-2]}楼"}
        return tuple(text.format(**slots) for text in (self.text, self.note, self.answer))  # type: ignore[return-value]


@cache
def stories() -> tuple[Story, ...]:
    """All of them, as written."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(
            Story(
                code=row["code"],
                months=frozenset(int(month) for month in row["months"].split()),
                weight=int(row["weight"]),
                text=row["text"],
                note=row["note"],
                ending=row["ending"],
                answer=row["answer"],
                to=row["to"],
            )
            for row in csv.DictReader(file)
        )


@cache
def _of_month(month: int) -> tuple[tuple[Story, ...], tuple[int, ...]]:
    found = tuple(story for story in stories() if not story.months or month in story.months)
    return found, tuple(story.weight for story in found)


def story_of(month: int, chance: random.Random) -> Story:
    """Something that happens in that month."""
    found, weights = _of_month(month)
    return chance.choices(found, weights)[0]
