"""Real worker processes on one queue: each job is done by one of them, and a killed one loses nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from django.db import connection
from tests import tables

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
JOBS = 24

PRELUDE = """
import os, sys, time
from datetime import datetime, timedelta, UTC
import django
django.setup()
from linli.base.jobs.models import Job
from linli.base.jobs.operations import start_job
from linli.base.jobs.registry import job
from linli.base.jobs.runner import run_due_jobs
from linli.base.permissions import SystemActor
NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)
LOG = sys.argv[1]

def note(word, run):
    with open(LOG, "a") as file:
        file.write(f"{word} {os.getpid()} {run.params['n']}\\n")

@job("test.race")
def handle(run):
    note("begun", run)
    time.sleep(float(sys.argv[2]))
    note("done", run)
"""
START = """
for n in range(int(sys.argv[3])):
    start_job("test.race", params={"n": n}, place="/", actor=SystemActor("test"), now=NOON)
"""
WORK = """
moment = datetime.fromisoformat(sys.argv[3])
while Job.objects.filter(state="queued").exists():
    run_due_jobs(moment)
run_due_jobs(moment)
"""
STATES = """
from collections import Counter
print(sorted(Counter(Job.objects.values_list("state", flat=True)).items()))
"""


def environment(home: Path) -> dict[str, str]:
    """The database that the processes share: that of this test on PostgreSQL, a file of its own on SQLite."""
    wanted = {**os.environ, "LINLI_HOME": str(home), "DJANGO_SETTINGS_MODULE": "linli.config.settings"}
    if connection.vendor == "postgresql":
        at = connection.settings_dict
        wanted["DATABASE_URL"] = f"postgres://{at['USER']}:{at['PASSWORD']}@{at['HOST']}:{at['PORT']}/{at['NAME']}"
    else:
        wanted["DATABASE_URL"] = ""
        tables.lend(home)
        subprocess.run([sys.executable, "-m", "linli", "migrate", "-v0", "--skip-checks"], env=wanted, check=True)
    return wanted


def start(script: str, *arguments: object, env: dict[str, str]) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", PRELUDE + script, *map(str, arguments)]
    return subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True)


def finish(process: subprocess.Popen[str]) -> str:
    """Wait for it to end well; what it said."""
    said = process.communicate(timeout=120)[0]
    assert process.returncode == 0
    return said.strip()


def test_three_workers_share_a_queue_and_one_is_killed(tmp_path: Path) -> None:
    env, log = environment(tmp_path / "home"), tmp_path / "log"
    log.touch()
    finish(start(START, log, 0, JOBS, env=env))
    noon = "2026-11-23T04:00:00+00:00"
    victim = start(WORK, log, 60, noon, env=env)  # it would take a minute for its first job
    deadline = time.monotonic() + 60
    while "begun" not in log.read_text() and time.monotonic() < deadline:
        time.sleep(0.05)
    victim.send_signal(signal.SIGKILL)
    victim.communicate()
    workers = [start(WORK, log, 0.02, noon, env=env) for _ in range(3)]
    for worker in workers:
        finish(worker)
    later = "2026-11-23T04:01:00+00:00"  # a minute after its death
    finish(start(WORK, log, 0, later, env=env))

    lines = [line.split() for line in log.read_text().splitlines()]
    done = Counter(int(n) for word, _pid, n in lines if word == "done")
    begun = Counter(int(n) for word, _pid, n in lines if word == "begun")
    lost = next(int(n) for word, pid, n in lines if pid == str(victim.pid))
    assert done == dict.fromkeys(range(JOBS), 1)
    assert begun == {n: 2 if n == lost else 1 for n in range(JOBS)}
    assert finish(start(STATES, log, 0, env=env)) == f"[('done', {JOBS})]"
