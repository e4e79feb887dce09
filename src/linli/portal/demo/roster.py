"""The people of the demo: as many as the register of the real community says, all of them invented."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from linli.base.identity import check_character
from linli.core.people.enums import CareCategory, Relation, Sex
from linli.portal.demo import names

GRIDS = 16
OLD, FAMILY, SINGLE = "old", "family", "single"
HOUSEHOLD_KINDS = {OLD: 0.25, FAMILY: 0.55, SINGLE: 0.20}
GRANDCHILDREN = 0.25  # live with their grandparents, while their parents work elsewhere
ELDER, ADULT, PUPIL, CHILD = 60, 18, 16, 14
MALE_ORDERS, FEMALE_ORDERS = ("997", "999"), ("996", "998")  # given to nobody who was born after 1930


@dataclass(slots=True)
class Resident:
    """One invented person."""

    name: str
    sex: str
    relation: str
    birth: date
    number: str
    age: int
    ethnicity: str
    education: str
    phone: str
    job: str
    care: list[str] = field(default_factory=list)
    comes_first: bool = False  # written down before all others: the demo signs in the first resident


@dataclass(slots=True)
class Door:
    """One home and who lives there."""

    grid: int
    compound: str
    building: int
    stair: int
    room: str
    people: list[Resident]

    @property
    def address(self) -> tuple[str, str, str, str]:
        """As a roster writes it."""
        return self.compound, f"{self.building}号楼", f"{self.stair}单元", self.room


class Town:
    """Makes homes of one community; identity numbers and phones are each given out once."""

    def __init__(self, chance: random.Random, today: date) -> None:
        self.chance, self.today = chance, today
        self.numbers: set[str] = set()
        self.phones: set[str] = set()

    def homes(self, residents: int, households: int, grids: int = GRIDS) -> Iterator[Door]:
        """So many people behind so many doors, grid by grid."""
        sizes = [1] * households
        for _more in range(residents - households):
            sizes[self.chance.randrange(households)] += 1
        per_grid = -(-households // grids)
        for index, size in enumerate(sizes):
            grid, place = divmod(index, per_grid)
            building, rest = divmod(place, 60)
            stair, flat = divmod(rest, 12)
            yield Door(
                grid=grid + 1,
                compound=names.COMPOUNDS[grid % len(names.COMPOUNDS)],
                building=building + 1 + 10 * (grid // len(names.COMPOUNDS)),
                stair=stair + 1,
                room=f"{flat // 2 + 1}0{flat % 2 + 1}",
                people=self._people(size),
            )

    def _people(self, size: int) -> list[Resident]:
        kind = self.chance.choices(list(HOUSEHOLD_KINDS), list(HOUSEHOLD_KINDS.values()))[0]
        family = names.surname(self.chance)
        home: list[Resident] = []
        for position in range(size):
            home.append(self._resident(home, position, kind, family))
        self._note_care(home)
        return home

    def _resident(self, home: list[Resident], position: int, kind: str, family: str) -> Resident:
        relation, sex, born = self._who(home, position, kind)
        number, birth = self._number(born, sex)
        age = (self.today - birth).days // 365
        own = position == 0 or relation in {Relation.SON, Relation.DAUGHTER, Relation.FATHER}
        educations = names.EDUCATIONS[:2] if age > 70 else names.EDUCATIONS
        return Resident(
            name=names.full_name(self.chance, sex, family if own else ""),
            sex=sex,
            relation=relation,
            birth=birth,
            number=number,
            age=age,
            ethnicity=self.chance.choice(names.ETHNICITIES),
            education=self.chance.choice(educations) if age >= PUPIL else "",
            phone=self._phone() if age > CHILD and self.chance.random() < 0.93 else "",
            job=self._job(age),
        )

    def _who(self, home: list[Resident], position: int, kind: str) -> tuple[str, str, date]:
        """How they belong to the household, their sex, and about when they were born."""
        if position == 0:
            low, high = (62, 92) if kind == OLD else (28, 60)
            born = self.today - timedelta(days=self.chance.randrange(low * 365, high * 365))
            return Relation.HEAD, self.chance.choice([Sex.MALE, Sex.MALE, Sex.FEMALE]), born
        head = home[0].birth
        if position == 1 and kind != SINGLE:
            sex = Sex.FEMALE if home[0].sex == Sex.MALE else Sex.MALE
            return Relation.SPOUSE, sex, head + timedelta(days=self.chance.randrange(-1500, 1500))
        if position == 4:
            parent = [(Relation.MOTHER, Sex.FEMALE), (Relation.FATHER, Sex.MALE)]
            return *self.chance.choice(parent), head - timedelta(days=self.chance.randrange(8000, 12000))
        if kind == OLD and self.chance.random() < GRANDCHILDREN:
            born = self.today - timedelta(days=self.chance.randrange(3 * 365, 15 * 365))
            return Relation.GRANDCHILD, self.chance.choice([Sex.MALE, Sex.FEMALE]), born
        latest = self.today - timedelta(days=self.chance.randrange(20, 900))
        born = min(head + timedelta(days=self.chance.randrange(8200, 12500)), latest)
        return *self.chance.choice([(Relation.SON, Sex.MALE), (Relation.DAUGHTER, Sex.FEMALE)]), born

    def _number(self, birth: date, sex: str) -> tuple[str, date]:
        while True:
            region = "211022" if birth.year < 1996 else "211081"
            for order in MALE_ORDERS if sex == Sex.MALE else FEMALE_ORDERS:
                body = f"{region}{birth:%Y%m%d}{order}"
                if body not in self.numbers:
                    self.numbers.add(body)
                    return body + check_character(body), birth
            birth -= timedelta(days=1)

    def _phone(self) -> str:
        while (phone := f"1990{self.chance.randrange(10_000_000):07d}") in self.phones:
            pass
        self.phones.add(phone)
        return phone

    def _job(self, age: int) -> str:
        if age >= ELDER:
            return "退休"
        return "学生" if age < 20 else self.chance.choice(names.JOBS)

    def _note_care(self, home: list[Resident]) -> None:
        """Why the community looks after some of them."""
        if all(person.age >= ELDER for person in home):
            alone = CareCategory.LONE_ELDER if len(home) == 1 else CareCategory.EMPTY_NEST_ELDER
            for person in home:
                person.care.append(alone)
        only_old = all(person.age >= 55 for person in home if person.age >= ADULT)
        for person in home:
            if self.chance.random() < 0.022:
                person.care.append(CareCategory.DISABLED_PERSON)
            if person.age < PUPIL and only_old:
                person.care.append(CareCategory.LEFT_BEHIND_CHILD)
        if self.chance.random() < 0.018:
            home[0].care.append(CareCategory.LOW_INCOME)
