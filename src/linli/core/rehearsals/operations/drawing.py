"""Drawing on the copy: each stroke is one change, and can be rubbed out while the plan is being drawn."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from linli.base.audit.operations import record
from linli.base.errors import Refused
from linli.base.permissions import Actor, require
from linli.core.areas.enums import MOVABLE, AreaKind
from linli.core.areas.models import Area
from linli.core.membership.models import Member
from linli.core.organisation.enums import BELOW, BRANCHES, GROUPS, OrgKind
from linli.core.organisation.models import PartyOrg
from linli.core.rehearsals.enums import ChangeKind, RehearsalPermission, RehearsalState
from linli.core.rehearsals.models import Change, Rehearsal
from linli.core.rehearsals.operations.steps import locked
from linli.core.rehearsals.queries.copying import Copy, Spot, key_of, rehearse


@transaction.atomic
def draw_new(
    *, rehearsal: Rehearsal, kind: str, name: str, to: str, actor: Actor, now: datetime, number: int = 0,
    grid: Area | None = None,
) -> Change:  # fmt: skip
    """A branch or group that would be set up, below `to`: the key of a spot on the copy."""
    copy = _drawable(rehearsal, actor, now)
    target = _target(copy, to)
    if kind not in BELOW.get(target.org.kind, frozenset()):
        raise Refused("org-misplaced", _("An organisation of this kind does not stand there."), field="kind")
    if kind == OrgKind.GRID_GROUP:
        _check_grid(copy, rehearsal, grid)
    name = " ".join(name.split())[:80]
    if not name:
        raise Refused("name-missing", _("Please write the name."), field="name")
    columns = {
        "org_kind": kind,
        "name": name,
        "number": number,
        "to_grid": grid if kind == OrgKind.GRID_GROUP else None,
    }
    return _write(rehearsal, ChangeKind.SET_UP, actor, now, **_to(target), **columns)


def _check_grid(copy: Copy, rehearsal: Rehearsal, grid: Area | None) -> None:
    if grid is None or grid.kind != AreaKind.GRID or grid.community_id != rehearsal.community_id:
        raise Refused("grid-needed", _("Please choose the grid of this group."), field="grid")
    if any(spot.org.grid_id == grid.pk and not spot.into and spot.is_group for spot in copy.spots.values()):
        raise Refused("org-taken", _("This grid has a group on the copy already."), field="grid")


@transaction.atomic
def draw_rename(*, rehearsal: Rehearsal, org: PartyOrg, name: str, actor: Actor, now: datetime) -> Change:
    """An organisation that would be called otherwise."""
    copy = _drawable(rehearsal, actor, now)
    _spot(copy, org)
    name = " ".join(name.split())[:80]
    if not name:
        raise Refused("name-missing", _("Please write the name."), field="name")
    return _write(rehearsal, ChangeKind.RENAME, actor, now, org=org, name=name)


@transaction.atomic
def draw_move(*, rehearsal: Rehearsal, org: PartyOrg, to: str, actor: Actor, now: datetime) -> Change:
    """A group that would belong to another branch, with all its members."""
    copy = _drawable(rehearsal, actor, now)
    spot, target = _spot(copy, org), _target(copy, to)
    if spot.org.kind not in GROUPS or target.org.kind not in BRANCHES:
        raise Refused("org-misplaced", _("Groups go to branches."), field="to")
    above = copy.parent_of(spot)
    if above and above.key == target.key:
        raise Refused("there-already", _("It belongs to this branch already."), field="to")
    return _write(rehearsal, ChangeKind.MOVE, actor, now, org=org, **_to(target))


@transaction.atomic
def draw_merge(*, rehearsal: Rehearsal, org: PartyOrg, to: str, actor: Actor, now: datetime) -> Change:
    """A branch or group that would end, and whose members and groups would go into another one."""
    copy = _drawable(rehearsal, actor, now)
    spot, target = _spot(copy, org), _target(copy, to)
    alike = (spot.org.kind in GROUPS and target.is_group) or (spot.org.kind in BRANCHES and target.org.kind in BRANCHES)
    if not alike or spot.key == target.key:
        raise Refused("org-misplaced", _("A branch goes into another branch, a group into another group."), field="to")
    return _write(rehearsal, ChangeKind.MERGE, actor, now, org=org, **_to(target))


@transaction.atomic
def draw_members(
    *, rehearsal: Rehearsal, members: Sequence[Member], to: str, actor: Actor, now: datetime
) -> list[Change]:
    """Members who would go to another branch or group; drawn again, the new place counts."""
    copy = _drawable(rehearsal, actor, now)
    target = _target(copy, to)
    if target.org.kind not in BRANCHES | GROUPS:
        raise Refused("org-misplaced", _("Members are in branches and groups."), field="to")
    if not members:
        raise Refused("nobody-chosen", _("Please choose at least one member."), field="members")
    if any(one.community_id != rehearsal.community_id for one in members):
        raise Refused("member-elsewhere", _("Somebody of these is in another community."), field="members")
    Change.objects.filter(rehearsal=rehearsal, member__in=members).delete()
    return [_write(rehearsal, ChangeKind.MEMBER, actor, now, member=one, **_to(target)) for one in members]


@transaction.atomic
def draw_buildings(
    *, rehearsal: Rehearsal, areas: Sequence[Area], grid: Area, actor: Actor, now: datetime
) -> list[Change]:
    """Buildings that would belong to another grid, with all who live there (core/areas re-draws them on the day)."""
    _drawable(rehearsal, actor, now)
    if grid.kind != AreaKind.GRID or grid.community_id != rehearsal.community_id or grid.ends_on:
        raise Refused("grid-elsewhere", _("This grid belongs to another community."), field="grid")
    if not areas:
        raise Refused("nothing-to-move", _("Choose at least one building."), field="areas")
    for area in areas:
        if area.kind not in MOVABLE or area.community_id != rehearsal.community_id or area.path.startswith(grid.path):
            raise Refused("not-a-building", _("One of these can't go to that grid."), field="areas")
    Change.objects.filter(rehearsal=rehearsal, area__in=areas).delete()
    return [_write(rehearsal, ChangeKind.BUILDING, actor, now, area=one, to_grid=grid) for one in areas]


@transaction.atomic
def rub_out(*, change: Change, actor: Actor, now: datetime) -> None:
    """Take one change off the copy; what would have gone to an organisation set up by it goes with it."""
    rehearsal = locked(change.rehearsal)
    _check_open(rehearsal, actor)
    record("rehearsals.rehearsal.rub-out", rehearsal, actor=actor, now=now, data={"change": str(change.pk)})
    change.delete()


def _drawable(rehearsal: Rehearsal, actor: Actor, now: datetime) -> Copy:
    held = locked(rehearsal)
    _check_open(held, actor)
    return rehearse(held, localdate(now)).after


def _check_open(rehearsal: Rehearsal, actor: Actor) -> None:
    require(actor, RehearsalPermission.PLAN, rehearsal)
    if rehearsal.state != RehearsalState.PROPOSED:
        raise Refused("not-open", _("This plan is not being drawn any more. Press “Change it again” first."))


def _spot(copy: Copy, org: PartyOrg) -> Spot:
    spot = copy.spots.get(key_of(org))
    if spot is None or spot.into:
        raise Refused("org-gone", _("This organisation is not on the copy any more."), field="org")
    return spot


def _target(copy: Copy, key: str) -> Spot:
    spot = copy.spots.get(key)
    if spot is None or spot.into:
        raise Refused("org-gone", _("This organisation is not on the copy any more."), field="to")
    return spot


def _to(target: Spot) -> dict[str, Any]:
    return {"to_new": target.change} if target.change else {"to_org_id": target.org.pk}


def _write(rehearsal: Rehearsal, kind: str, actor: Actor, now: datetime, **columns: Any) -> Change:
    try:
        with transaction.atomic():
            change = Change.objects.create(rehearsal=rehearsal, kind=kind, **columns)
    except IntegrityError:
        message = _("This is drawn on the copy already. Rub it out first.")
        raise Refused("drawn-already", message, field="org") from None
    record("rehearsals.rehearsal.draw", rehearsal, actor=actor, now=now, data={"kind": kind, "change": str(change.pk)})
    return change
