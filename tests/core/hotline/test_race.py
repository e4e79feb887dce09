"""Two people bring the same tickets at the same moment."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from linli.core.hotline.models import Ticket
from linli.core.hotline.operations.entering import TicketWords, enter_ticket
from tests.core.hotline.test_bringing import ROWS, bring
from tests.core.matters.test_race import race
from tests.factories.core import NOON, make_world

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def _type(world: SimpleNamespace, number: str) -> Ticket:
    words = TicketWords(number=number, kind="complaint", text="楼道灯坏了三天。")
    return enter_ticket(community=world.community, words=words, actor=world.actors["community_worker"], now=NOON)


def test_of_two_who_type_one_number_together_one_is_told() -> None:
    world = make_world()
    assert race([lambda: _type(world, "A001"), lambda: _type(world, "A001")]) == ["done", "ticket-known"]
    assert Ticket.objects.filter(number="A001").count() == 1


def test_two_who_bring_one_sheet_together_have_each_ticket_once(tmp_path: Path) -> None:
    world = make_world()
    folders = [tmp_path / name for name in ("one", "other")]
    for folder in folders:
        folder.mkdir()
    assert race([lambda: bring(world, folders[0], ROWS), lambda: bring(world, folders[1], ROWS)]) == ["done", "done"]
    assert sorted(Ticket.objects.values_list("number", flat=True)) == ["A001", "A002", "A003"]
