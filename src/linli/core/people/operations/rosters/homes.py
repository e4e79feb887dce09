"""The doors of a community: found by what a roster calls them, and added where they are new."""

from __future__ import annotations

import re
from dataclasses import dataclass
from uuid import UUID

from linli.base.bulk import BulkInsert
from linli.base.ids import uuid7
from linli.base.names import pinyin_of
from linli.core.areas.enums import AreaKind
from linli.core.areas.models import Area
from linli.core.people.models import Household
from linli.core.people.operations.rosters.addresses import grid_number, number_in

LEVELS = (AreaKind.COMPOUND, AreaKind.BUILDING, AreaKind.UNIT, AreaKind.HOME)
PREFIX = {AreaKind.COMPOUND: "c", AreaKind.BUILDING: "b", AreaKind.UNIT: "u", AreaKind.HOME: "h"}
ENGLISH = {AreaKind.BUILDING: "Building {}", AreaKind.UNIT: "Stair {}"}
SUFFIX = {AreaKind.BUILDING: "号楼", AreaKind.UNIT: "单元"}
WRITTEN_NUMBER = re.compile(r"0*(\d+)\s*(?:号楼|号栋|栋|幢|座|楼|#楼?|号|单元|门洞|梯|门)?")
SLUG_LENGTH = 24


@dataclass(slots=True)
class Node:
    """An area that is in the database, or will be."""

    id: UUID
    path: str


@dataclass(slots=True)
class Home(Node):
    """A door, with the household behind it."""

    household: UUID
    grid: UUID | None


class Homes:
    """All areas of one community, as a tree of names. New ones wait in `areas` and `new_households`."""

    def __init__(self, community: Area) -> None:
        self.community = community
        self.areas = BulkInsert(
            Area,
            ("id", "kind", "parent_id", "slug", "path", "name_zh", "name_en", "number"),
            community_id=community.pk,
        )
        self.new_households = BulkInsert(Household, ("id", "place", "home_id"), community_id=community.pk)
        self.counts = {"grids_new": 0, "homes_new": 0, "households_new": 0}
        self.root = Node(community.pk, community.path)
        self.doors: dict[str, Home] = {}
        self.nodes: dict[tuple[UUID, str, str], Node] = {}
        self.slugs: set[tuple[UUID, str]] = set()
        self.grids: dict[int | str, Node] = {}
        for pk, parent, kind, slug, path, name, number, ends_on in Area.objects.filter(community=community).values_list(
            "pk", "parent_id", "kind", "slug", "path", "name_zh", "number", "ends_on"
        ):
            self.slugs.add((parent, slug))
            if ends_on is None:
                self._know(Node(pk, path), parent, kind, name, number)
        self.households: dict[UUID, UUID] = dict(
            Household.objects.filter(community=community, ends_on=None).order_by("-pk").values_list("home_id", "pk")
        )

    def grid(self, text: str) -> Node | None:
        """The grid that a text names, added if it is new; nothing when it names none."""
        number = grid_number(text) or (int(text) if text.isdecimal() and len(text) < 7 else 0)
        key: int | str = number or text
        if not text:
            return None
        if key not in self.grids:
            name = f"第{number}网格" if number else text
            slug = f"g{number:02d}" if number else _latin(text) or "g"
            english = f"Grid {number}" if number else ""
            self.grids[key] = self._add(self.root, AreaKind.GRID, name[:80], slug, number, english)
            self.counts["grids_new"] += 1
        return self.grids[key]

    def home(self, grid: str, address: tuple[str, str, str, str], door: str) -> Home:
        """The home behind a door, with its household; both are added if they are new."""
        if door in self.doors:
            return self.doors[door]
        at_grid = self.grid(grid)
        node = at_grid or self.root
        parts = list(address)
        if not parts[3]:  # a house without a door number: the last part that is given is the home
            last = max(index for index, part in enumerate(parts) if part)
            parts[3], parts[last] = parts[last], ""
        for kind, part in zip(LEVELS, parts, strict=True):
            if part:
                node = self._child(node, kind, part)
        home = Home(node.id, node.path, self._household(node), at_grid.id if at_grid else None)
        self.doors[door] = home
        return home

    def _know(self, node: Node, parent: UUID, kind: str, name: str, number: int) -> None:
        if kind == AreaKind.GRID:
            self.grids[number or name] = node
        else:
            self.nodes[parent, kind, _plain(kind, name)] = node

    def _child(self, parent: Node, kind: str, text: str) -> Node:
        key = (parent.id, kind, _plain(kind, text))
        if key not in self.nodes:
            match = WRITTEN_NUMBER.fullmatch(text)
            number = int(match[1][:6]) if match else number_in(text)
            name = f"{match[1]}{SUFFIX[AreaKind(kind)]}" if match and kind in SUFFIX else text
            english = ENGLISH[AreaKind(kind)].format(match[1]) if match and kind in ENGLISH else ""
            slug = f"{PREFIX[AreaKind(kind)]}{match[1]}" if match else _latin(text) or PREFIX[AreaKind(kind)]
            self.nodes[key] = self._add(parent, kind, name[:80], slug, number, english)
            if kind == AreaKind.HOME:
                self.counts["homes_new"] += 1
        return self.nodes[key]

    def _add(self, parent: Node, kind: str, name: str, slug: str, number: int, english: str) -> Node:
        free = slug = slug[: SLUG_LENGTH - 4]
        nth = 1
        while (parent.id, free) in self.slugs:
            nth += 1
            free = f"{slug}-{nth}"
        self.slugs.add((parent.id, free))
        key, path = uuid7(), f"{parent.path}{free}/"
        self.areas.add(key, kind, parent.id, free, path, name, english[:80], number)
        return Node(key, path)

    def _household(self, home: Node) -> UUID:
        if home.id not in self.households:
            self.households[home.id] = uuid7()
            self.new_households.add(self.households[home.id], home.path, home.id)
            self.counts["households_new"] += 1
        return self.households[home.id]


def _plain(kind: str, text: str) -> str:
    """One form for 3号楼, 3栋, 03 and 3#: what a level's words add says nothing within the level."""
    if kind == AreaKind.COMPOUND:
        return text
    match = WRITTEN_NUMBER.fullmatch(text.rstrip("室户"))
    return match[1] if match else text.lower()


def _latin(text: str) -> str:
    """A step of a path in plain letters: 兆麟小区 is `zhaolinxiaoqu`."""
    return re.sub(r"[^a-z0-9]+", "-", pinyin_of(text)).strip("-")
