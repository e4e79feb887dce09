"""A roster comes in by page: upload, columns, dry run, report, and what is left is settled."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from linli.base.jobs.runner import run_due_jobs
from linli.base.sheets.enums import FindingState, ImportState
from linli.base.sheets.models import Finding, Import, Mapping
from linli.base.sheets.storage import folder
from linli.base.text import masked_name
from linli.core.people.models import Person
from tests.factories.core import NOON, make_world
from tests.factories.rosters import ZH, flat, make_roster, write_table, write_xlsx

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(settings: Any) -> SimpleNamespace:
    settings.LINLI_DEMO = True  # a session of the demo needs no second factor
    return make_world()


def signed_in(world: SimpleNamespace, who: str) -> Client:
    client = Client()
    client.force_login(world.people[who].account)
    session = client.session
    session["demo_sign_in"] = True
    session.save()
    return client


@pytest.fixture
def desk(world: SimpleNamespace) -> Client:
    return signed_in(world, "community_worker")


@pytest.fixture(autouse=True)
def no_files_left() -> Iterator[None]:
    yield
    for path in folder().iterdir():
        path.unlink()


def upload(client: Client, path: Path, world: SimpleNamespace, kind: str = "residents") -> Any:
    file = SimpleUploadedFile(path.name, path.read_bytes())
    data = {"kind": kind, "community": str(world.community.pk), "file": file}
    return client.post(reverse("people:import-new"), data)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "residents.xlsx"
    write_xlsx(path, make_roster(seed=2, households=20), seed=2, dirt=0.6)
    return path


def columns_as_shown(client: Client, imported: Import) -> dict[str, str]:
    page = client.get(reverse("people:import-columns", args=[imported.pk]))
    shown = page.context["headers"][0].columns
    return {f"column-{at}": column.field for at, column in enumerate(shown)}


def test_a_roster_comes_in_from_upload_to_report(world: SimpleNamespace, desk: Client, file: Path) -> None:
    before = Person.objects.count()
    response = upload(desk, file, world)
    imported = Import.objects.get()
    assert response.headers["Location"] == reverse("people:import-columns", args=[imported.pk])
    response = desk.post(reverse("people:import-columns", args=[imported.pk]), columns_as_shown(desk, imported))
    assert response.headers["Location"] == reverse("people:import", args=[imported.pk])
    assert run_due_jobs(NOON) == 1
    imported.refresh_from_db()
    assert (imported.state, Person.objects.count()) == (ImportState.CHECKED, before)
    assert desk.get(reverse("people:import", args=[imported.pk])).status_code == 200
    desk.post(reverse("people:import-run", args=[imported.pk]))
    page = desk.get(reverse("people:import", args=[imported.pk]))
    assert page.context["is_busy"]
    assert run_due_jobs(NOON) == 1
    imported.refresh_from_db()
    roster = make_roster(seed=2, households=20)
    assert (imported.state, Person.objects.count()) == (ImportState.DONE, before + roster.people)
    page = desk.get(reverse("people:import", args=[imported.pk]))
    kinds = {kind.label: kind.count for kind in page.context["kinds"]}
    assert sum(kinds.values()) == Finding.objects.count() == imported.counts["counts"]["findings"]
    assert list(folder().iterdir()) == []  # the roster itself is thrown away


def test_samples_show_numbers_only_by_their_ends(world: SimpleNamespace, desk: Client, file: Path) -> None:
    upload(desk, file, world)
    page = desk.get(reverse("people:import-columns", args=[Import.objects.get().pk])).content.decode()
    numbers = [person[key] for person in flat(make_roster(seed=2, households=20)) for key in ("id_number", "phone")]
    assert [number for number in numbers if number and number in page] == []
    assert "211***" in page


def test_a_column_that_nobody_guessed_is_said_and_remembered(
    world: SimpleNamespace, desk: Client, tmp_path: Path
) -> None:
    path = tmp_path / "odd.xlsx"
    people = flat(make_roster(seed=2, households=3))
    write_table(path, ["谁", "门牌号", "身份证"], [[row["name"], row["room"], row["id_number"]] for row in people])
    upload(desk, path, world)
    imported = Import.objects.get()
    address = reverse("people:import-columns", args=[imported.pk])
    assert not desk.get(address).context["headers"][0].is_guess
    assert "Name" in desk.post(address, columns_as_shown(desk, imported)).context["refusal"]
    twice = {"column-0": "name", "column-1": "name", "column-2": "id_number"}
    assert desk.post(address, twice).context["refusal"]
    desk.post(address, {"column-0": "name", "column-1": "room", "column-2": "id_number"})
    imported.refresh_from_db()
    assert imported.choices == {"name": "谁"}
    assert Mapping.objects.get().choices == {"name": "谁"}
    desk.post(reverse("people:import-run", args=[imported.pk]))  # refused: the dry run is not done yet
    for _turn in range(2):
        assert run_due_jobs(NOON) == 1
        desk.post(reverse("people:import-run", args=[imported.pk]))
    imported.refresh_from_db()
    assert imported.state == ImportState.DONE


@pytest.mark.parametrize("content", [b"%PDF-1.7", b"", b"PK\x03\x04 and then nothing"])
def test_a_file_that_is_no_roster_is_refused_on_the_form(
    world: SimpleNamespace, desk: Client, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "file.xlsx"
    path.write_bytes(content)
    response = upload(desk, path, world)
    assert response.status_code == 200
    assert response.context["form"].errors
    assert (Import.objects.count(), list(folder().iterdir())) == (0, [])


def test_a_file_without_a_header_says_so_after_the_run(world: SimpleNamespace, desk: Client, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    upload(desk, path, world)
    imported = Import.objects.get()
    desk.post(reverse("people:import-run", args=[imported.pk]))
    run_due_jobs(NOON)
    imported.refresh_from_db()
    assert imported.state == ImportState.REFUSED
    assert "header" in imported.message
    assert imported.message in desk.get(reverse("people:import", args=[imported.pk])).content.decode()


def take_in(world: SimpleNamespace, desk: Client, file: Path) -> Import:
    upload(desk, file, world)
    imported = Import.objects.latest("created_at")
    desk.post(reverse("people:import-run", args=[imported.pk]))
    run_due_jobs(NOON)
    imported.refresh_from_db()
    assert imported.state == ImportState.DONE
    return imported


@pytest.fixture
def spoilt(tmp_path: Path) -> Path:
    """Three people: one without a number, one with a short phone, one as they should be."""
    path = tmp_path / "three.xlsx"
    people = [home[0] for home in make_roster(seed=2, households=3, grids=1).homes]
    changes = [{"id_number": ""}, {"phone": "199000"}, {}]
    rows = [[{**row, **change, "serial": 1}[key] for key in ZH] for row, change in zip(people, changes, strict=True)]
    write_table(path, list(ZH.values()), rows, sheet="第1网格")
    return path


def test_a_doubtful_cell_is_put_right_in_its_place(world: SimpleNamespace, desk: Client, spoilt: Path) -> None:
    take_in(world, desk, spoilt)
    finding = Finding.objects.get(kind="missing_id")
    number = make_roster(seed=2, households=3, grids=1).homes[0][0]["id_number"]
    address = reverse("people:finding", args=[finding.pk])
    refused = desk.post(address, {"value": number[:-1]})
    assert refused.context["form"].errors
    assert desk.post(address, {"value": number}).headers["Location"] == reverse("people:finding-list")
    finding.refresh_from_db()
    assert finding.state == FindingState.SETTLED
    assert Person.objects.get(pk=finding.subject_id).id_number == number


def test_many_doubtful_cells_are_settled_at_once(world: SimpleNamespace, desk: Client, file: Path) -> None:
    take_in(world, desk, file)
    kept = Finding.objects.exclude(kind="missing_id").values_list("state", flat=True)
    before = sorted(kept)
    desk.post(reverse("people:findings-settle"), {"all": "1", "query": "kind=missing_id", "how": "confirm"})
    assert set(Finding.objects.filter(kind="missing_id").values_list("state", flat=True)) == {FindingState.SETTLED}
    assert sorted(kept.all()) == before


def test_a_cell_stays_as_it_is_only_with_a_reason(world: SimpleNamespace, desk: Client, spoilt: Path) -> None:
    take_in(world, desk, spoilt)
    finding = Finding.objects.get(kind="phone_bad")
    for note, state in (("", FindingState.OPEN), ("没有电话", FindingState.DISMISSED)):
        data = {"finding": str(finding.pk), "how": "dismiss", "note": note}
        desk.post(reverse("people:findings-settle"), data)
        finding.refresh_from_db()
        assert finding.state == state


def test_what_was_read_is_masked_on_the_pages(world: SimpleNamespace, desk: Client, spoilt: Path) -> None:
    take_in(world, desk, spoilt)
    listed = desk.get(reverse("people:finding-list")).content.decode()
    assert "199000" not in listed


def test_doubts_are_taken_away_without_names(world: SimpleNamespace, desk: Client, spoilt: Path) -> None:
    take_in(world, desk, spoilt)
    names = {person.name for person in Person.objects.filter(pk__in=Finding.objects.values("subject_id"))}
    assert names
    purpose = {"whom": "街道", "what_for": "核对", "until": date.today().isoformat()}
    answer = desk.post(f"{reverse('people:finding-list')}?export=1", purpose)
    book = load_workbook(BytesIO(b"".join(answer.streaming_content)))
    cells = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row}
    assert not names & cells
    assert {masked_name(name) for name in names} <= cells


@pytest.mark.parametrize("who", ["grid_worker", "street_officer", "security_admin", "resident"])
def test_whoever_may_not_import_finds_no_pages(world: SimpleNamespace, who: str) -> None:
    client = signed_in(world, who)
    for name in ("people:import-list", "people:import-new", "people:finding-list"):
        assert client.get(reverse(name)).status_code == 404


def test_another_community_sees_nothing_of_it(world: SimpleNamespace, desk: Client, spoilt: Path) -> None:
    imported = take_in(world, desk, spoilt)
    finding = Finding.objects.first()
    assert finding is not None
    other = signed_in(world, "other_secretary")
    assert other.get(reverse("people:import", args=[imported.pk])).status_code == 404
    assert other.get(reverse("people:finding", args=[finding.pk])).status_code == 404
    other.post(reverse("people:findings-settle"), {"finding": str(finding.pk), "how": "confirm"})
    finding.refresh_from_db()
    assert finding.state == FindingState.OPEN
    foreign = upload(other, spoilt, world)
    assert foreign.context["form"].errors


def test_a_list_of_doubts_costs_the_same_however_long(
    world: SimpleNamespace, desk: Client, file: Path, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    take_in(world, desk, file)
    desk.get(reverse("people:finding-list"))  # the small numbers of the rail are kept for a minute
    with django_assert_max_num_queries(12):
        assert desk.get(reverse("people:finding-list")).status_code == 200


def test_outlines_come_in_by_page(world: SimpleNamespace, tmp_path: Path) -> None:
    path = tmp_path / "grids.geojson"
    path.write_text(
        '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"number":1},"geometry":'
        '{"type":"Polygon","coordinates":[[[123.1,41.1],[123.2,41.1],[123.2,41.2],[123.1,41.1]]]}}]}',
        encoding="utf-8",
    )
    secretary = signed_in(world, "committee_secretary")
    take_in_outline = upload(secretary, path, world, kind="grids")
    imported = Import.objects.get()
    assert take_in_outline.headers["Location"] == reverse("people:import", args=[imported.pk])
    secretary.post(reverse("people:import-run", args=[imported.pk]))
    run_due_jobs(NOON)
    world.grid.refresh_from_db()
    assert world.grid.outline["type"] == "Polygon"
