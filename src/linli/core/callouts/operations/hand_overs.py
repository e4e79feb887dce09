"""The open calls for help of somebody who leaves get another name to ring back."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from linli.base.audit.operations import record
from linli.base.permissions import Actor
from linli.core.callouts.enums import CalloutPermission, CalloutState
from linli.core.callouts.models import CallOut
from linli.core.matters.operations.story import name_of
from linli.core.matters.queries.hand_overs import Held, Part, register_part
from linli.core.people.models import Person
from linli.core.people.queries.actors import holders_of

UNDER_WAY = frozenset({CalloutState.DRAFTED, CalloutState.CALLING, CalloutState.ENOUGH})


def calls_held(person: Person) -> list[Held]:
    """Calls that name them as the one to ring back, until the task is over."""
    rows = CallOut.objects.filter(
        called_by=person.name, community=person.community_id, state__in=sorted(UNDER_WAY)
    ).order_by("starts_at", "pk")
    return [
        Held(
            "callout", one.code, one.title, one.starts_at.date().isoformat(),
            reverse("callouts:desk-detail", args=[one.code]), one.place, one,
        )
        for one in rows
    ]  # fmt: skip


def hand_call(held: Held, successor: Person | None, actor: Actor, now: datetime) -> bool:
    """The successor's name stands on it; or that of whoever hands it over."""
    call: CallOut = held.row
    able = holders_of(CalloutPermission.CALL, call.place, localdate(now))
    taken = successor is not None and able.filter(pk=successor.pk).exists()
    name = successor.name if taken and successor else name_of(actor)
    CallOut.objects.filter(pk=call.pk).update(called_by=name or call.called_by)
    record("callouts.callout.hand-over", call, actor=actor, now=now)
    return taken


register_part(Part("callout", _("Calls for help"), calls_held, hand_call))
