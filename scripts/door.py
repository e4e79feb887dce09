"""The doors of the repository: `./run demo | test | serve | work | check | bench | linli …`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HELP = """\
./run demo  [--port N] [--host H]   set everything up and open a made-up community, server and worker together
./run serve [--port N] [--host H]   the web server
./run work                          the worker: delivers news, runs the schedule and the long jobs
./run test  [pytest arguments]      all checks and tests; with arguments, only the tests that they name, on SQLite
./run check                         the checks that need no database: style, types, tiers, translations, API document
./run bench [arguments]             the benchmark
./run linli COMMAND …               any command of the program, e.g. ./run linli doctor

Everything that a running Linli writes lies under LINLI_HOME (now: {home}).
DATABASE_URL chooses PostgreSQL. docs/how-to/configure.md has all settings.
"""


def main(arguments: list[str]) -> int:
    """Open one door; what a person may read goes to the screen in plain sentences."""
    if sys.version_info < (3, 11):  # noqa: UP036 -- whoever starts this with an older Python should be told so
        found = ".".join(map(str, sys.version_info[:2]))
        print(f"Linli needs Python 3.11 or newer; this is {found}. Another one: PYTHON=python3.11 ./run …")
        return 1
    os.chdir(ROOT)
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]  # the lines of children come in between
    import packages
    import programs
    import suite

    doors: dict[str, Callable[[list[str]], int]] = {
        "demo": programs.demo,
        "serve": programs.serve,
        "work": programs.work,
        "linli": programs.linli,
        "bench": programs.bench,
        "test": suite.test,
        "check": suite.check,
    }
    name, *rest = arguments or ["help"]
    if name not in doors:
        print(HELP.format(home=os.environ.get("LINLI_HOME", "./var")))
        return 0 if name in {"help", "-h", "--help"} else 2
    try:
        return doors[name](rest)
    except packages.Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
