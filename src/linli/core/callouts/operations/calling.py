"""A call for help: written, sent to a few at a time, called off or done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from linli.base.audit.operations import record
from linli.base.codes import free_code
from linli.base.errors import Refused
from linli.base.messaging.quiet import after_quiet_hours
from linli.base.outbox.events import publish
from linli.base.permissions import Actor, require
from linli.base.text import clean_words
from linli.base.workflow import step
from linli.core.areas.models import Area
from linli.core.callouts import events
from linli.core.callouts.enums import UNDER_WAY, Answer, CalloutState, Skill, Source
from linli.core.callouts.models import Ask, CallOut
from linli.core.callouts.queries import moves
from linli.core.callouts.queries.helpers import helpers_for, source_choices
from linli.core.matters.models import Matter

USUAL_WAVE = timedelta(hours=24)
EMERGENCY_WAVE = timedelta(minutes=30)
LONGEST = timedelta(days=3)
MOST_WANTED = 500


@dataclass(frozen=True, kw_only=True)
class Call:
    """What is needed, where, when and by how many."""

    community: Area
    title: str
    text: str
    where: str
    starts_at: datetime
    ends_at: datetime
    wanted: int
    grid: Area | None = None
    skills: Sequence[str] = ()
    sources: Sequence[str] = (Source.RESIDENTS,)
    more_allowed: bool = False
    is_emergency: bool = False
    matter: Matter | None = None


@transaction.atomic
def draft_callout(*, call: Call, actor: Actor, now: datetime) -> CallOut:
    """Write a call down; nobody is asked yet."""
    _check(call, now)
    person = getattr(actor, "person", None)
    callout = CallOut(
        code=free_code(CallOut.objects),
        community=call.community,
        place=(call.grid or call.community).path,
        grid=call.grid,
        title=clean_words(call.title, field="title", needed=_("Please give it a short title."), most=60),
        text=clean_words(call.text, needed=_("Please say in a few words what is to be done.")),
        where=clean_words(call.where, field="where", needed=_("Please say where to meet."), most=120),
        starts_at=call.starts_at,
        ends_at=call.ends_at,
        wanted=call.wanted,
        more_allowed=call.more_allowed,
        skills=list(dict.fromkeys(call.skills)),
        sources=list(dict.fromkeys(call.sources)),
        is_emergency=call.is_emergency,
        matter=call.matter,
        called_by=person.name if person else "",
        made_at=now,
        state_since=now,
    )
    require(actor, moves.P, callout)
    callout.save(force_insert=True)
    record("callouts.callout.draft", callout, actor=actor, now=now, data={"wanted": call.wanted})
    return callout


def _check(call: Call, now: datetime) -> None:
    if call.ends_at <= call.starts_at or call.ends_at - call.starts_at > LONGEST:
        raise Refused("ends-before-start", _("The end lies after the beginning, three days at most."), field="ends_at")
    if call.starts_at <= now:
        raise Refused("too-late", _("This hour is over already."), field="starts_at")
    if not 1 <= call.wanted <= MOST_WANTED:
        raise Refused("wanted-needed", _("Between 1 and 500 people, please."), field="wanted")
    if not set(call.skills) <= set(Skill.values):
        raise Refused("skill-unknown", _("Please choose from the list."), field="skills")
    if not set(call.sources) <= {name for name, _label in source_choices()}:
        raise Refused("source-unknown", _("Please choose from the list."), field="sources")
    if call.grid and call.grid.community_id != call.community.pk:
        raise Refused("grid-elsewhere", _("This grid belongs to another community."), field="grid")
    if call.matter and call.matter.community_id != call.community.pk:
        raise Refused("matter-elsewhere", _("This matter belongs to another community."), field="matter")


@transaction.atomic
def call_wave(*, callout: CallOut, actor: Actor, now: datetime) -> CallOut:
    """Ask the next few. The ones before have their time first, so that a quick press never outruns a slow answer."""
    require(actor, moves.P, callout)
    lock(callout)
    if callout.state not in {CalloutState.DRAFTED, CalloutState.CALLING}:
        raise Refused("wrong-state", _("Nobody is asked any more for this call."))
    if callout.starts_at <= now:
        raise Refused("too-late", _("It has begun already."))
    if not callout.missing:
        raise Refused("enough", _("Enough people have said yes already. Thank you!"))
    if (
        callout.wave_ends_at
        and now < callout.wave_ends_at
        and callout.asks.filter(wave=callout.wave, answer="").exists()
    ):
        raise Refused("wave-open", _("Those who were asked last still have time to answer."))
    found = helpers_for(callout, now)
    if not found:
        raise Refused("nobody-fits", _("Nobody else fits: try other skills, another hour, or ask a team by name."))
    if callout.state == CalloutState.DRAFTED:
        step(callout, moves.CALL, actor=actor, now=now)
    callout.wave += 1
    callout.wave_ends_at = _wave_end(callout, now)
    callout.save(update_fields=["wave", "wave_ends_at"])
    for helper in found:
        Ask.objects.create(
            callout=callout, person_id=helper.candidate.person_id, code=free_code(Ask.objects), wave=callout.wave,
            asked_at=now,
        )  # fmt: skip
    data = {"wave": callout.wave, "count": len(found)}  # never who: an asking is nobody else's business
    record("callouts.callout.wave", callout, actor=actor, now=now, data=data)
    publish(events.WaveAsked(at=now, callout_id=callout.pk, wave=callout.wave))
    return callout


def _wave_end(callout: CallOut, now: datetime) -> datetime:
    """A day to answer, half an hour in an emergency; nobody's night is counted, and never beyond the beginning."""
    if callout.is_emergency:
        return min(now + EMERGENCY_WAVE, callout.starts_at)
    return min(after_quiet_hours(now) + USUAL_WAVE, callout.starts_at)


