"""Members and in-service members for tests."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from linli.base.codes import new_code
from linli.core.areas.models import Area
from linli.core.membership.models import CardAsk, InServiceMember, Member, ServiceEntry, UnitStatement
from linli.core.membership.operations.statements import seal_of
from linli.core.mobile.models import Stay
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


def make_service(report: InServiceMember, **fields: Any) -> ServiceEntry:
    """Something that they did, told and not looked at yet."""
    told: dict[str, Any] = {
        "on": TODAY,
        "minutes": 90,
        "what": "清雪",
        "told_by": "test",
        "state_since": NOON,
        **fields,
    }
    return ServiceEntry.objects.create(report=report, community=report.community, place=report.place, **told)


def make_statement(report: InServiceMember, **fields: Any) -> UnitStatement:
    """An extract for the unit that is good for a year."""
    told: dict[str, Any] = {"since": TODAY, "until": TODAY, "ends_on": TODAY + timedelta(days=365), "made_at": NOON}
    said = {"name": report.person.name, "unit": "市监局", "since": str(TODAY), "until": str(TODAY), "lines": []}
    code = fields.pop("code", new_code())
    told |= {"said": said, "seal": seal_of(code, said), "code": code, "made_by": "test", **fields}
    return UnitStatement.objects.create(report=report, community=report.community, place=report.place, **told)


def make_card_ask(member: Member) -> CardAsk:
    """A member says that something on their card is wrong."""
    told: dict[str, Any] = {"asked_at": NOON, "due_at": NOON + timedelta(days=21), "state_since": NOON}
    at = {"community": member.community, "place": member.place}
    return CardAsk.objects.create(member=member, text="转正日期写错了", **told, **at)


def make_stay(member: Member, **fields: Any) -> Stay:
    """The member works elsewhere for a while, and was not heard of yet."""
    told: dict[str, Any] = {"whereabouts": "沈阳", "reason": "work", "since": TODAY, "silent_since": TODAY}
    told |= {"due_on": TODAY + timedelta(days=30), "state_since": NOON, "way": "out", "org": member.org, **fields}
    at = {"community": member.community, "place": member.place}
    return Stay.objects.create(member=member, person=member.person, **told, **at)


def make_secretary(branch: PartyOrg, name: str = "王书记") -> PersonActor:
    """Somebody with an account who holds the role of secretary at a branch."""
    assert branch.community is not None
    person: Person = make_person(name, at=branch.community)
    make_account(person)
    make_grant(person, "branch_secretary", branch)
    return PersonActor(person, TODAY)
