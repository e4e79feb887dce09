"""Roles: given by others, never two administrators in one person, ended from this moment on."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest

from linli.base.audit.models import AuditEntry
from linli.base.errors import Refused
from linli.base.messaging.models import Message
from linli.core.people.enums import PeoplePermission
from linli.core.people.models import Grant
from linli.core.people.operations.grants import end_grant, give_grant
from linli.core.people.queries.actors import PersonActor
from tests.factories.core import NOON, TODAY, make_grant, make_person, make_world


@pytest.fixture
def world(db: None) -> SimpleNamespace:
    return make_world()


def give(world: SimpleNamespace, by: str = "security_admin", **more: object) -> Grant:
    values = {"person": world.people["resident"], "role": "grid_worker", "at": world.grid, "now": NOON, **more}
    return give_grant(actor=world.actors[by], **values)  # type: ignore[arg-type]


def refusal(world: SimpleNamespace, by: str = "security_admin", **more: object) -> str:
    with pytest.raises(Refused) as caught:
        give(world, by, **more)
    return caught.value.code


def test_a_role_opens_its_place_and_is_told_and_audited(world: SimpleNamespace) -> None:
    grant = give(world, reason="new in grid 1")
    actor = PersonActor(world.people["resident"], TODAY)
    assert [scope.path for scope in actor.scopes(PeoplePermission.VIEW)] == [world.grid.path]
    entry = AuditEntry.objects.get(action="people.grant.give")
    assert (entry.subject_id, entry.reason, entry.data["role"]) == (str(grant.pk), "new in grid 1", "grid_worker")
    assert [m.template for m in Message.objects.filter(recipient=grant.person_id)] == ["people.grant-given"]


@pytest.mark.parametrize(
    "by", ["resident", "grid_worker", "community_worker", "committee_secretary", "system_admin", "audit_admin"]
)
def test_only_the_security_administrator_gives_roles(world: SimpleNamespace, by: str) -> None:
    person = make_person("赵新", at=world.grid)
    assert refusal(world, by, person=person) == "forbidden"


def test_roles_are_given_only_below_ones_own_place(world: SimpleNamespace) -> None:
    assert refusal(world, at=world.other) == "forbidden"
    assert refusal(world, at=world.street) == "forbidden"


def test_nobody_gives_or_ends_their_own_role(world: SimpleNamespace) -> None:
    me = world.people["security_admin"]
    assert refusal(world, person=me) == "own-role"
    with pytest.raises(Refused) as caught:
        end_grant(grant=me.grants.get(), reason="x", actor=world.actors["security_admin"], now=NOON)
    assert caught.value.code == "own-role"


@pytest.mark.parametrize("role", ["system_admin", "security_admin"])
def test_nobody_holds_two_of_the_three_administrators(world: SimpleNamespace, role: str) -> None:
    code = refusal(world, person=world.people["audit_admin"], role=role, at=world.community)
    assert code == "administrators-apart"


def test_the_administrators_are_apart_in_the_future_too(world: SimpleNamespace) -> None:
    person = make_person("赵新", at=world.grid)
    give(world, person=person, role="audit_admin", at=world.community, starts_on=TODAY + timedelta(days=9))
    assert refusal(world, person=person, role="system_admin", at=world.community) == "administrators-apart"


def test_whoever_was_an_administrator_may_become_another(world: SimpleNamespace) -> None:
    before = world.people["audit_admin"].grants.get()
    end_grant(grant=before, reason="another task", actor=world.actors["security_admin"], now=NOON)
    give(world, person=world.people["audit_admin"], role="system_admin", at=world.community)
    held = PersonActor(world.people["audit_admin"], TODAY).held_roles
    assert [role.role for role in held] == ["system_admin"]


def test_an_unknown_role_a_backward_end_and_a_second_time_are_refused(world: SimpleNamespace) -> None:
    assert refusal(world, role="emperor") == "no-such-role"
    assert refusal(world, ends_on=TODAY - timedelta(days=1)) == "ends-before"
    give(world)
    assert refusal(world) == "already-held"


def test_an_ended_role_holds_no_more_from_that_moment(world: SimpleNamespace) -> None:
    grant = give(world)
    end_grant(grant=grant, reason="given by mistake", actor=world.actors["security_admin"], now=NOON)
    assert PersonActor(world.people["resident"], TODAY).scopes(PeoplePermission.VIEW) == ()
    with pytest.raises(Refused) as caught:
        end_grant(grant=grant, reason="again", actor=world.actors["security_admin"], now=NOON)
    assert caught.value.code == "grant-ended"


def test_ending_asks_why(world: SimpleNamespace) -> None:
    grant = make_grant(make_person("赵新", at=world.grid), "grid_worker", world.grid)
    with pytest.raises(Refused) as caught:
        end_grant(grant=grant, reason="  ", actor=world.actors["security_admin"], now=NOON)
    assert caught.value.code == "reason-missing"
