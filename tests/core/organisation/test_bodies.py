"""Units and businesses: entered, corrected, ended, and who speaks for them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from linli.base.audit.models import AuditEntry
from linli.base.errors import Refused
from linli.core.organisation.enums import OrganisationPermission
from linli.core.organisation.models import Body, Liaison
from linli.core.organisation.operations import bodies as work
from linli.core.organisation.queries.bodies import bodies_for, found_by
from tests.factories.core import NOON, TODAY, make_world
from tests.factories.organisation import make_body, make_liaison

pytestmark = pytest.mark.django_db
CODE = "92211081100000024J"


@pytest.fixture
def world() -> Any:
    return make_world()


def enter(world: Any, who: str = "community_worker", **more: Any) -> Body:
    told: dict[str, Any] = {"kind": "business", "name": "兆麟药房", "grid": world.grid, **more}
    return work.register_body(community=world.community, actor=world.actors[who], now=NOON, **told)


def test_body_is_found_by_characters_pinyin_initials_and_code(world: Any) -> None:
    enter(world, credit_code=CODE)
    for typed in ("药房", "zhaolin", "zlyf", CODE.lower()):
        assert bodies_for(world.actors["community_worker"]).filter(found_by(typed)).count() == 1, typed
    assert bodies_for(world.actors["neighbour"]).count() == 0


def test_credit_code_is_taken_once_in_a_community(world: Any) -> None:
    enter(world, credit_code=CODE)
    with pytest.raises(Refused) as refusal:
        enter(world, name="另一家", credit_code=CODE)
    assert refusal.value.code == "credit-code-taken"


@pytest.mark.parametrize("code", ["92211081100000024X", "12345", "92211081100000024"])
def test_credit_code_with_a_wrong_check_character_is_refused(code: str, world: Any) -> None:
    with pytest.raises(Refused) as refusal:
        enter(world, credit_code=code)
    assert (refusal.value.code, refusal.value.field) == ("credit-code-doubtful", "credit_code")


def test_members_are_never_more_than_staff(world: Any) -> None:
    body = enter(world, staff=3)
    with pytest.raises(Refused) as refusal:
        work.correct_body(body=body, actor=world.actors["community_worker"], now=NOON, party_members=4)
    assert refusal.value.code == "more-members-than-staff"


def test_liaison_ends_when_another_is_named(world: Any) -> None:
    body = enter(world)
    told: dict[str, Any] = {"role": "head", "actor": world.actors["community_worker"]}
    work.name_liaison(body=body, name="黎真丹", phone="13904190001", now=NOON, **told)
    later = NOON + timedelta(days=3)
    work.name_liaison(body=body, name="邱环", now=later, **told)
    assert list(Liaison.objects.order_by("starts_on").values_list("name", "ends_on")) == [
        ("黎真丹", TODAY + timedelta(days=3)), ("邱环", None),
    ]  # fmt: skip


def test_phone_is_shown_for_a_reason_that_the_audit_keeps(world: Any) -> None:
    liaison = make_liaison(make_body(world.grid))
    with pytest.raises(Refused):
        work.reveal_liaison(liaison=liaison, reason=" ", actor=world.actors["grid_worker"], now=NOON)
    told = work.reveal_liaison(liaison=liaison, reason="核对停水通知", actor=world.actors["grid_worker"], now=NOON)
    assert told == "13904190001"
    row = AuditEntry.objects.get(action="organisation.liaison.reveal")
    assert (row.reason, row.person_id) == ("核对停水通知", world.people["grid_worker"].pk)
    assert "1390419" not in str(row.data)


def test_closed_body_stays_as_it_is(world: Any) -> None:
    body, actor = enter(world), world.actors["community_worker"]
    work.end_body(body=body, on=TODAY, reason="店主回老家", actor=actor, now=NOON)
    for again in (
        lambda: work.end_body(body=body, on=TODAY, reason="再关", actor=actor, now=NOON),
        lambda: work.correct_body(body=body, actor=actor, now=NOON, trade="花店"),
    ):
        with pytest.raises(Refused) as refusal:
            again()
        assert refusal.value.code == "body-ended"


@pytest.mark.parametrize(
    "who", ["neighbour", "street_officer", "stranger", "other_secretary", "resident", "system_admin"]
)
def test_body_is_changed_only_by_those_of_its_place(who: str, world: Any) -> None:
    body, actor = make_body(world.grid), world.actors[who]
    for change in (
        lambda: work.correct_body(body=body, actor=actor, now=NOON, trade="花店"),
        lambda: work.end_body(body=body, on=TODAY, reason="关了", actor=actor, now=NOON),
        lambda: work.note_coverage(body=body, coverage="own", since=TODAY, actor=actor, now=NOON),
        lambda: work.name_liaison(body=body, role="head", name="某人", actor=actor, now=NOON),
    ):
        with pytest.raises(Refused) as refusal:
            change()
        assert refusal.value.code == "forbidden"
    assert AuditEntry.objects.count() == 0


def test_street_sees_bodies_without_the_right_to_change_them(world: Any) -> None:
    make_body(world.grid)
    assert bodies_for(world.actors["street_officer"]).count() == 1
    assert not world.actors["street_officer"].scopes(OrganisationPermission.EDIT_BODY)
