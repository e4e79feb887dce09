"""Acknowledged means kept: server and worker are killed while people speak. Real processes, kill -9."""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections import Counter

import pytest
import requests
from tests.factories.installation import ROOT

pytestmark = pytest.mark.slow

MATTERS = 40
KILLED_AT = {9, 19, 29}  # before which matter server and worker are killed
TOKEN = "k" * 32
PATIENCE = 20


class Server:
    """The web server of an installation, which can be killed and started again."""

    def __init__(self, installation) -> None:
        self.installation = installation
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "linli.config.wsgi:application"]
        options = ["--host", "127.0.0.1", "--port", str(self.port), "--blocking-threads", "2"]
        with (self.installation.home / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                [*command, *options], env=self.installation.environment, cwd=ROOT, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                requests.get(f"{self.url}/healthz", timeout=5)
            except requests.ConnectionError:
                time.sleep(0.1)
            else:
                return

    def kill(self) -> None:
        """All of it at once: granian's parent and the process that answers."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def post(server: Server, session: str, path: str, body: dict[str, object]) -> requests.Response | None:
    """The answer, or nothing when the server died under it."""
    cookies = {"sessionid": session, "csrftoken": TOKEN}
    try:
        return requests.post(
            f"{server.url}/api/v1{path}", json=body, cookies=cookies, headers={"X-CSRFToken": TOKEN}, timeout=10
        )
    except requests.RequestException:
        return None


def test_killed_server_and_worker_keep_what_was_acknowledged(installation):
    chance = random.Random(3)
    code = "from tests.portal.kill_world import build; build()"
    sessions = json.loads(installation.python(code))
    server, worker = Server(installation), installation.start("work")
    said: list[str] = []
    for number in range(MATTERS):
        if number in KILLED_AT:
            time.sleep(chance.random() * 0.2)
            server.kill()
            worker.kill()
            worker.wait()
        words = {"text": f"第{number}盏路灯不亮", "category": "FA02", "community": "zhaolin"}
        answer = post(server, sessions["resident"], "/matters", words)
        if number in KILLED_AT:
            assert answer is None
            server.start()
            worker = installation.start("work")
            continue
        assert answer is not None
        assert answer.status_code == 201, answer.text
        said.append(answer.json()["code"])
        accepted = post(server, sessions["community_worker"], f"/matters/{said[-1]}/accept", {})
        assert accepted is not None
        assert accepted.status_code == 200, accepted.text
    server.kill()
    installation.drain()
    worker.terminate()
    worker.wait(timeout=15)
    assert len(said) == MATTERS - len(KILLED_AT)
    states = dict(installation.rows("SELECT code, state FROM matters_matter"))
    assert states == dict.fromkeys(said, "accepted")
    told = Counter(
        ((json.loads(params) if isinstance(params, str) else params)["code"], template)
        for params, template in installation.rows("SELECT params, template FROM messaging_message")
    )
    assert told == Counter((code, template) for code in said for template in ("matters.reported", "matters.accepted"))
    assert installation.rows("SELECT count(*) FROM outbox_delivery WHERE state <> 'done'") == [(0,)]
