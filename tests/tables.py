"""The tables of a test database are made once and then copied: playing all migrations takes twenty seconds, a copy one.

What is kept belongs to exactly these migrations: its name is made of every file that has a say in them. On SQLite it is
a file in the temporary folder, on PostgreSQL a database beside the others of the same cluster.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import django

SOURCE = Path(__file__).parents[1] / "src" / "linli"
FOLDER = Path(tempfile.gettempdir()) / f"linli-tables-{os.getuid()}"
MAKERS = ("base/**/*.py", "**/migrations/*.py", "**/models.py", "**/models/*.py", "**/data/*", "config/settings.py")


@cache
def kept() -> str:
    """The name of the tables as the code of today makes them."""
    said = hashlib.sha256(f"{django.VERSION} {sys.version} {sqlite3.sqlite_version}".encode())
    for path in sorted({path for pattern in MAKERS for path in SOURCE.glob(pattern) if path.is_file()}):
        said.update(f"{path.relative_to(SOURCE)}\n".encode() + path.read_bytes())
    return f"linli_tables_{said.hexdigest()[:16]}"


def kept_file() -> Path:
    return FOLDER / f"{kept()}.sqlite3"


def lend(home: Path) -> None:
    """Give an installation of its own on SQLite its tables; what is still missing there, `migrate` adds."""
    if kept_file().exists():
        home.mkdir(parents=True, exist_ok=True)
        shutil.copy(kept_file(), home / "linli.sqlite3")


def copy_of_kept(server: Any) -> str:
    """The same on PostgreSQL: what a `CREATE DATABASE` ends with."""
    found = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [kept()]).fetchone()
    return f" TEMPLATE {kept()}" if found else ""


@contextmanager
def _alone() -> Iterator[None]:
    """Two workers of one run begin together: one makes the tables, the other waits and copies them."""
    FOLDER.mkdir(mode=0o700, exist_ok=True)
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def copied(creation: Any) -> Callable[..., str]:
    """Django's `create_test_db` that copies the kept tables, and keeps them where there are none yet."""
    make: Callable[..., str] = creation.create_test_db
    kind = _File(creation) if creation.connection.vendor == "sqlite" else _Server(creation)

    def create_test_db(*args: Any, **kwargs: Any) -> str:
        with _alone():
            if not kind.there():
                name = make(*args, **kwargs)
                kind.keep(name)
                return name
        kind.lend()
        return make(*args, **kwargs)

    return create_test_db


class _File:
    """SQLite: a file, poured into the database in memory before the migrations look at it."""

    def __init__(self, creation: Any) -> None:
        self.creation = creation

    def there(self) -> bool:
        return kept_file().exists()

    def keep(self, name: str) -> None:
        half = kept_file().with_suffix(".half")
        half.unlink(missing_ok=True)
        with closing(sqlite3.connect(name, uri=True)) as full, closing(sqlite3.connect(half)) as empty:
            full.backup(empty)
        half.rename(kept_file())

    def lend(self) -> None:
        make = self.creation._create_test_db

        def poured(*args: Any, **kwargs: Any) -> str:
            name: str = make(*args, **kwargs)
            # A database in memory lives as long as somebody holds it: Django's own connection comes later.
            self.held = sqlite3.connect(name, uri=True)
            with closing(sqlite3.connect(kept_file())) as full:
                full.backup(self.held)
            return name

        self.creation._create_test_db = poured


class _Server:
    """PostgreSQL: a database that the server copies."""

    def __init__(self, creation: Any) -> None:
        self.creation = creation

    def there(self) -> bool:
        with self.creation._nodb_cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [kept()])
            return cursor.fetchone() is not None

    def keep(self, name: str) -> None:
        self.creation.connection.close()
        with self.creation._nodb_cursor() as cursor:
            cursor.execute(f'CREATE DATABASE {kept()}_half TEMPLATE "{name}"')
            cursor.execute(f"ALTER DATABASE {kept()}_half RENAME TO {kept()}")

    def lend(self) -> None:
        self.creation.connection.settings_dict["TEST"]["TEMPLATE"] = kept()
