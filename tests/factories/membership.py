"""Members and in-service members for tests."""

from __future__ import annotations

from datetime import date
from typing import Any

from linli.core.areas.models import Area
from linli.core.membership.models import InServiceMember, Member
from linli.core.organisation.models import PartyOrg
from linli.core.people.models import Person
from linli.core.people.queries.actors import PersonActor
from tests.factories.core import NOON, TODAY, make_account, make_grant, make_person


def make_member(org: PartyOrg, name: str = "秦荣静", *, home: Area | None = None, **fields: Any) -> Member:
    """A member of a branch."""
    assert org.community is not None
    person = fields.pop("person", None) or make_person(name, at=home or org.community)
    told: dict[str, Any] = {"joined_on": date(1980, 1, 1), "full_on": date(1981, 1, 1)}
    told |= {"state_since": NOON, "updated_at": NOON, **fields}
    return Member.objects.create(person=person, org=org, place=org.path, community=org.community, **told)


def make_in_service(org: PartyOrg, name: str = "董涛春", **fields: Any) -> InServiceMember:
    """Somebody of a unit who reported in to this organisation."""
    assert org.community is not None
    person = fields.pop("person", None) or make_person(name, at=org.community)
    told: dict[str, Any] = {"unit_name": "市监局", "state_since": NOON, "updated_at": NOON, **fields}
    return InServiceMember.objects.create(person=person, org=org, place=org.path, community=org.community, **told)


def make_secretary(branch: PartyOrg, name: str = "王书记") -> PersonActor:
    """Somebody with an account who holds the role of secretary at a branch."""
    assert branch.community is not None
    person: Person = make_person(name, at=branch.community)
    make_account(person)
    make_grant(person, "branch_secretary", branch)
    return PersonActor(person, TODAY)
