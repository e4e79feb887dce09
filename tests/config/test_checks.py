"""Each mistake of a deployment is found; none is found where there is none."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from linli.base.outbox.models import Heartbeat
from linli.config import checks

PUBLIC = ["linli.example"]


def ids(found: list[Any]) -> list[str]:
    assert all(message.hint for message in found), "Each finding says how to mend it."
    return [message.id for message in found]


def test_debug_is_found_only_where_others_can_reach_it(settings: Any) -> None:
    settings.DEBUG = True
    assert ids(checks.debug_stays_at_home()) == []
    settings.ALLOWED_HOSTS = PUBLIC
    assert ids(checks.debug_stays_at_home()) == ["linli.E001"]


def test_the_demo_is_found_where_others_can_reach_it(settings: Any) -> None:
    settings.LINLI_DEMO = True
    assert ids(checks.demo_stays_at_home()) == []
    settings.LINLI_HTTPS = True
    assert ids(checks.demo_stays_at_home()) == ["linli.E002"]


@pytest.mark.parametrize("key", ["short", "a" * 60, "django-insecure-" + "abcdefghijklmnopqrstuvwxyz" * 2])
def test_a_weak_secret_key_is_found(settings: Any, key: str) -> None:
    assert ids(checks.secret_key_is_secret()) == []
    settings.SECRET_KEY = key
    assert ids(checks.secret_key_is_secret()) == ["linli.E003"]


def test_keys_that_others_can_read_are_found(settings: Any, tmp_path: Path) -> None:
    settings.LINLI_HOME = tmp_path
    keys = tmp_path / "keys.json"
    keys.write_text("{}")
    keys.chmod(0o600)
    assert ids(checks.keys_are_for_us_alone()) == []
    keys.chmod(0o640)
    assert ids(checks.keys_are_for_us_alone()) == ["linli.E004"]


def test_an_open_home_is_found(settings: Any, tmp_path: Path) -> None:
    settings.LINLI_HOME = tmp_path
    tmp_path.chmod(0o750)
    assert ids(checks.home_is_closed()) == []
    tmp_path.chmod(0o755)
    assert ids(checks.home_is_closed()) == ["linli.W004"]


def test_a_public_address_without_https_is_found(settings: Any) -> None:
    assert ids(checks.others_come_by_https()) == []
    settings.ALLOWED_HOSTS = PUBLIC
    assert ids(checks.others_come_by_https()) == ["linli.W003"]
    settings.LINLI_HTTPS = True
    assert ids(checks.others_come_by_https()) == []


def test_sqlite_that_does_not_begin_at_once_is_found(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    database = settings.DATABASES["default"]
    monkeypatch.setitem(database, "ENGINE", "django.db.backends.sqlite3")
    monkeypatch.setitem(database, "OPTIONS", {"transaction_mode": "IMMEDIATE"})
    assert ids(checks.sqlite_begins_to_write_at_once()) == []
    monkeypatch.setitem(database, "OPTIONS", {})
    assert ids(checks.sqlite_begins_to_write_at_once()) == ["linli.E005"]


@pytest.mark.django_db
def test_a_fit_database_is_left_in_peace() -> None:
    assert ids(checks.database_is_fit(databases=["default"])) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("vendor", "answers", "expected"),
    [
        ("sqlite", {"journal_mode": "delete"}, ["linli.E006"]),
        ("postgresql", {"datctype": "C"}, ["linli.E007"]),
        ("postgresql", {"datctype": "C.UTF-8"}, []),
    ],
)
def test_an_unfit_database_is_found(
    monkeypatch: pytest.MonkeyPatch, vendor: str, answers: dict[str, Any], expected: list[str]
) -> None:
    monkeypatch.setattr(connection, "vendor", vendor)
    monkeypatch.setattr(
        checks, "_ask", lambda question: next(value for key, value in answers.items() if key in question)
    )
    assert ids(checks.database_is_fit(databases=["default"])) == expected


@pytest.mark.django_db
def test_a_missing_worker_is_found() -> None:
    assert ids(checks.a_worker_is_at_work(databases=["default"])) == ["linli.W001"]
    beat = Heartbeat.objects.create(name="one", at=datetime.now(UTC))
    assert ids(checks.a_worker_is_at_work(databases=["default"])) == []
    Heartbeat.objects.filter(pk=beat.pk).update(at=datetime.now(UTC) - timedelta(minutes=6))
    assert ids(checks.a_worker_is_at_work(databases=["default"])) == ["linli.W001"]


def test_a_missing_backup_is_found(settings: Any, tmp_path: Path) -> None:
    settings.LINLI_HOME = tmp_path
    assert ids(checks.there_is_a_backup()) == ["linli.W002"]
    note = '{"at": "%s", "file": "x", "bytes": 1, "rows": 1, "files": 0}'
    (tmp_path / "last-backup.json").write_text(note % datetime.now(UTC).isoformat())
    assert ids(checks.there_is_a_backup()) == []
    (tmp_path / "last-backup.json").write_text(note % (datetime.now(UTC) - timedelta(days=3)).isoformat())
    assert ids(checks.there_is_a_backup()) == ["linli.W002"]
