"""Whom the register already knows, held in memory for the time of one import."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from linli.core.areas.models import Area
from linli.core.people.models import CareNeed, Person, Residence, RosterLine

# The cells of a roster line, in the order in which they are remembered. Numbers are keyed hashes.
CELLS = (
    *("name", "sex", "birth_on", "id_hash", "phone_hash", "ethnicity", "education", "employment", "note"),
    *("relation", "residence", "care"),
)
OWN = ("name", "sex", "birth_on", "id_hash", "phone_hash", "ethnicity", "education", "employment", "note")
Cells = tuple[str, ...]


@dataclass(slots=True)
class Known:
    """Somebody the register knows, and what the roster said of them the last time."""

    id: UUID
    cells: Cells  # what the register says, in the order of OWN
    place: str
    ended: str = ""  # since when they are gone
    line_id: UUID | None = None
    told: str = ""
    door: str = ""
    claimed: str = ""  # the row of this file that speaks of them
    twice: int = 0
    residence: UUID | None = None
    household: UUID | None = None
    relation: str = ""
    kind: str = ""
    care: dict[str, UUID] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.cells[0]

    @property
    def sex(self) -> str:
        return self.cells[1]

    @property
    def birth(self) -> str:
        return self.cells[2]

    @property
    def id_hash(self) -> str:
        return self.cells[3]


class Register:
    """The people of one community, found by number or by name and door."""

    def __init__(self, community: Area, roster: str, today: dt.date) -> None:
        self.community, self.roster, self.today = community, roster, today
        self.by_id: dict[UUID, Known] = {}
        self.by_hash: dict[str, Known] = {}
        self.by_door: defaultdict[tuple[str, str], list[Known]] = defaultdict(list)
        self.merges: dict[UUID, UUID] = {}
        self.merged_hashes: dict[str, UUID] = {}
        self.merged_doors: dict[tuple[str, str], UUID] = {}
        self._load_people()
        self.is_used = bool(self.by_id)  # nothing to look for among nobody
        self._load_homes()
        self._load_lines()
        self._load_care()

    def add(self, known: Known) -> None:
        """Remember somebody who has just been added."""
        self.by_id[known.id] = known
        if known.id_hash:
            self.by_hash[known.id_hash] = known
        self.by_door[known.door or known.place, known.name].append(known)

    def merged(self, id_hash: str, door: str, name: str) -> Known | None:
        """Into whom the person of a row was merged, if somebody has settled that two rows are one person."""
        if id_hash in self.by_hash:
            return None
        found = self.merged_hashes.get(id_hash) or self.merged_doors.get((door, name))
        return self.by_id.get(_last(found, self.merges)) if found else None

    def _load_people(self) -> None:
        columns = ("pk", "place", "ended_on", "merged_into_id", *OWN)
        rows = Person.objects.filter(community=self.community).order_by("pk").values_list(*columns)
        for pk, place, ended_on, merged_into, *cells in rows.iterator(chunk_size=2000):
            if merged_into:
                self.merges[pk] = merged_into
                if cells[3]:
                    self.merged_hashes[cells[3]] = merged_into
                continue
            cells[2] = cells[2].isoformat() if cells[2] else ""
            known = Known(pk, tuple(cells), place, ended_on.isoformat() if ended_on else "")
            self.by_id[pk] = known
            if known.id_hash and (not ended_on or known.id_hash not in self.by_hash):
                self.by_hash[known.id_hash] = known
            self.by_door[place, known.name].append(known)

    def _load_homes(self) -> None:
        rows = Residence.objects.filter(community=self.community, ends_on=None).values_list(
            "person_id", "pk", "household_id", "relation", "kind"
        )
        for person, pk, household, relation, kind in rows.iterator(chunk_size=2000):
            known = self.by_id.get(person)
            if known:
                known.residence, known.household, known.relation, known.kind = pk, household, relation, kind

    def _load_lines(self) -> None:
        rows = RosterLine.objects.filter(community=self.community, roster=self.roster).values_list(
            "pk", "person_id", "door", "told"
        )
        for pk, person, door, told in rows.iterator(chunk_size=2000):
            known = self.by_id.get(_last(person, self.merges))
            if known is None:
                continue
            name = json.loads(told)[0]
            if person == known.id:
                known.line_id, known.told, known.door = pk, told, door
                self.by_door[door, name].append(known)
            else:
                self.merged_doors[door, name] = known.id

    def _load_care(self) -> None:
        rows = CareNeed.objects.filter(community=self.community, ends_on__gte=self.today).values_list(
            "person_id", "category", "pk"
        )
        for person, category, pk in rows:
            if known := self.by_id.get(person):
                known.care[category] = pk


def _last(person: UUID, merged: dict[UUID, UUID]) -> UUID:
    """Whom a row has become, through any number of merges."""
    for _step in range(len(merged)):
        if person not in merged:
            break
        person = merged[person]
    return person


def remembered(cells: dict[str, Any]) -> str:
    """A line as it is remembered: compact JSON, the cells in their order."""
    return json.dumps([cells[name] for name in CELLS], ensure_ascii=False, separators=(",", ":"))


def recalled(told: str) -> dict[str, Any]:
    """What a line said the last time; nothing for somebody the roster did not speak of."""
    return dict(zip(CELLS, json.loads(told), strict=True)) if told else {}
