"""After three months the secretary hears of late dues, after six the committee. For the member nothing follows."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from linli.base.outbox.events import publish
from linli.base.permissions import Actor, require
from linli.base.workflow import step
from linli.core.dues.enums import DuesPermission
from linli.core.dues.events import DuesLate, DuesListed
from linli.core.dues.models import Due
from linli.core.dues.queries import moves


@transaction.atomic
def remind_of_due(*, due: Due, actor: Actor, now: datetime) -> Due:
    """Three months late: the secretary is asked to talk with the member. Told once for each month."""
    is_first = not Due.objects.filter(member=due.member, reminded_at__isnull=False).exclude(pk=due.pk).filter(
        state__in=[moves.REMIND.target, moves.LIST.target]
    ).exists()  # fmt: skip
    require(actor, DuesPermission.HEAR, due.member)
    step(due, moves.REMIND, actor=actor, now=now, allowed=True, reminded_at=now)
    if is_first:
        publish(DuesLate(at=now, due_id=due.pk))
    return due


@transaction.atomic
def list_due(*, due: Due, actor: Actor, now: datetime) -> Due:
    """Six months late: it stands in the list of the committee. What comes of it people decide; the program does not."""
    is_first = not Due.objects.filter(member=due.member, state=moves.LIST.target).exists()
    require(actor, DuesPermission.RECEIVE, due.member)
    step(due, moves.LIST, actor=actor, now=now, allowed=True, listed_at=now)
    if is_first:
        publish(DuesListed(at=now, due_id=due.pk))
    return due
