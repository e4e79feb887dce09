"""Programs and their keys."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from linli.base.permissions import Actor, Scope
from linli.base.secrets import blind_index
from linli.core.openness.enums import OpennessPermission
from linli.core.openness.models import ClientApp, Hook, Parcel

KEY = "openness.client.key"
SHORTEST, LONGEST = 20, 80


@dataclass(frozen=True)
class ProgramActor:
    """A program that reports by Open311. It holds no right anywhere: the door is open, and it says who knocks."""

    client: ClientApp
    person_id: UUID | None = None

    @property
    def label(self) -> str:
        return f"client:{self.client.pk}"

    def scopes(self, permission: str) -> tuple[Scope, ...]:
        return ()


def hash_of(key: str) -> str:
    """What is kept of a key."""
    return blind_index(key, KEY)


def client_of_key(key: str) -> ClientApp | None:
    """The program that a key belongs to, if it still holds."""
    if not SHORTEST <= len(key) <= LONGEST:
        return None
    return ClientApp.objects.filter(key_hash=hash_of(key), ended_at=None).first()


def clients_for(actor: Actor) -> QuerySet[ClientApp]:
    """The programs at the places that somebody keeps, the newest first."""
    return ClientApp.objects.visible_to(actor, OpennessPermission.CONNECT).order_by("-created_at", "-pk")


def hooks_for(actor: Actor) -> QuerySet[Hook]:
    """The addresses that are told, at the places that somebody keeps, the newest first."""
    return Hook.objects.visible_to(actor, OpennessPermission.CONNECT).order_by("-created_at", "-pk")


def parcels_of(hook: Hook) -> QuerySet[Parcel]:
    """Everything that was sent to an address, the newest first."""
    return Parcel.objects.filter(hook=hook).order_by("-created_at", "-pk")
