"""A department answers: it signs, gets in touch, reports with a result, and may answer how it was judged."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from linli.base.audit.operations import record
from linli.base.errors import Refused
from linli.base.outbox.events import publish
from linli.base.permissions import Actor, SystemActor
from linli.base.text import clean_words
from linli.base.workflow import Move, step
from linli.core.matters.operations.story import name_of
from linli.core.whistles.enums import CallState, WhistleStep
from linli.core.whistles.events import CallAdvanced
from linli.core.whistles.models import Call, Whistle
from linli.core.whistles.operations.story import lock, slowest, tell_matter, write
from linli.core.whistles.queries import moves
from linli.core.whistles.queries.deadlines import NO_DEADLINE, to_contact, to_report

FOLLOWS = SystemActor("whistles")  # the whistle follows its slowest call


@transaction.atomic
def sign_call(*, call: Call, name: str = "", actor: Actor, now: datetime) -> Call:
    """Somebody of the department takes the call, with their name."""
    _speaks(actor, call)
    needed = _("Please write your name: the community asks for you.")
    name = clean_words(name or name_of(actor), field="name", needed=needed, most=40).replace("\n", " ")
    lock(call.whistle)
    fields = {"signed_at": now, "signed_name": name, **to_contact(_blown(call)).fields()}
    return _along(call, moves.SIGN, WhistleStep.SIGNED, "", fields, actor=actor, now=now)


@transaction.atomic
def contact_call(*, call: Call, text: str, actor: Actor, now: datetime) -> Call:
    """The department got in touch with the community: with whom, and what was agreed."""
    _speaks(actor, call)
    text = clean_words(text, needed=_("Please say with whom you spoke and what was agreed."))
    lock(call.whistle)
    deadline = to_report(call.whistle.kind, _blown(call))
    return _along(
        call, moves.CONTACT, WhistleStep.CONTACTED, text, {"contacted_at": now, **deadline.fields()},
        actor=actor, now=now,
    )  # fmt: skip


@transaction.atomic
def report_call(*, call: Call, text: str, actor: Actor, now: datetime) -> Call:
    """The department was there and says what was done. The community looks at the place before it counts as solved."""
    _speaks(actor, call)
    text = clean_words(text, needed=_("Please say what was done at the place, and what is still to do."))
    lock(call.whistle)
    fields: dict[str, Any] = {"reported_at": now, "result": text, **NO_DEADLINE}
    _along(call, moves.REPORT, WhistleStep.REPORTED, text, fields, actor=actor, now=now)
    tell_matter(call.whistle, "reported", [call.department], now=now, text=text)
    return call


@transaction.atomic
def answer_judgement(*, call: Call, text: str, actor: Actor, now: datetime) -> Call:
    """The department says once what it thinks of the judgement; both stand side by side."""
    _speaks(actor, call)
    text = clean_words(text, needed=_("Please write your answer."))
    lock(call.whistle)
    open_ones = Call.objects.filter(pk=call.pk, state=CallState.RATED, answer="")
    if not open_ones.update(answer=text, answered_at=now):
        raise Refused("wrong-state", _("There is no judgement to answer, or it was answered already."))
    call.answer, call.answered_at = text, now
    record("whistles.call.answer_judgement", call, actor=actor, now=now)
    write(call.whistle, WhistleStep.ANSWERED, actor=actor, now=now, text=text, call=call, name=call.department.name_zh)
    publish(CallAdvanced(at=now, whistle_id=call.whistle_id, call_id=call.pk))
    return call


def carry_whistle(whistle: Whistle, *, now: datetime) -> Whistle:
    """Bring the whistle to where its slowest department stands, with that one's deadline."""
    calls = list(Call.objects.filter(whistle=whistle))
    move = moves.CARRIED.get(slowest(calls))
    if move and whistle.state in move.sources:
        step(whistle, move, actor=FOLLOWS, now=now)
    due_at = min((call.due_at for call in calls if call.due_at), default=None)
    Whistle.objects.filter(pk=whistle.pk).update(due_at=due_at)
    whistle.due_at = due_at
    return whistle


def _along(
    call: Call, move: Move, told: WhistleStep, text: str, fields: dict[str, Any], *, actor: Actor, now: datetime
) -> Call:
    step(call, move, actor=actor, now=now, allowed=True, **fields)
    write(call.whistle, told, actor=actor, now=now, text=text, call=call, name=call.signed_name)
    publish(CallAdvanced(at=now, whistle_id=call.whistle_id, call_id=call.pk))
    carry_whistle(call.whistle, now=now)
    return call


def _speaks(actor: Actor, call: Call) -> None:
    if not moves.speaks_for(actor, call):
        raise Refused("forbidden", _("You do not have the right to do this here."))


def _blown(call: Call) -> datetime:
    assert call.whistle.blown_at is not None  # noqa: S101 -- a whistle with calls has it by constraint
    return call.whistle.blown_at
