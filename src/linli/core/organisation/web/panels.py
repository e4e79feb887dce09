"""What this room adds to the page of a grid, and what higher rooms add to the pages of bodies and organisations."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate

from linli.base.permissions import Actor, may
from linli.base.web.templatetags.linli import state_badge
from linli.core.areas.models import Area
from linli.core.areas.web.panels import Panel, Panels, grid_life_panels
from linli.core.organisation.enums import BodyKind, OrganisationPermission, OrgKind
from linli.core.organisation.models import Body, PartyOrg
from linli.core.organisation.queries.bodies import counts_by_kind
from linli.core.organisation.queries.elections import can_elect, open_election_of
from linli.core.organisation.queries.orgs import orgs_for, posts_on

body_panels: Panels[Body] = Panels()
org_panels: Panels[PartyOrg] = Panels()


@grid_life_panels.register(order=40)
def forces_of_the_grid(actor: Actor, grid: Area) -> Panel | None:
    """The party group of this grid, and the units and businesses in it; each number opens its list (C13)."""
    if not may(actor, OrganisationPermission.VIEW_BODY, grid):
        return None
    counts = counts_by_kind(actor, grid.pk)
    url = reverse("organisation:body-list")
    bodies = [
        {"label": str(kind.label), "count": counts[kind], "url": f"{url}?kind={kind}&grid={grid.pk}"}
        for kind in BodyKind
        if counts.get(kind)
    ]
    context: dict[str, Any] = {"bodies": bodies, "group": _group(actor, grid)}
    return Panel("organisation/_grid_panel.html", context) if bodies or context["group"] else None


def _group(actor: Actor, grid: Area) -> dict[str, Any] | None:
    group = orgs_for(actor).live().filter(kind=OrgKind.GRID_GROUP, grid=grid).first()
    if group is None:
        return None
    posts = posts_on([group], localdate()).get(group.pk, [])
    url = reverse("organisation:org", args=[group.pk])
    return {"name": group.name, "url": url, "leader": posts[0].name if posts else ""}


@org_panels.register(order=5)
def election_of_the_org(actor: Actor, org: PartyOrg) -> Panel | None:
    """The election that is under way, or the way to begin one."""
    if org.ends_on or not can_elect(org.kind):
        return None
    found = open_election_of(org)
    may_open = may(actor, OrganisationPermission.ELECT, org)
    state = state_badge("info", found.get_state_display()) if found else ""
    return Panel(
        "organisation/_election_panel.html", {"election": found, "state": state, "may_open": may_open, "org": org}
    )


__all__ = ["Panel", "Panels", "body_panels", "org_panels"]
