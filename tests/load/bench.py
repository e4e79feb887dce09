"""`./run bench`: one table; each figure beside a floor measured in the same run on the same machine.

The floor is the same server and database with nothing of ours in between (`floor.py`), or the same file read and the
same rows inserted. Ratios can be compared from machine to machine; milliseconds are printed beside them. Nothing of
an installation is touched: everything lies in a folder, or in databases, that are gone afterwards.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlparse, urlunparse

import psycopg

from tests.load import pages
from tests.load.inside import call
from tests.load.measure import ROOT, Environment, cpu_of, postmaster_of
from tests.load.table import Table

DOCUMENT = ROOT / "docs" / "performance.md"
PARTS = ("roster", "message", "start", "pages", "say", "crowd", "first-page")


@contextmanager
def place(name: str) -> Iterator[Environment]:
    """An empty installation: a home, and a database of its own on PostgreSQL when DATABASE_URL names one."""
    inherited = {key: value for key, value in os.environ.items() if not key.startswith("LINLI_")}
    server = inherited.pop("DATABASE_URL", "")
    with tempfile.TemporaryDirectory(prefix=f"linli-bench-{name}-") as home:
        environment = {**inherited, "LINLI_HOME": home, "LINLI_DEMO": "1", "LINLI_LOG_LEVEL": "WARNING"}
        if not server.startswith("postgres"):
            yield environment
            return
        database = f"linli_bench_{name}_{os.getpid()}"
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {database}")
        try:
            yield {**environment, "DATABASE_URL": urlunparse(urlparse(server)._replace(path=f"/{database}"))}
        finally:
            with psycopg.connect(server, autocommit=True) as connection:
                connection.execute(f"DROP DATABASE {database} WITH (FORCE)")


@dataclass(frozen=True)
class Cost:
    """What a command took: seconds on the clock, seconds of CPU (with PostgreSQL's), MB."""

    seconds: float
    cpu: float
    megabytes: float


def run(*words: str, environment: Environment) -> Cost:
    """Run a command of ours."""
    postgres = postmaster_of(environment)
    before, began = cpu_of(postgres), time.perf_counter()
    command = [sys.executable, "-m", "linli", *words]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, cwd=ROOT)
    _pid, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    cpu = usage.ru_utime + usage.ru_stime + cpu_of(postgres) - before
    return Cost(time.perf_counter() - began, cpu, usage.ru_maxrss / 1024)


def measure_roster(table: Table) -> None:
    """A roster in an empty community, against reading the file and one bulk insert."""
    with place("roster") as environment:
        run("migrate", "--verbosity", "0", environment=environment)
        file = str(Path(environment["LINLI_HOME"]) / "residents.xlsx")
        people = call("write_roster", file, environment=environment)
        community = call("empty_community", environment=environment)
        floor = min(float(call("read_and_insert", file, environment=environment)) for _ in range(2))
        words = ("import", "residents", file, "--community", community)
        first = run(*words, environment=environment)
        beside = f"{first.seconds:.1f} s against {floor:.1f} s, CPU {first.cpu:.1f} s"
        table.most(f"roster of {people} people", 5, first.seconds / floor, beside)
        table.most("the same: peak memory", 300, first.megabytes, unit="MB")
        again = run(*words, environment=environment)
        beside = f"{again.seconds:.1f} s, CPU {again.cpu:.1f} s"
        table.most("the same once more, against the first run", 1, again.seconds / first.seconds, beside)


def measure_message(table: Table, environment: Environment) -> None:
    people, ours, floor = call("notice_to_all", environment=environment).split()
    beside = f"{ours} s against {floor} s for the bare rows"
    table.most(f"one message to {people} people", 3, float(ours) / float(floor), beside)


def measure_demo(table: Table, wanted: set[str], args: argparse.Namespace) -> None:
    """Everything that is measured in the demo community."""
    with place("demo") as environment:
        built = run("prepare", "--migrate", "--demo", environment=environment)
        table.most(
            "the demo is built after", 60, built.seconds, f"CPU {built.cpu:.0f} s, with tables and files", unit="s"
        )
        if "message" in wanted:
            measure_message(table, environment)
        if args.large or wanted & {"start", "pages", "say", "crowd"}:
            call("fill_matters", str(args.matters), environment=environment)
        if "start" in wanted:
            pages.measure_start(table, environment)
        if "pages" in wanted:
            pages.measure_pages(table, environment, args.times)
        if "say" in wanted:
            pages.measure_saying(table, environment, args.times)
        if "crowd" in wanted:
            pages.measure_crowd(table, environment, args.seconds)
        if "first-page" in wanted:
            pages.measure_first_page(table, environment)
        if args.large:
            measure_large(table, environment, args.times)


def measure_large(table: Table, environment: Environment, times: int) -> None:
    """The same pages when there are many more people: on PostgreSQL a city of a hundred communities."""
    before = pages.times_of(environment, times)
    if environment.get("DATABASE_URL"):
        call("fill_city", "100", environment=environment)
        among = "100 communities"
    else:
        call("fill_people", "10", environment=environment)
        among = "10 communities"
    size = call("how_many", environment=environment)
    for what, after in pages.times_of(environment, times).items():
        bar = 1.5 if what.startswith("search") else 1.3
        beside = f"{after.wait:.1f} ms against {before[what].wait:.1f} ms; {size}"
        table.most(f"{among}: {what}", bar, after.wait / before[what].wait, beside)


def main() -> int:
    parser = argparse.ArgumentParser(prog="./run bench", description=__doc__)
    parser.add_argument("--postgres", action="store_true", help="on a PostgreSQL of its own, gone afterwards")
    parser.add_argument(
        "--large", action="store_true", help="among many more people, too; on PostgreSQL 100 communities"
    )
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    parser.add_argument("--matters", type=int, default=50_000, help="how many matters the lists have (50,000)")
    parser.add_argument(
        "--times", type=int, default=40, help="how often each thing is asked in each of five rounds (40)"
    )
    parser.add_argument("--seconds", type=float, default=30, help="how long the crowd of twenty lasts (30)")
    parser.add_argument("--only", choices=PARTS, action="append", help="only this part; may be given several times")
    args = parser.parse_args()
    if args.postgres:
        sys.path.insert(0, str(ROOT / "scripts"))
        import cluster

        with cluster.postgres() as address:
            os.environ["DATABASE_URL"] = address
            return measure(args)
    return measure(args)


def measure(args: argparse.Namespace) -> int:
    wanted = set(args.only or PARTS)
    server = os.environ.get("DATABASE_URL", "").startswith("postgres")
    table = Table("PostgreSQL" if server else "SQLite")
    table.start()
    if "roster" in wanted:
        measure_roster(table)
    if wanted - {"roster"} or args.large:
        measure_demo(table, wanted, args)
    if args.write:
        table.write(DOCUMENT)
    return table.say_end()


if __name__ == "__main__":
    sys.exit(main())
