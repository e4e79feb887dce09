"""`./run test` and `./run check`: every phase runs even when an earlier one failed, and each says how long it took."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import cluster
import packages

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
NO_TESTS = 5  # pytest's exit code when nothing was collected


@dataclass
class Phases:
    """What was done, how it ended and how many seconds it took."""

    done: list[tuple[str, bool, float]] = field(default_factory=list)

    def run(self, name: str, *command: str, fine: tuple[int, ...] = (0,), **environment: str) -> None:
        """One phase: a command of the virtual environment, with its output on the screen."""
        self.call(name, lambda: _command(command, environment) in fine)

    def call(self, name: str, step: Callable[[], bool]) -> None:
        print(f"\n── {name}")
        begun = time.monotonic()
        try:
            good = step()
        except packages.Trouble as trouble:
            print(trouble)
            good = False
        self.done.append((name, good, time.monotonic() - begun))

    def report(self) -> int:
        """The table at the end, and the exit code."""
        print("\n── in short")
        for name, good, seconds in self.done:
            print(f"{'ok    ' if good else 'FAILED'} {seconds:7.1f} s  {name}")
        failed = sum(not good for _name, good, _seconds in self.done)
        print(f"{sum(seconds for *_rest, seconds in self.done):14.1f} s  altogether\n")
        print(f"phases: {len(self.done) - failed} passed, {failed} failed")
        return 1 if failed else 0


def _command(command: tuple[str, ...], environment: dict[str, str]) -> int:
    program, *rest = command
    return subprocess.run(
        [str(packages.BIN / program), *rest], cwd=packages.ROOT, env={**os.environ, **environment}, check=False
    ).returncode


def check(arguments: list[str]) -> int:
    """Everything that can be said without running a test."""
    del arguments
    packages.ensure(dev=True)
    phases = Phases()
    with tempfile.TemporaryDirectory(prefix="linli-home-") as home:
        _static(phases, home)
    return phases.report()


def test(arguments: list[str]) -> int:
    """All checks and tests; with arguments, only the tests that they name, on SQLite (or DATABASE_URL)."""
    packages.ensure(dev=True)
    if arguments:
        return _command(("pytest", *arguments), {})
    phases = Phases()
    phases.call("system packages for tests", _system_packages)
    with tempfile.TemporaryDirectory(prefix="linli-home-") as home:
        _static(phases, home)
    os.environ.pop("DATABASE_URL", None)
    phases.run("tests on SQLite", "pytest", "-m", "not browser", "-n", "2", "--durations=8")
    phases.call("tests on PostgreSQL", _on_postgres)
    phases.run("browser tests", "pytest", "-m", "browser", "-n", "2", fine=(0, NO_TESTS))
    return phases.report()


def _static(phases: Phases, home: str) -> None:
    phases.run("ruff check", "ruff", "check", "--output-format", "concise", ".")
    phases.run("ruff format", "ruff", "format", "--check", ".")
    phases.run("mypy", "mypy", LINLI_HOME=home)
    phases.run("import contracts", "lint-imports")
    phases.run("migrations up to date", "linli", "makemigrations", "--check", "--dry-run", LINLI_HOME=home)
    phases.run("translations complete", "linli", "translations", "--check", LINLI_HOME=home)
    phases.run("API document equal to the code", "linli", "openapi", "--check", LINLI_HOME=home)


def _on_postgres() -> bool:
    with cluster.postgres() as address:
        socket = {
            "PGHOST": address.partition("?host=")[2],
            "PGUSER": "linli",
        }  # for programs that tests start with less
        tests = ("pytest", "-m", "not browser", "-n", "2", "--durations=8")
        return _command(tests, {"DATABASE_URL": address, **socket}) == 0


def _missing() -> list[str]:
    """The Debian packages that only tests need and that are not here."""
    fonts = [Path("/usr/share/fonts/opentype/noto"), Path("/usr/share/fonts/truetype/noto")]
    needed = {
        "chromium": not any(shutil.which(name) for name in CHROMIUM),
        "fonts-noto-cjk": not any(list(folder.glob("*CJK*")) for folder in fonts),
        "postgresql": cluster.tools() is None,
        "gettext": shutil.which("xgettext") is None,
    }
    return [name for name, absent in needed.items() if absent]


def _system_packages() -> bool:
    missing = _missing()
    if not missing:
        print("All there: Chromium, Chinese fonts, PostgreSQL, gettext.")
        return True
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        print(f"The tests also need: {' '.join(missing)}. On Debian: sudo apt-get install {' '.join(missing)}")
        return False
    print(f"Installing {' '.join(missing)} with apt-get …")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *missing]):
        subprocess.run(
            ["apt-get", *command], env=quiet, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False
        )
    if still := _missing():
        print(f"apt-get could not install {' '.join(still)}.")
    return not still
