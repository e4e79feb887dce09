"""Who is acting, with which rights, for whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import cast
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.module_loading import import_string
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from linli.base.errors import Refused
from linli.base.memory.stamps import remembered
from linli.base.permissions import Actor, Scope, may
from linli.core.areas.models import Area
from linli.core.people.enums import Role
from linli.core.people.models import Grant, Person


def role_table() -> dict[str, frozenset[str]]:
    """The whole matrix: the permissions of each role (`config/roles.py`)."""
    return cast("dict[str, frozenset[str]]", import_string(settings.LINLI_ROLES))


def administrators() -> frozenset[str]:
    """The three roles of which nobody may hold two (X-03)."""
    return cast("frozenset[str]", import_string(settings.LINLI_ADMINISTRATORS))


@dataclass(frozen=True)
class HeldRole:
    """A role in force today, at a place."""

    role: str
    scope: Scope

    @property
    def is_above_grid(self) -> bool:
        """A role at a community or higher asks for a second factor, and so does one over the members of a branch."""
        return self.scope.is_community or self.scope.community_id is None or self.role == Role.BRANCH_SECRETARY


@dataclass
class PersonActor:
    """A signed-in person. `principal_id` is set while they act for somebody else, with that person's consent.

    What belongs to oneself (my matters, my record) belongs to `self_id`; rights over others come from grants only.
    """

    person: Person
    today: date
    principal_id: UUID | None = None
    _scopes: dict[str, tuple[Scope, ...]] = field(default_factory=dict, repr=False)

    @property
    def person_id(self) -> UUID:
        return self.person.pk

    @property
    def self_id(self) -> UUID:
        return self.principal_id or self.person.pk

    @property
    def label(self) -> str:
        behalf = f" for {self.principal_id.hex}" if self.principal_id else ""  # 80 characters: the columns hold no more
        return f"person:{self.person.pk}{behalf}"

    @cached_property
    def own_roles(self) -> tuple[HeldRole, ...]:
        """The roles that hold today, whether or not they act for another just now."""
        if self.person.ended_on is not None:  # whoever has left the register works here no more
            return ()
        return _roles_on(self.person.pk, self.today)

    @property
    def held_roles(self) -> tuple[HeldRole, ...]:
        """The roles that they act with. Whoever acts for another brings none of their own rights along."""
        return () if self.principal_id else self.own_roles

    def scopes(self, permission: str) -> tuple[Scope, ...]:
        if permission not in self._scopes:
            table = role_table()
            found = (held.scope for held in self.held_roles if permission in table.get(held.role, frozenset()))
            self._scopes[permission] = tuple(dict.fromkeys(found))
        return self._scopes[permission]

    def holds(self, permission: str) -> bool:
        """Whether they hold the permission anywhere: for a menu, never for a record."""
        return bool(self.scopes(permission))


@remembered(Grant, Area)
def _roles_on(person_id: UUID, day: date) -> tuple[HeldRole, ...]:
    """The roles that somebody holds on a day. Each page asks for them; given or ended, they count with the next one."""
    return tuple(_held(grant) for grant in live_grants(day).filter(person=person_id).order_by("pk"))


def actor_of_person(person_id: UUID, now: datetime) -> PersonActor:
    """The person by whom long work was asked for, with the rights that they hold by now (LINLI_ACTOR)."""
    person = Person.objects.filter(pk=person_id, ended_on=None).first()
    if person is None:
        raise Refused("forbidden", _("You do not have the right to do this here."))
    return PersonActor(person, localdate(now))


def live_grants(today: date) -> QuerySet[Grant]:
    """Grants that hold on a day, with what a scope needs of their community."""
    inside = Q(starts_on__lte=today, ended_at=None) & (Q(ends_on=None) | Q(ends_on__gte=today))
    return Grant.objects.filter(inside).select_related("community")


def places_above(place: str) -> list[str]:
    """A place and all above it: where a role is held that reaches it."""
    parts = place.strip("/").split("/")
    return ["/", *("/" + "/".join(parts[:count]) + "/" for count in range(1, len(parts) + 1))]


def holders_of(permission: str, place: str, today: date) -> QuerySet[Person]:
    """People whose role gives them a permission at a place today, by name."""
    roles = [role for role, permissions in role_table().items() if permission in permissions]
    held = live_grants(today).filter(role__in=roles, place__in=places_above(place))
    return Person.objects.live().filter(pk__in=held.values("person")).order_by("pinyin", "pk")


def grants_to_come(today: date) -> QuerySet[Grant]:
    """Grants that hold on a day or will begin after it: what somebody's account opens sooner or later."""
    return Grant.objects.filter(Q(ends_on=None) | Q(ends_on__gte=today), ended_at=None)


def permissions_beyond(actor: Actor, grants: Iterable[Grant]) -> bool:
    """Whether these grants open anything that the actor may not do themselves."""
    table = role_table()
    return any(
        not may(actor, permission, grant) for grant in grants for permission in table.get(grant.role, frozenset())
    )


def _held(grant: Grant) -> HeldRole:
    community = grant.community
    is_community = community is not None and community.path == grant.place
    return HeldRole(grant.role, Scope(grant.place, grant.community_id, is_community))
