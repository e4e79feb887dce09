"""Who can be asked to handle a matter, and who may see it."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from linli.core.matters.enums import MatterPermission
from linli.core.people.enums import PeoplePermission
from linli.core.people.models import Person
from linli.core.people.queries.actors import holders_of, live_grants, role_table


def handlers_at(place: str, today: date) -> QuerySet[Person]:
    """People whose role lets them handle matters at a place today, by name."""
    return holders_of(MatterPermission.HANDLE, place, today)


def holders_at(place: str, permission: str, today: date) -> QuerySet[Person]:
    """People whose role gives them this right at a place today, by name."""
    return holders_of(permission, place, today)


def serves_the_grid(place: str, today: date) -> Person | None:
    """Whoever handles matters of exactly this place, the first by name."""
    roles = [role for role, permissions in role_table().items() if MatterPermission.HANDLE in permissions]
    held = live_grants(today).filter(role__in=roles, place=place)
    return Person.objects.live().filter(pk__in=held.values("person")).order_by("pinyin", "pk").first()


def desk_at(place: str, today: date) -> QuerySet[Person]:
    """Who works at the desk of a place; where there is none, whoever decides there, else whoever sees its matters.

    Where nobody does any more, whoever can give somebody the role: nothing waits for nobody.
    """
    for permission in (MatterPermission.ACCEPT, MatterPermission.DESIGNATE, MatterPermission.VIEW):
        if (found := holders_at(place, permission, today)).exists():
            return found
    return holders_at(place, PeoplePermission.GRANT_MANAGE, today)
