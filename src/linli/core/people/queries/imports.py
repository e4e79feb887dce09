"""Imports and doubtful cells, as the desk lists them."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Count, QuerySet

from linli.base.permissions import Actor
from linli.base.sheets.models import Finding, Import
from linli.base.sheets.rosters import ROSTERS, Roster
from linli.core.areas.enums import AreaKind
from linli.core.areas.models import Area


def imports_for(actor: Actor) -> QuerySet[Import]:
    """The imports of every roster that the actor may bring in, where they may."""
    found = Import.objects.none()
    for roster in rosters_for(actor):
        found = found | Import.objects.visible_to(actor, roster.permission).filter(kind=roster.code)
    return found


def findings_for(actor: Actor) -> QuerySet[Finding]:
    """The doubtful cells that the actor may settle: of each roster, where they may settle that roster."""
    found = Finding.objects.none()
    for permission in sorted({roster.settle for roster in ROSTERS.values()}):
        codes = [roster.code for roster in ROSTERS.values() if roster.settle == permission]
        found = found | Finding.objects.visible_to(actor, permission).filter(roster__in=codes)
    return found


def rosters_for(actor: Actor) -> list[Roster]:
    """The rosters that the actor may bring in somewhere."""
    return [roster for roster in ROSTERS.values() if actor.scopes(roster.permission)]


def communities_to_fill(actor: Actor, permission: str) -> QuerySet[Area]:
    """The communities whose rosters the actor may bring in: a right to a part of one is not enough."""
    found = Area.objects.visible_to(actor, permission)
    return found.filter(kind=AreaKind.COMMUNITY, ends_on=None).order_by("path")


def finding_counts(community_id: UUID, roster: str) -> dict[tuple[str, str], int]:
    """How many doubtful cells of each kind are in each state, for one roster of one community."""
    rows = Finding.objects.filter(community_id=community_id, roster=roster).values_list("kind", "state")
    return {(kind, state): count for kind, state, count in rows.annotate(count=Count("pk")).order_by("kind", "state")}
