"""`./run` says what it does, refuses in plain words, and leaves nothing running behind."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 90.0  # seconds, on a machine that is busy with the other tests


def run(*words: str, home: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["./run", *words], cwd=ROOT, env=_environment(home), capture_output=True, text=True, check=False
    )


def _environment(home: Path) -> dict[str, str]:
    environment = {**os.environ, "LINLI_HOME": str(home), "DJANGO_SETTINGS_MODULE": "linli.config.settings"}
    environment.pop("DATABASE_URL", None)
    return environment


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that somebody else listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_run_without_a_word_shows_all_doors(tmp_path: Path) -> None:
    done = run(home=tmp_path)
    assert done.returncode == 0
    doors = ("demo", "serve", "work", "test", "check", "bench", "linli")
    assert [door for door in doors if f"./run {door}" not in done.stdout] == []


def test_run_with_an_unknown_word_fails(tmp_path: Path) -> None:
    assert run("everything", home=tmp_path).returncode == 2


@pytest.mark.parametrize("door", ["demo", "serve"])
def test_a_taken_port_is_said_in_one_sentence(tmp_path: Path, taken: int, door: str) -> None:
    done = run(door, "--port", str(taken), home=tmp_path)
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        f"Port {taken} on 127.0.0.1 can't be used (Address already in use). Choose another one: --port {taken + 1}"
    ]


@pytest.mark.slow
def test_serve_answers_and_ends_with_all_its_processes(tmp_path: Path) -> None:
    port = free_port()
    with (tmp_path / "log").open("wb") as log:
        server = subprocess.Popen(
            ["./run", "serve", "--port", str(port)],
            cwd=ROOT,
            env=_environment(tmp_path / "home"),
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        answer = _healthz(port, server, tmp_path / "log")
        assert (answer["status"], answer["checks"]["worker"]["status"]) == ("degraded", "degraded")
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=PATIENCE)
    assert _processes_of(server.pid) == []


def _healthz(port: int, server: subprocess.Popen[bytes], log: Path) -> dict[str, dict[str, dict[str, str]]]:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=10) as answer:
                return dict(json.load(answer))
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    pytest.fail(log.read_text(encoding="utf-8"))


def _processes_of(session: int) -> list[int]:
    """Who is left of the session that a program began."""
    left = []
    for number in (int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()):
        with contextlib.suppress(ProcessLookupError):
            left += [number] if os.getsid(number) == session else []
    return left


TOGETHER = """
import argparse, sys
sys.path.insert(0, "scripts")
import programs
sleep = [sys.executable, "-c", "import os, time; os.write(1, b'begun' + bytes([10])); time.sleep(600)"]
short = [sys.executable, "-c", "import time; time.sleep(0.5)"]
programs.STARTING = 0.1
which = {"both": {"server": sleep, "worker": sleep}, "one": {"server": sleep, "worker": short}}[sys.argv[1]]
sys.exit(programs._together(which, argparse.Namespace(host="127.0.0.1", port=int(sys.argv[2]))))
"""


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 0), (signal.SIGKILL, -signal.SIGKILL)]
)
def test_server_and_worker_end_with_the_demo_however_it_ends(number: int, code: int) -> None:
    command = [sys.executable, "-c", TOGETHER, "both", str(free_port())]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as demo:
        assert demo.stdout is not None
        try:
            assert [demo.stdout.readline() for _each in range(2)] == ["begun\n", "begun\n"]
            demo.send_signal(number)
            assert demo.wait(timeout=PATIENCE) == code
        finally:
            demo.kill()  # a failure is told at once, not when the children have slept enough
        demo.stdout.read()  # ends only when the last child has closed it


def test_the_demo_ends_when_one_of_its_programs_ends() -> None:
    command = [sys.executable, "-c", TOGETHER, "one", str(free_port())]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert done.returncode == 1
    assert "The worker ended by itself" in done.stdout