@transaction.atomic
def ask_body(*, callout: CallOut, name: str, actor: Actor, now: datetime) -> Ask:
    """Ask a team, a unit or a shop by name; whoever gets the code answers for it, or tells the desk."""
    require(actor, moves.P, callout)
    lock(callout)
    if callout.state not in {CalloutState.DRAFTED, CalloutState.CALLING}:
        raise Refused("wrong-state", _("Nobody is asked any more for this call."))
    name = clean_words(name, field="name", needed=_("Please write the name of the team or unit."), most=80)
    if callout.asks.filter(body=name).exists():
        raise Refused("asked-already", _("They were asked already."), field="name")
    if callout.state == CalloutState.DRAFTED:
        step(callout, moves.CALL, actor=actor, now=now)
    ask = Ask.objects.create(callout=callout, body=name, code=free_code(Ask.objects), wave=callout.wave, asked_at=now)
    record("callouts.callout.ask-body", callout, actor=actor, now=now, data={"body": name})
    return ask


@transaction.atomic
def end_calling(*, callout: CallOut, actor: Actor, now: datetime) -> CallOut:
    """Enough, thank you: nobody else is asked."""
    step(callout, moves.ENOUGH, actor=actor, now=now)
    publish(events.EnoughFound(at=now, callout_id=callout.pk))
    return callout


@transaction.atomic
def cancel_callout(*, callout: CallOut, words: str, actor: Actor, now: datetime) -> CallOut:
    """Call it off, and tell why to everybody who was asked and has not said no."""
    words = clean_words(words, field="words", needed=_("Please say why; those who said yes read it."), most=400)
    step(callout, moves.CANCEL, actor=actor, now=now, words=words)
    publish(events.CalloutCancelled(at=now, callout_id=callout.pk))
    return callout


@transaction.atomic
def finish_callout(*, callout: CallOut, came: Sequence[UUID], words: str, actor: Actor, now: datetime) -> CallOut:
    """It is done: those who came are thanked. About those who did not, nothing is written."""
    lock(callout)
    if callout.starts_at > now:
        raise Refused("too-early", _("It has not begun yet. To stop asking, press “Enough, thank you”."))
    step(callout, moves.FINISH, actor=actor, now=now, words=clean_words(words, field="words", most=400))
    there = callout.asks.filter(answer=Answer.YES, pk__in=came)
    minutes = int((callout.ends_at - callout.starts_at).total_seconds() // 60)
    for person in there.filter(person__isnull=False).values_list("person_id", flat=True):
        publish(events.HelpGiven(at=now, callout_id=callout.pk, person_id=person, minutes=minutes))
    there.update(came=True)
    publish(events.CalloutDone(at=now, callout_id=callout.pk))
    return callout


def lock(callout: CallOut) -> CallOut:
    """Hold the row until the end of the transaction, and see it as it is now."""
    callout.refresh_from_db(from_queryset=CallOut.objects.select_for_update(of=("self",)))
    return callout


def is_open(callout: CallOut) -> bool:
    """Whether somebody can still say yes or take it back."""
    return callout.state in UNDER_WAY
