"""A small community for tests: plain functions with defaults."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import count
from types import SimpleNamespace
from typing import Any

from linli.base.names import initials_of, pinyin_of, split_name
from linli.core.areas.enums import ABOVE_COMMUNITY, AreaKind
from linli.core.areas.models import Area
from linli.core.people.models import Account, Grant, Household, Person, Residence
from linli.core.people.queries.actors import PersonActor

NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)  # a Monday, 12:00 in Beijing
TODAY = date(2026, 11, 23)
_numbers = count(1)


def make_area(kind: str = AreaKind.GRID, parent: Area | None = None, **fields: Any) -> Area:
    number = next(_numbers)
    slug = fields.pop("slug", f"{kind[:3]}{number}")
    area = Area(kind=kind, parent=parent, slug=slug, path=f"{parent.path if parent else '/'}{slug}/", **fields)
    area.name_zh = area.name_zh or f"{kind}{number}"
    if kind == AreaKind.COMMUNITY:
        area.community = area
    elif kind not in ABOVE_COMMUNITY:
        area.community = parent.community if parent else None
    area.save(force_insert=True)
    return area


def make_person(name: str = "王秀兰", *, at: Area, **fields: Any) -> Person:
    given = split_name(name)[1]
    defaults = {"given": given, "pinyin": pinyin_of(name), "initials": initials_of(name), "updated_at": NOON}
    return Person.objects.create(name=name, community=at.community, place=at.path, **{**defaults, **fields})


def make_account(person: Person, password: str | None = None, **fields: Any) -> Account:
    account = Account(person=person, username=fields.pop("username", f"u{next(_numbers)}"), created_at=NOON, **fields)
    account.set_password(password)
    account.save()
    return account


def make_grant(person: Person, role: str, at: Any, **fields: Any) -> Grant:
    """A role in force at an area, or at a branch."""
    defaults = {"starts_on": date(2026, 1, 1), "given_by": "system:test"}
    return Grant.objects.create(
        person=person, role=role, place=at.path, community=at.community, **{**defaults, **fields}
    )


def make_home(grid: Area, *names: str) -> SimpleNamespace:
    """A home in a grid with a household of these people, the first one its head."""
    building = make_area(AreaKind.BUILDING, grid, name_zh="3号楼")
    home = make_area(AreaKind.HOME, building, name_zh="302")
    household = Household.objects.create(community=grid.community, place=home.path, home=home)
    people = [make_person(name, at=home) for name in names]
    for position, person in enumerate(people):
        Residence.objects.create(
            community=grid.community,
            place=home.path,
            person=person,
            household=household,
            relation="other" if position else "head",
            position=position,
        )
    return SimpleNamespace(home=home, building=building, household=household, people=people)


def make_world() -> SimpleNamespace:
    """A street with two communities; one with two grids, workers of each kind and a family; one with strangers."""
    province = make_area(AreaKind.PROVINCE, slug="ln", name_zh="辽宁省")
    street = make_area(AreaKind.STREET, province, slug="yantai", name_zh="烟台街道")
    community = make_area(AreaKind.COMMUNITY, street, slug="zhaolin", name_zh="兆麟社区")
    other = make_area(AreaKind.COMMUNITY, street, slug="guangming", name_zh="光明社区")
    grid = make_area(AreaKind.GRID, community, slug="g01", name_zh="第1网格", number=1)
    next_grid = make_area(AreaKind.GRID, community, slug="g02", name_zh="第2网格", number=2)
    other_grid = make_area(AreaKind.GRID, other, slug="g01", name_zh="第1网格", number=1)
    holders = {
        "grid_worker": grid,
        "neighbour": next_grid,
        "community_worker": community,
        "committee_secretary": community,
        "street_officer": street,
        "street_leader": street,
        "department_officer": street,
        "system_admin": community,
        "security_admin": community,
        "audit_admin": community,
        "stranger": other_grid,
        "other_secretary": other,
    }
    roles = {"neighbour": "grid_worker", "stranger": "grid_worker", "other_secretary": "committee_secretary"}
    people: dict[str, Person] = {}
    for key, area in holders.items():
        people[key] = make_person(f"张{key}", at=area)
        make_grant(people[key], roles.get(key, key), area)
    family = make_home(grid, "刘桂芳", "刘小宝")
    people["resident"], people["child"] = family.people
    people["other_resident"] = make_home(other_grid, "赵明").people[0]
    for person in people.values():
        make_account(person)
    actors = {key: PersonActor(person, TODAY) for key, person in people.items()}
    areas = {"street": street, "community": community, "other": other, "grid": grid, "next_grid": next_grid}
    return SimpleNamespace(people=people, actors=actors, family=family, other_grid=other_grid, **areas)
