"""Many real processes at once: of two who press the button one wins, and nothing is lost or told twice."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from tests.factories.installation import ROOT, Installation
from tests.load.measure import Client, server

pytestmark = pytest.mark.slow

RACERS = 8
MATTERS = 25
REQUESTS = 100
TOKEN = "k" * 32
PATIENCE = 240


def race(installation: Installation, *racers: tuple[str, ...]) -> list[str]:
    """Start all of them, let them get ready, and say go; what each said at the end."""
    runs = []
    for words in racers:
        command = [sys.executable, "-m", "tests.slow.racers", *words]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        runs.append(subprocess.Popen(command, env=installation.environment, cwd=ROOT, **pipes))
    assert [run.stdout.readline() for run in runs] == ["ready\n"] * len(runs)
    for run in runs:
        run.stdin.write("go\n")
        run.stdin.flush()
    said = [run.communicate(timeout=PATIENCE)[0].strip() for run in runs]
    assert [run.returncode for run in runs] == [0] * len(runs)
    return said


@pytest.fixture
def world(installation: Installation) -> dict[str, str]:
    return json.loads(race(installation, ("build",))[0])


def test_of_eight_who_accept_and_hand_out_one_matter_one_wins_each_time(
    installation: Installation, world: dict[str, str]
) -> None:
    code, worker, handler = world["code"], world["community_worker"], world["grid_worker"]
    one_wins = ["done"] + ["wrong-state"] * (RACERS - 1)
    assert sorted(race(installation, *[("accept", code, worker)] * RACERS)) == one_wins
    assert sorted(race(installation, *[("dispatch", code, worker, handler)] * RACERS)) == one_wins
    written = installation.rows("SELECT kind, count(*) FROM matters_entry GROUP BY kind ORDER BY kind")
    assert written == [("accepted", 1), ("dispatched", 1), ("reported", 1)]
    noted = installation.rows("SELECT count(*) FROM audit_auditentry WHERE action LIKE 'matters.matter.%'")
    assert noted == [(3,)]


def test_of_eight_who_say_yes_at_once_as_many_come_as_are_wanted(
    installation: Installation, world: dict[str, str]
) -> None:
    codes = race(installation, ("call", "3"))[0].split()
    said = race(installation, *[("come", code) for code in codes])
    assert sorted(said) == ["done"] * 3 + ["enough"] * 5
    taken = installation.rows("SELECT taken, state FROM callouts_callout")
    yes = installation.rows("SELECT count(*) FROM callouts_ask WHERE answer = 'yes'")
    assert (taken, yes) == ([(3, "enough")], [(3,)])


def test_eight_who_speak_while_two_workers_deliver_are_told_once_for_each_need(
    installation: Installation, world: dict[str, str]
) -> None:
    workers = [installation.start("work") for _ in range(2)]
    said = race(installation, *[("report", world["resident"], str(MATTERS))] * RACERS)
    installation.drain(PATIENCE)
    for worker in workers:
        worker.terminate()
    assert [worker.wait(timeout=30) for worker in workers] == [0, 0]
    codes = [code for line in said for code in line.split()]
    assert len(set(codes)) == RACERS * MATTERS
    assert told(installation) == Counter([*codes, world["code"]])


def told(installation: Installation) -> Counter[str]:
    """How often the inbox says of each matter that it has been heard."""
    found = installation.rows("SELECT params FROM messaging_message WHERE template = 'matters.reported'")
    return Counter((json.loads(params) if isinstance(params, str) else params)["code"] for (params,) in found)


def test_eight_callers_with_a_hundred_requests_each_are_all_answered(
    installation: Installation, world: dict[str, str]
) -> None:
    """On SQLite, too, nobody is told that the database is locked."""
    body = json.dumps({"text": "楼道灯坏了", "community": "zhaolin"}).encode()
    cookies = {"sessionid": world["session"], "csrftoken": TOKEN}

    def speak(port: int) -> Counter[int]:
        client = Client(port, dict(cookies))
        headers = {"Content_Type": "application/json", "X_CSRFToken": TOKEN}
        with closing(client.connection):
            return Counter(client.ask("POST", "/api/v1/matters", body, **headers)[0] for _ in range(REQUESTS))

    with server(installation.environment) as (port, _pid), ThreadPoolExecutor(RACERS) as callers:
        answers = sum(callers.map(speak, [port] * RACERS), Counter[int]())
    assert answers == Counter({201: RACERS * REQUESTS})
    assert installation.rows("SELECT count(*) FROM matters_matter") == [(RACERS * REQUESTS + 1,)]
