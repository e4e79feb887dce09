"""Yes and no: by the link of the message, with the code, or noted by the desk from a phone call."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from linli.base.audit.operations import record
from linli.base.codes import free_code
from linli.base.errors import Refused
from linli.base.outbox.events import publish
from linli.base.permissions import Actor, Scope, require
from linli.base.workflow import step
from linli.core.callouts import events
from linli.core.callouts.enums import Answer, CalloutState
from linli.core.callouts.models import Ask, CallOut
from linli.core.callouts.operations.calling import is_open, lock
from linli.core.callouts.queries import moves
from linli.core.people.enums import Door
from linli.core.people.models import Person


@dataclass(frozen=True)
class AskHolder:
    """Whoever holds the code of one asking answers it."""

    ask_id: UUID
    person_id: UUID | None = None

    @property
    def label(self) -> str:
        return "slip"

    def scopes(self, permission: str) -> tuple[Scope, ...]:
        return ()


@transaction.atomic
def answer_ask(*, ask: Ask, accept: bool, actor: Actor, now: datetime, count: int = 1, door: str = Door.ONLINE) -> Ask:
    """Say yes or no, or change one's mind. Of many who say yes at once exactly as many as wanted come through."""
    callout = lock(ask.callout)
    _may_answer(ask, callout, actor, door)
    ask.refresh_from_db(fields=["answer", "count"])
    if not is_open(callout):
        raise Refused("call-over", _("This call is over. Thank you for looking!"))
    if accept and ask.answer != Answer.YES:
        _take(ask, callout, count if ask.body else 1)
    elif not accept and ask.answer == Answer.YES:
        _give_back(ask, callout, actor, now)
    ask.answer = Answer.YES if accept else Answer.NO
    ask.answered_at, ask.door = now, door
    ask.save(update_fields=["answer", "answered_at", "door", "count"])
    record("callouts.callout.answer", callout, actor=actor, now=now, data={"yes": accept, "door": door})
    if callout.state == CalloutState.CALLING and not callout.missing and not callout.more_allowed:
        step(callout, moves.ENOUGH, actor=actor, now=now, allowed=True)
        publish(events.EnoughFound(at=now, callout_id=callout.pk))
    return ask


@transaction.atomic
def note_answer(
    *, callout: CallOut, person: Person, accept: bool, actor: Actor, now: datetime, door: str = Door.PHONE
) -> Ask:
    """Note what somebody told the desk, whether they had been asked or just want to help."""
    require(actor, moves.P, callout)
    if door == Door.ONLINE:
        message = _("Please say how the person told you: by phone, at the counter …")
        raise Refused("door-needed", message, field="door")
    if person.community_id != callout.community_id:
        raise Refused("other-community", _("This person belongs to another community."), field="person")
    lock(callout)
    asked = {"code": free_code(Ask.objects), "wave": callout.wave, "asked_at": now}
    ask, _made = Ask.objects.get_or_create(callout=callout, person=person, defaults=asked)
    return answer_ask(ask=ask, accept=accept, actor=actor, now=now, door=door)


def _may_answer(ask: Ask, callout: CallOut, actor: Actor, door: str) -> None:
    holds = getattr(actor, "ask_id", None) == ask.pk
    myself = getattr(actor, "self_id", None)
    if holds or (myself is not None and myself == ask.person_id):
        return
    require(actor, moves.P, callout)
    if door == Door.ONLINE:
        message = _("Please say how the person told you: by phone, at the counter …")
        raise Refused("door-needed", message, field="door")


def _take(ask: Ask, callout: CallOut, count: int) -> None:
    if count < 1:
        raise Refused("count-needed", _("Please say how many of you come."), field="count")
    if callout.state == CalloutState.ENOUGH or (callout.taken + count > callout.wanted and not callout.more_allowed):
        raise Refused("enough", _("Enough people have said yes already. Thank you!"), field="count")
    ask.count = count
    callout.taken += count
    callout.save(update_fields=["taken"])


def _give_back(ask: Ask, callout: CallOut, actor: Actor, now: datetime) -> None:
    callout.taken -= ask.count
    callout.save(update_fields=["taken"])
    if callout.state == CalloutState.ENOUGH and callout.missing:
        step(callout, moves.REOPEN, actor=actor, now=now, allowed=True)
