"""What the benchmark does with Django set up: `python -m tests.load.inside FUNCTION …` prints its answer."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from tests.load.measure import ROOT, Environment

HOUSEHOLDS = 8_508  # of one to four people each


def call(function: str, *arguments: str, environment: Environment) -> str:
    """Call a function of this module in a process of its own, on the measured database; its answer."""
    command = [sys.executable, "-m", "tests.load.inside", function, *arguments]
    settings = {"DJANGO_SETTINGS_MODULE": "linli.config.settings"}
    found = subprocess.run(
        command, check=True, env={**environment, **settings}, stdout=subprocess.PIPE, cwd=ROOT, text=True
    )
    return found.stdout.strip().splitlines()[-1]


def write_roster(file: str) -> str:
    """A roster of a community with the dirt that such files have; how many people stand in it."""
    from tests.factories.rosters import make_roster, write_xlsx

    return str(write_xlsx(Path(file), make_roster(households=HOUSEHOLDS, grids=18), dirt=0.02).people)


def empty_community() -> str:
    """A community without anybody; its path."""
    from linli.core.areas.models import Area

    street = Area.objects.create(kind="street", slug="bench", path="/bench/", name_zh="街道")
    community = Area(kind="community", slug="empty", path="/bench/empty/", parent=street, name_zh="空社区")
    community.community = community
    community.save()
    return community.path


def read_and_insert(file: str) -> str:
    """The floor of an import: the file read as it is, and one bulk insert of as many bare people; seconds."""
    from django.db import transaction
    from django.utils.timezone import now
    from python_calamine import CalamineWorkbook

    from linli.core.areas.models import Area
    from linli.core.people.models import Person

    community = Area.objects.get(path="/bench/empty/")
    began = time.perf_counter()
    book = CalamineWorkbook.from_path(file)
    found = [row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python()[3:]]
    moment = now()
    people = [Person(community=community, place=community.path, name=str(row[6]), updated_at=moment) for row in found]
    with transaction.atomic():
        Person.objects.bulk_create(people, batch_size=1000)
    seconds = time.perf_counter() - began
    Person.objects.filter(community=community).delete()
    return f"{seconds:.2f}"


def fill_matters(wanted: str) -> str:
    from tests.load import data

    data.fill_matters(int(wanted))
    return analysed()


def fill_people(times: str) -> str:
    from tests.load import data

    data.fill_people(int(times))
    return analysed()


def fill_city(communities: str) -> str:
    from tests.load import city

    city.fill_city(int(communities))
    return analysed()


def how_many() -> str:
    from linli.core.matters.models import Matter
    from linli.core.people.models import Person

    return f"{Person.objects.count():,} people, {Matter.objects.count():,} matters"


def analysed() -> str:
    """Tell the database how much there is, as it finds out by itself overnight."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return "analysed"


def a_long_story() -> str:
    """The code of a matter that is open and has thirty entries."""
    from django.utils.timezone import now

    from linli.core.matters.models import Entry, Matter

    matter = Matter.objects.filter(state="handling", community__slug="zhaolin").order_by("-reported_at")[:1].get()
    missing = 30 - matter.entries.count()
    Entry.objects.bulk_create(
        Entry(matter=matter, kind="note", voice="staff", text="看过了，明天再来。", actor="system:bench", at=now())
        for _ in range(missing)
    )
    return str(matter.code)


def notice_to_all() -> str:
    """Seconds for one message to everybody, and for the bare rows of it."""
    from uuid import uuid4

    from django.db import transaction
    from django.utils.timezone import now

    from linli.base.messaging.models import Message
    from linli.base.messaging.operations import send_messages
    from linli.base.messaging.wording import register_template
    from linli.core.people.models import Person

    register_template("bench.notice", version=1, title="停水通知", body="明天上午九点到十一点停水。")
    everybody = list(Person.objects.filter(community__slug="zhaolin").values_list("pk", flat=True))
    ours, floor = [], []
    for turn in range(3):  # in turns, the quietest counts: the machine may have other work in between
        began = time.perf_counter()
        with transaction.atomic():
            send_messages(everybody, "bench.notice", {}, dedupe_key=f"bench-{turn}", now=now())
        ours.append(time.perf_counter() - began)
        copies = list(Message.objects.filter(dedupe_key=f"bench-{turn}"))
        for message in copies:
            message.pk, message.dedupe_key = uuid4(), f"floor-{turn}"
        began = time.perf_counter()
        with transaction.atomic():
            Message.objects.bulk_create(copies, batch_size=1000)
        floor.append(time.perf_counter() - began)
    return f"{len(everybody)} {min(ours):.3f} {min(floor):.3f}"


def count_matters() -> str:
    """How many matters there are."""
    from linli.core.matters.models import Matter

    return str(Matter.objects.count())


if __name__ == "__main__":
    import django

    django.setup()
    print(globals()[sys.argv[1]](*sys.argv[2:]))
