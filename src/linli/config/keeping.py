"""Backups: one verified archive of database and files, made while the program runs, and the way back.

The database is copied first, as it stood at one moment, then the files: a file that a row of the copy names is there.
The keys lie in a file of their own beside the archive, because whoever finds an archive must not be able to read
identity numbers; `--with-keys` puts them inside.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any

import psycopg
from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _
from psycopg.conninfo import make_conninfo

from linli.base.errors import Refused
from linli.config.kept import Backup, note_backup

FORMAT = 1
MANIFEST = "manifest.json"
KEYS = "keys.json"
SQLITE = "database.sqlite3"
POSTGRESQL = "database.pgdump"
BLOCK = 1 << 20


@dataclass(frozen=True)
class Part:
    """One file of the archive, and how to know that it is still the same."""

    size: int
    sha256: str


def make_backup(*, target: Path, with_keys: bool, now: datetime) -> Backup:
    """Write the archive beside its name, read it back, and only then call it by its name."""
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.part")
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=target.parent) as folder:
        copy, rows = _copy_database(Path(folder))
        files = _write_archive(draft, copy, rows, with_keys=with_keys, now=now)
    try:
        with opened(draft) as archive:
            archive.verify()
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    if not with_keys:
        _copy_privately(settings.LINLI_HOME / KEYS, keys_beside(target))
    backup = Backup(now, str(target), target.stat().st_size, sum(rows.values()), files)
    note_backup(backup)
    return backup


def forget_old(folder: Path, keep: int) -> list[Path]:
    """Remove all but the newest `keep` archives of the folder, with their keys."""
    old = sorted(folder.glob("linli-*.tar.gz"))[:-keep]
    for path in old:
        path.unlink()
        keys_beside(path).unlink(missing_ok=True)
    return old


def keys_beside(archive: Path) -> Path:
    """Where the keys of an archive are, unless they are inside."""
    return archive.with_name(f"{archive.name}.{KEYS}")


def _copy_database(folder: Path) -> tuple[Path, dict[str, int]]:
    if connection.vendor != "sqlite":
        return _dump(folder / POSTGRESQL)
    copy = folder / SQLITE
    database = settings.DATABASES["default"]["NAME"]
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it
    return copy, sqlite_rows(copy)


def _dump(copy: Path) -> tuple[Path, dict[str, int]]:
    """pg_dump sees the very moment at which the rows were counted."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        rows = _postgresql_rows(cursor)
        address, password = _address(settings.DATABASES["default"])
        options = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}"]
        _call(["pg_dump", *options, f"--file={copy}", f"--dbname={address}"], password)
    return copy, rows


def _address(database: dict[str, Any]) -> tuple[str, str]:
    """How PostgreSQL's programs find the database; the password goes another way, where `ps` does not show it."""
    named = {"dbname": "NAME", "user": "USER", "host": "HOST", "port": "PORT"}
    parts = {key: str(database[name]) for key, name in named.items() if database.get(name)}
    options = {key: value for key, value in database.get("OPTIONS", {}).items() if isinstance(value, str)}
    return make_conninfo("", **{**options, **parts}), str(database.get("PASSWORD") or "")


def _call(command: list[str], password: str) -> None:
    environment = {**os.environ, **({"PGPASSWORD": password} if password else {})}
    try:
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 -- a list, no shell
    except FileNotFoundError as error:
        words = _("%(program)s is not installed (Debian: postgresql-client).") % {"program": command[0]}
        raise Refused("program-missing", words) from error
    if done.returncode:
        raise Refused("program-failed", f"{command[0]}: {done.stderr.strip()}")


def sqlite_rows(path: Path) -> dict[str, int]:
    """How many rows each table has; a damaged database is refused."""
    with closing(sqlite3.connect(path)) as database:
        verdict = database.execute("PRAGMA integrity_check").fetchone()[0]
        if verdict != "ok":
            raise Refused("damaged", _("The database is damaged: %(verdict)s") % {"verdict": verdict})
        tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        names = [name for (name,) in tables.fetchall()]
        return {name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}  # noqa: S608 -- names from the schema


def _postgresql_rows(cursor: Any) -> dict[str, int]:
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    rows = {}
    for (name,) in cursor.fetchall():
        cursor.execute(f'SELECT count(*) FROM "{name}"')  # noqa: S608 -- names from the schema
        rows[name] = cursor.fetchone()[0]
    return rows


