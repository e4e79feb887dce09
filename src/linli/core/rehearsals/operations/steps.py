"""The steps of a rehearsal: begun, shown, objected to, asked for, approved or sent back, withdrawn (W7)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from linli.base.audit.operations import record
from linli.base.errors import Refused
from linli.base.outbox.events import publish
from linli.base.permissions import Actor, require
from linli.base.text import clean_words
from linli.base.workflow import Move, step
from linli.core.organisation.enums import OrgKind
from linli.core.organisation.models import PartyOrg
from linli.core.organisation.operations.elections.steps import name_of, paper
from linli.core.rehearsals.enums import RehearsalPermission, RehearsalState
from linli.core.rehearsals.events import RehearsalAdvanced
from linli.core.rehearsals.models import Change, Objection, Rehearsal, RehearsalEntry
from linli.core.rehearsals.queries import lists
from linli.core.rehearsals.queries.copying import rehearse
from linli.core.rehearsals.queries.findings import compared


@transaction.atomic
def begin_rehearsal(
    *, committee: PartyOrg, title: str, reason: str, effective_on: date, actor: Actor, now: datetime
) -> Rehearsal:
    """Begin to draw the tree of a community anew, on a copy; nothing moves by it."""
    require(actor, RehearsalPermission.PLAN, committee)
    if committee.kind != OrgKind.COMMITTEE or committee.community is None:
        raise Refused("no-committee", _("A plan belongs to the committee of a community."))
    _check_day(effective_on, now)
    rehearsal = Rehearsal.objects.create(
        community=committee.community,
        place=committee.path,
        committee=committee,
        title=clean_words(title, field="title", needed=_("Please give the plan a name."), most=80),
        reason=clean_words(reason, field="reason", needed=_("Please say why."), most=400),
        effective_on=effective_on,
        state=RehearsalState.PROPOSED,
        state_since=now,
    )
    record("rehearsals.rehearsal.begin", rehearsal, actor=actor, now=now)
    tell(rehearsal, actor=actor, now=now)
    return rehearsal


def _check_day(day: date, now: datetime) -> None:
    if day <= localdate(now):
        raise Refused("day-in-past", _("A plan comes into force on a day that is still to come."), field="effective_on")


@transaction.atomic
def show_plan(*, rehearsal: Rehearsal, actor: Actor, now: datetime, days: int = lists.OBJECTION_DAYS) -> Rehearsal:
    """Show a plan to those who would move; refused while it would make a group or branch that can't be (E-03)."""
    rehearsal = locked(rehearsal)
    check_step(rehearsal, lists.CHECK, actor)
    if not Change.objects.filter(rehearsal=rehearsal).exists():
        raise Refused("nothing-drawn", _("Nothing is changed yet on the copy."))
    blocking = compared(rehearse(rehearsal, localdate(now)), localdate(now)).blocking
    if blocking:
        lines = "; ".join(f"{one.org.name}: {one.words} {one.rule.meaning}" for one in blocking)
        raise Refused("thresholds", _("Please put this right on the copy first. %(lines)s") % {"lines": lines})
    if not 3 <= days <= 60:
        raise Refused("days-wrong", _("Between three and sixty days lie open for objections."), field="days")
    until = localdate(now) + timedelta(days=days)
    return advance(
        rehearsal, lists.CHECK, actor=actor, now=now, text=until.isoformat(), objections_until=until, words=""
    )


@transaction.atomic
def submit_plan(*, rehearsal: Rehearsal, paper_number: str, actor: Actor, now: datetime) -> Rehearsal:
    """Ask the upper organisation: after the days for objections, and when each of them has its answer."""
    rehearsal = locked(rehearsal)
    check_step(rehearsal, lists.SUBMIT, actor)
    if rehearsal.objections_until and localdate(now) < rehearsal.objections_until:
        words = _("Until %(day)s those who would move may object. Please wait that long.")
        raise Refused("still-open", words % {"day": rehearsal.objections_until.isoformat()})
    if Objection.objects.filter(rehearsal=rehearsal, answer="").exists():
        raise Refused("unanswered", _("Somebody has objected and has no answer yet."))
    return advance(
        rehearsal, lists.SUBMIT, actor=actor, now=now, request_paper=paper(paper_number), asked_by=actor.label[:80]
    )


