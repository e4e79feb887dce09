"""Rosters come in for programs as they do by page."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from linli.base.jobs.runner import run_due_jobs
from linli.base.sheets.enums import FindingState
from linli.base.sheets.models import Finding
from tests.core.people.web.test_imports import desk, no_files_left, signed_in, spoilt, world
from tests.factories.core import NOON
from tests.factories.rosters import make_roster

pytestmark = pytest.mark.django_db
__all__ = ["desk", "no_files_left", "spoilt", "world"]
JSON = "application/json"


def receive(client: Client, world: SimpleNamespace, path: Path) -> Any:
    file = SimpleUploadedFile(path.name, path.read_bytes())
    data = {"kind": "residents", "community": str(world.community.pk), "file": file}
    return client.post("/api/v1/imports", data)


def take_in(client: Client, world: SimpleNamespace, path: Path) -> dict[str, Any]:
    key = receive(client, world, path).json()["id"]
    assert client.post(f"/api/v1/imports/{key}/check").status_code == 202
    run_due_jobs(NOON)
    assert client.post(f"/api/v1/imports/{key}/run").status_code == 202
    run_due_jobs(NOON)
    return dict(client.get(f"/api/v1/imports/{key}").json())


def test_a_roster_comes_in(world: SimpleNamespace, desk: Client, spoilt: Path) -> None:
    imported = take_in(desk, world, spoilt)
    assert (imported["state"], imported["counts"]["people"]) == ("done", 3)
    assert imported["doubts"] == {"missing_id": 1, "phone_bad": 1}
    assert [row["id"] for row in desk.get("/api/v1/imports").json()] == [imported["id"]]


def test_a_file_that_is_none_is_refused(world: SimpleNamespace, desk: Client, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"%PDF-1.7")
    answer = receive(desk, world, path)
    assert (answer.status_code, answer.json()["code"]) == (409, "not-a-spreadsheet")


def test_a_doubtful_cell_is_settled_in_each_way(world: SimpleNamespace, desk: Client, spoilt: Path) -> None:
    take_in(desk, world, spoilt)
    found = {row["kind"]: row for row in desk.get("/api/v1/imports/findings").json()}
    assert found["phone_bad"]["read"] == "****00"
    number = make_roster(seed=2, households=3, grids=1).homes[0][0]["id_number"]
    address = f"/api/v1/imports/findings/{found['missing_id']['id']}/settle"
    refused = desk.post(address, {"how": "value", "value": "211022"}, content_type=JSON)
    assert (refused.status_code, refused.json()["field"]) == (409, "id_number")
    assert desk.post(address, {"how": "value", "value": number}, content_type=JSON).json()["state"] == "settled"
    address = f"/api/v1/imports/findings/{found['phone_bad']['id']}/settle"
    assert desk.post(address, {"how": "dismiss"}, content_type=JSON).status_code == 409
    answer = desk.post(address, {"how": "dismiss", "note": "没有\x00电话"}, content_type=JSON)
    assert answer.json()["state"] == "dismissed"
    assert not Finding.objects.filter(state=FindingState.OPEN).exists()


def test_a_stranger_sees_and_settles_nothing(world: SimpleNamespace, desk: Client, spoilt: Path) -> None:
    imported = take_in(desk, world, spoilt)
    other = signed_in(world, "other_secretary")
    assert other.get("/api/v1/imports").json() == []
    assert other.get("/api/v1/imports/findings").json() == []
    assert other.get(f"/api/v1/imports/{imported['id']}").status_code == 404
    key = Finding.objects.values_list("pk", flat=True)[0]
    answer = other.post(f"/api/v1/imports/findings/{key}/settle", {"how": "confirm"}, content_type=JSON)
    assert answer.status_code == 404
    assert receive(other, world, spoilt).status_code == 404
