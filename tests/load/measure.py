"""Servers to measure, and a stopwatch: latency at the client, CPU seconds of the server and of PostgreSQL."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import statistics
import subprocess
import sys
import time
import urllib.parse
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parents[2]
TICKS = os.sysconf("SC_CLK_TCK")
ROUNDS = 5
THROUGHPUT_ROUNDS = 3
CALLERS = 8
CROWD = 20
Environment = dict[str, str]


@dataclass(frozen=True)
class Figure:
    """How long an answer takes (median, milliseconds) and how much CPU it costs (milliseconds)."""

    wait: float
    cpu: float

    @property
    def per_second(self) -> float:
        return 1000 / self.wait


@dataclass
class Client:
    """A browser's worth of HTTP: one connection, cookies, nothing else."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> tuple[int, bytes]:
        sent = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()), "Host": f"127.0.0.1:{self.port}"}
        asked = (method, path, body, {**sent, **{k.replace("_", "-"): v for k, v in headers.items()}})
        try:
            self.connection.request(*asked)
            answer = self.connection.getresponse()
        except (http.client.RemoteDisconnected, BrokenPipeError):  # left alone too long; begin anew, as browsers do
            self.connection.close()
            self.connection.request(*asked)
            answer = self.connection.getresponse()
        content = answer.read()
        for header in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = header.split(";", 1)[0].partition("=")
            self.cookies[name] = value
        return answer.status, content

    def get(self, path: str) -> bytes:
        return checked(self.ask("GET", path), 200)

    def post(self, path: str, **fields: str) -> bytes:
        """Send a form as a browser does; it is well when it leads on."""
        words = urllib.parse.urlencode({**fields, "csrfmiddlewaretoken": self.cookies.get("csrftoken", "")}).encode()
        answer = self.ask("POST", path, words, Content_Type="application/x-www-form-urlencoded")
        return checked(answer, 302)

    def sign_in(self, role: str) -> Client:
        """Come in by the quick sign-in of the demo."""
        checked(self.ask("GET", f"/demo/as/{role}/"), 302)
        return self


def checked(answer: tuple[int, bytes], wanted: int) -> bytes:
    """A benchmark of refusals would be a quick one."""
    if answer[0] != wanted:
        message = f"{answer[0]} instead of {wanted}: {answer[1][:2000].decode(errors='replace')}"
        raise RuntimeError(message)
    return answer[1]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def started(command: list[str], port: int, environment: Environment) -> Iterator[tuple[int, float]]:
    """A server; its process and how many seconds it took until it answered."""
    began = time.perf_counter()
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "start_new_session": True}
    process = subprocess.Popen(command, env={**os.environ, **environment}, cwd=ROOT, **quiet)  # type: ignore[call-overload]
    try:
        while not _answers(port):
            if process.poll() is not None:
                message = f"The server did not start: {' '.join(command)}"
                raise RuntimeError(message)
            time.sleep(0.02)
        yield process.pid, time.perf_counter() - began
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:  # it waits for an answer that nobody will fetch
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _answers(port: int) -> bool:
    client = Client(port)
    try:
        client.ask("GET", "/healthz")
    except OSError:
        return False
    finally:
        client.connection.close()
    return True


@contextmanager
def server(environment: Environment, application: str = "linli.config.wsgi") -> Iterator[tuple[int, int]]:
    """One granian process; its port and its process."""
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--workers", "1", "--blocking-threads", "8", "--no-log", f"{application}:application"]
    with started(command, port, {**environment, "DJANGO_SETTINGS_MODULE": "linli.config.settings"}) as (pid, _seconds):
        yield port, pid


def postmaster_of(environment: Environment) -> list[int]:
    """The first process of the PostgreSQL that we use, if it runs on this machine."""
    url = environment.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        return []
    with psycopg.connect(url) as connection:
        try:
            return [_stat(connection.info.backend_pid)[0]]
        except OSError:
            return []


def _stat(pid: int) -> tuple[int, float]:
    """Its parent, and the CPU seconds of it and of its children that have ended."""
    parts = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(parts[1]), sum(int(text) for text in parts[11:15]) / TICKS


def cpu_of(roots: list[int]) -> float:
    """CPU seconds of these processes and of all below them."""
    parents: dict[int, int] = {}
    used: dict[int, float] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)], used[int(entry.name)] = _stat(int(entry.name))
            except OSError:
                continue  # it has ended meanwhile
    family = set(roots)
    while more := {child for child, parent in parents.items() if parent in family} - family:
        family |= more
    return sum(used.get(number, 0.0) for number in family)


def megabytes_of(pid: int) -> float:
    """Resident memory of the largest process at or below `pid`."""
    children = [int(text) for text in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return max([pages * os.sysconf("SC_PAGE_SIZE") / 1e6, *(megabytes_of(child) for child in children)])


@dataclass
class Stopwatch:
    """Measures one thing in rounds and keeps the quietest: the machine may have other work in between."""

    roots: list[int]
    ask: Callable[[], object]
    best: Figure = field(default_factory=lambda: Figure(float("inf"), float("inf")))

    def round(self, times: int) -> None:
        taken = []
        before = cpu_of(self.roots)
        for _ in range(times):
            start = time.perf_counter()
            self.ask()
            taken.append(time.perf_counter() - start)
        cpu = (cpu_of(self.roots) - before) / times
        self.best = Figure(min(self.best.wait, statistics.median(taken) * 1000), min(self.best.cpu, cpu * 1000))


def side_by_side(watches: list[Stopwatch], times: int) -> list[Figure]:
    """Measure all of them in turns, so that each has seen the same machine."""
    for watch in watches:
        for _ in range(10):
            watch.ask()
    for _ in range(ROUNDS):
        for watch in watches:
            watch.round(times)
    return [watch.best for watch in watches]


def throughput(roots: list[int], calls: list[Callable[[int], object]], times: int) -> Figure:
    """Several callers at once, each with a call of its own; `wait` is the time by which answers follow each other."""
    rounds = [_together(roots, calls, times) for _ in range(THROUGHPUT_ROUNDS)]
    return Figure(min(one.wait for one in rounds), min(one.cpu for one in rounds))


def _together(roots: list[int], calls: list[Callable[[int], object]], times: int) -> Figure:

    def work(call: Callable[[int], object]) -> None:
        for number in range(times):
            call(number)

    done = times * len(calls)
    before, began = cpu_of(roots), time.perf_counter()
    with ThreadPoolExecutor(len(calls)) as callers:
        list(callers.map(work, calls))
    whole = time.perf_counter() - began
    return Figure(whole / done * 1000, (cpu_of(roots) - before) / done * 1000)


def crowd(roots: list[int], calls: list[Callable[[int], object]], seconds: float) -> tuple[Figure, int]:
    """All of them at once until the time is over, and how many answers there were; an error ends the measurement."""
    until = time.perf_counter() + seconds

    def work(call: Callable[[int], object]) -> int:
        number = 0
        while time.perf_counter() < until:
            call(number)
            number += 1
        return number

    before, began = cpu_of(roots), time.perf_counter()
    with ThreadPoolExecutor(len(calls)) as callers:
        answered = sum(callers.map(work, calls))
    whole = time.perf_counter() - began
    return Figure(whole / answered * 1000, (cpu_of(roots) - before) / answered * 1000), answered
