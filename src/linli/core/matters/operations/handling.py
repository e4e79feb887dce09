"""What the handler does: take in hand, note, ask, wait, and say honestly how it ended."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils.timezone import get_default_timezone, localdate
from django.utils.translation import gettext as _

from linli.base.audit.operations import record
from linli.base.calendars.queries import extend_for_pauses
from linli.base.errors import Refused
from linli.base.files.models import StoredFile
from linli.base.permissions import Actor, SystemActor, require
from linli.base.text import clean_words
from linli.base.workflow import step
from linli.core.matters import events
from linli.core.matters.enums import ClockKind, EntryKind, MatterPermission, MatterState, PauseReason
from linli.core.matters.models import MOST_EXTENSIONS, Category, Entry, Matter
from linli.core.matters.operations.clocks import begin_pause, end_pause, ending_clock, move_ending, open_pause
from linli.core.matters.operations.desk import ending_detail, ending_fields
from linli.core.matters.operations.story import Told, lock, require_handler, tell
from linli.core.matters.operations.tasks import refuse_while_needed
from linli.core.matters.queries import moves
from linli.core.matters.queries.deadlines import EXTENSION_DAYS, return_until, step_limit
from linli.core.matters.queries.mentions import mentioned_in

LONGEST_WAIT_DAYS = 200  # a whole winter for what can only be done in spring
REPLIED = SystemActor("reply")


@transaction.atomic
def sign_matter(*, matter: Matter, actor: Actor, now: datetime) -> Matter:
    """The handler takes the matter in hand; the person who asked sees that somebody works on it."""
    lock(matter)
    require_handler(actor, matter)
    step(matter, moves.SIGN, actor=actor, now=now)
    tell(matter, Told(EntryKind.SIGNED), events.MatterSigned, actor=actor, now=now)
    return matter


@transaction.atomic
def return_dispatch(
    *, matter: Matter, reason: str, actor: Actor, now: datetime, basis: Category | None = None
) -> Matter:
    """Send back what is not one's own to handle: within a working day, with the reason and the clause that says whose
    it is, and not a fourth time."""
    reason = clean_words(reason, field="reason", needed=_("Please say whose it is, or why it is not yours."))
    lock(matter)
    require_handler(actor, matter)
    if matter.returns >= moves.MOST_RETURNS:
        message = _("It has come back three times. The duty leader has decided that you handle it.")
        raise Refused("returned-three-times", message)
    until = return_until(matter)
    if until and now > until:
        raise Refused("return-too-late", _("It can be sent back within one working day only. Please talk to the desk."))
    fields: dict[str, Any] = {
        "returns": matter.returns + 1,
        "handler": None,
        "extension_days": None,
        "dispatched_at": None,
    }
    limit = step_limit(ClockKind.HAND_ON, matter, now)
    step(matter, moves.RETURN, actor=actor, now=now, **fields, **limit.fields())
    detail = {"times": matter.returns, **whose(basis)}
    told = Told(EntryKind.RETURNED, reason, is_shown=False, detail=detail)
    tell(matter, told, events.DispatchReturned, actor=actor, now=now)
    return matter


def whose(basis: Category | None) -> dict[str, str]:
    """The kind of matter that it rather is, with its owner and clause as they read today."""
    if basis is None:
        return {}
    names = ("owner_zh", "owner_en", "clause_zh", "clause_en")
    return {"basis": basis.code, **{name: getattr(basis, name) for name in names}}


@transaction.atomic
def add_note(
    *, matter: Matter, text: str, actor: Actor, now: datetime, is_shown: bool = False,
    photos: Sequence[StoredFile] = (), recording: StoredFile | None = None,
) -> Entry:  # fmt: skip
    """Write down what was done or seen, with pictures or a voice note: for us alone, unless it says that it is shown.

    Whoever is named with an @ and may see the matter gets one message.
    """
    require(actor, MatterPermission.NOTE, matter)
    needed = "" if photos or recording else _("Please write what was done or seen.")
    text = clean_words(text, needed=needed)
    called = {} if is_shown else mentioned_in(text, matter.place, localdate(now)).detail()
    told = Told(EntryKind.NOTE, text, is_shown=is_shown, photos=photos, recording=recording, detail=called)
    record("matters.matter.note", matter, actor=actor, now=now, data={"shown": is_shown, "photos": len(photos)})
    return tell(matter, told, events.NoteAdded, actor=actor, now=now)


@transaction.atomic
def tell_reporter(
    *, matter: Matter, text: str, actor: Actor, now: datetime, photos: Sequence[StoredFile] = ()
) -> Entry:
    """A word to the person who asked, while it goes on or after: they get a message, and read it in the story."""
    require(actor, MatterPermission.NOTE, matter)
    text = clean_words(text, needed=_("Please write what the person should know."))
    lock(matter)
    record("matters.matter.tell", matter, actor=actor, now=now, data={"photos": len(photos)})
    return tell(matter, Told(EntryKind.TOLD, text, photos=photos), events.ReporterTold, actor=actor, now=now)


@transaction.atomic
def ask_back(*, matter: Matter, text: str, actor: Actor, now: datetime, waits_until: date | None = None) -> Entry:
    """Ask the person who asked. The deadline goes on, unless the handler can do nothing before they reply."""
    require(actor, MatterPermission.NOTE, matter)
    text = clean_words(text, needed=_("Please write your question."))
    lock(matter)
    if matter.state not in moves.ASKABLE:
        raise Refused("wrong-state", _("This matter has ended; there is nothing left to ask."))
    detail = {}
    if waits_until:
        _stand_still(matter, PauseReason.RESIDENT, waits_until, field="waits_until", actor=actor, now=now)
        detail = {"until": waits_until.isoformat()}
    Matter.objects.filter(pk=matter.pk).update(asked_at=now)
    matter.asked_at = now
    record("matters.matter.ask", matter, actor=actor, now=now)
    return tell(matter, Told(EntryKind.QUESTION, text, detail=detail), events.QuestionAsked, actor=actor, now=now)


@transaction.atomic
def ask_extension(*, matter: Matter, days: int, reason: str, actor: Actor, now: datetime) -> Matter:
    """Ask for more time, at most five working days and at most twice; somebody at the desk decides."""
    reason = clean_words(reason, field="reason", needed=_("Please say why you need more time."))
    lock(matter)
    require_handler(actor, matter)
    if matter.state not in moves.EXTENDABLE:
        raise Refused("wrong-state", _("Someone else was quicker, or this step is no longer open. Please look again."))
    if matter.extensions >= MOST_EXTENSIONS:
        raise Refused("extended-twice", _("It was extended twice already; more is not possible."))
    if matter.extension_days is not None:
        raise Refused("extension-asked", _("You have asked already; the desk will answer."))
    if not 0 < days <= EXTENSION_DAYS:
        message = _("Between 1 and %(most)s working days, please.") % {"most": EXTENSION_DAYS}
        raise Refused("extension-out-of-range", message, field="days")
    Matter.objects.filter(pk=matter.pk).update(extension_days=days)
    matter.extension_days = days
    record("matters.matter.ask-extension", matter, actor=actor, now=now, data={"days": days})
    told = Told(EntryKind.EXTENSION_ASKED, reason, is_shown=False, detail={"days": days})
    tell(matter, told, events.ExtensionAsked, actor=actor, now=now)
    return matter


@transaction.atomic
def suspend_matter(*, matter: Matter, because: str, until: date, reason: str, actor: Actor, now: datetime) -> Matter:
    """Let a matter wait for a season, for parts or for somebody else, until a day; the person reads why."""
    needed = _("Please say what it waits for, in words the person understands.")
    reason = clean_words(reason, field="reason", needed=needed)
    lock(matter)
    _stand_still(matter, because, until, field="until", actor=actor, now=now)
    told = Told(EntryKind.SUSPENDED, reason, detail={"until": until.isoformat(), "because": because})
    tell(matter, told, events.MatterSuspended, actor=actor, now=now)
    return matter


def _stand_still(matter: Matter, because: str, until: date, *, field: str, actor: Actor, now: datetime) -> None:
    """Stop the clock of the ending until a day: never without an end, and only by the handler."""
    require_handler(actor, matter)
    if because not in PauseReason.values:
        raise Refused("pause-reason-needed", _("Please choose what it waits for."), field="because")
    if not 0 < (until - localdate(now)).days <= LONGEST_WAIT_DAYS:
        message = _("Please choose a day between tomorrow and %(most)s days from now.") % {"most": LONGEST_WAIT_DAYS}
        raise Refused("wait-out-of-range", message, field=field)
    due = matter.due_at
    goes_on = datetime.combine(until, time(9), tzinfo=get_default_timezone())
    step(matter, moves.SUSPEND, actor=actor, now=now, suspended_until=until, due_at=goes_on)
    begin_pause(matter=matter, reason=because, until=until, due_before=due or now, now=now)


@transaction.atomic
def resume_matter(*, matter: Matter, actor: Actor, now: datetime) -> Matter:
    """Go on after waiting; the deadline has moved by the working days of the waiting."""
    lock(matter)
    if not isinstance(actor, SystemActor):
        require_handler(actor, matter)
    pause = open_pause(matter)
    if pause is None:
        raise Refused("wrong-state", _("This matter does not wait for anything."))
    waited = [(pause.from_at, now)]
    due = extend_for_pauses(pause.due_before, waited, now=now)
    promised = ending_clock(matter)
    if promised:
        move_ending(matter=matter, due_at=extend_for_pauses(promised.due_at, waited, now=now))
    end_pause(pause=pause, due_after=due, now=now)
    step(matter, moves.RESUME, actor=actor, now=now, due_at=due, suspended_until=None)
    tell(matter, Told(EntryKind.RESUMED), events.MatterResumed, actor=actor, now=now)
    return matter


def resume_after_reply(*, matter: Matter, now: datetime) -> None:
    """What waited for the reply of the person who asked goes on as soon as they have replied."""
    pause = open_pause(matter)
    if matter.state == MatterState.SUSPENDED and pause and pause.reason == PauseReason.RESIDENT:
        resume_matter(matter=matter, actor=REPLIED, now=now)


@transaction.atomic
def feed_back(
    *, matter: Matter, ending: str, text: str, actor: Actor, now: datetime, handed_on_to: str = "",
    basis: str = "", photos: Sequence[StoredFile] = (), recording: StoredFile | None = None,
) -> Matter:  # fmt: skip
    """Say how it ended, in one of three honest ways: solved, can't be done and why, or handed on and to whom.

    What the checklist and the tasks call needed must be done first.
    """
    lock(matter)
    require_handler(actor, matter)
    refuse_while_needed(matter)
    fields = ending_fields(ending, text, handed_on_to, now, basis=basis)
    limit = step_limit(ClockKind.CHECK, matter, now)
    step(matter, moves.FEED_BACK, actor=actor, now=now, **fields, **limit.fields())
    told = Told(EntryKind.ENDED, matter.ending_text, photos=photos, recording=recording, detail=ending_detail(matter))
    tell(matter, told, events.MatterFedBack, actor=actor, now=now)
    return matter
