"""Requests about one's own record, erasure that erases, looks that leave a trace."""

from __future__ import annotations

import json
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core import serializers

from linli.base.audit.models import AuditEntry
from linli.base.audit.queries import entries_about
from linli.base.errors import Refused
from linli.base.messaging.models import Message
from linli.base.outbox.models import Delivery
from linli.core.people.events import PersonRevealed
from linli.core.people.models import Person, RightsRequest
from linli.core.people.operations.care import note_care
from linli.core.people.operations.columns import person_columns
from linli.core.people.operations.invitations import give_slip
from linli.core.people.operations.proxies import record_proxy
from linli.core.people.operations.reveal import reveal_person
from linli.core.people.operations.rights import answer_right, ask_right, withdraw_consent, withdraw_right
from linli.core.people.queries.actors import PersonActor
from linli.core.people.subscriptions import tell_the_person
from tests.factories.core import NOON, TODAY, make_person, make_world

NUMBER, PHONE = "11010119900307737X", "13912345678"


@pytest.fixture
def world(db: None) -> SimpleNamespace:
    world = make_world()
    columns = person_columns(name="欧阳秀梅", id_number=NUMBER, phone=PHONE)
    Person.objects.filter(pk=world.people["resident"].pk).update(**columns, note="plays erhu")
    world.people["resident"].refresh_from_db()
    world.me = PersonActor(world.people["resident"], TODAY)
    return world


def ask(world: SimpleNamespace, kind: str = "erase", **more: object) -> RightsRequest:
    values = {"person": world.people["resident"], "text": "please", "door": "online", "actor": world.me, "now": NOON}
    return ask_right(kind=kind, **{**values, **more})  # type: ignore[arg-type]


def test_the_answer_is_due_after_fifteen_working_days(world: SimpleNamespace) -> None:
    assert ask(world).due_at == NOON + timedelta(days=21, hours=1)  # noon is a break: it counts from one


def test_the_same_is_asked_once_and_may_be_taken_back(world: SimpleNamespace) -> None:
    request = ask(world)
    with pytest.raises(Refused):
        ask(world)
    withdraw_right(request=request, actor=world.me, now=NOON)
    assert ask(world).state == "received"


@pytest.mark.parametrize("by", ["grid_worker", "stranger", "other_secretary", "security_admin", "other_resident"])
def test_nobody_asks_or_answers_for_somebody_elsewhere(world: SimpleNamespace, by: str) -> None:
    request = ask(world)
    for call in (
        lambda: ask(world, kind="copy", actor=world.actors[by], door="counter"),
        lambda: answer_right(request=request, answer="grant", words="yes", actor=world.actors[by], now=NOON),
        lambda: withdraw_right(request=request, actor=world.actors[by], now=NOON),
    ):
        with pytest.raises(Refused) as caught:
            call()
        assert caught.value.code == "forbidden"


def test_an_answer_has_words_and_is_not_ones_own(world: SimpleNamespace) -> None:
    request = ask(world, kind="correct")
    with pytest.raises(Refused) as caught:
        answer_right(request=request, answer="decline", words=" ", actor=world.actors["community_worker"], now=NOON)
    assert caught.value.code == "words-missing"
    own = ask(world, person=world.people["community_worker"], actor=world.actors["community_worker"], kind="copy")
    with pytest.raises(Refused) as caught:
        answer_right(request=own, answer="grant", words="yes", actor=world.actors["community_worker"], now=NOON)
    assert caught.value.code == "own-request"


def test_a_grown_up_is_erased_only_by_their_own_word(world: SimpleNamespace) -> None:
    daughter = make_person("王芳", at=world.grid)
    acting = PersonActor(daughter, TODAY, principal_id=world.people["resident"].pk)
    with pytest.raises(Refused) as caught:
        ask(world, actor=acting)
    assert caught.value.code == "erase-alone"
    assert ask(world, kind="copy", actor=acting).kind == "copy"


