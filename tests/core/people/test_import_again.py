"""The same roster again changes nothing, a corrected one only what was corrected."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from linli.base.errors import Refused
from linli.base.sheets.enums import FindingState, Settlement
from linli.base.sheets.models import Finding
from linli.base.sheets.report import Report
from linli.core.people.models import Person
from linli.core.people.operations.merges import merge_persons
from linli.core.people.operations.persons import correct_person, end_person
from linli.core.people.operations.rosters.settling import settle_with_value
from tests.factories.core import NOON, TODAY
from tests.factories.imports import ACTOR, bring_in, community, correct_sheet, counted, people, row_of
from tests.factories.rosters import ZH, Row, make_roster, write_table, write_xlsx

__all__ = ["bring_in", "community", "people"]
pytestmark = pytest.mark.django_db


def test_a_second_run_changes_nothing_and_says_so(tmp_path: Path, bring_in: Callable[..., Report]) -> None:
    path = tmp_path / "residents.xlsx"
    write_xlsx(path, make_roster(seed=6), seed=6, dirt=0.6)
    first = bring_in(path)
    before = counted()
    later = NOON + dt.timedelta(days=1)
    report = bring_in(path, now=later)
    assert (first.is_unchanged, report.is_unchanged) == (False, True)
    assert (report.counts["people_new"], report.counts["people_changed"], report.changes) == (0, 0, [])
    after = counted()
    assert {name: after[name] - before[name] for name in after if after[name] != before[name]} == {
        "Import": 1,
        "AuditEntry": 1,
    }
    assert not Person.objects.exclude(updated_at=NOON).exists()


def test_a_corrected_file_changes_only_what_was_corrected(
    tmp_path: Path, bring_in: Callable[..., Report], people: list[Row]
) -> None:
    bring_in(correct_sheet(tmp_path, people))
    report = bring_in(
        correct_sheet(tmp_path, people, phone="19912345678", education="博士"), now=NOON + dt.timedelta(1)
    )
    told = [(change.sheet, change.row, change.what, change.before, change.after) for change in report.changes]
    assert told == [
        ("第1网格", 2, "phone", "***", "***"),
        ("第1网格", 2, "education", people[0]["education"], "博士"),
    ]
    assert report.counts["people_changed"] == 1
    changed = Person.objects.exclude(updated_at=NOON).get()
    assert (changed.name, changed.phone, changed.education) == (people[0]["name"], "19912345678", "博士")


def test_a_number_put_right_in_the_file_settles_the_doubt(
    tmp_path: Path, bring_in: Callable[..., Report], people: list[Row]
) -> None:
    number = people[0]["id_number"]
    wrong = number[:-1] + "01"[number[-1] == "0"]
    bring_in(correct_sheet(tmp_path, people, id_number=wrong))
    person = Person.objects.get(name=people[0]["name"])
    assert person.id_number == ""
    report = bring_in(correct_sheet(tmp_path, people))
    person.refresh_from_db()
    assert person.id_number == number
    assert [change.what for change in report.changes] == ["id_number"]
    finding = Finding.objects.get()
    assert (finding.state, finding.settlement) == (FindingState.SETTLED, Settlement.BY_FILE)
    assert report.counts["findings_settled_by_file"] == 1
    bring_in(correct_sheet(tmp_path, people, id_number=wrong))
    finding.refresh_from_db()
    person.refresh_from_db()
    assert (finding.state, person.id_number) == (FindingState.OPEN, number)  # a worse file takes no number away


def test_what_was_corrected_by_hand_stays_corrected(
    tmp_path: Path, bring_in: Callable[..., Report], people: list[Row]
) -> None:
    path = correct_sheet(tmp_path, people)
    bring_in(path)
    person = Person.objects.get(name=people[0]["name"])
    correct_person(person=person, actor=ACTOR, now=NOON, education="大专", phone="19912345678", name="王改名")
    assert bring_in(path).is_unchanged
    person.refresh_from_db()
    assert (person.education, person.phone, person.name) == ("大专", "19912345678", "王改名")


def test_a_doubt_settled_by_hand_stays_settled(
    tmp_path: Path, bring_in: Callable[..., Report], people: list[Row]
) -> None:
    path = correct_sheet(tmp_path, people, id_number="")
    bring_in(path)
    finding = Finding.objects.get()
    settle_with_value(finding=finding, value=people[0]["id_number"], actor=ACTOR, now=NOON)
    assert (finding.state, finding.settlement) == (FindingState.SETTLED, Settlement.BY_HAND)
    assert Person.objects.get(pk=finding.subject_id).id_number == people[0]["id_number"]
    report = bring_in(path)
    assert (report.is_unchanged, Finding.objects.get().state) == (True, FindingState.SETTLED)
    assert Person.objects.count() == len(people)


def test_a_wrong_value_settles_nothing(tmp_path: Path, bring_in: Callable[..., Report], people: list[Row]) -> None:
    bring_in(correct_sheet(tmp_path, people, id_number=""))
    with pytest.raises(Refused) as caught:
        settle_with_value(finding=Finding.objects.get(), value="211022190001010011", actor=ACTOR, now=NOON)
    assert caught.value.field == "id_number"
    assert Finding.objects.get().state == FindingState.OPEN


def test_a_doubt_follows_its_row(tmp_path: Path, bring_in: Callable[..., Report], people: list[Row]) -> None:
    bring_in(correct_sheet(tmp_path, people, phone="199"))
    path = tmp_path / "moved.xlsx"
    rows = [row_of(person, **({"phone": "199"} if person is people[0] else {})) for person in people]
    write_table(path, list(ZH.values()), rows, sheet="第1网格", title="居民台账")
    bring_in(path)
    assert [(finding.row, finding.read) for finding in Finding.objects.all()] == [(3, "199")]


def test_somebody_who_moved_lives_at_the_new_door_only(
    tmp_path: Path, bring_in: Callable[..., Report], people: list[Row]
) -> None:
    bring_in(correct_sheet(tmp_path, people))
    report = bring_in(correct_sheet(tmp_path, people, building="9号楼"))
    assert [change.what for change in report.changes] == ["home"]
    person = Person.objects.get(name=people[0]["name"])
    residences = list(person.residences.order_by("pk").values_list("ends_on", "place"))
    assert [ended for ended, _place in residences] == [TODAY, None]
    assert person.place == residences[1][1]
    assert "/b9/" in person.place


def test_somebody_who_died_does_not_come_back(
    tmp_path: Path, bring_in: Callable[..., Report], people: list[Row]
) -> None:
    path = correct_sheet(tmp_path, people)
    bring_in(path)
    person = Person.objects.get(name=people[0]["name"])
    end_person(person=person, reason="died", on=TODAY, actor=ACTOR, now=NOON)
    report = bring_in(path)
    assert report.where() == {"person_gone": ["第1网格!2"]}
    assert Person.objects.live().count() == len(people) - 1


def test_two_rows_that_somebody_merged_stay_one_person(
    tmp_path: Path, bring_in: Callable[..., Report], people: list[Row]
) -> None:
    path = tmp_path / "twice.xlsx"
    other = {**people[0], "name": "王另名", "id_number": "", "room": "909"}
    rows = [row_of(other), *(row_of(person) for person in people)]
    write_table(path, list(ZH.values()), rows, sheet="第1网格")
    bring_in(path)
    kept, gone = (Person.objects.get(name=row["name"]) for row in (people[0], other))
    merge_persons(kept=kept, gone=gone, actor=ACTOR, now=NOON)
    before = list(Person.objects.values().order_by("pk"))
    report = bring_in(path)
    assert list(Person.objects.values().order_by("pk")) == before
    assert (report.changes, report.counts["people_new"]) == ([], 0)
    assert report.where()["duplicate_person"] == ["第1网格!2"]
    assert bring_in(path).is_unchanged
