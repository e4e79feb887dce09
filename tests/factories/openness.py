"""Programs and addresses that are connected, for tests."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from linli.base.permissions import SystemActor
from linli.core.areas.models import Area
from linli.core.openness.models import ClientApp, Hook, Parcel
from linli.core.openness.operations.clients import add_client
from tests.factories.core import NOON


def make_client(community: Area, *, now: datetime = NOON, **fields: Any) -> tuple[ClientApp, str]:
    """A program of others and its key, which is shown once."""
    told = {"name": "市民随手拍", "contact": "区数据局", "per_hour": 60, **fields}
    return add_client(community=community, actor=SystemActor("test"), now=now, **told)


def connect(community: Area) -> dict[str, Any]:
    """A program with a key, an address that is told, and a message to it."""
    at = {"community": community, "place": community.path}
    moments = {"state_since": NOON, "created_at": NOON}
    hook = Hook.objects.create(url="https://city.example/hook", events="request.ended", secret="s", **at, **moments)
    parcel = Parcel.objects.create(
        hook=hook, event="request.ended", source=str(hook.pk), payload={}, due_at=NOON, created_at=NOON
    )
    return {"client_app": make_client(community)[0], "hook": hook, "parcel": parcel}
