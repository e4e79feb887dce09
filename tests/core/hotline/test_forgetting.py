"""Who called is forgotten: with the matter behind the ticket, and three years after the end."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

from linli.base.outbox.worker import deliver_due
from linli.base.permissions import SystemActor
from linli.core.hotline.models import Ticket, TicketEntry
from linli.core.hotline.tasks import forget_after_three_years
from linli.core.matters.operations.forgetting import forget_reporter
from tests.factories import hotline as make
from tests.factories.core import NOON

CALLER = {"caller_name": "赵先生", "caller_phone": "13912345678"}


def kept(ticket: Ticket) -> tuple[str, ...]:
    ticket.refresh_from_db()
    return ticket.caller_name, ticket.caller_phone, ticket.caller_hash, ticket.text, ticket.address, ticket.reply


def test_who_called_is_forgotten_three_years_after_the_end(world: SimpleNamespace) -> None:
    ended = make.replied(world, **CALLER)
    open_one = make.entered(world, number="LN202611230002", **CALLER)
    before = kept(open_one)
    forget_after_three_years(NOON + timedelta(days=1095))
    assert kept(ended)[:2] == ("赵先生", "13912345678")
    forget_after_three_years(NOON + timedelta(days=1096))
    assert kept(ended) == ("", "", "", "(erased)", "", "(erased)")
    assert set(TicketEntry.objects.filter(ticket=ended).values_list("text", flat=True)) <= {"", "(erased)"}
    assert kept(open_one) == before


def test_who_called_is_forgotten_with_the_matter_and_the_open_work_goes_on(world: SimpleNamespace) -> None:
    ticket = make.assigned(world, **CALLER)
    forget_reporter(matter=ticket.matter, actor=SystemActor("erasure"), now=NOON, reason="person-erased")
    while deliver_due(NOON + timedelta(days=1)):
        pass
    assert kept(ticket) == ("", "", "", make.SAID, "第1网格3号楼", "")
