"""What the desk finds to do in the demo, made by the real operations: doubtful cells, pairs, requests, neighbours."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter

from linli.base.calendars.arithmetic import BEIJING
from linli.base.sheets.operations import take_in
from linli.base.sheets.operations.imports import Target
from linli.base.sheets.rosters import ROSTERS
from linli.core.areas.models import Area
from linli.core.matters.models import Category
from linli.core.matters.operations.desk import accept_matter
from linli.core.matters.operations.report import Report, report_matter
from linli.core.people.enums import Door as CameBy
from linli.core.people.enums import Relation, RightsKind, Sex
from linli.core.people.models import Person
from linli.core.people.operations.duplicates import suggest_duplicates
from linli.core.people.operations.reveal import RevealField, reveal_person
from linli.core.people.operations.rights import ask_right
from linli.core.people.queries.actors import PersonActor
from linli.portal.demo.areas import BUILDER, Tree
from linli.portal.demo.people import Population
from linli.portal.demo.roster import Door, Resident
from linli.portal.demo.staff import Staff

TWINS = 4
CHECKED_GRID, CHECKED_DOORS = 12, 40
HEADERS = ("小区", "楼栋", "单元", "门牌号", "与户主关系", "姓名", "性别", "公民身份号码", "出生日期", "联系电话")
RELATIONS = {
    Relation.HEAD: "户主", Relation.SPOUSE: "配偶", Relation.SON: "子", Relation.DAUGHTER: "女",
    Relation.FATHER: "父亲", Relation.MOTHER: "母亲", Relation.GRANDCHILD: "孙子女",
}  # fmt: skip
REASONS = ("上门走访前电话联系", "核对医保参保信息", "居民来电要求更正电话")
NEIGHBOUR_MATTERS = (
    ("UT04", "三号楼二单元暖气不热，屋里十六度。"),
    ("FA02", "菜市场门口的路灯不亮。"),
    ("EN02", "五号楼前垃圾桶满了两天没人收。"),
    ("SV01", "请问养老认证在哪里办？"),
)


def pair_twins(homes: list[Door], taken: Iterable[Resident], chance: random.Random) -> None:
    """Some people stand in the register twice: the second row without a number, at another door."""
    busy = {id(person) for person in taken}
    adults = [person for door in homes for person in door.people if person.age >= 30 and id(person) not in busy]
    chosen = chance.sample(adults, 2 * TWINS)
    for first, second in zip(chosen[:TWINS], chosen[TWINS:], strict=True):
        second.name, second.sex, second.birth, second.age = first.name, first.sex, first.birth, first.age
        second.number, second.phone = "", first.phone


def add_extras(
    tree: Tree, staff: Staff, neighbours: Population, homes: list[Door], *, chance: random.Random, now: datetime
) -> None:
    """Everything that waits for somebody besides the matters."""
    suggest_duplicates(community=tree.community, actor=BUILDER, now=now - timedelta(days=2))
    _bring_in(tree.community, homes, chance, now - timedelta(days=1))
    people = Person.objects.select_related("community").in_bulk([one.id for one in staff.residents[:6]])
    residents = [people[one.id] for one in staff.residents[:6]]
    worker = _actor(Person.objects.select_related("community").get(pk=staff.grids[7].person.id), now)
    for number, reason in enumerate(REASONS):
        moment = now - timedelta(days=50 - 17 * number)
        reveal_person(person=residents[0], field=RevealField.PHONE, reason=reason, actor=worker, now=moment)
    for person, kind, text in (
        (residents[2], RightsKind.CORRECT, "我的文化程度写错了，我是大专毕业。"),
        (residents[3], RightsKind.COPY, "想要一份我的信息的纸质件，不会用电脑。"),
    ):
        more: dict[str, Any] = {"door": CameBy.ONLINE, "actor": _actor(person, now), "now": now - timedelta(days=2)}
        ask_right(person=person, kind=kind, text=text, **more)
    _neighbours_speak(tree, neighbours, now)


def _actor(person: Person, now: datetime) -> PersonActor:
    return PersonActor(person, now.astimezone(BEIJING).date())


def _neighbours_speak(tree: Tree, neighbours: Population, now: datetime) -> None:
    categories = {category.code: category for category in Category.objects.all()}
    adults = neighbours.adults()
    for number, (code, text) in enumerate(NEIGHBOUR_MATTERS):
        asker = adults[number * 7]
        person = Person.objects.select_related("community").get(pk=asker.id)
        grid = tree.neighbour_grids[asker.grid - 1]
        said = Report(community=tree.neighbour, text=text, category=categories[code], grid=grid)
        moment = now - timedelta(days=3 - number)
        matter = report_matter(report=said, actor=_actor(person, now), now=moment)
        if number % 2:
            accept_matter(matter=matter, actor=BUILDER, now=moment + timedelta(minutes=12))


def _bring_in(community: Area, homes: list[Door], chance: random.Random, now: datetime) -> None:
    """A roster of one grid that was checked on the spot, with the cells in it that nobody can be sure of."""
    doors = [door for door in homes if door.grid == CHECKED_GRID][:CHECKED_DOORS]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"第{CHECKED_GRID}网格入户核对表.xlsx"
        _write(file, doors, chance)
        target = Target(community.pk, community.path)
        take_in(roster=ROSTERS["residents"], path=file, target=target, actor=BUILDER, now=now)


def _write(file: Path, doors: list[Door], chance: random.Random) -> None:
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet(f"第{CHECKED_GRID}网格")
    sheet.write_row(0, 0, HEADERS)
    row = 0
    for door in doors:
        for person in door.people:
            row += 1
            sheet.write_row(row, 0, [*door.address, *_cells(person, chance)])
    book.close()


def _cells(person: Resident, chance: random.Random) -> list[str]:
    """What the form says of somebody, now and then with a slip of the pen."""
    number, phone, sex = person.number, person.phone, person.sex
    slip = chance.randrange(9)
    if slip == 0 and number:
        number = number[:-1] + ("0" if number[-1] != "0" else "1")
    elif slip == 1 and phone:
        phone = phone[:-2]
    elif slip == 2:
        sex = Sex.MALE if sex == Sex.FEMALE else Sex.FEMALE
    told = ("女" if sex == Sex.FEMALE else "男", number, person.birth.isoformat(), phone)
    return [RELATIONS[Relation(person.relation)], person.name, *told]
