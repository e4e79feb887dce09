"""Read one row of a roster of residents, and doubt what must be doubted."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from linli.base.identity import Doubt as IdDoubt
from linli.base.identity import NotAnIdentityNumber, NotAPhone, parse_identity_number, parse_phone
from linli.base.sheets import clean
from linli.base.sheets.clean import DateDoubt, ReadDate
from linli.base.sheets.filldown import FillDown
from linli.base.sheets.header import Layout
from linli.base.sheets.read import Sheet
from linli.base.sheets.report import Doubt
from linli.base.sheets.rows import Counts, Record, records_of
from linli.base.sheets.values import DestroyedNumber
from linli.core.people.enums import CareCategory, Relation, ResidenceKind, Sex
from linli.core.people.operations.rosters.addresses import split_address
from linli.core.people.operations.rosters.fields import CARE, HEADS, RELATIONS, RESIDENCES

ADDRESS = ("compound", "building", "unit", "room")
MOBILE = re.compile(r"1[3-9]\d{9}")
FULL_WIDTH = re.compile(r"[\uff01-\uff5e\u3000]")
BETWEEN_PHONES = re.compile(r"[/、,，;；\\|\s]+")
BETWEEN_WORDS = re.compile(r"[、,，;；/\s]+")
SEX = {"m": Sex.MALE, "f": Sex.FEMALE}
ID_DOUBTS = {
    IdDoubt.MISSING: "missing_id",
    IdDoubt.DESTROYED: "id_as_number",
    IdDoubt.CHECKSUM: "wrong_checksum",
}


@dataclass(slots=True)
class Entry:
    """What one row says of one person, cleaned, with the doubts about it."""

    sheet: str
    row: int
    grid: str
    address: tuple[str, str, str, str]
    name: str
    relation: str = Relation.OTHER
    sex: str = ""
    birth_on: dt.date | None = None
    id_number: str = ""
    phone: str = ""
    ethnicity: str = ""
    education: str = ""
    employment: str = ""
    residence: str = ResidenceKind.PERMANENT
    note: str = ""
    care: list[CareCategory] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)  # what this sheet calls each column
    door: str = ""  # the address as the file tells it: the same text for all who live behind one door

    def doubt(self, kind: str, key: str, read: Any = "", **params: Any) -> Doubt:
        """Say that a cell of this row is doubtful."""
        shown = "" if read in ("", None) else str(read)
        return Doubt(kind, self.sheet, self.row, self.labels.get(key, ""), shown, params)

    @property
    def has_home(self) -> bool:
        """Whether the row says where the person lives."""
        return any(self.address)


class EntryReader:
    """Reads the rows of one sheet."""

    def __init__(self, sheet: Sheet, layout: Layout, *, grid: str, today: dt.date, counts: Counts) -> None:
        self.sheet, self.layout, self.grid, self.today, self.counts = sheet, layout, grid, today, counts
        self.columns = {key: at for key, at in layout.columns.items() if at < len(layout.headers)}
        self.labels = {key: layout.headers[at] for key, at in self.columns.items()}
        self.fill = FillDown(len(ADDRESS))
        self.full_width = self.typed_births = 0
        self.words: dict[Any, str] = {}  # the same few words stand in thousands of cells

    def __iter__(self) -> Iterator[Entry]:
        for record in records_of(self.sheet, self.layout, self.counts):
            yield self._entry(record)

    def _entry(self, record: Record) -> Entry:
        cells = {key: record.cells[at] for key, at in self.columns.items()}
        get = cells.get
        told = self.word(get("relation", "")).lower()
        name = clean.name(get("name", ""))[:80]
        address = self._address(cells, record, told)
        grid = self.word(get("grid", "")) or self.grid
        entry = Entry(self.sheet.name, record.row, grid, address, "" if name.lower() in clean.EMPTY_WORDS else name)
        entry.labels, entry.door = self.labels, "|".join((grid, *address))[:200]
        if FULL_WIDTH.search(str(get("name", ""))) or FULL_WIDTH.search(str(get("id_number", ""))):
            self.full_width += 1
        self._read_relation(entry, told)
        self._read_number(entry, get("id_number"))
        self._read_sex(entry, get("sex"))
        self._read_birth(entry, get("birth"))
        self._read_phone(entry, get("phone"))
        self._read_care(entry, get("care"))
        entry.ethnicity = _people(self.word(get("ethnicity", "")))[:20]
        entry.education = self.word(get("education", ""))[:20]
        entry.employment = self.word(get("employment", ""))[:20]
        entry.residence = RESIDENCES.get(self.word(get("residence", "")).lower(), ResidenceKind.PERMANENT)
        entry.note = clean.filled(get("note", ""))[:400]
        return entry

    def word(self, value: Any) -> str:
        """The text of a cell from which few different words come."""
        if value not in self.words:
            self.words[value] = clean.filled(value)
        return self.words[value]

    def _address(self, cells: dict[str, Any], record: Record, told: str) -> tuple[str, str, str, str]:
        parts = [self.word(cells.get(key, "")) for key in ADDRESS]
        written = self.word(cells.get("address", ""))
        if written:
            parts = [given or found for given, found in zip(parts, split_address(written), strict=True)]
        serial = clean.text(cells.get("serial"))
        number = int(serial) if serial.isdecimal() and len(serial) < 10 else None
        begins = not told or told in HEADS
        compound, building, unit, room = self.fill.apply(parts, follows=record.follows, begins=begins, serial=number)
        return compound, building, unit, room

    def _read_relation(self, entry: Entry, told: str) -> None:
        relation = RELATIONS.get(told)
        if relation:
            entry.relation = relation
        elif told:
            entry.doubts.append(entry.doubt("unknown_relation", "relation", told))

    def _read_number(self, entry: Entry, value: Any) -> None:
        if "id_number" not in self.columns:
            return
        if isinstance(value, DestroyedNumber):
            entry.doubts.append(entry.doubt("id_as_number", "id_number", value))
            return
        try:
            found = parse_identity_number(value if type(value) is int else clean.filled(value), self.today)
        except NotAnIdentityNumber as problem:
            entry.doubts.append(entry.doubt(ID_DOUBTS.get(problem.kind, "bad_id"), "id_number", value))
            return
        entry.id_number, entry.sex, entry.birth_on = found.number, SEX[found.sex], found.birth_on
        if found.was_15:
            entry.doubts.append(entry.doubt("old_15_digit", "id_number", value))

    def _read_sex(self, entry: Entry, value: Any) -> None:
        told = SEX.get(clean.sex(value), "")
        if not told:
            if value not in ("", None) and not entry.id_number:
                entry.doubts.append(entry.doubt("bad_sex", "sex", value))
        elif not entry.id_number:
            entry.sex = told
        elif told != entry.sex:
            entry.doubts.append(entry.doubt("sex_contradicts_id", "sex", value))

    def _read_birth(self, entry: Entry, value: Any) -> None:
        if value in ("", None):
            return
        read = clean.date(value, today=self.today)
        if read.typed and str(value)[4:5] != "-":
            self.typed_births += 1
        kind = _birth_doubt(read, entry.birth_on)
        if kind:
            entry.doubts.append(entry.doubt(kind, "birth", value))
        if entry.birth_on is None and read.doubt in (None, DateDoubt.MONTH_ONLY):
            entry.birth_on = read.on

    def _read_phone(self, entry: Entry, value: Any) -> None:
        written = str(value) if type(value) is int else clean.filled(value)
        if not written:
            return
        if MOBILE.fullmatch(written):
            entry.phone = written
            return
        try:
            entry.phone = parse_phone(written)
        except NotAPhone:
            entry.phone = _first_phone(written)
            entry.doubts.append(entry.doubt("phone_second" if entry.phone else "phone_bad", "phone", value))

    def _read_care(self, entry: Entry, value: Any) -> None:
        written = clean.filled(value) if value else ""
        if not written:
            return
        for word in BETWEEN_WORDS.split(written):
            category = CARE.get(word.lower()) or CARE.get(written.lower())
            if category:
                entry.care.append(CareCategory(category))
            elif word:
                entry.doubts.append(entry.doubt("unknown_care", "care", value))
                break
        entry.care = sorted(set(entry.care))


def _birth_doubt(read: ReadDate, sound: dt.date | None) -> str:
    """Which doubt a birthday raises beside the one that a sound number tells, if there is one."""
    if read.doubt is DateDoubt.FUTURE:
        return "future_birth"
    if read.doubt is DateDoubt.MONTH_ONLY:
        same = sound and read.on and (sound.year, sound.month) == (read.on.year, read.on.month)
        return "" if same else "birth_contradicts_id" if sound else "birth_month_only"
    if read.doubt:
        return "bad_birth"
    return "birth_contradicts_id" if sound and read.on and read.on != sound else ""


def _first_phone(written: str) -> str:
    parts = BETWEEN_PHONES.split(written)
    if len(parts) > 1:
        for part in parts:
            try:
                return parse_phone(part)
            except NotAPhone:
                continue
    return ""


def _people(name: str) -> str:
    """汉族 and 汉 are one word."""
    return name[:-1] if len(name) > 1 and name.endswith("族") else name
