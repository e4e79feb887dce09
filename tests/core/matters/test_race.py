"""Two people press the button together."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import OperationalError, connection

from linli.base.errors import Refused
from linli.core.matters.models import Category, Entry, Matter
from linli.core.matters.operations.desk import dispatch_matter
from linli.core.matters.operations.handling import feed_back
from tests.factories import matters as make
from tests.factories.core import NOON, make_world


def attempt(call: Callable[[], object]) -> str | None:
    """How the call ended; None when the test database in memory, which knows no waiting, was held by another."""
    try:
        call()
    except Refused as refusal:
        return refusal.code
    except OperationalError as error:
        if "locked" not in str(error):
            raise
        return None
    return "done"


def race(calls: list[Callable[[], object]]) -> list[str]:
    """Run the calls at the same moment, each with its own connection; tell how each ended."""
    start, ends = threading.Barrier(len(calls)), list[str]()

    def run(call: Callable[[], object]) -> None:
        start.wait()
        while (end := attempt(call)) is None:
            pass
        ends.append(end)
        connection.close()

    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(ends)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_many_who_hand_it_out_together_one_succeeds() -> None:
    kind = {"urgency": "urgent", "limit_days": 1, "name_zh": "暖气不热", "name_en": "Heating"}
    Category.objects.get_or_create(code=make.HEATING, defaults=kind)
    world = make_world()
    key = make.accepted(world).pk

    def hand_out(handler: str) -> Callable[[], object]:
        def call() -> object:
            matter = Matter.objects.get(pk=key)
            actor = world.actors["community_worker"]
            return dispatch_matter(matter=matter, handler=world.people[handler], actor=actor, now=NOON)

        return call

    ends = race([hand_out(who) for who in ("grid_worker", "community_worker", "committee_secretary", "grid_worker")])
    assert ends == ["done", "wrong-state", "wrong-state", "wrong-state"]
    assert Entry.objects.filter(matter=key, kind="dispatched").count() == 1


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_two_endings_written_together_one_stands() -> None:
    kind = {"urgency": "urgent", "limit_days": 1, "name_zh": "暖气不热", "name_en": "Heating"}
    Category.objects.get_or_create(code=make.HEATING, defaults=kind)
    world = make_world()
    key = make.handling(world).pk

    def end(ending: str) -> Callable[[], object]:
        def call() -> object:
            matter = Matter.objects.get(pk=key)
            said = {"ending": ending, "text": ending, "basis": "理由"}
            return feed_back(matter=matter, actor=world.actors["grid_worker"], now=NOON, **said)

        return call

    ends = race([end("solved"), end("not_possible")])
    matter = Matter.objects.get(pk=key)
    assert ends == ["done", "wrong-state"]
    assert [entry.text for entry in matter.entries.filter(kind="ended")] == [matter.ending]
