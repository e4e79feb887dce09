"""Starting, meeting and moving the clocks of a matter: each step of the story turns some of them, as a table says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from linli.base.calendars.arithmetic import WorkCalendar
from linli.base.calendars.queries import work_calendar
from linli.core.matters.enums import ClockKind as K
from linli.core.matters.enums import ClockUnit, EntryKind, MatterState
from linli.core.matters.models import Matter, MatterClock, Pause
from linli.core.matters.models.clocks import RUNNING
from linli.core.matters.queries.rules import RuleBook, Span, rule_book

SPOKEN = frozenset({K.CONTACT, K.AGAIN})
ANSWERED = SPOKEN | {K.ANSWER}
WITHIN_THE_ENDING = (K.CONTACT, K.ANSWER)  # no step is due later than the whole


@dataclass(frozen=True)
class Turn:
    """What one step of the story does to the clocks: kept, no longer waited for, begun."""

    meets: frozenset[str] = frozenset()
    stops: frozenset[str] = frozenset()
    starts: tuple[str, ...] = ()


TURNS: dict[str, Turn] = {
    EntryKind.ACCEPTED: Turn(frozenset({K.ACCEPT}), starts=(K.ENDING, K.CONTACT, K.ANSWER)),
    EntryKind.REJECTED: Turn(frozenset({K.ACCEPT}), starts=(K.REOPEN,)),
    EntryKind.DISPATCHED: Turn(frozenset({K.HAND_ON}), starts=(K.SIGN, K.RETURN)),
    EntryKind.REASSIGNED: Turn(starts=(K.SIGN, K.RETURN)),
    EntryKind.SIGNED: Turn(frozenset({K.SIGN})),
    EntryKind.RETURNED: Turn(frozenset({K.RETURN}), frozenset({K.SIGN}), (K.HAND_ON,)),
    EntryKind.TO_DESK: Turn(stops=frozenset({K.SIGN, K.RETURN}), starts=(K.HAND_ON,)),
    EntryKind.NOTE: Turn(ANSWERED),
    EntryKind.QUESTION: Turn(SPOKEN),
    EntryKind.SUSPENDED: Turn(ANSWERED),
    EntryKind.ENDED: Turn(ANSWERED | {K.ENDING}, frozenset({K.SIGN, K.RETURN, K.HAND_ON}), (K.CHECK,)),
    EntryKind.VERIFIED: Turn(frozenset({K.CHECK}), starts=(K.SILENT,)),
    EntryKind.SENT_BACK: Turn(frozenset({K.CHECK}), starts=(K.ENDING,)),
    EntryKind.RATED: Turn(frozenset({K.SILENT}), frozenset({K.CHECK}), (K.REOPEN,)),
    EntryKind.CONFIRMED: Turn(frozenset({K.SILENT}), frozenset({K.CHECK}), (K.REOPEN,)),
    EntryKind.SILENT: Turn(stops=frozenset({K.SILENT}), starts=(K.REOPEN,)),
    EntryKind.MERGED: Turn(stops=frozenset(K.values)),
    EntryKind.REOPENED: Turn(stops=frozenset(K.values), starts=(K.AGAIN, K.ENDING)),
}
AT_ONCE = Turn(frozenset({K.ACCEPT, K.ENDING}) | ANSWERED, frozenset({K.HAND_ON}), (K.SILENT,))
APPEAL = Turn(stops=frozenset(K.values), starts=(K.ACCEPT,))


def turn_of(kind: str, matter: Matter, *, is_shown: bool) -> Turn | None:
    """What a step does to the clocks of this matter; a note for us alone is no word to the person who asked."""
    if kind == EntryKind.NOTE and not is_shown:
        return None
    if kind == EntryKind.ENDED and matter.answered_at_once:
        return AT_ONCE
    if kind == EntryKind.REOPENED and matter.state == MatterState.REPORTED:
        return APPEAL
    return TURNS.get(kind)


@dataclass
class Clockwork:
    """The running clocks of one matter, in memory: what changes is written by whoever holds the rows."""

    matter: Matter
    running: dict[str, MatterClock]
    book: RuleBook
    calendar: WorkCalendar

    def turn(self, turn: Turn, now: datetime) -> list[MatterClock]:
        """Turn the clocks for one step; give those that began with it."""
        is_first = K.ACCEPT in turn.meets and K.ENDING not in self.running and not self.matter.reopened
        for kind in turn.meets & self.running.keys():
            self.running.pop(kind).met_at = now
        for kind in (turn.stops | set(turn.starts)) & self.running.keys():
            self.running.pop(kind).stopped_at = now
        begun = []
        for kind in turn.starts:
            self.running[kind] = self._begun(kind, now)
            begun.append(self.running[kind])
        if is_first:
            first = self._begun(K.ACCEPT, self.matter.reported_at)
            first.met_at = now
            begun.append(first)
        return begun

    def _begun(self, kind: str, now: datetime) -> MatterClock:
        category = self.matter.category
        span = (
            self.book.ending(category)
            if kind == K.ENDING and category
            else self.book.span(kind, category, self.matter.urgency)
        )
        due_at = span.due(now, self.calendar)
        whole = self.running.get(K.ENDING)
        if kind in WITHIN_THE_ENDING and whole:
            due_at = min(due_at, whole.due_at)
        return _clock(self.matter, kind, span, now, due_at)


def _clock(matter: Matter, kind: str, span: Span, now: datetime, due_at: datetime) -> MatterClock:
    return MatterClock(
        matter=matter,
        kind=kind,
        started_at=now,
        due_at=due_at,
        value=span.value,
        unit=span.unit,
        source_zh=span.source_zh,
        source_en=span.source_en,
    )


def turn_clocks(matter: Matter, kind: str, *, is_shown: bool, now: datetime) -> None:
    """Turn the clocks for a step that has just been told. Called with every entry of the story, in its transaction."""
    turn = turn_of(kind, matter, is_shown=is_shown)
    if turn is None:
        return
    before = running_clocks(matter)
    if not turn.starts and K.ACCEPT not in turn.meets and not (turn.meets | turn.stops) & before.keys():
        return
    work = Clockwork(matter, dict(before), rule_book(matter.community_id), work_calendar())
    begun = work.turn(turn, now)
    ended = [clock for clock in before.values() if not clock.is_running]
    MatterClock.objects.bulk_update(ended, ["met_at", "stopped_at"])
    MatterClock.objects.bulk_create(begun)


def running_clocks(matter: Matter) -> dict[str, MatterClock]:
    """The clocks that somebody waits for, by kind."""
    return {clock.kind: clock for clock in MatterClock.objects.filter(RUNNING, matter=matter)}


def ending_clock(matter: Matter) -> MatterClock | None:
    """What the person who asked was promised."""
    return MatterClock.objects.filter(RUNNING, matter=matter, kind=K.ENDING).first()


def promise_anew(*, matter: Matter, span: Span, due_at: datetime, now: datetime, since: datetime | None = None) -> None:
    """Give the ending another time, counted from now or since it was promised; the steps within it are due no later."""
    MatterClock.objects.filter(RUNNING, matter=matter, kind=K.ENDING).update(stopped_at=now)
    _clock(matter, K.ENDING, span, since or now, due_at).save(force_insert=True)
    _cap(matter, WITHIN_THE_ENDING, max(due_at, now))


def _cap(matter: Matter, kinds: Sequence[str], due_at: datetime) -> None:
    later = MatterClock.objects.filter(RUNNING, matter=matter, kind__in=kinds, due_at__gt=due_at)
    later.update(due_at=due_at)


def move_ending(*, matter: Matter, due_at: datetime, more_days: int = 0) -> None:
    """Let the ending be due later: after a pause, or because more time was given."""
    clock = ending_clock(matter)
    if clock:
        clock.due_at, clock.extended_days = due_at, clock.extended_days + more_days
        clock.save(update_fields=["due_at", "extended_days"])


def begin_pause(*, matter: Matter, reason: str, until: date, due_before: datetime, now: datetime) -> Pause:
    """Write down that the clock of the ending stands still, why and until which day at the latest."""
    pause = Pause(matter=matter, reason=reason, from_at=now, until_on=until, due_before=due_before)
    pause.save(force_insert=True)
    MatterClock.objects.filter(RUNNING, matter=matter, kind=K.ENDING).update(has_paused=True)
    return pause


def end_pause(*, pause: Pause, due_after: datetime, now: datetime) -> None:
    """Write down that the clock goes on, and where it stands now."""
    pause.ended_at, pause.due_after = now, due_after
    pause.save(update_fields=["ended_at", "due_after"])


def open_pause(matter: Matter) -> Pause | None:
    """Why a matter waits, if it does."""
    return Pause.objects.filter(matter=matter, ended_at=None).first()


def desk_span(days: int, source: tuple[str, str]) -> Span:
    """A number of working days that somebody decided, with the rule that lets them."""
    return Span(days, ClockUnit.WORKING_DAYS, *source)
