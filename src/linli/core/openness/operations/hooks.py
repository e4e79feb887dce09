"""Addresses of others: beginning to tell them, pausing, ending; and the messages to them."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.base.audit.operations import record
from linli.base.errors import Refused
from linli.base.ids import uuid7
from linli.base.messaging.operations import send_message
from linli.base.outbox.worker import back_off
from linli.base.permissions import Actor, SystemActor, require
from linli.base.workflow import step
from linli.core.areas.models import Area
from linli.core.matters.models import Matter
from linli.core.openness.courier import Result, target_of
from linli.core.openness.enums import HookEvent, HookState, OpennessPermission, ParcelState
from linli.core.openness.models import Hook, Parcel
from linli.core.openness.queries import moves
from linli.core.openness.queries.requests import is_closed, is_public, public_id
from linli.core.people.models import Person

ATTEMPTS = 10  # over about two hours and a half
PAUSE_AFTER = 3  # messages given up in a row
KEPT = timedelta(days=30)
LEASE = timedelta(minutes=2)  # how long a message is in the hands of one worker
WORKER = SystemActor("webhooks")


@transaction.atomic
def add_hook(*, community: Area, url: str, events: Sequence[str], actor: Actor, now: datetime) -> tuple[Hook, str]:
    """Tell an address of others what happens to public requests; the secret of the signatures is returned once."""
    require(actor, OpennessPermission.CONNECT, community)
    target_of(url)
    chosen = [event for event in HookEvent.values if event in events]
    if not chosen:
        raise Refused("hook-events", _("Please choose what it is told."), field="events")
    secret = f"lws_{secrets.token_urlsafe(32)}"
    owner = Person.objects.filter(pk=actor.person_id).first() if actor.person_id else None
    hook = Hook.objects.create(
        community=community, place=community.path, url=url, events=" ".join(chosen), secret=secret, owner=owner,
        state_since=now, created_at=now,
    )  # fmt: skip
    record("openness.hook.add", hook, actor=actor, now=now, data={"url": url})
    return hook, secret


@transaction.atomic
def pause_hook(*, hook: Hook, actor: Actor, now: datetime) -> Hook:
    """Send nothing for now; what happens meanwhile waits."""
    return step(hook, moves.PAUSE, actor=actor, now=now)


@transaction.atomic
def resume_hook(*, hook: Hook, actor: Actor, now: datetime) -> Hook:
    """Go on, with what has waited first."""
    return step(hook, moves.RESUME, actor=actor, now=now, failures=0)


@transaction.atomic
def end_hook(*, hook: Hook, actor: Actor, now: datetime) -> Hook:
    """Tell this address nothing any more; what has waited is given up."""
    step(hook, moves.END, actor=actor, now=now)
    waiting = Parcel.objects.filter(hook=hook, state=ParcelState.WAITING)
    waiting.update(state=ParcelState.FAILED, done_at=now, error="hook-ended")
    return hook


@transaction.atomic
def pack_parcels(*, matter: Matter, event: str, source: str, actor: Actor, now: datetime) -> int:
    """Write a message for each address that wants to hear this: codes and states, and only of public requests."""
    if not is_public(matter):
        return 0
    told = Hook.objects.filter(community=matter.community_id, state__in=[HookState.ACTIVE, HookState.PAUSED])
    parcels = [_packed(hook, matter, event, source, now) for hook in told if event in hook.events.split()]
    return len(Parcel.objects.bulk_create(parcels, ignore_conflicts=True))


def _packed(hook: Hook, matter: Matter, event: str, source: str, now: datetime) -> Parcel:
    key = uuid7()
    payload: dict[str, Any] = {
        "id": str(key),
        "event": event,
        "at": now.isoformat(),
        "jurisdiction_id": matter.community.slug,
        "request": {
            "service_request_id": public_id(matter),
            "service_code": matter.category.code if matter.category else None,
            "grid": matter.grid.number if matter.grid else None,
            "status": "closed" if is_closed(matter) else "open",
            "state": matter.state,
            "ending": matter.ending or None,
        },
    }
    return Parcel(id=key, hook=hook, event=event, source=source, payload=payload, due_at=now, created_at=now)


@transaction.atomic
def repeat_parcel(*, parcel: Parcel, actor: Actor, now: datetime) -> Parcel:
    """Send a message once more, as a new one with the same words."""
    require(actor, OpennessPermission.CONNECT, parcel.hook)
    if parcel.hook.state == HookState.ENDED:
        raise Refused("hook-ended", _("This address is told nothing any more."))
    key = uuid7()
    again = Parcel.objects.create(
        id=key, hook=parcel.hook, event=parcel.event, source=f"again:{key}", payload={**parcel.payload, "id": str(key)},
        due_at=now, created_at=now,
    )  # fmt: skip
    record("openness.parcel.repeat", parcel, actor=actor, now=now, data={"as": str(key)})
    return again


@transaction.atomic
def note_result(*, parcel: Parcel, result: Result, actor: Actor, now: datetime) -> None:
    """Write down what became of a try; after too many the message is given up, and in the end the address pauses."""
    attempts = parcel.attempts + 1
    noted: dict[str, Any] = {"attempts": attempts, "answer": result.answer, "error": result.error[:200]}
    waiting = Parcel.objects.filter(pk=parcel.pk, state=ParcelState.WAITING)
    if result.is_taken:
        waiting.update(state=ParcelState.DELIVERED, done_at=now, **noted)
        Hook.objects.filter(pk=parcel.hook_id, failures__gt=0).update(failures=0)
    elif attempts < ATTEMPTS:
        waiting.update(due_at=now + back_off(attempts), **noted)
    elif waiting.update(state=ParcelState.FAILED, done_at=now, **noted):
        _count_failure(parcel.hook_id, actor, now)


def _count_failure(key: Any, actor: Actor, now: datetime) -> None:
    hook = Hook.objects.select_for_update().get(pk=key)
    hook.failures += 1
    hook.save(update_fields=["failures"])
    if hook.failures < PAUSE_AFTER or hook.state != HookState.ACTIVE:
        return
    pause_hook(hook=hook, actor=actor, now=now)
    if hook.owner_id:
        link = reverse("openness:hook", args=[hook.pk])
        dedupe = f"openness.hook_paused:{hook.pk}:{now.isoformat()}"
        send_message(hook.owner_id, "openness.hook_paused", {"url": hook.url}, dedupe_key=dedupe, now=now, link=link)
