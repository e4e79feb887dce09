"""Say for each row whom it is about, and what it changes."""

from __future__ import annotations

from typing import Any

from linli.base.ids import uuid7
from linli.base.sheets.report import Change, Doubt, Report
from linli.core.people.enums import Relation
from linli.core.people.operations.rosters.batch import Batch
from linli.core.people.operations.rosters.entries import Entry
from linli.core.people.operations.rosters.homes import Home, Homes
from linli.core.people.operations.rosters.register import CELLS, OWN, Known, Register, recalled, remembered
from linli.core.people.queries.keys import hash_of_id, hash_of_phone

SECRET = {"id_hash": "id_number", "phone_hash": "phone"}
PERSON = "people.person"


class Matcher:
    """Takes the rows of a file one by one, in their order."""

    def __init__(self, register: Register, homes: Homes, batch: Batch, report: Report) -> None:
        self.register, self.homes, self.batch, self.report = register, homes, batch, report
        self.grids_seen: set[str] = set()
        self.counts = {"people_new": 0, "people_changed": 0, "people_unchanged": 0}

    def take(self, entry: Entry) -> None:
        """Find or add the person of a row; a second row about the same person is only reported."""
        if entry.grid:
            self.grids_seen.add(entry.grid)
        if not entry.name and not entry.id_number:
            self._take_empty(entry)
            return
        cells = self._cells(entry)
        if other := self.register.merged(cells["id_hash"], entry.door, entry.name):
            self._twice(entry, other, is_sure=True)
            return
        known = self._match(entry, cells)
        where = f"{entry.sheet}!{entry.row}"
        if known is None:
            known = self._add(entry, cells)
            self.counts["people_new"] += 1
        elif known.claimed:
            self._twice(entry, known, is_sure=bool(cells["id_hash"]) and cells["id_hash"] == known.id_hash)
            return
        elif known.ended:
            self._doubt(entry, "person_gone", known, since=known.ended)
            known.claimed = where
            self.report.seen.add(known.id)
            return
        else:
            self._update(entry, known, cells)
        known.claimed = where
        self.report.seen.add(known.id)
        if known.residence is None:
            entry.doubts.append(entry.doubt("no_home", "room"))
        self._tell_doubts(entry, known)

    def _cells(self, entry: Entry) -> dict[str, Any]:
        return {
            "name": entry.name,
            "sex": entry.sex,
            "birth_on": entry.birth_on.isoformat() if entry.birth_on else "",
            "id_hash": hash_of_id(entry.id_number),
            "phone_hash": hash_of_phone(entry.phone),
            "ethnicity": entry.ethnicity,
            "education": entry.education,
            "employment": entry.employment,
            "note": entry.note,
            "relation": entry.relation,
            "residence": entry.residence,
            "care": entry.care,
        }

    def _match(self, entry: Entry, cells: dict[str, Any]) -> Known | None:
        known = self.register.by_hash.get(cells["id_hash"]) if cells["id_hash"] else None
        if known is not None:
            if not known.claimed or known.name == entry.name or not entry.name:
                return known
            # Two names with one number: the first one keeps it, and nobody is lost.
            doubt = entry.doubt("number_of_another", "id_number", entry.id_number, **_where(known.claimed))
            entry.doubts.append(doubt)
            entry.id_number = cells["id_hash"] = ""
        for candidate in self.register.by_door.get((entry.door, entry.name), ()):
            if _may_be(candidate, cells):
                return candidate
        if entry.has_home and self.register.is_used:
            home = self.homes.home(entry.grid, entry.address, entry.door)
            for candidate in self.register.by_door.get((home.path, entry.name), ()):
                if _may_be(candidate, cells):
                    return candidate
        return None

    def _add(self, entry: Entry, cells: dict[str, Any]) -> Known:
        home = self.homes.home(entry.grid, entry.address, entry.door) if entry.has_home else None
        place = home.path if home else self._place_without_home(entry)
        known = Known(uuid7(), tuple(cells[name] for name in OWN), place, door=entry.door)
        self.batch.add_person(known, entry, cells["phone_hash"])
        if home:
            self._move_in(known, home, entry)
        for category in entry.care:
            self.batch.add_care(known, category)
        self.batch.add_line(known, entry.door, remembered(cells))
        self.register.add(known)
        return known

    def _place_without_home(self, entry: Entry) -> str:
        grid = self.homes.grid(entry.grid)
        return grid.path if grid else self.homes.root.path

    def _move_in(self, known: Known, home: Home, entry: Entry) -> None:
        known.place, known.household, known.relation = home.path, home.household, entry.relation
        self.batch.add_residence(known, entry)

    def _update(self, entry: Entry, known: Known, cells: dict[str, Any]) -> None:
        told = remembered(cells)
        if known.told == told and known.door == entry.door:
            self.counts["people_unchanged"] += 1
            return
        before = recalled(known.told)
        changed = {name for name in CELLS if before.get(name) != cells[name]} if before else set(CELLS)
        count = len(self.report.changes)
        self._update_person(entry, known, cells, changed, is_new=not before)
        self._update_home(entry, known, changed, is_new=not before)
        if "care" in changed:
            self._update_care(entry, known, set(before.get("care", ())))
        self.batch.keep_line(known, entry.door, told)
        self.counts["people_changed" if len(self.report.changes) > count else "people_unchanged"] += 1

    def _update_person(
        self, entry: Entry, known: Known, cells: dict[str, Any], changed: set[str], *, is_new: bool
    ) -> None:
        """Write the cells that the file changed and that the register says differently.

        An empty cell takes away only what an earlier file had said, never what a person wrote; a doubtful one nothing.
        """
        doubtful = {doubt.kind for doubt in entry.doubts}
        wanted: dict[str, Any] = {}
        for at, name in enumerate(OWN):
            new = cells[name]
            if name not in changed or new == known.cells[at] or (not new and (is_new or _is_kept(name, doubtful))):
                continue
            wanted[name] = new
            self._change(entry, known, SECRET.get(name, name), known.cells[at], new, secret=name in SECRET)
        if not wanted:
            return
        self.batch.change_person(known, entry, wanted)
        if "id_hash" in wanted:
            self.register.by_hash.pop(known.id_hash, None)
        known.cells = tuple(wanted.get(name, known.cells[at]) for at, name in enumerate(OWN))
        if known.id_hash:
            self.register.by_hash[known.id_hash] = known

    def _update_home(self, entry: Entry, known: Known, changed: set[str], *, is_new: bool) -> None:
        if entry.has_home and (entry.door != known.door or is_new or known.residence is None):
            home = self.homes.home(entry.grid, entry.address, entry.door)
            if home.household != known.household:
                self._change(entry, known, "home", known.place, home.path)
                self.batch.end_residence(known)
                self._move_in(known, home, entry)
                self.batch.move_person(known, home.path)
                return
        relation = entry.relation
        if known.residence and "relation" in changed and relation not in (known.relation, Relation.OTHER):
            self._change(entry, known, "relation", known.relation, relation)
            known.relation = relation
            self.batch.change_residence(known, relation=relation)
        if known.residence and "residence" in changed and entry.residence != known.kind and not is_new:
            self._change(entry, known, "residence", known.kind, entry.residence)
            known.kind = entry.residence
            self.batch.change_residence(known, kind=entry.residence)

    def _update_care(self, entry: Entry, known: Known, before: set[str]) -> None:
        now = set(entry.care)
        for category in sorted(now - before - set(known.care)):
            self._change(entry, known, "care", "", category)
            self.batch.add_care(known, category)
        for gone in sorted((before - now) & set(known.care)):
            self._change(entry, known, "care", gone, "")
            self.batch.end_care(known, gone)

    def _twice(self, entry: Entry, known: Known, *, is_sure: bool) -> None:
        """One person is enough: by the number, or because somebody has settled it; otherwise it is a guess."""
        known.twice += 1
        kind, label = ("duplicate_person", "id_number") if is_sure else ("duplicate_guess", "name")
        doubt = entry.doubt(kind, label, entry.name, **_where(known.claimed))
        self.report.seen.add(known.id)
        self._tell(doubt, known, f"{kind}:{known.id}:{known.twice}")

    def _take_empty(self, entry: Entry) -> None:
        if entry.has_home:
            self.homes.home(entry.grid, entry.address, entry.door)
        kind = "no_person" if entry.has_home else "unreadable_row"
        key = f"{kind}:{entry.sheet[:24]}:{entry.row}"
        doubt = entry.doubt(kind, "room", " ".join(entry.address).strip())
        doubt.key = key
        self.report.doubts.append(doubt)

    def _doubt(self, entry: Entry, kind: str, known: Known, **params: Any) -> None:
        self._tell(entry.doubt(kind, "name", entry.name, **params), known, f"{kind}:{known.id}")

    def _tell_doubts(self, entry: Entry, known: Known) -> None:
        if not entry.name:
            entry.doubts.append(entry.doubt("no_name", "name"))
        for doubt in entry.doubts:
            self._tell(doubt, known, f"{doubt.kind}:{known.id}")

    def _tell(self, doubt: Doubt, known: Known, key: str) -> None:
        doubt.key, doubt.subject_id, doubt.subject_type, doubt.place = key, known.id, PERSON, known.place
        self.report.doubts.append(doubt)

    def _change(self, entry: Entry, known: Known, what: str, before: str, after: str, *, secret: bool = False) -> None:
        shown = ("***" if before else "", "***" if after else "") if secret else (str(before), str(after))
        self.report.changes.append(Change(entry.sheet, entry.row, what, *shown, entry.name or known.name, known.id))


def _where(claimed: str) -> dict[str, str]:
    """Sheet and row of the other row, for the words of a doubt; both are a dash where the file has only one."""
    sheet, _mark, row = claimed.rpartition("!")
    return {"other_sheet": sheet or "–", "other_row": row or "–"}


def _may_be(known: Known, cells: dict[str, Any]) -> bool:
    """May the row be about this person of the same name and door? Only if nothing that is known of both differs."""
    if known.birth and cells["birth_on"] and known.birth != cells["birth_on"]:
        return False
    if known.id_hash and cells["id_hash"]:
        return not known.claimed and known.birth == cells["birth_on"]  # the number itself was corrected
    return not (known.sex and cells["sex"] and known.sex != cells["sex"])


def _is_kept(name: str, doubtful: set[str]) -> bool:
    """A cell that could not be read takes nothing away."""
    if name == "id_hash":
        return True
    if name == "phone_hash":
        return "phone_bad" in doubtful
    return name in ("name", "sex", "birth_on")
