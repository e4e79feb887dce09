"""Whom the quick sign-in of the demo takes for each role."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

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
    return next((offer.person for offer in demo_people(today) if offer.role == role), None)


def demo_people(today: date) -> list[DemoPerson]:
    """One person for each role that somebody holds: two queries, however many there are."""
    grants = live_grants(today).filter(person__ended_on=None).select_related("person__account").order_by("pk")
    found: dict[str, Person] = {}
    for grant in sorted(grants, key=lambda grant: not hasattr(grant.person, "account")):  # whoever can sign in first
        found.setdefault(grant.role, grant.person)
    resident = _resident(today)
    if resident:
        found[RESIDENT] = resident
    return [DemoPerson(role, found[role]) for role in demo_roles() if role in found]


def _resident(today: date) -> Person | None:
    """A grown-up without roles, rather one with an account."""
    holders = live_grants(today).values("person")
    people = Person.objects.live().exclude(pk__in=holders).exclude(community=None)
    people = people.exclude(birth_on__gt=today - GROWN_UP).order_by("pk")
    return people.filter(account__isnull=False).first() or people.first()
