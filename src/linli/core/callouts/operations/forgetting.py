"""Silence leaves no trace, and whoever was erased is forgotten here, too."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from linli.base.audit.operations import record
from linli.base.permissions import Actor
from linli.core.callouts.enums import UNDER_WAY, Answer
from linli.core.callouts.models import Ask, CallOut, Offer
from linli.core.callouts.operations.answering import answer_ask
from linli.core.callouts.queries.lists import asked_long_ago, helped_long_ago
from linli.core.matters.models import ERASED


@transaction.atomic
def forget_silence(*, actor: Actor, now: datetime) -> int:
    """Sixty days after a call nobody can tell any more who was asked and did not say yes. Tells how many rows went.

    No row of the audit: it would be the very trace that is taken away.
    """
    return asked_long_ago(now).delete()[0]


@transaction.atomic
def forget_helper(*, person_id: UUID, actor: Actor, now: datetime) -> None:
    """An erased person offers nothing, is asked for nothing, and their promise is given back."""
    promised = Ask.objects.filter(person=person_id, answer=Answer.YES, callout__state__in=sorted(UNDER_WAY))
    for ask in promised.select_related("callout"):
        answer_ask(ask=ask, accept=False, actor=actor, now=now, door="paper")
    Offer.objects.filter(person=person_id).delete()
    Ask.objects.filter(person=person_id).delete()


@transaction.atomic
def forget_helpers(*, actor: Actor, now: datetime) -> int:
    """Three years after a call nobody can tell any more who came; how many hands there were stays. Tells how many."""
    return helped_long_ago(now).delete()[0]


@transaction.atomic
def forget_need(*, callout: CallOut, actor: Actor, now: datetime) -> CallOut:
    """The call says no more for whom hands were needed, or where: whoever asked for it is forgotten."""
    callout.title, callout.text, callout.where = ERASED, ERASED, ERASED
    callout.save(update_fields=["title", "text", "where"])
    record("callouts.callout.forget-need", callout, actor=actor, now=now, reason="reporter-forgotten")
    return callout
