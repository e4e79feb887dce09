"""The day has come: the tree is moved as the plan says, once; and within a month it is moved back.

What is done is kept as `deeds`, in order and by ids alone, so that taking back is the same road backwards.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from linli.base.errors import Refused
from linli.base.permissions import Actor, SystemActor
from linli.base.text import clean_words
from linli.core.areas.models import Area
from linli.core.areas.operations.redraws import apply_redraw, plan_redraw
from linli.core.membership.models import Member
from linli.core.membership.operations.regrouping import in_service_follow, regroup_members
from linli.core.organisation.models import PartyOrg
from linli.core.organisation.operations.orgs import end_org, rename_org, set_up_org
from linli.core.organisation.operations.regrouping import move_org, revive_org
from linli.core.rehearsals.enums import ChangeKind
from linli.core.rehearsals.models import Change, Rehearsal
from linli.core.rehearsals.operations.steps import advance, check_step, locked
from linli.core.rehearsals.queries import lists
from linli.core.rehearsals.queries.copying import MemberMoving, Rehearsed, Seat, rehearse

FOLLOWS = SystemActor("rehearsal")  # what moves follows from a plan that was approved


@dataclass
class Work:
    """What a plan does on its day."""

    rehearsal: Rehearsal
    seen: Rehearsed
    now: datetime
    made: dict[str, PartyOrg] = field(default_factory=dict)  # the new ones by their key on the copy
    deeds: list[dict[str, Any]] = field(default_factory=list)

    @property
    def told(self) -> dict[str, Any]:
        """Who does it, and when."""
        return {"actor": FOLLOWS, "now": self.now}

    def org_of(self, key: str | None) -> PartyOrg:
        """The organisation that a spot of the copy has become."""
        spot = self.seen.after.settled(key)
        if spot is None:
            raise _misfit()
        return self.made.get(spot.key) or PartyOrg.objects.get(pk=spot.org.pk)

    def done(self, what: str, **told: Any) -> None:
        """Write down what was done, to be undone."""
        self.deeds.append({"do": what, **{key: str(value) for key, value in told.items()}})


@transaction.atomic
def apply_plan(*, rehearsal: Rehearsal, actor: Actor, now: datetime) -> Rehearsal:
    """Move groups, members and buildings as the plan says, on its day; a second call is refused."""
    rehearsal = locked(rehearsal)
    check_step(rehearsal, lists.APPLY, actor)
    if localdate(now) < rehearsal.effective_on:
        raise Refused("not-yet", _("This plan holds from %(day)s on.") % {"day": rehearsal.effective_on.isoformat()})
    work = Work(rehearsal, rehearse(rehearsal, localdate(now)), now)
    changes = work.seen.after.changes
    if any((change.org and change.org.ends_on) or (change.to_org and change.to_org.ends_on) for change in changes):
        raise _misfit()
    moving = work.seen.moving  # read before anything moves
    for kind, do in ((ChangeKind.SET_UP, _set_up), (ChangeKind.RENAME, _rename), (ChangeKind.MOVE, _move)):
        for change in changes:
            if change.kind == kind:
                do(work, change)
    _adopt(work)
    _seat(work, moving)
    merges = [change for change in changes if change.kind == ChangeKind.MERGE and change.org]
    for change in sorted(merges, key=lambda change: change.org.path, reverse=True):  # type: ignore[union-attr]  # groups first
        _merge(work, change)
    _redraw(work, changes)
    return advance(rehearsal, lists.APPLY, actor=actor, now=now, applied_at=now, deeds=work.deeds)


def _misfit() -> Refused:
    return Refused("no-longer-fits", _("The tree has changed since: this plan no longer fits. Withdraw it, plan anew."))


def _set_up(work: Work, change: Change) -> None:
    plan = work.rehearsal
    org = set_up_org(
        area=plan.community, kind=change.org_kind, name=change.name, number=change.number, grid=change.to_grid,
        parent=work.org_of(f"new:{change.to_new_id}" if change.to_new_id else f"org:{change.to_org_id}"),
        approved_by=plan.approval_paper, **work.told,
    )  # fmt: skip
    work.made[f"new:{change.pk}"] = org
    work.done("set-up", org=org.pk)


def _rename(work: Work, change: Change) -> None:
    org = PartyOrg.objects.get(pk=change.org_id or work.rehearsal.pk)
    work.done("rename", org=org.pk, before=org.name)
    rename_org(org=org, name=change.name, **work.told)


def _move(work: Work, change: Change) -> None:
    org = PartyOrg.objects.get(pk=change.org_id or work.rehearsal.pk)
    work.done("move", org=org.pk, before=org.parent_id)
    move_org(org=org, parent=work.org_of(_target(change)), **work.told)


def _adopt(work: Work) -> None:
    """The groups of a branch that goes into another one go along."""
    for spot in list(work.seen.after.spots.values()):
        above = work.seen.after.parent_of(spot)
        if spot.change or spot.into or not spot.is_group or above is None:
            continue
        org = PartyOrg.objects.get(pk=spot.org.pk)
        parent = work.org_of(above.key)
        if org.parent_id != parent.pk:
            work.done("move", org=org.pk, before=org.parent_id)
            move_org(org=org, parent=parent, **work.told)


def _seat(work: Work, moving: list[MemberMoving]) -> None:
    seats: dict[Seat, list[UUID]] = defaultdict(list)
    for one in moving:
        seats[one.after].append(one.member.pk)
        work.done(
            "member", member=one.member.pk, org=one.before.branch[4:], group=(one.before.group or "")[4:],
            to=work.org_of(one.after.key).pk,
        )  # fmt: skip
    for seat, keys in seats.items():
        group = work.org_of(seat.group) if seat.group else None
        regroup_members(
            members=keys, org=work.org_of(seat.branch), group=group, reason=work.rehearsal.title, **work.told
        )


def _merge(work: Work, change: Change) -> None:
    org, into = PartyOrg.objects.get(pk=change.org_id or work.rehearsal.pk), work.org_of(_target(change))
    posts = list(org.posts.filter(ends_on=None).values_list("pk", flat=True))
    in_service_follow(org=org, to=into, **work.told)
    end_org(org=org, on=localdate(work.now), reason=work.rehearsal.title, **work.told)
    work.deeds.append({"do": "end", "org": str(org.pk), "into": str(into.pk), "posts": [str(key) for key in posts]})


def _redraw(work: Work, changes: list[Change]) -> None:
    moves = {change.area_id: change.to_grid_id for change in changes if change.area_id and change.to_grid_id}
    if not moves:
        return
    for change in changes:
        if change.area:
            grid = Area.objects.filter(kind="grid", path__in=_above(change.area.path)).get()
            work.done("building", area=change.area.pk, before=grid.pk)
    _draw_grids(work.rehearsal, moves, work.now)


def _draw_grids(rehearsal: Rehearsal, moves: dict[UUID, UUID], now: datetime) -> None:
    told: dict[str, Any] = {"actor": FOLLOWS, "now": now}
    drawn = plan_redraw(
        community=rehearsal.community, moves=moves, effective_on=localdate(now), reason=rehearsal.title, **told
    )
    apply_redraw(redraw=drawn, **told)


def _above(path: str) -> list[str]:
    parts = path.strip("/").split("/")
    return ["/" + "/".join(parts[:n]) + "/" for n in range(1, len(parts) + 1)]


def _target(change: Change) -> str:
    return f"new:{change.to_new_id}" if change.to_new_id else f"org:{change.to_org_id}"


@transaction.atomic
def take_plan_back(*, rehearsal: Rehearsal, words: str, actor: Actor, now: datetime) -> Rehearsal:
    """Move everything back within a month of the day; whoever has gone elsewhere since stays where they are."""
    rehearsal = locked(rehearsal)
    check_step(rehearsal, lists.TAKE_BACK, actor)
    if localdate(now) > lists.last_day_to_take_back(rehearsal):
        raise Refused("too-late", _("A plan is taken back within a month. Please draw a new one."))
    words = clean_words(words, field="words", needed=_("Please say why."), most=400)
    deeds = list(reversed(rehearsal.deeds))
    told: dict[str, Any] = {"actor": FOLLOWS, "now": now}
    moves = {UUID(deed["area"]): UUID(deed["before"]) for deed in deeds if deed["do"] == "building"}
    if moves:
        _draw_grids(rehearsal, moves, now)
    for deed in deeds:
        if deed["do"] == "end":
            org = revive_org(org=PartyOrg.objects.get(pk=deed["org"]), posts=deed["posts"], **told)
            in_service_follow(org=PartyOrg.objects.get(pk=deed["into"]), to=org, only_grid=org.grid_id, **told)
    for deed in deeds:
        if deed["do"] == "move":
            parent = PartyOrg.objects.get(pk=deed["before"])
            move_org(org=PartyOrg.objects.get(pk=deed["org"]), parent=parent, **told)
    _seat_back(rehearsal, [deed for deed in deeds if deed["do"] == "member"], told)
    for deed in deeds:
        if deed["do"] == "rename":
            rename_org(org=PartyOrg.objects.get(pk=deed["org"]), name=deed["before"], **told)
        elif deed["do"] == "set-up":
            _end_new(PartyOrg.objects.get(pk=deed["org"]), words, told)
    return advance(rehearsal, lists.TAKE_BACK, actor=actor, now=now, text=words, words=words)


def _seat_back(rehearsal: Rehearsal, deeds: list[dict[str, Any]], told: dict[str, Any]) -> None:
    here = {str(row.pk): row for row in Member.objects.live().filter(pk__in=[deed["member"] for deed in deeds])}
    seats: dict[tuple[str, str], list[UUID]] = defaultdict(list)
    for deed in deeds:
        row = here.get(deed["member"])
        if row and str(row.group_id or row.org_id) == deed["to"]:
            seats[deed["org"], deed["group"]].append(row.pk)
    for (org, group), keys in seats.items():
        found = PartyOrg.objects.get(pk=group) if group else None
        regroup_members(members=keys, org=PartyOrg.objects.get(pk=org), group=found, reason=rehearsal.title, **told)


def _end_new(org: PartyOrg, words: str, told: dict[str, Any]) -> None:
    others = Member.objects.live().filter(place__under=org.path).count()
    if others:
        message = _("%(n)s members have joined %(name)s since. Please move them first.")
        raise Refused("joined-since", message % {"n": others, "name": org.name})
    end_org(org=org, on=localdate(told["now"]), reason=words, **told)
