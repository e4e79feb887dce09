"""Running Linli: the server, the worker, both together in the demo, and any one command."""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time

import packages

LINLI = [str(packages.BIN / "python"), "-m", "linli"]
PATIENCE = 15.0  # seconds that a program has to finish what it is doing before it is ended
STARTING = 30.0  # seconds in which the server should answer


def demo(arguments: list[str]) -> int:
    """Build the made-up community if there is nothing yet, then run server and worker until Ctrl-C."""
    where = _where("demo", arguments)
    _refuse_taken_port(where.host, where.port)
    os.environ["LINLI_DEMO"] = "1"
    _name_the_hosts(where.host)
    os.environ.setdefault("LINLI_URL", f"http://{_named(where.host)}:{where.port}")
    packages.ensure(dev=False)
    subprocess.run([*LINLI, "prepare", "--migrate", "--demo"], check=True)
    programs = {"server": _granian(where), "worker": [*LINLI, "work"]}
    return _together(programs, where)


def serve(arguments: list[str]) -> int:
    """Run the web server in the foreground."""
    where = _where("serve", arguments)
    _refuse_taken_port(where.host, where.port)
    packages.ensure(dev=False)
    done = subprocess.run([*LINLI, "prepare"], check=False)
    if done.returncode:
        return done.returncode
    print(f"Linli listens on http://{_named(where.host)}:{where.port}/ . The worker is another program: ./run work")
    return _become(_granian(where))


def work(arguments: list[str]) -> int:
    """Run the worker in the foreground."""
    packages.ensure(dev=False)
    print("The worker is at work. Ctrl-C ends it.")
    return _become([*LINLI, "work", *arguments])


def linli(arguments: list[str]) -> int:
    """Run one command of the program."""
    packages.ensure(dev=False)
    return _become([*LINLI, *arguments])


def bench(arguments: list[str]) -> int:
    """Run the benchmark."""
    packages.ensure(dev=True)
    return _become([str(packages.BIN / "python"), "-m", "tests.load.bench", *arguments])


def _become(command: list[str]) -> int:
    """Put the program in our place, so that whoever started us can stop it and sees its exit code."""
    sys.stdout.flush()
    os.execv(command[0], command)


def _where(name: str, arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog=f"./run {name}")
    parser.add_argument("--port", type=int, default=int(os.environ.get("LINLI_PORT", "8000")))
    parser.add_argument("--host", default=os.environ.get("LINLI_HOST", "127.0.0.1"))
    return parser.parse_args(arguments)


def _named(host: str) -> str:
    return {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, host)


def _name_the_hosts(host: str) -> None:
    """A demo that listens to the whole network answers by every name; it holds nobody's data."""
    if host in {"0.0.0.0", "::"}:
        os.environ.setdefault("LINLI_HOSTS", "*")
    elif host not in {"127.0.0.1", "localhost"}:
        os.environ.setdefault("LINLI_HOSTS", f"{host} 127.0.0.1 localhost [::1]")


def _refuse_taken_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise packages.Trouble(
                f"Port {port} on {host} can't be used ({error.strerror}). Choose another one: --port {port + 1}"
            ) from error


def _granian(where: argparse.Namespace) -> list[str]:
    """The server: whole processes for work, a bounded number of threads in each, none of them unlimited."""
    threads = os.environ.get("LINLI_THREADS") or str(min(8, 2 * (os.cpu_count() or 1) + 1))
    command = [str(packages.BIN / "granian"), "--interface", "wsgi", "--host", where.host, "--port", str(where.port)]
    command += ["--workers", os.environ.get("LINLI_WORKERS", "1"), "--blocking-threads", threads]
    command += ["--backpressure", str(int(threads) * 8), "--workers-kill-timeout", "10", "--respawn-failed-workers"]
    return [*command, "--log-level", "warning", "linli.config.wsgi:application"]


def _die_with_parent() -> None:
    """Even if this script is killed outright, Linux then ends its children: no orphan keeps the port."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)


def _together(programs: dict[str, list[str]], where: argparse.Namespace) -> int:
    """Run all of them; when one ends or somebody says stop, all end."""
    stopping: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda got, _frame: stopping.append(got))
    running = {
        name: subprocess.Popen(command, start_new_session=True, preexec_fn=_die_with_parent)
        for name, command in programs.items()
    }
    if _answers(where, running, stopping):
        _welcome(where)
    while not stopping and all(process.poll() is None for process in running.values()):
        time.sleep(0.2)
    ended = [name for name, process in running.items() if process.poll() is not None]
    for name in ended:
        print(f"The {name} ended by itself (exit code {running[name].returncode}); so the rest ends too.")
    _stop(running)
    return 1 if ended and not stopping else 0


def _answers(where: argparse.Namespace, running: dict[str, subprocess.Popen[bytes]], stopping: list[int]) -> bool:
    until = time.monotonic() + STARTING
    host = _named(where.host).strip("[]")
    while time.monotonic() < until and not stopping and all(each.poll() is None for each in running.values()):
        with contextlib.suppress(OSError), socket.create_connection((host, where.port), timeout=1):
            return True
        time.sleep(0.1)
    return False


def _welcome(where: argparse.Namespace) -> None:
    address = f"http://{_named(where.host)}:{where.port}"
    print(f"\n  Linli is open:    {address}/")
    print(f"  Be one of them:   {address}/demo/   (a resident, a grid worker, the secretary … no password)")
    print("  Ctrl-C ends it.   Everything it wrote lies under LINLI_HOME; delete that folder to begin anew.\n")


def _stop(running: dict[str, subprocess.Popen[bytes]]) -> None:
    for process in running.values():
        if process.poll() is None:
            process.terminate()
    until = time.monotonic() + PATIENCE
    for process in running.values():
        try:
            process.wait(timeout=max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
