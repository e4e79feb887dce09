"""Whoever has to prepare an election is told half a year, a quarter and a month before, each time once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from linli.base.messaging.models import Message
from linli.core.organisation.models import Term
from linli.core.organisation.tasks import remind_of_elections
from tests.factories.core import NOON, TODAY, make_world
from tests.factories.organisation import make_branch

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> Any:
    return make_world()


def told(world: Any, left: int) -> list[Any]:
    org = make_branch(world.grid)
    ends = TODAY + timedelta(days=left)
    Term.objects.create(
        org=org, community=org.community, place=org.path, number=1, starts_on=date(2021, 1, 1), ends_on=ends
    )
    remind_of_elections(NOON)
    remind_of_elections(NOON + timedelta(hours=1))
    return list(Message.objects.values_list("recipient", flat=True))


@pytest.mark.parametrize("left", [180, 175, 90, 30, 0])
def test_secretary_is_told_once_of_an_election_that_comes(left: int, world: Any) -> None:
    assert told(world, left) == [world.people["committee_secretary"].pk]


@pytest.mark.parametrize("left", [181, -1])
def test_nobody_is_told_too_early_or_when_it_is_over(left: int, world: Any) -> None:
    assert told(world, left) == []


def test_each_of_the_three_moments_is_told(world: Any) -> None:
    told(world, 180)
    for days in (60, 90, 150, 151):
        remind_of_elections(NOON + timedelta(days=days))
    assert Message.objects.count() == 3
