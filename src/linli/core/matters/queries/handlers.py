"""Who can be asked to handle a matter."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from linli.core.matters.enums import MatterPermission
from linli.core.people.models import Person
from linli.core.people.queries.actors import live_grants, role_table


def handlers_at(place: str, today: date) -> QuerySet[Person]:
    """People whose role lets them handle matters at a place today, by name."""
    return people_with(MatterPermission.HANDLE, place, today)


def people_with(permission: str, place: str, today: date) -> QuerySet[Person]:
    """People whose role gives them a right at a place today, by name."""
    roles = [role for role, permissions in role_table().items() if permission in permissions]
    parts = place.strip("/").split("/")
    above = ["/" + "/".join(parts[:count]) + "/" for count in range(1, len(parts) + 1)]
    held = live_grants(today).filter(role__in=roles, place__in=above)
    return Person.objects.live().filter(pk__in=held.values("person")).order_by("pinyin", "pk")
