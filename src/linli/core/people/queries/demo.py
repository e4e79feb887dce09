"""Whom the quick sign-in of the demo takes for each role."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from linli.core.people.enums import Role
from linli.core.people.models import Person
from linli.core.people.queries.actors import live_grants, role_table

RESIDENT = "resident"
GROWN_UP = timedelta(days=18 * 366)


@dataclass(frozen=True)
class DemoPerson:
    """One person who stands for a role."""

    role: str
    person: Person


def demo_roles() -> list[str]:
    """The resident first, then every role of the matrix in the order of its page."""
    return [RESIDENT, *role_table()]


def demo_person(role: str, today: date) -> Person | None:
    """The first holder of the role by the grant's key; a resident is the first with an account and without roles."""
    if role == RESIDENT:
        return _residents(today).filter(account__isnull=False).first() or _residents(today).first()
    if role not in Role.values:
        return None
    grants = live_grants(today).filter(role=role, person__ended_on=None).select_related("person").order_by("pk")
    held = grants.filter(person__account__isnull=False).first() or grants.first()
    return held.person if held else None


def demo_people(today: date) -> list[DemoPerson]:
    """One person for each role that somebody holds."""
    found = ((role, demo_person(role, today)) for role in demo_roles())
    return [DemoPerson(role, person) for role, person in found if person]


def _residents(today: date) -> QuerySet[Person]:
    holders = live_grants(today).values("person")
    people = Person.objects.live().exclude(pk__in=holders).exclude(community=None)
    return people.exclude(birth_on__gt=today - GROWN_UP).order_by("pk")
