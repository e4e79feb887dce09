"""Installations with real processes, for tests that kill them."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import time
from collections import Counter
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
QUEUES = ("outbox_delivery", "messaging_sending")


@dataclass
class Installation:
    """An empty installation with the stream in it, and processes that work there."""

    environment: dict[str, str]

    @property
    def home(self) -> Path:
        return Path(self.environment["LINLI_HOME"])

    def start(self, *words: str, **more: Any) -> subprocess.Popen[str]:
        """Start a command in a process of its own; its log is kept beside the database."""
        with (self.home / "process.log").open("ab") as log:
            more = {"stdout": log, "stderr": log} | more
            command = [sys.executable, "-m", "linli", *words, "--skip-checks"]
            return subprocess.Popen(command, env=self.environment, cwd=ROOT, text=True, **more)

    def run(self, *words: str) -> str:
        """Run a command to its end."""
        process = self.start(*words, stdout=subprocess.PIPE)
        out = process.communicate(timeout=90)[0]
        assert process.returncode == 0, (self.home / "process.log").read_text()
        return out

    def python(self, code: str) -> str:
        """Run some lines inside the installation, and return what they print."""
        lines = f"import django; django.setup(); {code}"
        run = subprocess.run(
            [sys.executable, "-c", lines], env=self.environment, cwd=ROOT, text=True, capture_output=True, timeout=90
        )
        assert run.returncode == 0, run.stderr
        return run.stdout

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What the database holds, seen from outside Django."""
        if url := self.environment.get("DATABASE_URL"):
            with psycopg.connect(url) as server:
                return server.execute(query).fetchall()
        with closing(sqlite3.connect(self.home / "linli.sqlite3", timeout=30)) as file:
            return file.execute(query).fetchall()

    def waiting(self) -> int:
        """How much is still to be delivered, inside and outside."""
        return sum(self.rows(f"SELECT count(*) FROM {name} WHERE state = 'waiting'")[0][0] for name in QUEUES)

    def drain(self, seconds: float = 120) -> None:
        """Wait until everything is delivered."""
        deadline = time.monotonic() + seconds
        while self.waiting() and time.monotonic() < deadline:
            time.sleep(0.1)

    def told(self, template: str) -> Counter[int]:
        """How often each drop was told in the inbox."""
        found = self.rows(f"SELECT params FROM messaging_message WHERE template = '{template}'")
        return Counter((json.loads(params) if isinstance(params, str) else params)["drop"] for (params,) in found)

    def letters(self) -> Counter[str]:
        """How often each drop left the house."""
        files = (self.home / "outbox-fake" / "sms").glob("*.json")
        return Counter(json.loads(file.read_text(encoding="utf-8"))["title"] for file in files)


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    """An installation on the kind of database that this test run uses."""
    environment = {**os.environ, "LINLI_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "tests.base.stream.settings"}
    environment["PYTHONPATH"] = f"{ROOT / 'src'}:{ROOT}"
    server = environment.pop("DATABASE_URL", "")
    name = f"linli_kill_{os.getpid()}"
    place = Installation(environment)
    if not server.startswith("postgres"):
        tables.lend(tmp_path)
        place.run("migrate", "-v0")
        yield place
        return
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}{tables.copy_of_kept(connection)}")
    environment["DATABASE_URL"] = urlunparse(urlparse(server)._replace(path=f"/{name}"))
    try:
        place.run("migrate", "-v0")
        yield place
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
