"""Which community and grid a program means."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from linli.base.errors import Refused
from linli.base.permissions import Actor
from linli.core.areas.models import Area
from linli.core.areas.queries.communities import grids_of
from linli.core.areas.queries.tree import communities_kept


def community_chosen(actor: Actor, permission: str, slug: str) -> Area:
    """The community that was named, or the only one, of those in which the actor holds the permission somewhere."""
    mine = communities_kept(actor, permission)
    if not mine:
        raise Refused("forbidden", _("You do not have the right to do this here."))
    found = [area for area in mine if slug in {"", area.slug}]
    if len(found) != 1:
        raise Refused("community-needed", _("Please name the community."), field="community")
    return found[0]


def grid_chosen(community_id: UUID, number: int | None) -> Area | None:
    """The grid of a number, as people count them; nothing when none was named."""
    if number is None:
        return None
    found = next((grid for grid in grids_of(community_id) if grid.number == number), None)
    if found is None:
        raise Refused("grid-unknown", _("There is no such grid."), field="grid")
    return found
