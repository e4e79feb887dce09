"""The community has the last word: is it solved at the place, and how did each department come."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from linli.base.errors import Refused
from linli.base.outbox.events import publish
from linli.base.permissions import Actor, require
from linli.base.text import clean_words
from linli.base.workflow import step
from linli.core.people.enums import Rating
from linli.core.whistles import events
from linli.core.whistles.enums import CallState, WhistlePermission, WhistleState, WhistleStep
from linli.core.whistles.models import Call, Whistle
from linli.core.whistles.operations.answering import carry_whistle
from linli.core.whistles.operations.story import lock, tell_matter, write
from linli.core.whistles.queries import moves
from linli.core.whistles.queries.deadlines import to_report
from linli.core.whistles.queries.lists import calls_of


@transaction.atomic
def confirm_solved(*, whistle: Whistle, note: str, actor: Actor, now: datetime) -> Whistle:
    """Somebody of the community was at the place and saw that it is solved: never who did it."""
    note = clean_words(note, field="note", needed=_("Please say what you saw at the place."))
    calls = calls_of(whistle)
    _not_theirs(actor, calls)
    step(whistle, moves.SOLVE, actor=actor, now=now, solved_at=now, solved_note=note, due_at=None)
    write(whistle, WhistleStep.SOLVED, actor=actor, now=now, text=note)
    tell_matter(whistle, "solved", [call.department for call in calls], now=now, text=note)
    publish(events.WhistleSolved(at=now, whistle_id=whistle.pk))
    return whistle


@transaction.atomic
def send_back_whistle(*, whistle: Whistle, reason: str, actor: Actor, now: datetime) -> Whistle:
    """Somebody was at the place and it is not solved: the departments report again, with the full time."""
    reason = clean_words(reason, field="reason", needed=_("Please say what is still wrong."))
    lock(whistle)
    calls = calls_of(whistle)
    _not_theirs(actor, calls)
    deadline = to_report(whistle.kind, now)
    step(whistle, moves.SEND_BACK, actor=actor, now=now, due_at=deadline.due_at)
    for call in calls:
        step(call, moves.AGAIN, actor=actor, now=now, late_step="", escalated_at=None, **deadline.fields())
        publish(events.CallSentBack(at=now, whistle_id=whistle.pk, call_id=call.pk))
    write(whistle, WhistleStep.SENT_BACK, actor=actor, now=now, text=reason)
    tell_matter(whistle, "sent_back", [call.department for call in calls], now=now, text=reason)
    return whistle


@transaction.atomic
def rate_call(*, call: Call, rating: int, words: str = "", actor: Actor, now: datetime) -> Call:
    """The community judges the department that came, in five levels and its own words. The department can answer."""
    require(actor, WhistlePermission.RATE, call)
    _not_theirs(actor, [call])
    words = clean_words(words, field="words")
    if rating not in Rating.values:
        raise Refused("rating-unknown", _("Please choose one of the five."), field="rating")
    whistle = lock(call.whistle)
    if whistle.state != WhistleState.SOLVED:
        raise Refused("wrong-state", _("A department is judged once the whistle is solved."))
    step(call, moves.RATE, actor=actor, now=now, rating=rating, rating_words=words, rated_at=now)
    write(whistle, WhistleStep.RATED, actor=actor, now=now, text=words, call=call)
    publish(events.CallRated(at=now, whistle_id=whistle.pk, call_id=call.pk))
    if not Call.objects.filter(whistle=whistle).exclude(state=CallState.RATED).exists():
        carry_whistle(whistle, now=now)
    return call


def _not_theirs(actor: Actor, calls: list[Call]) -> None:
    """Whoever answers for a department does not judge it."""
    if any(moves.speaks_for(actor, call) for call in calls):
        raise Refused("own-work", _("Nobody judges their own work. Please ask somebody else to look."))
