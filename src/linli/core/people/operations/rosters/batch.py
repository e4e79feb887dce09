"""What an import writes, gathered sheet by sheet and written in bulk."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from linli.base.bulk import BulkInsert
from linli.base.ids import uuid7
from linli.core.areas.models import Area
from linli.core.people.enums import Basis
from linli.core.people.models import CareNeed, Person, Residence, RosterLine
from linli.core.people.operations.columns import id_columns, name_columns, phone_columns
from linli.core.people.operations.rosters.entries import Entry
from linli.core.people.operations.rosters.homes import Homes
from linli.core.people.operations.rosters.register import Known
from linli.core.people.queries.keys import hash_of_tail


class Batch:
    """Rows that wait to be written. In a dry run they are counted and forgotten."""

    def __init__(self, community: Area, homes: Homes, now: dt.datetime, today: dt.date, *, dry_run: bool) -> None:
        self.homes, self.now, self.today, self.dry_run = homes, now, today, dry_run
        self.written = 0
        purpose = _("Visits and help, from the community's own register")[:200]
        try:
            review_on = today.replace(year=today.year + 1)
        except ValueError:  # 29 February
            review_on = today + dt.timedelta(days=365)
        key = community.pk
        self.people = BulkInsert(
            Person,
            (
                *("id", "place", "name", "given", "pinyin", "initials", "sex", "birth_on", "id_number", "id_hash"),
                *("phone", "phone_hash", "phone_tail", "ethnicity", "education", "employment", "note"),
            ),
            community_id=key,
            updated_at=now,
        )
        self.residences = BulkInsert(
            Residence, ("id", "place", "person_id", "household_id", "relation", "kind", "position"), community_id=key
        )
        self.care = BulkInsert(
            CareNeed,
            ("id", "place", "person_id", "category"),
            community_id=key,
            purpose=purpose,
            basis=Basis.STATUTORY_DUTY,
            starts_on=today,
            ends_on=review_on,
        )
        self.lines = BulkInsert(RosterLine, ("id", "person_id", "door", "told"), community_id=key, roster="residents")
        self._clear()

    def _clear(self) -> None:
        self.kept_lines: list[RosterLine] = []
        self.person_changes: list[tuple[UUID, dict[str, Any]]] = []
        self.residence_changes: list[tuple[UUID, dict[str, Any]]] = []
        self.ended_residences: list[UUID] = []
        self.ended_care: list[UUID] = []
        self.moved_care: list[tuple[UUID, str]] = []

    def add_person(self, known: Known, entry: Entry, phone_hash: str) -> None:
        """Somebody new."""
        name = name_columns(entry.name)
        self.people.add(
            *(known.id, known.place, name["name"], name["given"], name["pinyin"], name["initials"]),
            *(entry.sex, entry.birth_on, entry.id_number, known.id_hash),
            *(entry.phone, phone_hash, hash_of_tail(entry.phone)),
            *(entry.ethnicity, entry.education, entry.employment, entry.note),
        )

    def add_residence(self, known: Known, entry: Entry) -> None:
        """Somebody lives in a household from now on; since when, the file does not say."""
        known.residence, known.kind = uuid7(), entry.residence
        position = min(entry.row, 32_000)  # the household is told in the order of the file
        self.residences.add(
            *(known.residence, known.place, known.id, known.household, entry.relation, entry.residence, position)
        )

    def end_residence(self, known: Known) -> None:
        """Somebody lives elsewhere now."""
        if known.residence:
            self.ended_residences.append(known.residence)

    def add_care(self, known: Known, category: str) -> None:
        """Somebody needs care: on the duty of the community, to be looked at again in a year."""
        known.care[category] = uuid7()
        self.care.add(known.care[category], known.place, known.id, category)

    def end_care(self, known: Known, category: str) -> None:
        """The file no longer says that somebody needs this care."""
        self.ended_care.append(known.care.pop(category))

    def add_line(self, known: Known, door: str, told: str) -> None:
        """Remember what the file said of somebody new."""
        known.line_id, known.told, known.door = uuid7(), told, door
        self.lines.add(known.line_id, known.id, door, told)

    def keep_line(self, known: Known, door: str, told: str) -> None:
        """Remember what the file says now."""
        if known.line_id is None:
            self.add_line(known, door, told)
            return
        known.told, known.door = told, door
        self.kept_lines.append(RosterLine(id=known.line_id, door=door, told=told))

    def change_person(self, known: Known, entry: Entry, wanted: dict[str, Any]) -> None:
        """Some cells of somebody were corrected."""
        columns = {name: value for name, value in wanted.items() if name not in ("id_hash", "phone_hash", "name")}
        if "birth_on" in wanted:
            columns["birth_on"] = entry.birth_on
        if "name" in wanted:
            columns |= name_columns(entry.name)
        if "id_hash" in wanted:
            columns |= id_columns(entry.id_number)
        if "phone_hash" in wanted:
            columns |= phone_columns(entry.phone)
        self.person_changes.append((known.id, columns))

    def move_person(self, known: Known, place: str) -> None:
        """Somebody's record follows them to their home."""
        self.person_changes.append((known.id, {"place": place}))
        self.moved_care.extend((need, place) for need in known.care.values())

    def change_residence(self, known: Known, **columns: str) -> None:
        """Somebody is related otherwise to the head of the household, or stays for another while."""
        if known.residence:
            self.residence_changes.append((known.residence, columns))

    def flush(self) -> None:
        """Write what waits: what ends first, then what is new, parents before children."""
        inserts = (self.homes.areas, self.homes.new_households, self.people, self.residences, self.care, self.lines)
        self.written += sum(map(len, inserts)) + len(self.person_changes)
        self.written += len(self.residence_changes) + len(self.ended_care)
        if not self.dry_run:
            self._write_changes()
        for insert in inserts:
            if self.dry_run:
                insert.forget()
            else:
                insert.flush()
        self._clear()

    def _write_changes(self) -> None:
        Residence.objects.filter(pk__in=self.ended_residences).update(ends_on=self.today)
        CareNeed.objects.filter(pk__in=self.ended_care).update(ends_on=self.today)
        for key, columns in self.person_changes:
            Person.objects.filter(pk=key).update(**columns, updated_at=self.now)
        for key, columns in self.residence_changes:
            Residence.objects.filter(pk=key).update(**columns)
        for key, place in self.moved_care:
            CareNeed.objects.filter(pk=key).update(place=place)
        RosterLine.objects.bulk_update(self.kept_lines, ["door", "told"], batch_size=200)
