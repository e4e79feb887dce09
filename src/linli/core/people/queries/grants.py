"""Who holds which role, and what a role may do."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, Protocol
from uuid import UUID

from django.db.models import Q, QuerySet

from linli.base.permissions import Actor, may
from linli.core.areas.enums import AreaKind
from linli.core.areas.models import Area
from linli.core.people.enums import PeoplePermission
from linli.core.people.models import Grant, Person
from linli.core.people.queries.actors import role_table

KINDS_WITH_ROLES = (AreaKind.STREET, AreaKind.COMMUNITY, AreaKind.GRID)
AT_MOST = 20


class RolePlace(Protocol):
    """Where a role is held: an area, or a branch of a room above."""

    @property
    def pk(self) -> UUID: ...

    @property
    def path(self) -> str: ...

    @property
    def community_id(self) -> UUID | None: ...


Places = Callable[[], QuerySet[Any]]
_more_places: list[Places] = []


def register_role_places(places: Places) -> None:
    """A room above has places of its own at which roles are held, with a path and a community."""
    if places not in _more_places:
        _more_places.append(places)


def more_places_for_roles(actor: Actor) -> Iterable[RolePlace]:
    """The places of other rooms at which the actor may give a role."""
    for places in _more_places:
        for place in places():
            if may(actor, PeoplePermission.GRANT_MANAGE, place):
                yield place


def grants_for(actor: Actor) -> QuerySet[Grant]:
    """The roles that the actor may see, with who holds them and where."""
    return Grant.objects.visible_to(actor, PeoplePermission.GRANT_VIEW).select_related("person", "community")


def in_force(grants: QuerySet[Grant], today: date) -> QuerySet[Grant]:
    """Roles that hold today or will."""
    return grants.filter(ended_at=None).filter(Q(ends_on=None) | Q(ends_on__gte=today))


def areas_for_roles(actor: Actor) -> QuerySet[Area]:
    """Where the actor may give a role."""
    mine = Area.objects.visible_to(actor, PeoplePermission.GRANT_MANAGE)
    return mine.filter(kind__in=KINDS_WITH_ROLES, ends_on=None).order_by("path")


def candidates(actor: Actor, name: str) -> QuerySet[Person]:
    """People of exactly this name, or with this name to sign in with, where the actor may give a role.

    Whoever gives roles does not search the register: they know whom they mean.
    """
    mine = Person.objects.visible_to(actor, PeoplePermission.GRANT_MANAGE).filter(ended_on=None)
    named = Q(name=name.strip()) | Q(account__username__iexact=name.strip())
    return mine.filter(named).order_by("place", "pk")[:AT_MOST]


def names_of_places(paths: set[str]) -> dict[str, str]:
    """What the places of a list are called."""
    found = {place.path: str(place) for places in _more_places for place in places().filter(path__in=paths)}
    return found | {area.path: str(area) for area in Area.objects.filter(path__in=paths)}


def matrix() -> tuple[list[str], list[tuple[str, list[bool]]]]:
    """The roles as columns, the permissions as rows, and what opens what."""
    table = role_table()
    roles = list(table)
    verbs = sorted(frozenset().union(*table.values()))
    return roles, [(str(verb), [verb in table[role] for role in roles]) for verb in verbs]
