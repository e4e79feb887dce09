"""A backup is made while others write, is restored into an empty place, and then every row is the same."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlparse, urlunparse

import psycopg
import pytest
from tests import tables

ROOT = Path(__file__).resolve().parents[2]
ROWS = 200
pytestmark = pytest.mark.slow


@dataclass
class Home:
    """One installation of its own, with its database."""

    path: Path
    url: str = ""

    def linli(self, *words: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "LINLI_HOME": str(self.path), "DJANGO_SETTINGS_MODULE": "linli.config.settings"}
        environment.pop("DATABASE_URL", None)
        if self.url:
            environment["DATABASE_URL"] = self.url
        command = [sys.executable, "-m", "linli", *words]
        return subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)

    def everything(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of every table, as texts, in an order that does not depend on how they are stored."""
        if self.url:
            with psycopg.connect(self.url) as server:
                names = server.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
                return {name: _sorted(server.execute(f'SELECT * FROM "{name}"').fetchall()) for (name,) in names}
        with closing(sqlite3.connect(self.path / "linli.sqlite3")) as file:
            names = file.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            ).fetchall()
            return {name: _sorted(file.execute(f'SELECT * FROM "{name}"').fetchall()) for (name,) in names}

    def write(self, number: int) -> None:
        """A row that the backup must have, or must not have."""
        if self.url:
            with psycopg.connect(self.url) as server:
                server.execute("INSERT INTO outbox_heartbeat (name, at) VALUES (%s, now())", [f"worker-{number}"])
            return
        with closing(sqlite3.connect(self.path / "linli.sqlite3", timeout=30)) as file, file:
            file.execute(
                "INSERT INTO outbox_heartbeat (name, at) VALUES (?, '2026-11-23 00:00:00')", [f"worker-{number}"]
            )


def _sorted(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return sorted((tuple(map(str, row)) for row in rows), key=str)


@pytest.fixture(scope="module")
def database() -> Iterator[Any]:
    """Make empty databases of the kind that this test run uses: "" is the one in the home."""
    server = os.environ.get("DATABASE_URL", "")
    made: list[str] = []

    def make(name: str) -> str:
        if not server.startswith("postgres"):
            return ""
        made.append(f"linli_{name}_{os.getpid()}_{len(made)}")
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {made[-1]}")
        return urlunparse(urlparse(server)._replace(path=f"/{made[-1]}"))

    yield make
    for name in made:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, database: Any) -> Home:
    """An installation with rows and files; the tests add to it and take nothing away."""
    place = Home(tmp_path_factory.mktemp("kept") / "home", database("kept"))
    if not place.url:
        tables.lend(place.path)
    done = place.linli("migrate", "-v0", "--skip-checks")
    assert done.returncode == 0, done.stderr
    for number in range(5):
        place.write(number)
    (place.path / "files" / "ab").mkdir(parents=True)
    (place.path / "files" / "ab" / "photo.jpg").write_bytes(os.urandom(200_000))
    return place


def backed_up(home: Home, *words: str) -> Path:
    archive = home.path.parent / "kept.tar.gz"
    done = home.linli("backup", str(archive), *words)
    assert done.returncode == 0, done.stderr
    return archive


def test_a_backup_is_restored_row_by_row(home: Home, tmp_path: Path, database: Any) -> None:
    before = home.everything()
    archive = backed_up(home)
    home.write(99)  # after the backup: it must not be in it
    fresh = Home(tmp_path / "fresh", database("fresh"))
    done = fresh.linli("restore", str(archive), "--into", str(fresh.path))
    assert done.returncode == 0, done.stderr
    assert fresh.everything() == before
    assert (fresh.path / "keys.json").read_bytes() == (home.path / "keys.json").read_bytes()
    assert (fresh.path / "keys.json").stat().st_mode & 0o077 == 0
    photo = Path("files") / "ab" / "photo.jpg"
    assert (fresh.path / photo).read_bytes() == (home.path / photo).read_bytes()


def test_a_backup_works_while_others_write(home: Home, tmp_path: Path, database: Any) -> None:
    archive = home.path.parent / "kept.tar.gz"
    environment = {**os.environ, "LINLI_HOME": str(home.path), "DJANGO_SETTINGS_MODULE": "linli.config.settings"}
    environment.pop("DATABASE_URL", None)
    if home.url:
        environment["DATABASE_URL"] = home.url
    process = subprocess.Popen([sys.executable, "-m", "linli", "backup", str(archive)], env=environment, cwd=ROOT)
    number = 100
    while process.poll() is None and number < 100 + ROWS:
        home.write(number)
        number += 1
        time.sleep(0.01)
    assert process.wait(timeout=60) == 0
    fresh = Home(tmp_path / "fresh", database("fresh"))
    assert fresh.linli("restore", str(archive), "--into", str(fresh.path)).returncode == 0
    beats = [row for row in home.everything()["outbox_heartbeat"] if row in fresh.everything()["outbox_heartbeat"]]
    assert beats == fresh.everything()["outbox_heartbeat"]
    assert len(beats) >= 5


def test_keys_are_inside_only_when_asked_for(home: Home) -> None:
    archive = backed_up(home)
    beside = archive.with_name("kept.tar.gz.keys.json")
    assert beside.read_bytes() == (home.path / "keys.json").read_bytes()
    with tarfile.open(archive) as tar:
        assert "keys.json" not in tar.getnames()
    with tarfile.open(backed_up(home, "--with-keys")) as tar:
        assert "keys.json" in tar.getnames()


def test_restore_refuses_what_would_go_wrong(home: Home, tmp_path: Path) -> None:
    archive = backed_up(home)
    in_use = home.linli("restore", str(archive), "--into", str(home.path))
    assert in_use.returncode != 0
    assert str(home.path) in in_use.stderr
    shutil.move(archive.with_name("kept.tar.gz.keys.json"), tmp_path / "safe.json")
    assert "--keys" in home.linli("restore", str(archive), "--into", str(tmp_path / "b")).stderr
    content = bytearray(archive.read_bytes())
    content[len(content) // 2] ^= 0xFF
    archive.write_bytes(bytes(content))
    damaged = home.linli("restore", str(archive), "--into", str(tmp_path / "c"), "--keys", str(tmp_path / "safe.json"))
    assert damaged.returncode != 0
    assert not (tmp_path / "c" / "linli.sqlite3").exists()
    assert home.linli("restore", str(tmp_path / "none"), "--into", str(tmp_path / "d")).returncode != 0


def test_old_backups_are_forgotten_when_asked(home: Home) -> None:
    for _number in range(2):
        assert home.linli("backup", "--keep", "1").returncode == 0
    kept = [path.name for path in (home.path / "backups").iterdir()]
    assert len([name for name in kept if name.endswith(".tar.gz")]) == 1
    assert len(kept) == 2  # and its keys