@transaction.atomic
def approve_plan(*, rehearsal: Rehearsal, paper_number: str, actor: Actor, now: datetime) -> Rehearsal:
    """The upper organisation approves, with the number of its answer; never by the one who asked."""
    rehearsal = locked(rehearsal)
    check_step(rehearsal, lists.APPROVE, actor)
    number = paper(paper_number)
    return advance(rehearsal, lists.APPROVE, actor=actor, now=now, text=number, approval_paper=number)


@transaction.atomic
def send_plan_back(*, rehearsal: Rehearsal, words: str, actor: Actor, now: datetime) -> Rehearsal:
    """The upper organisation does not approve it so, and says what should be otherwise."""
    return _with_words(rehearsal, lists.SEND_BACK, words, actor, now)


@transaction.atomic
def withdraw_plan(*, rehearsal: Rehearsal, words: str, actor: Actor, now: datetime) -> Rehearsal:
    """Let a plan go before it is in force."""
    return _with_words(rehearsal, lists.WITHDRAW, words, actor, now)


@transaction.atomic
def reopen_plan(*, rehearsal: Rehearsal, actor: Actor, now: datetime) -> Rehearsal:
    """Draw on it again, often because somebody objected with reason."""
    rehearsal = locked(rehearsal)
    check_step(rehearsal, lists.REOPEN, actor)
    return advance(rehearsal, lists.REOPEN, actor=actor, now=now, objections_until=None)


def _with_words(rehearsal: Rehearsal, move: Move, words: str, actor: Actor, now: datetime) -> Rehearsal:
    rehearsal = locked(rehearsal)
    check_step(rehearsal, move, actor)
    words = clean_words(words, field="words", needed=_("Please say why."), most=400)
    return advance(rehearsal, move, actor=actor, now=now, text=words, words=words)


def advance(
    rehearsal: Rehearsal, move: Move, *, actor: Actor, now: datetime, text: str = "", **fields: Any
) -> Rehearsal:
    """Take one step, and tell it."""
    step(rehearsal, move, actor=actor, now=now, allowed=True, **fields)
    tell(rehearsal, actor=actor, now=now, text=text)
    publish(RehearsalAdvanced(at=now, rehearsal_id=rehearsal.pk, state=rehearsal.state))
    return rehearsal


def tell(rehearsal: Rehearsal, *, actor: Actor, now: datetime, text: str = "") -> None:
    """A line of the story."""
    RehearsalEntry(
        rehearsal=rehearsal, state=rehearsal.state, text=text[:400], name=name_of(actor),
        actor=actor.label[:80], at=now,
    ).save()  # fmt: skip


def check_step(rehearsal: Rehearsal, move: Move, actor: Actor) -> None:
    """Refuse whoever may not, then whatever comes out of its order, with the rule that it breaks."""
    if not lists.may_step(actor, move, rehearsal):
        if move.permission == lists.UPPER and actor.label == rehearsal.asked_by:
            raise Refused("same-person", _("Whoever asked does not approve: somebody else of the upper level does."))
        raise Refused("forbidden", _("You do not have the right to do this here."))
    if rehearsal.state not in move.sources:
        words = _("It is not time for this step. %(rule)s The plan is at: %(state)s.")
        raise Refused(
            "out-of-order", words % {"rule": lists.RULES[move.name], "state": RehearsalState(rehearsal.state).label}
        )


def locked(rehearsal: Rehearsal) -> Rehearsal:
    """The row as it is now, held until the end of the transaction."""
    rows = Rehearsal.objects.select_for_update(of=("self",)).select_related("committee__parent", "community")
    return rows.get(pk=rehearsal.pk)