def _write_archive(draft: Path, copy: Path, rows: dict[str, int], *, with_keys: bool, now: datetime) -> int:
    """The manifest comes last, when every file is in and its sum is known."""
    parts: dict[str, Part] = {}
    handle = os.open(draft, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as raw, tarfile.open(fileobj=raw, mode="w:gz", compresslevel=4) as archive:
        parts[copy.name] = _put(archive, copy, copy.name)
        for path in _files(settings.MEDIA_ROOT):
            name = f"files/{path.relative_to(settings.MEDIA_ROOT).as_posix()}"
            parts[name] = _put(archive, path, name)
        files = len(parts) - 1
        if with_keys:
            parts[KEYS] = _put(archive, settings.LINLI_HOME / KEYS, KEYS)
        listed = {name: asdict(part) for name, part in parts.items()}
        manifest = {"format": FORMAT, "at": now.isoformat(), "database": copy.name, "rows": rows, "parts": listed}
        body = json.dumps(manifest, indent=1).encode()
        entry = tarfile.TarInfo(MANIFEST)
        entry.size = len(body)
        archive.addfile(entry, io.BytesIO(body))
    with draft.open("rb") as written:
        os.fsync(written.fileno())
    return files


def _files(root: Path) -> Iterator[Path]:
    return (path for path in sorted(root.rglob("*")) if path.is_file()) if root.exists() else iter(())


def _put(archive: tarfile.TarFile, path: Path, name: str) -> Part:
    with path.open("rb") as source:
        digest = hashlib.file_digest(source, "sha256").hexdigest()
        source.seek(0)
        entry = archive.gettarinfo(arcname=name, fileobj=source)
        archive.addfile(entry, source)
    return Part(entry.size, digest)


def _copy_privately(source: Path, target: Path) -> None:
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as copy:
        copy.write(source.read_bytes())


@dataclass(frozen=True)
class Archive:
    """An archive that is open for reading."""

    tar: tarfile.TarFile
    manifest: dict[str, Any]

    def verify(self) -> None:
        """Read every file once; one that is missing, changed or not listed refuses the whole archive."""
        seen = {}
        for entry in self.tar.getmembers():
            if entry.name == MANIFEST:
                continue
            odd = not entry.isfile() or entry.name.startswith("/") or ".." in PurePosixPath(entry.name).parts
            if odd or entry.name not in self.manifest["parts"]:
                raise _unlike(entry.name)
            seen[entry.name] = hashlib.file_digest(self.read(entry.name), "sha256").hexdigest()  # type: ignore[arg-type]  # has readinto
        for name, part in self.manifest["parts"].items():
            if seen.get(name) != part["sha256"]:
                raise _unlike(name)

    def read(self, name: str) -> IO[bytes]:
        """The content of one file."""
        found = self.tar.extractfile(name)
        if found is None:
            raise _unlike(name)
        return found

    def write(self, name: str, target: Path) -> None:
        """Put one file where it belongs, readable by us alone."""
        target.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with self.read(name) as source, os.fdopen(handle, "wb") as file:
            shutil.copyfileobj(source, file, BLOCK)


def _unlike(name: str) -> Refused:
    return Refused("archive-damaged", _("This archive is damaged or incomplete: %(name)s") % {"name": name})


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """Open an archive and read its manifest."""
    try:
        with tarfile.open(path, "r:gz") as tar:
            body = tar.extractfile(MANIFEST)
            manifest = json.loads(body.read()) if body else {}
            if manifest.get("format") != FORMAT:
                raise _unlike(MANIFEST)
            yield Archive(tar, manifest)
    except FileNotFoundError as error:
        raise Refused("archive-missing", _("There is no file %(name)s.") % {"name": path}) from error
    except (tarfile.TarError, EOFError, OSError, KeyError, ValueError) as error:
        raise _unlike(path.name) from error


def restore_backup(*, source: Path, home: Path, database_url: str, keys: Path | None) -> dict[str, int]:
    """Bring an archive into an empty place; nothing is written before the whole archive has been verified."""
    with opened(source) as archive:
        archive.verify()
        keys = keys or (keys_beside(source) if keys_beside(source).exists() else None)
        if keys is None and KEYS not in archive.manifest["parts"]:
            words = _("The keys are missing: without them nobody can read the identity numbers. Name them with --keys.")
            raise Refused("keys-missing", words)
        _refuse_unless_empty(home)
        home.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".restore-", dir=home) as folder:
            _restore_database(archive, home, database_url, Path(folder))
        for name in archive.manifest["parts"]:
            if name.startswith("files/"):
                archive.write(name, home / name)
        _restore_keys(archive, home, keys)
        return dict(archive.manifest["rows"])


def _refuse_unless_empty(home: Path) -> None:
    if (home / "linli.sqlite3").exists() or any(_files(home / "files")):
        words = _("%(home)s is in use. Restore into an empty folder; nothing was changed.") % {"home": home}
        raise Refused("not-empty", words)


def _restore_database(archive: Archive, home: Path, url: str, folder: Path) -> None:
    name, expected = archive.manifest["database"], archive.manifest["rows"]
    copy = folder / name
    archive.write(name, copy)
    if name == SQLITE:
        found = sqlite_rows(copy)
        copy.replace(home / "linli.sqlite3")
    elif not url.startswith("postgres"):
        words = _("This archive comes from PostgreSQL. Name an empty database with --database postgres://…")
        raise Refused("database-missing", words)
    else:
        found = _restore_dump(copy, url)
    if found != expected:
        raise Refused("rows-differ", _("The restored tables do not hold the rows that the archive names."))


def _restore_dump(copy: Path, url: str) -> dict[str, int]:
    with psycopg.connect(url) as server:
        if _postgresql_rows(server.cursor()):
            words = _("The database is not empty. Restore into a new one; nothing was changed.")
            raise Refused("not-empty", words)
    _call(["pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", f"--dbname={url}", str(copy)], "")
    with psycopg.connect(url) as server:
        return _postgresql_rows(server.cursor())


def _restore_keys(archive: Archive, home: Path, keys: Path | None) -> None:
    """Keys that a first start made in the empty place stand aside; they have encrypted nothing."""
    here = home / KEYS
    content = keys.read_bytes() if keys else archive.read(KEYS).read()
    if here.exists() and here.read_bytes() != content:
        here.replace(home / f"{KEYS}.before-restore")
    here.unlink(missing_ok=True)
    with os.fdopen(os.open(here, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
