"""What a page costs, what a need costs that somebody says, and what a telephone loads first."""

from __future__ import annotations

import json
import shutil
import urllib.parse
from collections.abc import Callable
from functools import partial

from playwright.sync_api import ViewportSize, sync_playwright

from tests.conftest import ARGUMENTS, CHROMIUM
from tests.load.inside import call
from tests.load.measure import (
    CALLERS,
    CROWD,
    Client,
    Environment,
    Figure,
    Stopwatch,
    checked,
    crowd,
    free_port,
    megabytes_of,
    postmaster_of,
    server,
    side_by_side,
    started,
    throughput,
)
from tests.load.table import Table

FLOOR = "tests.load.floor_server"
SEARCHES = {"two characters": "王秀", "initials": "wxl", "phone tail": "1234"}
WORDS = urllib.parse.quote("暖气")
PHONE: ViewportSize = {"width": 390, "height": 844}


def measure_start(table: Table, environment: Environment) -> None:
    """As an operator starts it: `./run serve`, on a database that is there."""
    port = free_port()
    with started([shutil.which("sh") or "sh", "run", "serve", "--port", str(port)], port, environment) as (
        pid,
        seconds,
    ):
        Client(port).get("/")
        table.most("./run serve answers after", 3, seconds, unit="s")
        table.most("memory of the server process", 150, megabytes_of(pid), unit="MB")


def measure_pages(table: Table, environment: Environment, times: int) -> None:
    """Pages of the desk, and the portal, against a bare view with fifty rows of one SELECT."""
    code = call("a_long_story", environment=environment)
    with (
        server(environment, FLOOR) as (floor_port, floor_pid),
        server(environment) as (port, pid),
    ):
        postgres = postmaster_of(environment)
        worker, visitor = Client(port).sign_in("community_worker"), Client(port)
        asked: dict[str, tuple[float | None, Callable[[], object]]] = {
            "desk: matters, 50 rows, newest first": (3, partial(worker.get, "/desk/matters/")),
            "desk: matters, filtered and sorted": (3, partial(worker.get, "/desk/matters/?state=handling&sort=due")),
            "desk: a matter with 30 entries": (3, partial(worker.get, f"/desk/matters/{code}/")),
            "desk: matters with a word in them": (3, partial(worker.get, f"/desk/matters/?q={WORDS}")),
            "desk: people, 50 rows": (3, partial(worker.get, "/desk/people/")),
            "desk: today": (None, partial(worker.get, "/desk/")),
            **{f"desk: search by {name}": (None, search_of(worker, text)) for name, text in SEARCHES.items()},
            "portal: first page": (None, partial(visitor.get, "/")),
        }
        floor = Stopwatch([floor_pid, *postgres], partial(Client(floor_port).get, "/rows/"))
        watches = [Stopwatch([pid, *postgres], ask) for _bar, ask in asked.values()]
        bare, *figures = side_by_side([floor, *watches], times)
        table.add("(the bare view)", "", f"{bare.wait:.1f} ms", f"CPU {bare.cpu:.1f} ms")
        for (what, (bar, _ask)), ours in zip(asked.items(), figures, strict=True):
            table.most(what, bar, ours.wait / bare.wait, f"{ours.wait:.1f} ms, CPU x {ours.cpu / bare.cpu:.1f}")


def search_of(worker: Client, text: str) -> Callable[[], object]:
    return partial(worker.get, "/desk/search/?q=" + urllib.parse.quote(text))


def times_of(environment: Environment, times: int) -> dict[str, Figure]:
    """How long the pages take whose cost must not grow with what other communities have."""
    code = call("a_long_story", environment=environment)
    with server(environment) as (port, pid):
        worker = Client(port).sign_in("community_worker")
        asked: dict[str, Callable[[], object]] = {
            **{f"search by {name}": search_of(worker, text) for name, text in SEARCHES.items()},
            "matters, newest first": partial(worker.get, "/desk/matters/"),
            "matters, filtered and sorted": partial(worker.get, "/desk/matters/?state=handling&sort=due"),
            "matters with a word in them": partial(worker.get, f"/desk/matters/?q={WORDS}"),
            "a matter with 30 entries": partial(worker.get, f"/desk/matters/{code}/"),
            "people, 50 rows": partial(worker.get, "/desk/people/"),
        }
        return dict(zip(asked, side_by_side([Stopwatch([pid], ask) for ask in asked.values()], times), strict=True))


