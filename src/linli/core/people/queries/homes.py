"""Homes: found by what people call them, with who lives there."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from linli.base.models import ScopedQuerySet
from linli.base.permissions import Actor
from linli.core.areas.enums import AreaKind
from linli.core.areas.models import Area
from linli.core.people.enums import PeoplePermission
from linli.core.people.models import Household, Residence

BUILDING = re.compile(r"(\d+)\s*(?:号楼|号栋|栋|幢|座|楼|#)|(?:building|bldg)\s*(\d+)", re.IGNORECASE)
UNIT = re.compile(r"(\d+)\s*(?:单元|门洞|门)|(?:stair|unit)\s*(\d+)", re.IGNORECASE)
OUTLINES = ("outline", "parent__outline", "parent__parent__outline", "parent__parent__parent__outline")
WITHIN = frozenset({AreaKind.UNIT, AreaKind.BUILDING, AreaKind.COMPOUND})
FEW_BUILDINGS = 20
CANDIDATES = 500


@dataclass(frozen=True)
class Words:
    """An address as it was typed: 兆麟小区3号楼2单元302, 3-2-302, or only a part of it."""

    compound: str = ""
    building: int | None = None
    unit: int | None = None
    door: int | None = None


def homes_for(actor: Actor, permission: str = PeoplePermission.VIEW) -> ScopedQuerySet[Area]:
    """The doors of the actor's places."""
    return Area.objects.visible_to(actor, permission).filter(kind=AreaKind.HOME, ends_on=None)


def find_homes(actor: Actor, text: str, limit: int = 20) -> list[Area]:
    """The homes that an address may mean, at the actor's places, in the order of their paths."""
    words = address_words(text)
    homes = homes_for(actor).select_related("parent__parent__parent").defer(*OUTLINES)
    if words.door is not None:
        rows = homes.filter(number=words.door).order_by("path")[:CANDIDATES]
        return [home for home in rows if _fits(home, words)][:limit]
    buildings = find_buildings(Area.objects.visible_to(actor, PeoplePermission.VIEW), words)
    if not buildings:
        return []
    below = Q()
    for building in buildings:
        below |= Q(path__under=building.path)
    return list(homes.filter(below).order_by("path")[:limit])


def find_buildings(areas: ScopedQuerySet[Area], words: Words) -> list[Area]:
    """The buildings, or the compounds when no building is named, that the words may mean."""
    live = areas.filter(ends_on=None).select_related("parent").defer("outline", "parent__outline")
    if words.building is not None:
        rows = live.filter(kind=AreaKind.BUILDING, number=words.building).order_by("path")[:CANDIDATES]
        return [building for building in rows if _named(building.parent, words.compound)][:FEW_BUILDINGS]
    if words.compound:
        return list(
            live.filter(kind=AreaKind.COMPOUND, name_zh__startswith=words.compound).order_by("path")[:FEW_BUILDINGS]
        )
    return []


def address_words(text: str) -> Words:
    """Read an address: numbers with their word first, then what is left from the left, the door last."""
    text = unicodedata.normalize("NFKC", text).strip()
    building, text = _take(BUILDING, text)
    unit, text = _take(UNIT, text)
    numbers = [int(number[:6]) for number in re.findall(r"\d+", text)]
    compound = re.split(r"[\d\s\-,，]", text.strip(" -,，"), maxsplit=1)[0].rstrip("第")
    door = numbers.pop() if numbers else None
    if numbers and building is None:
        building = numbers.pop(0)
    if numbers and unit is None:
        unit = numbers.pop(0)
    return Words(compound, building, unit, door)


def households_with_members(home: Area) -> list[tuple[Household, list[Residence]]]:
    """The households that live behind a door now, each with its people; with two queries."""
    households = list(Household.objects.filter(home=home, ends_on=None).order_by("pk"))
    members: dict[object, list[Residence]] = {household.pk: [] for household in households}
    live = Residence.objects.filter(household__in=households, ends_on=None).select_related("person")
    for residence in live.order_by("position", "pk"):
        members[residence.household_id].append(residence)
    return [(household, members[household.pk]) for household in households]


def former_members_of(home: Area) -> QuerySet[Residence]:
    """Who lived behind a door before, the last ones first."""
    past = Residence.objects.filter(household__home=home, ends_on__isnull=False).select_related("person")
    return past.order_by("-ends_on", "-pk")


def household_of_home(home: Area) -> Household | None:
    """The household that lives there now; of several the oldest."""
    return Household.objects.filter(home=home, ends_on=None).order_by("pk").first()


def people_behind(homes: list[Area]) -> dict[object, int]:
    """How many people live behind each of these doors, with one query."""
    live = Residence.objects.filter(household__home__in=homes, ends_on=None)
    return dict(live.values_list("household__home").annotate(people=Count("pk")))


def _take(pattern: re.Pattern[str], text: str) -> tuple[int | None, str]:
    match = pattern.search(text)
    if not match:
        return None, text
    number = next(group for group in match.groups() if group)
    return int(number[:6]), f"{text[: match.start()]} {text[match.end() :]}"


def _fits(home: Area, words: Words) -> bool:
    above: dict[str, Area] = {}
    area = home.parent
    while area is not None and area.kind in WITHIN:
        above[area.kind] = area
        # Above a compound lies the grid, which nobody has loaded.
        area = area.parent if area.kind != AreaKind.COMPOUND else None
    building, unit = above.get(AreaKind.BUILDING), above.get(AreaKind.UNIT)
    if words.building is not None and (building is None or building.number != words.building):
        return False
    if words.unit is not None and (unit is None or unit.number != words.unit):
        return False
    return _named(above.get(AreaKind.COMPOUND), words.compound)


def _named(compound: Area | None, name: str) -> bool:
    return not name or (compound is not None and compound.name_zh.startswith(name))
