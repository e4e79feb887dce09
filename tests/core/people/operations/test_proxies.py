"""Acting for another: with consent, until a day, and not one moment longer."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest

from linli.base.audit.models import AuditEntry
from linli.base.errors import Refused
from linli.base.messaging.models import Message
from linli.core.people.models import Proxy
from linli.core.people.operations.proxies import end_proxy, record_proxy
from linli.core.people.operations.rights import withdraw_consent
from linli.core.people.queries.actors import PersonActor
from linli.core.people.queries.proxies import live_proxies
from tests.factories.core import NOON, TODAY, make_person, make_world

YEAR = timedelta(days=366)


@pytest.fixture
def world(db: None) -> SimpleNamespace:
    world = make_world()
    world.daughter = make_person("王芳", at=world.grid)
    return world


def write_down(world: SimpleNamespace, by: str = "resident", **more: object) -> Proxy:
    values = {
        "principal": world.people["resident"],
        "proxy": world.daughter,
        "relation": "daughter",
        "ends_on": TODAY + YEAR,
        "door": "online" if by == "resident" else "counter",
        "now": NOON,
        **more,
    }
    return record_proxy(actor=world.actors[by], **values)  # type: ignore[arg-type]


def refusal(world: SimpleNamespace, by: str = "resident", **more: object) -> str:
    with pytest.raises(Refused) as caught:
        write_down(world, by, **more)
    return caught.value.code


def test_nobody_at_the_desk_makes_themselves_a_proxy(world: SimpleNamespace) -> None:
    assert refusal(world, "community_worker", proxy=world.people["community_worker"]) == "forbidden"


@pytest.mark.parametrize("by", ["resident", "community_worker", "committee_secretary"])
def test_it_is_written_down_with_the_sentence_and_both_are_told(world: SimpleNamespace, by: str) -> None:
    held = write_down(world, by)
    assert (held.consent.person, held.consent.taken_by) == (world.people["resident"], world.actors[by].label)
    assert world.daughter.name in held.consent.text
    told = Message.objects.values_list("recipient", "template")
    assert set(told) == {
        (world.people["resident"].pk, "people.proxy-principal"),
        (world.daughter.pk, "people.proxy-proxy"),
    }


@pytest.mark.parametrize(
    "by", ["grid_worker", "stranger", "other_secretary", "street_officer", "system_admin", "child"]
)
def test_others_do_not_write_it_down(world: SimpleNamespace, by: str) -> None:
    assert refusal(world, by) == "forbidden"


def test_it_lasts_a_year_at_most_and_is_never_oneself(world: SimpleNamespace) -> None:
    assert refusal(world, ends_on=TODAY + YEAR + timedelta(days=1)) == "too-long"
    assert refusal(world, ends_on=TODAY - timedelta(days=1)) == "too-long"
    assert refusal(world, proxy=world.people["resident"]) == "same-person"
    assert refusal(world, relation=" ") == "relation-missing"
    write_down(world)
    assert refusal(world) == "already-acts"


def test_a_child_does_not_agree_alone(world: SimpleNamespace) -> None:
    child = make_person("刘小", at=world.family.home, birth_on=TODAY - 8 * YEAR)
    values = {"principal": child, "proxy": world.daughter, "relation": "mother", "ends_on": TODAY, "now": NOON}
    with pytest.raises(Refused):
        record_proxy(**values, door="online", actor=PersonActor(child, TODAY))  # type: ignore[arg-type]
    held = record_proxy(**values, door="counter", actor=world.actors["community_worker"])  # type: ignore[arg-type]
    assert held.principal == child


def test_whoever_acts_for_another_brings_no_rights_along_and_gives_none_on(world: SimpleNamespace) -> None:
    worker = world.people["community_worker"]
    write_down(world, proxy=worker)
    acting = PersonActor(worker, TODAY, principal_id=world.people["resident"].pk)
    assert acting.scopes("people.person.view") == ()
    assert acting.label == f"person:{worker.pk} for {world.people['resident'].pk.hex}"
    with pytest.raises(Refused) as caught:
        record_proxy(
            principal=worker, proxy=world.daughter, relation="x", ends_on=TODAY, door="online", actor=acting, now=NOON
        )
    assert caught.value.code == "forbidden"


@pytest.mark.parametrize("by", ["resident", "daughter", "community_worker"])
def test_it_ends_at_once_by_either_or_at_the_desk(world: SimpleNamespace, by: str) -> None:
    held = write_down(world)
    actor = PersonActor(world.daughter, TODAY) if by == "daughter" else world.actors[by]
    end_proxy(held=held, actor=actor, now=NOON)
    assert not live_proxies(TODAY).exists()
    assert AuditEntry.objects.filter(action="people.proxy.end").count() == 1
    with pytest.raises(Refused) as caught:
        end_proxy(held=held, actor=actor, now=NOON)
    assert caught.value.code == "proxy-ended"


@pytest.mark.parametrize("by", ["grid_worker", "stranger", "other_resident"])
def test_others_do_not_end_it(world: SimpleNamespace, by: str) -> None:
    held = write_down(world)
    with pytest.raises(Refused) as caught:
        end_proxy(held=held, actor=world.actors[by], now=NOON)
    assert caught.value.code == "forbidden"


def test_taking_the_consent_back_ends_it(world: SimpleNamespace) -> None:
    held = write_down(world)
    withdraw_consent(consent=held.consent, actor=world.actors["resident"], now=NOON)
    assert not live_proxies(TODAY).exists()


def test_it_ends_by_itself_on_its_day(world: SimpleNamespace) -> None:
    write_down(world, ends_on=TODAY)
    assert live_proxies(TODAY).count() == 1
    assert live_proxies(TODAY + timedelta(days=1)).count() == 0
