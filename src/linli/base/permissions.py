"""Who may do what, where: a right is a verb at a place, and reaches below."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from django.utils.translation import gettext as _

from linli.base.errors import Refused


@dataclass(frozen=True)
class Scope:
    """A place where somebody holds a right. `community_id` is known from the community downwards."""

    path: str
    community_id: UUID | None = None
    is_community: bool = False


class Actor(Protocol):
    """Whoever acts: a signed-in person, the nightly schedule, a command."""

    @property
    def label(self) -> str:
        """How the audit names them, e.g. `person:018f…` or `system:schedule`."""

    @property
    def person_id(self) -> UUID | None:
        """The person behind the actor, if there is one."""

    def scopes(self, permission: str) -> tuple[Scope, ...]:
        """The places where this actor holds `permission`."""


@dataclass(frozen=True)
class SystemActor:
    """The program itself, acting for nobody: a schedule, a command of the operator. It may do everything."""

    name: str
    person_id: UUID | None = None

    @property
    def label(self) -> str:
        return f"system:{self.name}"

    def scopes(self, permission: str) -> tuple[Scope, ...]:
        return (Scope("/"),)


@dataclass(frozen=True)
class Visitor:
    """Somebody who has not signed in. Holds no right anywhere; open doors ask for none."""

    person_id: UUID | None = None

    @property
    def label(self) -> str:
        return "visitor"

    def scopes(self, permission: str) -> tuple[Scope, ...]:
        return ()


def may(actor: Actor, permission: str, obj: Any) -> bool:
    """Does `actor` hold `permission` at the place of `obj`? The same rule as `visible_to`, for one object."""
    place = getattr(obj, getattr(obj, "PLACE", "place"))
    return place.startswith(tuple(scope.path for scope in actor.scopes(permission)))


def require(actor: Actor, permission: str, obj: Any) -> None:
    """Refuse unless `actor` may."""
    if not may(actor, permission, obj):
        raise Refused("forbidden", _("You do not have the right to do this here."))
