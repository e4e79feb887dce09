"""What the desk does: take on or not, answer at once, sort, hand out, give more time."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from linli.base.audit.operations import record
from linli.base.errors import Refused
from linli.base.permissions import Actor, require
from linli.base.text import clean_words
from linli.base.workflow import step
from linli.core.areas.models import Area
from linli.core.matters import events
from linli.core.matters.enums import ClockKind, EndingKind, EntryKind, MatterPermission, MatterState
from linli.core.matters.models import Category, Matter
from linli.core.matters.operations.clocks import desk_span, ending_clock, move_ending, promise_anew
from linli.core.matters.operations.story import Told, lock, person_id_of, require_somebody_else, tell
from linli.core.matters.operations.tasks import copy_checklist
from linli.core.matters.queries import moves
from linli.core.matters.queries.deadlines import (
    LONGEST_DAYS,
    Deadline,
    in_days,
    step_limit,
    to_accept,
    to_handle,
)
from linli.core.matters.queries.handlers import handlers_at
from linli.core.matters.queries.rules import BY_THE_DESK, rule_book
from linli.core.matters.queries.texts import GAP
from linli.core.people.models import Person


@transaction.atomic
def accept_matter(*, matter: Matter, actor: Actor, now: datetime, category: Category | None = None) -> Matter:
    """Take a matter on, in its category; from now on its limit runs."""
    lock(matter)
    kind = category or matter.category
    if kind is None:
        raise Refused("category-needed", _("Please choose a category first."), field="category")
    fields = {"category": kind, "urgency": kind.urgency, **to_handle(kind, now, community=matter.community_id).fields()}
    step(matter, moves.ACCEPT, actor=actor, now=now, **fields)
    tell(matter, Told(EntryKind.ACCEPTED), events.MatterAccepted, actor=actor, now=now)
    copy_checklist(matter=matter, actor=actor, now=now)
    return matter


@transaction.atomic
def reject_matter(*, matter: Matter, reason: str, advice: str, actor: Actor, now: datetime) -> Matter:
    """Do not take a matter on, and say why and what the person can do instead."""
    reason = clean_words(reason, field="reason", needed=_("Please say why, in words the person understands."), most=400)
    advice = clean_words(advice, field="advice", needed=_("Please say what the person can do instead."))
    lock(matter)
    step(matter, moves.REJECT, actor=actor, now=now, reject_reason=reason, due_at=None, due_from=None, due_days=None)
    told = Told(EntryKind.REJECTED, advice, detail={"reason": reason})
    tell(matter, told, events.MatterRejected, actor=actor, now=now)
    return matter


@transaction.atomic
def answer_at_once(
    *, matter: Matter, text: str, actor: Actor, now: datetime, ending: str = EndingKind.SOLVED,
    handed_on_to: str = "", category: Category | None = None, basis: str = "",
) -> Matter:  # fmt: skip
    """Give the ending straight away, because the desk knows it. The person who asked judges it themselves."""
    lock(matter)
    kind = category or matter.category
    fields = ending_fields(ending, text, handed_on_to, now, basis=basis)
    fields |= {"handler_id": person_id_of(actor), "answered_at_once": True, "category": kind}
    limit = step_limit(ClockKind.SILENT, matter, now)
    step(matter, moves.ANSWER_AT_ONCE, actor=actor, now=now, **fields, **limit.fields())
    told = Told(EntryKind.ENDED, matter.ending_text, detail=ending_detail(matter))
    tell(matter, told, events.MatterFedBack, actor=actor, now=now)
    return matter


def ending_fields(ending: str, text: str, handed_on_to: str, now: datetime, *, basis: str = "") -> dict[str, Any]:
    """One of the three honest endings as columns; refused when it does not say what it must."""
    if ending not in EndingKind.values:
        raise Refused("ending-needed", _("Please choose how it ended."), field="ending")
    needed = {
        EndingKind.SOLVED: _("Please say what was done."),
        EndingKind.NOT_POSSIBLE: _("Please say why it can't be done, in words the person understands."),
        EndingKind.HANDED_ON: _("Please say what happens there now."),
    }
    text = _without_gaps(clean_words(text, needed=needed[EndingKind(ending)]), "text")
    to = why = ""
    if ending == EndingKind.HANDED_ON:
        to = clean_words(handed_on_to, field="handed_on_to", needed=_("Please say to whom it was handed on."), most=80)
    if ending == EndingKind.NOT_POSSIBLE:
        asked = _("Please name the law or the reason, in plain words.")
        why = _without_gaps(clean_words(basis, field="basis", needed=asked, most=400), "basis")
    return {
        "ending": ending,
        "ending_text": text,
        "handed_on_to": to,
        "basis": why,
        "ended_at": now,
        "extension_days": None,
        "asked_at": None,
    }


def _without_gaps(text: str, field: str) -> str:
    """A ready text leaves gaps where it does not know: nobody sends them to a resident."""
    if GAP in text:
        raise Refused("gap-left", _("There is still a gap in the text: please fill it in."), field=field)
    return text


def ending_detail(matter: Matter) -> dict[str, Any]:
    """What the story keeps of an ending."""
    basis = {"basis": matter.basis} if matter.basis else {}
    return {"ending": matter.ending, "to": matter.handed_on_to, **basis}


@transaction.atomic
def sort_matter(
    *, matter: Matter, actor: Actor, now: datetime, category: Category | None = None, grid: Area | None = None
) -> Matter:
    """Put a matter into another category or another grid. A promise is kept: its day stays, or comes sooner."""
    require(actor, MatterPermission.ACCEPT, matter)
    lock(matter)
    if matter.state not in moves.SORT.sources:
        raise Refused("wrong-state", _("This matter has ended; its category stays as it is."))
    if grid and grid.community_id != matter.community_id:
        raise Refused("grid-elsewhere", _("This grid belongs to another community."), field="grid")
    kind = category or matter.category
    is_other = kind is not None and kind.pk != matter.category_id
    matter.category, matter.urgency = kind, kind.urgency if kind else matter.urgency
    if grid:
        matter.grid, matter.place = grid, grid.path
    sooner = _sooner(matter, now) if is_other else False
    matter.save(update_fields=["category", "urgency", "grid", "place", "due_at", "due_from", "due_days"])
    detail = {"category": kind.code if kind else "", "grid": str(grid.pk) if grid else "", "sooner": sooner}
    record("matters.matter.sort", matter, actor=actor, now=now, data=detail)
    tell(matter, Told(EntryKind.SORTED, is_shown=sooner, detail=detail), events.MatterSorted, actor=actor, now=now)
    return matter


def _sooner(matter: Matter, now: datetime) -> bool:
    """Count the limit of the new kind from now; if it ends before what was promised, it holds. Never the other way."""
    if matter.state == MatterState.REPORTED:
        return _next_step_by(matter, to_accept(matter.urgency, now))
    promised = ending_clock(matter)
    if promised is None or matter.category is None or matter.state == MatterState.SUSPENDED:
        return False
    limit = to_handle(matter.category, now, community=matter.community_id)
    if limit.due_at >= promised.due_at:
        return False
    span = rule_book(matter.community_id).ending(matter.category)
    promise_anew(matter=matter, span=span, due_at=limit.due_at, now=now)
    _next_step_by(matter, limit)
    return True


def _next_step_by(matter: Matter, limit: Deadline) -> bool:
    if matter.due_at and matter.due_at <= limit.due_at:
        return False
    for name, value in limit.fields().items():
        setattr(matter, name, value)
    return True


@transaction.atomic
def dispatch_matter(
    *, matter: Matter, handler: Person, actor: Actor, now: datetime, owner: str = "", note: str = "",
    days: int | None = None,
) -> Matter:  # fmt: skip
    """Ask somebody who serves that place to handle it by the day that was promised, or within the days that the desk
    sets. After three returns a leader decides who."""
    lock(matter)
    if matter.returns >= moves.MOST_RETURNS:
        require(actor, MatterPermission.DESIGNATE, matter)
    return _hand_to(matter, moves.DISPATCH, handler, owner=owner, note=note, days=days, actor=actor, now=now)


@transaction.atomic
def reassign_matter(
    *, matter: Matter, handler: Person, actor: Actor, now: datetime, owner: str = "", note: str = "",
    days: int | None = None,
) -> Matter:  # fmt: skip
    """Take a matter from one handler and give it to another. The day that the person was promised stays."""
    lock(matter)
    return _hand_to(matter, moves.REASSIGN, handler, owner=owner, note=note, days=days, actor=actor, now=now)


def _hand_to(
    matter: Matter, move: moves.Move, handler: Person, *, owner: str, note: str, days: int | None,
    actor: Actor, now: datetime,
) -> Matter:  # fmt: skip
    require(actor, move.permission, matter)
    if not handlers_at(matter.place, localdate(now)).filter(pk=handler.pk).exists():
        raise Refused("handler-elsewhere", _("This person does not handle matters there."), field="handler")
    owner = clean_words(owner, field="owner", most=80)
    note = clean_words(note, field="note")
    deadline = _limit(matter, days, now)
    fields: dict[str, Any] = {
        "handler": handler,
        "owner": owner,
        "dispatched_at": now,
        "extension_days": None,
    }
    step(matter, move, actor=actor, now=now, **fields, **deadline.fields())
    kind = EntryKind.DISPATCHED if move is moves.DISPATCH else EntryKind.REASSIGNED
    told = Told(kind, note, detail={"handler": handler.name, "owner": owner, "due": deadline.due_at.isoformat()})
    tell(matter, told, events.MatterDispatched, actor=actor, now=now)
    return matter


def _limit(matter: Matter, days: int | None, now: datetime) -> Deadline:
    """The day that was promised; or so many days from now, and if that is later, the person is told so."""
    if matter.category is None:
        raise Refused("category-needed", _("Please choose a category first."), field="category")
    if days is not None and not 0 < days <= LONGEST_DAYS:
        message = _("Between 1 and %(most)s working days, please.") % {"most": LONGEST_DAYS}
        raise Refused("limit-out-of-range", message, field="days")
    promised = ending_clock(matter)
    if days is not None:
        limit = in_days(now, days)
        if promised is None or limit.due_at > promised.due_at:
            promise_anew(matter=matter, span=desk_span(days, BY_THE_DESK), due_at=limit.due_at, now=now)
        return limit
    if promised is None:
        return to_handle(matter.category, now, community=matter.community_id)
    return Deadline(promised.due_at, promised.started_at, promised.days)


@transaction.atomic
def settle_extension(*, matter: Matter, grant: bool, reason: str, actor: Actor, now: datetime) -> Matter:
    """Give the handler the time they asked for, or not, with the reason."""
    require_somebody_else(actor, matter, MatterPermission.ACCEPT)
    lock(matter)
    if matter.extension_days is None or matter.state not in moves.EXTENDABLE:
        raise Refused("no-extension-asked", _("Nobody waits for an answer about more time."))
    needed = "" if grant else _("Please say why not.")
    reason = clean_words(reason, field="reason", needed=needed)
    days, matter.extension_days = matter.extension_days, None
    if grant:
        longer = in_days(max(matter.due_at or now, now), days)
        matter.due_at, matter.due_days = longer.due_at, (matter.due_days or 0) + days
        matter.extensions += 1
        move_ending(matter=matter, due_at=longer.due_at, more_days=days)
    matter.save(update_fields=["extension_days", "due_at", "due_days", "extensions"])
    record("matters.matter.settle-extension", matter, actor=actor, now=now, data={"grant": grant, "days": days})
    kind = EntryKind.EXTENDED if grant else EntryKind.EXTENSION_REFUSED
    told = Told(kind, reason, is_shown=grant, detail={"days": days, "due": (matter.due_at or now).isoformat()})
    tell(matter, told, events.ExtensionSettled, actor=actor, now=now)
    return matter
