"""Writing the invented people into the register, as an import would leave them, only quicker."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from linli.base.bulk import BulkInsert
from linli.core.areas.models import Area
from linli.core.people.enums import Basis, CareCategory, ResidenceKind
from linli.core.people.models import CareNeed, Person, Residence
from linli.core.people.operations.columns import person_columns
from linli.core.people.operations.rosters.homes import Homes
from linli.portal.demo.keys import Keys
from linli.portal.demo.roster import Door, Resident

FLOATING = 0.06
EARLIER = timedelta(hours=1)
PURPOSES = {
    CareCategory.EMPTY_NEST_ELDER: "定期走访，必要时代办",
    CareCategory.LONE_ELDER: "每周联系一次，突发情况有人到场",
    CareCategory.DISABLED_PERSON: "提供无障碍帮助和上门服务",
    CareCategory.LEFT_BEHIND_CHILD: "儿童主任定期探访",
    CareCategory.LOW_INCOME: "告知救助政策，协助申请",
}
COLUMNS = (
    *("name", "given", "pinyin", "initials", "sex", "birth_on", "id_number", "id_hash"),
    *("phone", "phone_hash", "phone_tail"),
)


@dataclass(slots=True)
class Settled:
    """A resident who has been written down, as far as the later parts of the demo need them."""

    id: UUID
    resident: Resident
    grid: int
    place: str
    address: str


@dataclass
class Population:
    """Everybody of one community."""

    community: Area
    everybody: list[Settled] = field(default_factory=list)

    def adults(self) -> list[Settled]:
        """Those who might ask for something."""
        return [settled for settled in self.everybody if settled.resident.age >= 18]


def settle_people(
    community: Area, homes: Iterable[Door], *, chance: random.Random, keys: Keys, now: datetime, today: date
) -> Population:
    """Write down who lives behind which door, and why some of them are looked after."""
    tree = Homes(community)
    common = {"community_id": community.pk}
    people = BulkInsert(
        Person, ("id", "place", *COLUMNS, "ethnicity", "education", "employment"), **common, updated_at=now
    )
    settled = ("id", "place", "person_id", "household_id", "relation", "kind", "position")
    residences = BulkInsert(Residence, settled, **common)
    until = today + timedelta(days=300)
    needs = ("id", "place", "person_id", "category", "purpose", "starts_on")
    care = BulkInsert(CareNeed, needs, **common, basis=Basis.STATUTORY_DUTY, ends_on=until)
    population = Population(community)
    for door in homes:
        home = tree.home(f"第{door.grid}网格", door.address, f"{door.grid} {door.address}")
        floating = ResidenceKind.FLOATING if chance.random() < FLOATING else ResidenceKind.PERMANENT
        address = "".join(door.address)
        for position, resident in enumerate(door.people):
            key = keys.at(now - EARLIER if resident.comes_first else now)
            told = person_columns(name=resident.name, id_number=resident.number, phone=resident.phone)
            columns = {"sex": resident.sex, "birth_on": resident.birth, **told}
            more = (resident.ethnicity, resident.education, resident.job)
            people.add(key, home.path, *(columns[name] for name in COLUMNS), *more)
            residences.add(keys.at(now), home.path, key, home.household, resident.relation, floating, position)
            since = today - timedelta(days=chance.randrange(5, 60))
            for category in resident.care:
                care.add(keys.at(now), home.path, key, category, PURPOSES[CareCategory(category)], since)
            population.everybody.append(Settled(key, resident, door.grid, home.path, address))
    for rows in (tree.areas, tree.new_households, people, residences, care):
        rows.flush()
    return population
