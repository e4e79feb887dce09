"""Bringing rosters in, for tests: a community, a way in, small sheets."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from linli.base.audit.models import AuditEntry
from linli.base.permissions import SystemActor
from linli.base.sheets.models import Finding, Import
from linli.base.sheets.operations import take_in
from linli.base.sheets.operations.imports import Target
from linli.base.sheets.report import Report
from linli.base.sheets.rosters import ROSTERS
from linli.core.areas.enums import AreaKind
from linli.core.areas.models import Area
from linli.core.people.models import CareNeed, Household, Person, Residence, RosterLine
from tests.factories.core import NOON, make_area
from tests.factories.rosters import ZH, Row, flat, make_roster, write_table

ACTOR = SystemActor("test")
TABLES = (Area, Household, Person, Residence, CareNeed, RosterLine, Finding, Import, AuditEntry)


@pytest.fixture
def community() -> Area:
    return make_area(AreaKind.COMMUNITY, make_area(AreaKind.STREET, slug="yantai"), slug="zhaolin", name_zh="兆麟社区")


@pytest.fixture
def bring_in(community: Area) -> Callable[..., Report]:
    def run(path: Path, **more: Any) -> Report:
        call = {"actor": ACTOR, "now": NOON, **more}
        target = Target(community.pk, community.path)
        return take_in(roster=ROSTERS["residents"], path=path, target=target, **call)

    return run


def counted() -> dict[str, int]:
    return {model.__name__: model._default_manager.count() for model in TABLES}


def row_of(person: Row, **changes: Any) -> list[Any]:
    return [{**person, "serial": 1, **changes}[key] for key in ZH]


def correct_sheet(tmp_path: Path, people: list[Row], name: str = "roster.xlsx", **changes: Any) -> Path:
    """One sheet of one grid; `changes` belong to the first person."""
    path = tmp_path / name
    rows = [row_of(person, **(changes if index == 0 else {})) for index, person in enumerate(people)]
    write_table(path, list(ZH.values()), rows, sheet="第1网格")
    return path


@pytest.fixture
def people() -> list[Row]:
    return flat(make_roster(seed=11, households=4, grids=1))
