"""Who works in the demo, who can sign in, and who acts for whom."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.timezone import localdate

from linli.base.messaging.enums import ChannelName
from linli.base.messaging.models import ChannelChoice
from linli.base.names import pinyin_of
from linli.core.areas.models import Area
from linli.core.people.enums import CareCategory, Door, Role, Sex
from linli.core.people.models import Account, Grant, Person
from linli.core.people.operations.columns import person_columns
from linli.core.people.operations.proxies import record_proxy
from linli.core.people.queries.keys import hash_of_phone
from linli.portal.demo import names
from linli.portal.demo.areas import BUILDER, Tree
from linli.portal.demo.keys import Keys
from linli.portal.demo.people import Population, Settled
from linli.portal.demo.roster import ADULT, Resident
from linli.portal.demo.roster import Door as HomeDoor

MAIN_GRID = 7
RESIDENT_ACCOUNTS = 240
WITH_COPIES = 60  # of them want text messages too
LEADERS_EVERY = 4
DESK = (
    ("周海燕", Sex.FEMALE, Role.COMMITTEE_SECRETARY),
    ("李志强", Sex.MALE, Role.COMMUNITY_WORKER),
    ("陈晓梅", Sex.FEMALE, Role.COMMUNITY_WORKER),
    ("赵明", Sex.MALE, Role.COMMUNITY_WORKER),
    ("孙丽娟", Sex.FEMALE, Role.COMMUNITY_WORKER),
    ("刘洋", Sex.MALE, Role.COMMUNITY_WORKER),
    ("高敏", Sex.FEMALE, Role.COMMUNITY_WORKER),
)
MAIN_WORKER = "王秀兰"
OFFICE = (
    ("郭建华", Sex.MALE, Role.STREET_OFFICER),
    ("何平", Sex.MALE, Role.SYSTEM_ADMIN),
    ("宋琳", Sex.FEMALE, Role.SECURITY_ADMIN),
    ("唐静", Sex.FEMALE, Role.AUDIT_ADMIN),
)
MAIN_RESIDENT, MOTHER, DAUGHTER = "刘桂芳", "张玉珍", "王丽华"


@dataclass
class Worker:
    """Somebody who handles matters."""

    person: Settled
    role: str
    grid: int = 0  # 0: the whole community


@dataclass
class Staff:
    """Who works in the community, and who lives there with an account."""

    desk: list[Worker] = field(default_factory=list)
    grids: dict[int, Worker] = field(default_factory=dict)
    residents: list[Settled] = field(default_factory=list)
    neighbours: list[Worker] = field(default_factory=list)
    mother: Settled | None = None
    daughter: Settled | None = None

    def generalists(self) -> list[Worker]:
        """The desk without the secretary."""
        return self.desk[1:]


def cast_people(homes: list[HomeDoor], chance: random.Random) -> dict[str, Resident]:
    """Choose among the invented people those who play a part, and give them the name of it."""
    cast: dict[str, Resident] = {}
    taken: set[int] = set()
    everybody = [(door, person) for door in homes for person in door.people]

    def choose(name: str, fits: Callable[[HomeDoor, Resident], bool]) -> None:
        free = [(door, person) for door, person in everybody if id(person) not in taken and person.age >= ADULT]
        suited = (person for door, person in free if fits(door, person))
        person = next(suited, None) or next(person for _door, person in free if person.phone)  # a small demo has fewer
        taken.add(id(person))
        person.name = name
        cast[name] = person

    def works(sex: str, grid: int = 0) -> Callable[[HomeDoor, Resident], bool]:
        return lambda door, person: (
            person.sex == sex and 28 <= person.age <= 54 and bool(person.phone) and (not grid or door.grid == grid)
        )

    choose(
        MAIN_RESIDENT,
        lambda door, person: door.grid == MAIN_GRID and person.sex == Sex.FEMALE and 61 <= person.age <= 65
        and bool(person.phone),
    )  # fmt: skip
    cast[MAIN_RESIDENT].comes_first = True
    choose(MOTHER, lambda door, person: person.sex == Sex.FEMALE and person.age >= 80 and _alone(door, person))
    choose(DAUGHTER, lambda door, person: person.sex == Sex.FEMALE and 50 <= person.age <= 58 and bool(person.phone))
    for name, sex, _role in DESK:
        choose(name, works(sex))
    for grid in range(1, 17):
        sex = Sex.MALE if grid % 3 == 0 else Sex.FEMALE
        name = MAIN_WORKER if grid == MAIN_GRID else names.full_name(chance, sex)
        choose(name if name not in cast else f"{name}华", works(sex, grid))
        cast[f"grid {grid}"] = cast.pop(next(reversed(cast)))
    return cast


def _alone(door: HomeDoor, person: Resident) -> bool:
    return door.grid == MAIN_GRID and len(door.people) == 1 and CareCategory.LONE_ELDER in person.care


def hire_staff(
    tree: Tree, population: Population, neighbours: Population, cast: dict[str, Resident], *, chance: random.Random,
    keys: Keys, now: datetime, since: date,
) -> Staff:  # fmt: skip
    """Give the roles of the community, open the accounts, and write down one daughter who acts for her mother."""
    found = {id(settled.resident): settled for settled in population.everybody}
    staff = Staff()
    grants: list[Grant] = []

    def grant(person: Settled | Person, role: str, at: Area | None) -> None:
        key = person.id if isinstance(person, Settled) else person.pk
        place, community = (at.path, at.community_id) if at else ("/", None)
        grants.append(
            Grant(
                id=keys.at(now), person_id=key, role=role, place=place,
                community_id=community,
                starts_on=since, given_by=BUILDER.label, reason="演示",
            )
        )  # fmt: skip

    for name, _sex, role in DESK:
        worker = Worker(found[id(cast[name])], role)
        staff.desk.append(worker)
        grant(worker.person, role, tree.community)
    order = [MAIN_GRID, *(number for number in range(1, 17) if number != MAIN_GRID)]
    for number in order:
        leads = number % LEADERS_EVERY == 1
        worker = Worker(found[id(cast[f"grid {number}"])], Role.GRID_LEADER if leads else Role.GRID_WORKER, number)
        staff.grids[number] = worker
        for grid in tree.grids[number - 1 : number - 1 + LEADERS_EVERY] if leads else [tree.grids[number - 1]]:
            grant(worker.person, worker.role, grid)
    for person, held in open_office(OFFICE, tree.street, keys, now):
        grant(person, held, tree.street if held == Role.STREET_OFFICER else None)  # administrators keep the whole house
    _neighbours(staff, tree, neighbours, grant)
    Grant.objects.bulk_create(grants)
    _open_accounts(staff, population, neighbours, found, cast, chance=chance, keys=keys, now=now)
    staff.mother, staff.daughter = found[id(cast[MOTHER])], found[id(cast[DAUGHTER])]
    return staff


def open_office(
    office: Sequence[tuple[str, str, str]], street: Area, keys: Keys, now: datetime, *, first_phone: int = 0
) -> Iterable[tuple[Person, str]]:
    """Staff of the street, who live in no community of ours, with accounts."""
    people = [
        Person(
            id=keys.at(now), place=street.path, updated_at=now,
            **{**person_columns(name=name, phone=f"1990000010{number}"), "sex": sex},
        )
        for number, (name, sex, _role) in enumerate(office, first_phone)
    ]  # fmt: skip
    Person.objects.bulk_create(people)
    Account.objects.bulk_create(
        _account(keys, person.pk, pinyin_of(person.name).replace(" ", ""), "", now) for person in people
    )
    return zip(people, (role for _name, _sex, role in office), strict=True)


def _neighbours(staff: Staff, tree: Tree, neighbours: Population, grant: Callable[[Settled, str, Area], None]) -> None:
    """The community beside has a secretary and a worker for each grid: they never see ours, nor we theirs."""
    working = [one for one in neighbours.everybody if 28 <= one.resident.age <= 56 and one.resident.phone]
    secretary = working.pop(0)
    grant(secretary, Role.COMMITTEE_SECRETARY, tree.neighbour)
    staff.neighbours.append(Worker(secretary, Role.COMMITTEE_SECRETARY))
    for number, grid in enumerate(tree.neighbour_grids, start=1):
        person = next(one for one in working if one.grid == number)
        grant(person, Role.GRID_WORKER, grid)
        staff.neighbours.append(Worker(person, Role.GRID_WORKER, number))


def _open_accounts(
    staff: Staff, population: Population, neighbours: Population, found: dict[int, Settled],
    cast: dict[str, Resident], *, chance: random.Random, keys: Keys, now: datetime,
) -> None:  # fmt: skip
    workers = [worker.person for worker in (*staff.desk, *staff.grids.values(), *staff.neighbours)]
    first = [found[id(cast[MAIN_RESIDENT])], found[id(cast[DAUGHTER])]]
    phones = Counter(one.resident.phone for one in population.everybody)
    busy = {one.id for one in (*workers, *first)}
    able = [one for one in population.adults() if phones[one.resident.phone] == 1 and one.id not in busy]
    staff.residents = [*first, *chance.sample(able, RESIDENT_ACCOUNTS - len(first))]
    beside = next(one for one in neighbours.adults() if one.id not in busy)
    used: set[str] = set(Account.objects.values_list("username", flat=True))
    accounts = []
    for settled in (*workers, *staff.residents, beside):
        name = pinyin_of(settled.resident.name).replace(" ", "")
        while name in used:
            name += str(chance.randrange(10))
        used.add(name)
        accounts.append(_account(keys, settled.id, name, settled.resident.phone, now))
    Account.objects.bulk_create(accounts)
    ChannelChoice.objects.bulk_create(
        ChannelChoice(id=keys.at(now), person=one.id, channel=ChannelName.SMS, is_on=True, chosen_at=now)
        for one in staff.residents[:WITH_COPIES]
    )


def _account(keys: Keys, person: UUID, username: str, phone: str, now: datetime) -> Account:
    """An account that nobody can open with a password; the demo signs in by its links, or by a code to the phone."""
    return Account(
        id=keys.at(now), person_id=person, username=username, password=f"!{keys.at(now).hex}", phone=phone,
        phone_hash=hash_of_phone(phone), phone_verified_at=now if phone else None, created_at=now,
    )  # fmt: skip


def write_proxy(staff: Staff, now: datetime) -> None:
    """The daughter acts for her mother, who agreed at the counter."""
    if staff.mother is None or staff.daughter is None:
        return
    people = Person.objects.in_bulk([staff.mother.id, staff.daughter.id])
    record_proxy(
        principal=people[staff.mother.id], proxy=people[staff.daughter.id], relation="女儿", door=Door.COUNTER,
        ends_on=localdate(now) + timedelta(days=300), actor=BUILDER, now=now,
    )  # fmt: skip