def test_erasing_leaves_nothing_that_tells_of_the_person(world: SimpleNamespace) -> None:
    worker, person = world.actors["community_worker"], world.people["resident"]
    values = {"actor": worker, "now": NOON}
    note_care(
        person=person,
        category="lone_elder",
        purpose="weekly call",
        basis="consent",
        ends_on=TODAY + timedelta(days=30),
        **values,  # type: ignore[arg-type]
    )
    daughter = make_person("王芳", at=world.grid)
    record_proxy(principal=person, proxy=daughter, relation="daughter", ends_on=TODAY, door="counter", **values)  # type: ignore[arg-type]
    give_slip(person=person, **values)  # type: ignore[arg-type]
    answer_right(request=ask(world), answer="grant", words="Done.", **values)  # type: ignore[arg-type]
    person.refresh_from_db()
    assert (person.name, person.end_reason, person.place) == ("(erased)", "erased", world.community.path)
    assert not hasattr(Person.objects.get(pk=person.pk), "account")
    assert not Message.objects.filter(recipient=person.pk).exists()
    rows = [row for model in apps.get_models() for row in model._base_manager.all() if "people" in model._meta.label]
    written = serializers.serialize("json", rows) + json.dumps([entry.data for entry in AuditEntry.objects.all()])
    assert [word for word in ("欧阳", NUMBER, PHONE, "erhu", "weekly call") if word in written] == []
    assert [entry.action for entry in entries_about("people.person", person.pk)] == ["people.person.erase"]


def test_whoever_works_here_is_not_erased_while_they_do(world: SimpleNamespace) -> None:
    worker = world.people["grid_worker"]
    request = ask(world, person=worker, actor=world.actors["grid_worker"])
    with pytest.raises(Refused) as caught:
        answer_right(request=request, answer="grant", words="yes", actor=world.actors["community_worker"], now=NOON)
    assert caught.value.code == "holds-roles"
    request.refresh_from_db()
    assert request.state == "received"


def test_consent_to_care_is_taken_back_with_one_press(world: SimpleNamespace) -> None:
    person = world.people["resident"]
    note_care(
        person=person,
        category="lone_elder",
        purpose="weekly call",
        basis="consent",
        ends_on=TODAY + timedelta(days=30),
        actor=world.actors["community_worker"],
        now=NOON,
    )
    withdraw_consent(consent=person.consents.get(), actor=world.me, now=NOON)
    assert person.care_needs.get().ends_on == TODAY
    with pytest.raises(Refused):
        withdraw_consent(consent=person.consents.get(), actor=world.me, now=NOON)
    with pytest.raises(Refused) as caught:
        withdraw_consent(consent=person.consents.get(), actor=world.actors["stranger"], now=NOON)
    assert caught.value.code == "forbidden"


def look(world: SimpleNamespace, by: str = "grid_worker", **more: object) -> str:
    values = {"person": world.people["resident"], "field": "phone", "reason": "call about the leak", "now": NOON}
    return reveal_person(actor=world.actors[by], **{**values, **more})  # type: ignore[arg-type]


def test_a_look_gives_the_number_leaves_a_trace_and_is_told(world: SimpleNamespace) -> None:
    assert (look(world), look(world, field="id_number")) == (PHONE, NUMBER)
    trace = entries_about("people.person", world.people["resident"].pk)
    assert [(e.action, e.reason, e.data["field"]) for e in trace] == [
        ("people.person.reveal", "call about the leak", "id_number"),
        ("people.person.reveal", "call about the leak", "phone"),
    ]
    by = world.people["grid_worker"].pk
    event = PersonRevealed(NOON, world.people["resident"].pk, by, "phone", "call about the leak")
    tell_the_person(event)
    assert Delivery.objects.filter(topic="people.PersonRevealed").count() == 2
    assert Message.objects.get(template="people.revealed").params["who"] == world.people["grid_worker"].name
    assert PHONE not in json.dumps([entry.data for entry in AuditEntry.objects.all()])


@pytest.mark.parametrize("by", ["neighbour", "stranger", "street_officer", "security_admin", "other_resident"])
def test_a_look_from_elsewhere_is_refused_and_leaves_no_trace(world: SimpleNamespace, by: str) -> None:
    with pytest.raises(Refused) as caught:
        look(world, by)
    assert caught.value.code == "forbidden"
    assert not AuditEntry.objects.filter(action="people.person.reveal").exists()


def test_a_look_asks_for_a_reason_and_for_a_child_for_one_of_the_list(world: SimpleNamespace) -> None:
    child = make_person("刘小", at=world.family.home, birth_on=TODAY - timedelta(days=3000), phone=PHONE)
    for refused in (lambda: look(world, reason=" x "), lambda: look(world, person=child)):
        with pytest.raises(Refused) as caught:
            refused()
        assert caught.value.code in {"reason-missing", "child-reason-missing"}
    assert look(world, person=child, child_reason="danger") == PHONE
