"""A PostgreSQL of our own for one test run: made, used and taken away again; it touches no other on this machine."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import packages

FAST = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60"]


def tools() -> Path | None:
    """Where PostgreSQL's programs are: Debian keeps them off the PATH, one folder for each version."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
    found = next((folder for folder in folders if (folder / "initdb").exists()), None)
    if found is None and (program := shutil.which("initdb")):
        return Path(program).resolve().parent
    return found


@contextlib.contextmanager
def postgres() -> Iterator[str]:
    """Start a cluster that can search Chinese (C.UTF-8) on a unix socket; give its DATABASE_URL; stop it at the end."""
    programs = tools()
    if programs is None:
        raise packages.Trouble("PostgreSQL is not installed.")
    with tempfile.TemporaryDirectory(prefix="linli-pg-") as folder:
        owner = _owner()
        if owner:
            shutil.chown(folder, owner)
            Path(folder).chmod(0o755)
        data = f"{folder}/data"
        _as(
            owner,
            [f"{programs}/initdb", "-D", data, "-U", "linli", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"],
        )
        with Path(f"{folder}/options").open("w") as options:
            options.write("\n".join([*FAST, f"unix_socket_directories='{folder}'", "listen_addresses=''"]))
        _as(owner, ["sh", "-c", f"cat '{folder}/options' >> '{data}/postgresql.conf'"])
        _as(owner, [f"{programs}/pg_ctl", "-D", data, "-w", "-s", "-l", f"{folder}/data/log", "start"])
        try:
            yield f"postgres://linli@/postgres?host={folder}"
        finally:
            _as(owner, [f"{programs}/pg_ctl", "-D", data, "-w", "-s", "-m", "immediate", "stop"])


def _owner() -> str | None:
    """PostgreSQL refuses to run as root; then somebody without rights runs it."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _as(owner: str | None, command: list[str]) -> None:
    before = ["runuser", "-u", owner, "--"] if owner else []
    done = subprocess.run([*before, *command], cwd="/", capture_output=True, text=True, check=False)
    if done.returncode:
        raise packages.Trouble(f"The private PostgreSQL did not do `{command[0]}`:\n{done.stdout}{done.stderr}")
