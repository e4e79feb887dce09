"""One matter of the demo, step by step, with the rows that the real operations would have written.

Two thousand matters through the real operations would take minutes. So the steps are taken in memory, in the same
order and with the same columns, and inserted at once; a test takes some of them and compares.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from linli.base.calendars.arithmetic import BEIJING
from linli.core.matters.enums import ClockKind, EndingKind, EntryKind, MatterState, Voice
from linli.core.matters.models import Category, Entry, Matter, Pause
from linli.core.matters.operations.clocks import Clockwork, turn_of
from linli.core.matters.operations.desk import ending_detail
from linli.core.matters.operations.handling import whose
from linli.core.matters.queries.rules import Span
from linli.core.people.enums import Door
from linli.portal.demo.pen import Pen
from linli.portal.demo.staff import Worker

S = MatterState
NO_DEADLINE: dict[str, Any] = {"due_at": None, "due_from": None, "due_days": None}
NO_ENDING: dict[str, Any] = {
    "ending": "",
    "ending_text": "",
    "handed_on_to": "",
    "basis": "",
    "ended_at": None,
    "verified_by_id": None,
}
SYSTEM = "system:matters"


class NotYet(Exception):  # noqa: N818 -- not an error: the future
    """The next step lies after now."""


class Telling:
    """A matter on its way."""

    def __init__(self, pen: Pen, matter: Matter, category: Category) -> None:
        self.pen, self.matter, self.category = pen, matter, category
        self.at = matter.reported_at
        self.handler: Worker | None = None
        self.work = Clockwork(matter, {}, pen.book, pen.calendar)
        self.pause: Pause | None = None

    def report(self) -> None:
        """The first words."""
        self._set(state=S.REPORTED, state_since=self.at, **self._step(ClockKind.ACCEPT))
        self.pen.matters.append(self.matter)
        voice = Voice.REPORTER if self.matter.door == Door.ONLINE else Voice.STAFF
        self._audit("report", {"door": self.matter.door}, self.matter.reported_by)
        self._entry(EntryKind.REPORTED, self.matter.text, voice, self.matter.reported_by)

    def accept(self, at: datetime, desk: Worker) -> None:
        self._until(at)
        self._move("accept", S.ACCEPTED, desk, **self._limit())
        self._entry(EntryKind.ACCEPTED, "", Voice.STAFF, desk)

    def reject(self, at: datetime, desk: Worker, reason: str, advice: str) -> None:
        self._until(at)
        self._move("reject", S.REJECTED, desk, reject_reason=reason, **NO_DEADLINE)
        self._entry(EntryKind.REJECTED, advice, Voice.STAFF, desk, {"reason": reason})

    def answer_at_once(self, at: datetime, desk: Worker, ending: str, answer: str, to: str) -> None:
        self._until(at)
        fields = {**self._ending(ending, answer, to), **self._step(ClockKind.SILENT)}
        self._move("answer-at-once", S.FED_BACK, desk, handler_id=desk.person.id, answered_at_once=True, **fields)
        self.handler = desk
        self._entry(EntryKind.ENDED, answer, Voice.STAFF, desk, ending_detail(self.matter))

    def dispatch(self, at: datetime, desk: Worker, handler: Worker) -> None:
        self._until(at)
        owner = ""  # the desk names one only when it is not the one that the category names
        fields = {"handler_id": handler.person.id, "owner": owner, "dispatched_at": at, **self._promised()}
        self._move("dispatch", S.DISPATCHED, desk, **fields)
        self.handler = handler
        detail = {"handler": handler.person.resident.name, "owner": owner}
        self._entry(EntryKind.DISPATCHED, "", Voice.STAFF, desk, detail)

    def sign(self, at: datetime) -> None:
        self._until(at)
        self._move("sign", S.HANDLING, self.handler)
        self._entry(EntryKind.SIGNED, "", Voice.STAFF, self.handler)

    def send_to_desk(self, at: datetime, reason: str, basis: Category | None = None) -> None:
        """The handler says that it is not theirs."""
        self._until(at)
        fields = {"returns": self.matter.returns + 1, "dispatched_at": None, "handler_id": None}
        limit = self._step(ClockKind.HAND_ON)
        self._move("return", S.ACCEPTED, self.handler, **fields, **limit)
        detail = {"times": self.matter.returns, **whose(basis)}
        self._entry(EntryKind.RETURNED, reason, Voice.STAFF, self.handler, detail, is_shown=False)
        self.handler = None

    def note(self, at: datetime, text: str) -> None:
        self._until(at)
        self._audit("note", {"shown": True, "photos": 0}, self.handler)
        self._entry(EntryKind.NOTE, text, Voice.STAFF, self.handler)

    def ask(self, at: datetime, text: str) -> None:
        self._until(at)
        self._set(asked_at=at)
        self._audit("ask", {}, self.handler)
        self._entry(EntryKind.QUESTION, text, Voice.STAFF, self.handler)

    def reply(self, at: datetime, text: str) -> None:
        self._until(at)
        self._set(asked_at=None)
        self._audit("reply", {}, self.asker)
        self._entry(EntryKind.REPLY, text, Voice.REPORTER, self.asker)

    def extend(self, asked: datetime, given: datetime, desk: Worker, days: int, reason: str) -> None:
        """The handler asks for more time, and the desk gives it."""
        self._until(asked)
        self._set(extension_days=days)
        self._audit("ask-extension", {"days": days}, self.handler)
        self._entry(EntryKind.EXTENSION_ASKED, reason, Voice.STAFF, self.handler, {"days": days}, is_shown=False)
        self._until(given)
        longer = self.pen.in_days(max(self.matter.due_at or given, given), days)["due_at"]
        self._move_ending(longer, days)
        total = (self.matter.due_days or 0) + days
        self._set(extension_days=None, extensions=self.matter.extensions + 1, due_at=longer, due_days=total)
        self._audit("settle-extension", {"grant": True, "days": days}, desk)
        self._entry(EntryKind.EXTENDED, "", Voice.STAFF, desk, {"days": days})

    def suspend(self, at: datetime, until: date, reason: str, because: str) -> None:
        self._until(at)
        goes_on = datetime.combine(until, time(9), tzinfo=BEIJING)
        before = self.matter.due_at or at
        since = {"from_at": at, "until_on": until, "due_before": before}
        self.pause = Pause(id=self.pen.clock_keys.at(at), matter=self.matter, reason=because, **since)
        self.pen.pauses.append(self.pause)
        self.work.running[ClockKind.ENDING].has_paused = True
        self._move("suspend", S.SUSPENDED, self.handler, suspended_until=until, due_at=goes_on)
        detail = {"until": until.isoformat(), "because": because}
        self._entry(EntryKind.SUSPENDED, reason, Voice.STAFF, self.handler, detail)

    def resume(self, at: datetime) -> None:
        """The waiting is over: the deadline moves by it."""
        self._until(at)
        assert self.pause is not None  # noqa: S101 -- only what waits goes on
        due = self.pen.calendar.extend_for_pauses(self.pause.due_before, [(self.pause.from_at, at)], now=at)
        self.pause.ended_at, self.pause.due_after = at, due
        self._move_ending(due, 0)
        self._move("resume", S.HANDLING, SYSTEM, due_at=due, suspended_until=None)
        self._entry(EntryKind.RESUMED, "", Voice.SYSTEM, SYSTEM)

    def feed_back(self, at: datetime, ending: str, answer: str, to: str) -> None:
        self._until(at)
        fields = {**self._ending(ending, answer, to), **self._step(ClockKind.CHECK)}
        self._move("feed-back", S.FED_BACK, self.handler, **fields)
        self._entry(EntryKind.ENDED, answer, Voice.STAFF, self.handler, ending_detail(self.matter))

    def send_back(self, at: datetime, checker: Worker, reason: str) -> None:
        self._until(at)
        self._move("send-back", S.HANDLING, checker, **NO_ENDING, **self._limit())
        self._entry(EntryKind.SENT_BACK, reason, Voice.STAFF, checker)

    def verify(self, at: datetime, checker: Worker) -> None:
        self._until(at)
        fields = {"verified_by_id": checker.person.id, **self._step(ClockKind.SILENT)}
        self._move("verify", S.VERIFIED, checker, **fields)
        self._entry(EntryKind.VERIFIED, "", Voice.STAFF, checker)

    def rate(self, at: datetime, rating: int, words: str) -> None:
        """The person who asked judges."""
        self._until(at)
        self._move("confirm", S.CLOSED, self.asker, rating=rating, closed_at=at, **NO_DEADLINE)
        self._entry(EntryKind.RATED, words, Voice.REPORTER, self.asker, {"rating": rating})

    def close_silent(self, at: datetime) -> None:
        """Nobody objected."""
        self._until(at)
        self._move("close-silent", S.CLOSED, SYSTEM, closed_at=at, **NO_DEADLINE)
        self._entry(EntryKind.SILENT, "", Voice.SYSTEM, SYSTEM)

    def reopen(self, at: datetime, text: str) -> None:
        """It is taken up again: after a bad judgement at once, or because something new came up."""
        self._until(at)
        fields = {**NO_ENDING, **self._step(ClockKind.AGAIN), "rating": None, "closed_at": None}
        fields |= {"reopened": self.matter.reopened + 1, "handler_id": None, "dispatched_at": None, "extensions": 0}
        former = {"former": str(self.matter.handler_id)} if self.matter.handler_id else {}
        self._move("reopen", S.ACCEPTED, self.asker, answered_at_once=False, **fields)
        self.handler = None
        self._entry(EntryKind.REOPENED, text, Voice.REPORTER, self.asker, former)

    @property
    def asker(self) -> str:
        """Who speaks for the matter: a signed-in person, or whoever holds the slip."""
        return f"person:{self.matter.reporter_id}" if self.matter.reporter_id else "slip"

    def _until(self, at: datetime) -> None:
        if at > self.pen.now:
            raise NotYet
        self.at = max(at, self.at)

    def _step(self, kind: str) -> dict[str, Any]:
        """The deadline of the next step, as columns."""
        return self._due(self.pen.book.span(kind, self.category, self.category.urgency))

    def _limit(self) -> dict[str, Any]:
        return self._due(self.pen.book.ending(self.category))

    def _promised(self) -> dict[str, Any]:
        """What the person was promised stands, whoever handles it."""
        clock = self.work.running[ClockKind.ENDING]
        return {"due_at": clock.due_at, "due_from": clock.started_at, "due_days": clock.days}

    def _due(self, span: Span) -> dict[str, Any]:
        return {"due_at": span.due(self.at, self.pen.calendar), "due_from": self.at, "due_days": span.days}

    def _move_ending(self, due_at: datetime, days: int) -> None:
        clock = self.work.running[ClockKind.ENDING]
        clock.due_at, clock.extended_days = due_at, clock.extended_days + days

    def _ending(self, ending: str, answer: str, to: str) -> dict[str, Any]:
        handed_on_to = to if ending == EndingKind.HANDED_ON else ""
        basis = answer.split("。")[0] + "。" if ending == EndingKind.NOT_POSSIBLE else ""
        told = {"ending": ending, "ending_text": answer, "handed_on_to": handed_on_to, "ended_at": self.at}
        told["basis"] = basis
        return {**told, "extension_days": None, "asked_at": None}

    def _set(self, **fields: Any) -> None:
        for name, value in fields.items():
            setattr(self.matter, name, value)

    def _move(self, name: str, target: str, who: Worker | str | None, **fields: Any) -> None:
        before = self.matter.state
        self._set(state=target, state_since=self.at, **fields)
        self._audit(name, {"from": str(before), "to": str(target)}, who)

    def _audit(self, action: str, data: dict[str, Any], who: Worker | str | None) -> None:
        self.pen.note_audit(action, self.matter, _actor(who), self.at, data)

    def _entry(
        self, kind: str, text: str, voice: str, who: Worker | str | None, detail: dict[str, Any] | None = None,
        *, is_shown: bool = True,
    ) -> None:  # fmt: skip
        due = {"due": self.matter.due_at.isoformat()} if self.matter.due_at else {}
        entry = Entry(
            id=self.pen.keys.at(self.at), matter_id=self.matter.pk, kind=kind, voice=voice, text=text,
            is_shown=is_shown, actor=_actor(who)[0], detail={**due, **(detail or {})}, at=self.at,
            name=who.person.resident.name if isinstance(who, Worker) and voice == Voice.STAFF else "",
            door=self.matter.door if kind == EntryKind.REPORTED else Door.ONLINE,
        )  # fmt: skip
        self.pen.entries.append(entry)
        turn = turn_of(kind, self.matter, is_shown=is_shown)
        if turn:
            for clock in self.work.turn(turn, self.at):
                clock.id = self.pen.clock_keys.at(self.at)
                self.pen.clocks.append(clock)
        self.pen.tell(entry, self.matter)


def _actor(who: Worker | str | None) -> tuple[str, UUID | None]:
    """How the audit names somebody, and the person behind."""
    if isinstance(who, Worker):
        return f"person:{who.person.id}", who.person.id
    label = who or SYSTEM
    return label, UUID(label.removeprefix("person:")) if label.startswith("person:") else None
