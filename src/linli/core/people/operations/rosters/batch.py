"""What an import writes, gathered sheet by sheet and written in bulk."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from linli.base.ids import uuid7
from linli.core.areas.models import Area
from linli.core.people.enums import Basis
from linli.core.people.models import CareNeed, Household, Person, Residence, RosterLine
from linli.core.people.operations.columns import id_columns, name_columns, phone_columns
from linli.core.people.operations.rosters.entries import Entry
from linli.core.people.operations.rosters.register import Known

ROWS = 500


class Batch:
    """Rows that wait to be written. In a dry run they wait for ever."""

    def __init__(self, community: Area, now: dt.datetime, today: dt.date, *, dry_run: bool) -> None:
        self.community, self.now, self.today, self.dry_run = community, now, today, dry_run
        self.written = 0
        self.purpose = _("Visits and help, from the community's own register")[:200]
        try:
            self.review_on = today.replace(year=today.year + 1)
        except ValueError:  # 29 February
            self.review_on = today + dt.timedelta(days=365)
        self._clear()

    def _clear(self) -> None:
        self.people: list[Person] = []
        self.residences: list[Residence] = []
        self.care: list[CareNeed] = []
        self.lines: list[RosterLine] = []
        self.kept_lines: list[RosterLine] = []
        self.person_changes: list[tuple[UUID, dict[str, Any]]] = []
        self.residence_changes: list[tuple[UUID, dict[str, Any]]] = []
        self.ended_residences: list[UUID] = []
        self.ended_care: list[UUID] = []
        self.moved_care: list[tuple[UUID, str]] = []

    def add_person(self, key: UUID, place: str, columns: dict[str, Any], entry: Entry) -> None:
        """Somebody new."""
        person = Person(
            id=key,
            community_id=self.community.pk,
            place=place,
            ethnicity=entry.ethnicity,
            education=entry.education,
            employment=entry.employment,
            note=entry.note,
            updated_at=self.now,
            **columns,
        )
        self.people.append(person)

    def add_residence(self, known: Known, entry: Entry) -> None:
        """Somebody lives in a household from now on; since when, the file does not say."""
        assert known.household is not None  # noqa: S101 -- for the types: whoever moves in was given a household
        known.residence, known.kind = uuid7(), entry.residence
        residence = Residence(
            id=known.residence,
            community_id=self.community.pk,
            place=known.place,
            person_id=known.id,
            household_id=known.household,
            relation=entry.relation,
            kind=entry.residence,
            position=min(entry.row, 32_000),  # the household is told in the order of the file
        )
        self.residences.append(residence)

    def end_residence(self, known: Known) -> None:
        """Somebody lives elsewhere now."""
        if known.residence:
            self.ended_residences.append(known.residence)

    def add_care(self, known: Known, category: str) -> None:
        """Somebody needs care: on the duty of the community, to be looked at again in a year."""
        need = CareNeed(
            id=uuid7(),
            community_id=self.community.pk,
            place=known.place,
            person_id=known.id,
            category=category,
            purpose=self.purpose,
            basis=Basis.STATUTORY_DUTY,
            starts_on=self.today,
            ends_on=self.review_on,
        )
        known.care[category] = need.pk
        self.care.append(need)

    def end_care(self, known: Known, category: str) -> None:
        """The file no longer says that somebody needs this care."""
        self.ended_care.append(known.care.pop(category))

    def add_line(self, known: Known, door: str, told: str) -> None:
        """Remember what the file said of somebody new."""
        known.line_id, known.told, known.door = uuid7(), told, door
        line = RosterLine(
            id=known.line_id,
            community_id=self.community.pk,
            roster="residents",
            person_id=known.id,
            door=door,
            told=told,
        )
        self.lines.append(line)

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

    def change_relation(self, known: Known, relation: str) -> None:
        """Somebody is related otherwise to the head of the household."""
        known.relation = relation
        if known.residence:
            self.residence_changes.append((known.residence, {"relation": relation}))

    def change_kind(self, known: Known, kind: str) -> None:
        """Somebody lives here for good, or for a while."""
        known.kind = kind
        if known.residence:
            self.residence_changes.append((known.residence, {"kind": kind}))

    def flush(self, areas: list[Area], households: list[Household]) -> None:
        """Write what waits: what ends first, then what is new, parents before children."""
        self.written += len(self.people) + len(self.residences) + len(self.care) + len(self.lines)
        self.written += len(self.person_changes) + len(self.residence_changes) + len(self.ended_care)
        self.written += len(areas) + len(households)
        if not self.dry_run:
            self._write_changes()
            for model, rows in (
                (Area, areas),
                (Household, households),
                (Person, self.people),
                (Residence, self.residences),
                (CareNeed, self.care),
                (RosterLine, self.lines),
            ):
                model._default_manager.bulk_create(rows, batch_size=ROWS)  # type: ignore[arg-type]  # one list a model
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
