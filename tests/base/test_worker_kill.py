"""A worker that is killed at any moment loses nothing and does nothing twice: real processes, kill -9."""

from __future__ import annotations

import random
import subprocess
import time
from collections import Counter

import pytest

pytestmark = pytest.mark.slow

DROPS = 160
KILLS = 5


def test_killed_workers_lose_nothing_and_double_nothing(installation):
    chance = random.Random(7)
    feeder = installation.start("drops", "0", str(DROPS), stdout=subprocess.PIPE)
    for _kill in range(KILLS):
        worker = installation.start("work")
        most, deadline = installation.waiting(), time.monotonic() + 8
        while (now := installation.waiting()) >= most and time.monotonic() < deadline:
            most = max(most, now)  # until it is in the middle of its work
            time.sleep(0.02)
        time.sleep(chance.random() * 0.2)
        worker.kill()
        worker.wait()
    acknowledged = [int(line.split()[0]) for line in feeder.communicate(timeout=30)[0].splitlines()]
    worker = installation.start("work")
    installation.drain()
    worker.terminate()
    assert worker.wait(timeout=15) == 0
    assert acknowledged == list(range(DROPS))
    assert installation.told("stream.heard") == Counter(acknowledged)
    assert installation.told("stream.told") == Counter(acknowledged)
    assert installation.rows("SELECT state, count(*) FROM messaging_sending GROUP BY state") == [("sent", DROPS)]
    assert installation.letters() == Counter(f"Drop {drop}" for drop in acknowledged)


def test_two_workers_and_two_writers_side_by_side(installation):
    """Each event once, the audit sealed into one whole chain, and no writer that stood still for a sealer."""
    half = DROPS // 2
    feeders = [
        installation.start("drops", str(first), str(first + half), stdout=subprocess.PIPE) for first in (0, half)
    ]
    workers = [installation.start("work") for _ in range(2)]
    lines = [line.split() for feeder in feeders for line in feeder.communicate(timeout=60)[0].splitlines()]
    installation.drain()
    for worker in workers:
        worker.terminate()
    assert [worker.wait(timeout=15) for worker in workers] == [0, 0]
    once = Counter(range(DROPS))
    assert Counter(int(drop) for drop, _seconds in lines) == once
    assert installation.told("stream.heard") == once
    assert installation.letters() == Counter(f"Drop {drop}" for drop in range(DROPS))
    assert max(float(seconds) for _drop, seconds in lines) < 5
    time.sleep(5)  # rows younger than that wait for transactions that may still be open
    installation.run("audit", "seal")
    assert f"The audit is whole: {DROPS} rows" in installation.run("audit", "verify")
