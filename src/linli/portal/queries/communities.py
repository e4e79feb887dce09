"""Which community a page speaks for."""

from __future__ import annotations

from django.conf import settings

from linli.base.permissions import Actor
from linli.core.areas.enums import AreaKind
from linli.core.areas.models import Area
from linli.core.people.models import Person


def community_of(actor: Actor) -> Area | None:
    """One's own community; for a visitor the one that this installation names, or the only one there is."""
    person: Person | None = getattr(actor, "person", None)
    if person is not None and person.community is not None:
        return person.community
    live = Area.objects.filter(kind=AreaKind.COMMUNITY, ends_on=None).order_by("path")
    if settings.LINLI_COMMUNITY:
        return live.filter(slug=settings.LINLI_COMMUNITY).first()
    found = list(live[:2])
    return found[0] if len(found) == 1 else None


def line_of(community: Area) -> str:
    """Where the community lies, for the line below its name: 灯塔市烟台街道."""
    steps = community.path.strip("/").split("/")[:-1]
    paths = ["/" + "/".join(steps[:count]) + "/" for count in range(1, len(steps) + 1)]
    above = Area.objects.filter(path__in=paths, kind__in=[AreaKind.COUNTY, AreaKind.STREET]).order_by("path")
    names = [str(area) for area in above]
    return "".join(names) if all(name and ord(name[0]) > 0x2E80 for name in names) else ", ".join(reversed(names))