def measure_saying(table: Table, environment: Environment, times: int) -> None:
    """Eight callers at once say what they need, through the API and through both forms."""
    postgres = postmaster_of(environment)
    with server(environment, FLOOR) as (port, pid):
        bare: list[Callable[[int], object]] = [partial(bare_insert, Client(port)) for _ in range(CALLERS)]
        throughput([pid, *postgres], bare, 5)
        floor = throughput([pid, *postgres], bare, times)
        table.add("(bare inserts of the same rows)", "", f"{floor.per_second:.0f} / s", f"CPU {floor.cpu:.1f} ms")
    with server(environment) as (port, pid):
        ways: dict[str, tuple[int, list[Callable[[int], object]]]] = {
            "say a need: API": (1, [partial(say_by_api, c) for c in browsers(port, "resident")]),
            "say a need: the desk's form": (1, [partial(say_at_desk, c) for c in browsers(port, "community_worker")]),
            "say a need: the resident's form, 4 steps": (
                4,
                [partial(say_by_form, c) for c in browsers(port, "resident")],
            ),
        }
        for what, (requests, calls) in ways.items():
            throughput([pid, *postgres], calls, 1)
            ours = throughput([pid, *postgres], calls, max(2, times // requests))
            share = requests * ours.per_second / floor.per_second
            beside = f"{requests * ours.per_second:.0f} requests / s, CPU x {ours.cpu / requests / floor.cpu:.1f}"
            table.least(f"{what}, {CALLERS} callers", 1 / 3, share, beside)


def measure_crowd(table: Table, environment: Environment, seconds: float) -> None:
    """Twenty at once, one need after the other: nobody is turned away, and what was acknowledged is there."""
    postgres = postmaster_of(environment)
    with server(environment, FLOOR) as (port, pid):
        asking = [partial(bare_insert, Client(port)) for _ in range(CROWD)]
        bare, _answered = crowd([pid, *postgres], asking, seconds / 3)
    before = int(call("count_matters", environment=environment))
    with server(environment) as (port, pid):
        saying = [partial(say_by_api, client) for client in browsers(port, "resident", CROWD)]
        ours, answered = crowd([pid, *postgres], saying, seconds)
    lost = answered - (int(call("count_matters", environment=environment)) - before)
    what = f"{CROWD} callers for {seconds:.0f} s, API"
    beside = f"{ours.per_second:.0f} / s against {bare.per_second:.0f}, CPU x {ours.cpu / bare.cpu:.1f}"
    table.least(what, 1 / 3, ours.per_second / bare.per_second, beside)
    table.most("the same: acknowledged and not there", 0, lost, f"{answered} acknowledged, no error", unit="needs")


def browsers(port: int, role: str, number: int = CALLERS) -> list[Client]:
    clients = [Client(port).sign_in(role) for _ in range(number)]
    for client in clients:
        client.get("/say/")  # the token of its forms
    return clients


def bare_insert(client: Client, _number: int) -> None:
    checked(client.ask("POST", "/insert/", b""), 200)


def say_by_api(client: Client, number: int) -> None:
    said = json.dumps({"text": f"楼道灯坏了 {number}"}).encode()
    token = client.cookies["csrftoken"]
    checked(client.ask("POST", "/api/v1/matters", said, Content_Type="application/json", X_CSRFToken=token), 201)


def say_at_desk(client: Client, number: int) -> None:
    client.post("/desk/matters/new/phone/", text=f"楼道灯坏了 {number}", door="phone", person="")


def say_by_form(client: Client, number: int) -> None:
    client.post("/say/", text=f"楼道灯坏了 {number}")
    client.post("/say/kind/", kind="")
    client.post("/say/where/", where="elsewhere", address="3号楼门口")
    client.post("/say/who/", name="shown")


def measure_first_page(table: Table, environment: Environment) -> None:
    """What a real browser with nothing in its cache loads for the first page of the portal."""
    received: dict[str, float] = {}
    with server(environment) as (port, _pid), sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = chromium.new_page(viewport=PHONE, locale="zh-CN")
        network = page.context.new_cdp_session(page)
        network.send("Network.enable")
        network.on("Network.loadingFinished", lambda e: received.update({e["requestId"]: e["encodedDataLength"]}))
        page.goto(f"http://127.0.0.1:{port}/", wait_until="networkidle")
        chromium.close()
    table.most("portal: first page, cold cache, on the wire", 150, sum(received.values()) / 1024, unit="KB")
    table.most("portal: first page, cold cache, requests", 12, len(received), unit="requests")
