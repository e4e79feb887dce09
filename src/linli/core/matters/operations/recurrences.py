"""The same told by many: suggested by night; answered for all, made a wish that can become a project, or put aside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from linli.base.audit.operations import record
from linli.base.errors import Refused
from linli.base.permissions import Actor, SystemActor, require
from linli.base.text import clean_words
from linli.base.workflow import step
from linli.core.areas.models import Area
from linli.core.matters.enums import EndingKind, MatterPermission, RecurrenceState
from linli.core.matters.models import Matter, Recurrence
from linli.core.matters.operations.desk import answer_at_once, ending_fields
from linli.core.matters.operations.handling import tell_reporter
from linli.core.matters.operations.story import name_of
from linli.core.matters.queries import moves
from linli.core.matters.queries.recurrences import ANSWER, PUT_ASIDE, WISH, Found, matters_of
from linli.core.partnership.enums import PartnershipPermission
from linli.core.partnership.models import Need
from linli.core.partnership.operations.gather import Wish, gather_need
from linli.core.partnership.operations.settle import publish_listed
from linli.core.people.enums import Door


@transaction.atomic
def suggest_recurrence(*, found: Found, actor: SystemActor, now: datetime) -> Recurrence | None:
    """Write the hint down, once a month for a kind and a place; what is not settled yet takes in who came since.

    What was settled is not suggested again by the same tellings.
    """
    known = Recurrence.objects.filter(category=found.category, community=found.community_id, grid=found.grid_id)
    month = localdate(now).replace(day=1)
    live = known.filter(state=RecurrenceState.SUGGESTED).first()
    if live is not None:
        live.matters.add(*Matter.objects.filter(pk__in=found.matters))
        known.filter(pk=live.pk).update(people=max(found.people, live.people))
        return live
    settled = known.filter(matters__in=found.matters).exists()
    if settled or known.filter(month_on=month).exists():
        return None
    community = Area.objects.get(pk=found.community_id)
    grid = Area.objects.get(pk=found.grid_id) if found.grid_id else None
    row = Recurrence(
        community=community, place=(grid or community).path, category=found.category, grid=grid, month_on=month,
        people=found.people, found_at=now, state_since=now,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:  # another worker was quicker
        return None
    row.matters.set(Matter.objects.filter(pk__in=found.matters))
    record("matters.recurrence.suggest", row, actor=actor, now=now, data={"matters": len(found.matters)})
    return row


@dataclass(frozen=True)
class Answered:
    """How many had the answer as their ending, and how many read it while theirs goes on."""

    ended: int
    told: int


@transaction.atomic
def answer_for_all(
    *, recurrence: Recurrence, text: str, actor: Actor, now: datetime, ending: str = EndingKind.SOLVED,
    handed_on_to: str = "", basis: str = "",
) -> Answered:  # fmt: skip
    """One answer to everybody whose matter is open: as its ending where nobody handles it, else as a word meanwhile.

    It goes through the steps of each matter, with the rights of whoever writes it; nobody gets it twice.
    """
    require(actor, MatterPermission.ACCEPT, recurrence)
    ending_fields(ending, text, handed_on_to, now, basis=basis)  # refused once, before anybody is told
    step(recurrence, ANSWER, actor=actor, now=now, settled_by=name_of(actor) or actor.label)
    ended = told = 0
    for matter in matters_of(recurrence):
        if matter.state in moves.ANSWER_AT_ONCE.sources and _end(matter, text, ending, handed_on_to, basis, actor, now):
            ended += 1
        elif matter.state in moves.ASKABLE:
            tell_reporter(matter=matter, text=text, actor=actor, now=now)
            told += 1
    data = {"ended": ended, "told": told}
    record("matters.recurrence.answer-all", recurrence, actor=actor, now=now, data=data)
    return Answered(ended, told)


def _end(matter: Matter, text: str, ending: str, to: str, basis: str, actor: Actor, now: datetime) -> bool:
    """Whether the answer could be the ending; something needed that is still open keeps a matter open."""
    given: dict[str, Any] = {"ending": ending, "handed_on_to": to, "basis": basis, "actor": actor, "now": now}
    try:
        with transaction.atomic():
            answer_at_once(matter=matter, text=text, **given)
    except Refused:
        matter.refresh_from_db()
        return False
    return True


@transaction.atomic
def make_need_of_recurrence(
    *, recurrence: Recurrence, kind: str, title: str, text: str, actor: Actor, now: datetime
) -> Need:
    """What many ask becomes a wish on the public list, from which a project can be made. The matters go on."""
    require(actor, MatterPermission.ACCEPT, recurrence)
    require(actor, PartnershipPermission.PUBLISH, recurrence)
    wish = Wish(
        community=recurrence.community, text=text, kind=kind, spot=recurrence.grid, door=Door.COUNTER,
        is_anonymous=True, people=recurrence.people,
        consent_note=_("Told by %(count)s people as matters of one kind.") % {"count": recurrence.people},
    )  # fmt: skip
    need = gather_need(wish=wish, actor=actor, now=now)
    publish_listed(thing=need, title=title, text=text, actor=actor, now=now)
    step(recurrence, WISH, actor=actor, now=now, settled_by=name_of(actor) or actor.label, wish_code=need.code)
    return need


@transaction.atomic
def put_recurrence_aside(*, recurrence: Recurrence, reason: str, actor: Actor, now: datetime) -> Recurrence:
    """It is chance, or known: nobody is reminded of these tellings any more."""
    reason = clean_words(reason, field="reason", needed=_("Please say why."), most=400)
    by = name_of(actor) or actor.label
    return step(recurrence, PUT_ASIDE, actor=actor, now=now, reason=reason, settled_by=by)
