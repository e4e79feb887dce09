"""Which community a page speaks for."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings

from linli.base.memory.stamps import remembered
from linli.core.areas.enums import AreaKind
from linli.core.areas.models import Area


@remembered(Area)
def communities() -> list[Area]:
    """The communities that this installation serves: those that have grids. To be read, never to be changed."""
    with_grids = Area.objects.live().filter(kind=AreaKind.GRID).values("community")
    return list(Area.objects.live().filter(kind=AreaKind.COMMUNITY, pk__in=with_grids).order_by("path"))


def community_for(person_community: Area | None, slug: str = "") -> Area | None:
    """The community that was named; else one's own; else that of the installation, or the only one there is."""
    if person_community and not slug:
        return person_community
    wanted, found = slug or settings.LINLI_COMMUNITY, communities()
    if not wanted and len(found) == 1:
        return found[0]
    return next((area for area in found if area.slug == wanted), None)


@remembered(Area)
def grids_of(community_id: UUID) -> list[Area]:
    """The grids of a community as people count them. To be read, never to be changed."""
    return list(Area.objects.live().filter(community=community_id, kind=AreaKind.GRID).order_by("number", "pk"))
