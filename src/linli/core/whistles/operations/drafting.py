"""The community asks for a whistle: drafted by a worker, approved or declined by its secretary."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from linli.base.audit.operations import record
from linli.base.codes import free_code
from linli.base.errors import Refused
from linli.base.outbox.events import publish
from linli.base.permissions import Actor, may, require
from linli.base.text import clean_words, title_of
from linli.base.workflow import step
from linli.core.areas.models import Area
from linli.core.matters.enums import MatterPermission
from linli.core.matters.models import Matter
from linli.core.whistles import events
from linli.core.whistles.enums import OPEN, WhistleKind, WhistlePermission, WhistleStep
from linli.core.whistles.models import Whistle
from linli.core.whistles.operations.story import lock, write
from linli.core.whistles.queries import moves


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What a worker asks the departments for, and what the community has tried already."""

    community: Area
    text: str
    tried: str
    kind: str = WhistleKind.WORK
    address: str = ""
    grid: Area | None = None
    matter: Matter | None = None


@transaction.atomic
def draft_whistle(*, draft: Draft, actor: Actor, now: datetime) -> Whistle:
    """Write down what is needed and what was tried. Without having tried anything nobody calls a department."""
    whistle = _begin(draft, now)
    require(actor, WhistlePermission.DRAFT, whistle)
    if draft.matter is not None:
        _fits(draft.matter, draft.community, actor)
    whistle.drafted_by_id = actor.person_id
    whistle.save(force_insert=True)
    record("whistles.whistle.draft", whistle, actor=actor, now=now, data={"kind": whistle.kind})
    write(whistle, WhistleStep.DRAFTED, actor=actor, now=now)
    publish(events.WhistleDrafted(at=now, whistle_id=whistle.pk))
    return whistle


def _begin(draft: Draft, now: datetime) -> Whistle:
    if draft.kind not in WhistleKind.values:
        raise Refused("kind-unknown", _("There is no such kind of whistle."), field="kind")
    if draft.grid and draft.grid.community_id != draft.community.pk:
        raise Refused("grid-elsewhere", _("This grid belongs to another community."), field="grid")
    text = clean_words(draft.text, needed=_("Please say what is needed from the departments."))
    needed = _("Please say what was tried already: a whistle is blown for what we can't do alone.")
    grid = draft.grid or (draft.matter.grid if draft.matter else None)
    place = grid or draft.community
    return Whistle(
        community=draft.community,
        place=place.path,
        grid=grid,
        matter=draft.matter,
        code=free_code(Whistle.objects),
        kind=draft.kind,
        title=title_of(text),
        text=text,
        tried=clean_words(draft.tried, field="tried", needed=needed),
        address=clean_words(draft.address, field="address", most=200).replace("\n", " "),
        state_since=now,
        drafted_at=now,
    )


def _fits(matter: Matter, community: Area, actor: Actor) -> None:
    """A whistle for a matter: one that the worker sees, in the same community, and only one at a time."""
    if matter.community_id != community.pk or not may(actor, MatterPermission.VIEW, matter):
        raise Refused("matter-elsewhere", _("There is no such matter here."), field="matter")
    if not matter.is_open:
        raise Refused(
            "matter-ended", _("This matter has ended. If something is still wrong, it is taken up again first.")
        )
    Matter.objects.select_for_update(of=("self",)).get(pk=matter.pk)
    if Whistle.objects.filter(matter=matter, state__in=sorted(OPEN)).exists():
        raise Refused("whistle-open", _("There is a whistle for this matter already."))


@transaction.atomic
def approve_whistle(*, whistle: Whistle, actor: Actor, now: datetime) -> Whistle:
    """The community asks the street to blow it."""
    step(whistle, moves.APPROVE, actor=actor, now=now)
    write(whistle, WhistleStep.APPROVED, actor=actor, now=now)
    publish(events.WhistleApproved(at=now, whistle_id=whistle.pk))
    return whistle


@transaction.atomic
def decline_whistle(*, whistle: Whistle, reason: str, actor: Actor, now: datetime) -> Whistle:
    """The secretary does not approve it, or the leader does not blow it: the reason says what to do instead."""
    reason = clean_words(reason, field="reason", needed=_("Please say why not, and what to do instead."), most=400)
    lock(whistle)
    move = moves.HOLD_BACK if whistle.state in moves.HOLD_BACK.sources else moves.DECLINE
    step(whistle, move, actor=actor, now=now, reason=reason)
    write(whistle, WhistleStep.DECLINED, actor=actor, now=now, text=reason)
    publish(events.WhistleDeclined(at=now, whistle_id=whistle.pk))
    return whistle


@transaction.atomic
def withdraw_whistle(*, whistle: Whistle, reason: str, actor: Actor, now: datetime) -> Whistle:
    """It is not needed any more, before it was blown."""
    reason = clean_words(reason, field="reason", needed=_("Please say why it is not needed any more."), most=400)
    step(whistle, moves.WITHDRAW, actor=actor, now=now, reason=reason)
    write(whistle, WhistleStep.WITHDRAWN, actor=actor, now=now, text=reason)
    return whistle
