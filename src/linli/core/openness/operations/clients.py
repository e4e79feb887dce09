"""Giving programs a key, and taking it back."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from linli.base.audit.operations import record
from linli.base.errors import Refused
from linli.base.permissions import Actor, require
from linli.core.areas.models import Area
from linli.core.openness.enums import OpennessPermission
from linli.core.openness.models import ClientApp
from linli.core.openness.queries.clients import hash_of

SHOWN = 8
MOST_PER_HOUR = 100_000


@transaction.atomic
def add_client(
    *, community: Area, name: str, contact: str, per_hour: int, actor: Actor, now: datetime
) -> tuple[ClientApp, str]:
    """Let a program of others report here; its key is returned once and kept by nobody but them."""
    require(actor, OpennessPermission.CONNECT, community)
    name, contact = " ".join(name.split()), " ".join(contact.split())
    if not name or not contact:
        raise Refused("client-nameless", _("Please say which program it is, and whom to ask about it."), field="name")
    if not 1 <= per_hour <= MOST_PER_HOUR:
        raise Refused("limit-doubtful", _("Please choose a number from 1 to 100,000."), field="per_hour")
    key = f"ln_{secrets.token_urlsafe(24)}"
    client = ClientApp.objects.create(
        community=community, place=community.path, name=name[:80], contact=contact[:120], key_hash=hash_of(key),
        key_start=key[:SHOWN], per_hour=per_hour, created_at=now,
    )  # fmt: skip
    record("openness.client.add", client, actor=actor, now=now, data={"name": client.name})
    return client, key


@transaction.atomic
def end_client(*, client: ClientApp, actor: Actor, now: datetime) -> ClientApp:
    """Take the key of a program back, from now on."""
    require(actor, OpennessPermission.CONNECT, client)
    if not ClientApp.objects.filter(pk=client.pk, ended_at=None).update(ended_at=now):
        raise Refused("client-ended", _("The key of this program was taken back already."))
    client.ended_at = now
    record("openness.client.end", client, actor=actor, now=now)
    return client
