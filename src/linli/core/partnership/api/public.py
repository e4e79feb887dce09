"""The three lists for programs: what everybody may read, and the same operations as the pages."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.utils.translation import gettext as _
from ninja import Query, Router, Status

from linli.base.errors import Refused
from linli.base.permissions import Actor, may
from linli.base.web.api import OPEN_REFUSALS, REFUSALS, NewMatterThrottle, OpenDoorThrottle, anybody
from linli.core.areas.enums import AreaKind
from linli.core.areas.models import Area
from linli.core.areas.queries.communities import communities, community_for
from linli.core.partnership import schemas as s
from linli.core.partnership.enums import NeedKind, PartnershipPermission, ProjectState, ResourceKind
from linli.core.partnership.models import Need, Project, Resource
from linli.core.partnership.operations.gather import Gift, Wish, gather_need, offer_resource
from linli.core.partnership.operations.judging import judge_project
from linli.core.partnership.operations.settle import publish_listed
from linli.core.partnership.operations.support import support_need, withdraw_support
from linli.core.partnership.queries import lists

router = Router(tags=["neighbourhood"])
PAGE = 50


def actor_of(request: HttpRequest) -> Actor:
    return cast("Actor", request.actor)  # type: ignore[attr-defined]


def _community(request: HttpRequest, slug: str) -> Area:
    person = getattr(actor_of(request), "person", None)
    found = community_for(person.community if person else None, slug) or next(iter(communities()), None)
    if found is None:
        raise Refused("community-needed", _("Please name the community."), field="community")
    return found


def _page(rows: Any, cursor: UUID | None) -> dict[str, Any]:
    """Keys sort by time: the cursor is the last key of the page before."""
    rows = rows.filter(pk__lt=cursor) if cursor else rows
    found = list(rows.order_by("-pk")[: PAGE + 1])
    more = len(found) > PAGE
    return {"items": found[:PAGE], "next": str(found[PAGE - 1].pk) if more else None}


@router.get("/wishes", response={200: s.NeedPage, **OPEN_REFUSALS}, auth=anybody, throttle=OpenDoorThrottle(),
            operation_id="wishes")  # fmt: skip
def list_wishes(
    request: HttpRequest, community: str = Query("", max_length=24), kind: NeedKind | None = None,
    q: str = Query("", max_length=100), cursor: UUID | None = None,
) -> dict[str, Any]:  # fmt: skip
    """What the neighbourhood wants, newest first."""
    return _page(_narrowed(lists.public(Need, _community(request, community)), kind, q), cursor)


@router.get("/resources", response={200: s.ResourcePage, **OPEN_REFUSALS}, auth=anybody, throttle=OpenDoorThrottle(),
            operation_id="resources")  # fmt: skip
def list_resources(
    request: HttpRequest, community: str = Query("", max_length=24), kind: ResourceKind | None = None,
    q: str = Query("", max_length=100), cursor: UUID | None = None,
) -> dict[str, Any]:  # fmt: skip
    """What the neighbourhood can give, newest first."""
    return _page(_narrowed(lists.public(Resource, _community(request, community)), kind, q), cursor)


@router.get("/projects", response={200: s.ProjectPage, **OPEN_REFUSALS}, auth=anybody, throttle=OpenDoorThrottle(),
            operation_id="projects")  # fmt: skip
def list_projects(
    request: HttpRequest, community: str = Query("", max_length=24), state: ProjectState | None = None,
    cursor: UUID | None = None,
) -> dict[str, Any]:  # fmt: skip
    """What came of it, newest first."""
    rows = lists.public_projects(_community(request, community))
    return _page(rows.filter(state=state) if state else rows, cursor)


def _narrowed(rows: Any, kind: str | None, q: str) -> Any:
    rows = rows.filter(kind=kind) if kind else rows
    return rows.filter(lists.found_by(q)) if q.strip() else rows


def _said(request: HttpRequest, data: s.SaidIn) -> dict[str, Any]:
    community = _community(request, data.community)
    grid = None
    if data.grid is not None:
        grids = Area.objects.live().filter(community=community, kind=AreaKind.GRID, number=data.grid)
        grid = grids.first()
        if grid is None:
            raise Refused("grid-unknown", _("There is no such grid."), field="grid")
    return {**data.dict(exclude={"community", "grid"}), "community": community, "spot": grid}


@router.post("/wishes", response={201: s.SlipOut, **OPEN_REFUSALS}, auth=anybody, throttle=NewMatterThrottle(),
             operation_id="wish_say")  # fmt: skip
def say_wish(request: HttpRequest, data: s.WishIn) -> Status:
    """Say a wish: signed in, without a name, or as a worker for somebody. The answer has the slip's code."""
    need = gather_need(wish=Wish(**_said(request, data)), actor=actor_of(request), now=now())
    return Status(201, need)


@router.post("/resources", response={201: s.SlipOut, **OPEN_REFUSALS}, auth=anybody, throttle=NewMatterThrottle(),
             operation_id="resource_offer")  # fmt: skip
def offer(request: HttpRequest, data: s.GiftIn) -> Status:
    """Offer something. The answer has the slip's code."""
    resource = offer_resource(gift=Gift(**_said(request, data)), actor=actor_of(request), now=now())
    return Status(201, resource)


def _public(pk: UUID) -> Need:
    found: Need = get_object_or_404(Need.objects.filter(state__in=sorted(lists.PUBLIC)), pk=pk)
    return found


@router.put("/wishes/{uuid:pk}/press", response={200: s.PressOut, **REFUSALS}, operation_id="wish_press")
def press(request: HttpRequest, pk: UUID) -> dict[str, Any]:
    """I want it, too; once, however often it is asked for."""
    need = _public(pk)
    support_need(need=need, actor=actor_of(request), now=now())
    return s.PressOut.of(need, pressed=True)


@router.delete("/wishes/{uuid:pk}/press", response={200: s.PressOut, **REFUSALS}, operation_id="wish_unpress")
def unpress(request: HttpRequest, pk: UUID) -> dict[str, Any]:
    """Not any more; nothing remains of it."""
    need = _public(pk)
    withdraw_support(need=need, actor=actor_of(request), now=now())
    return s.PressOut.of(need, pressed=False)


@router.post("/{kind}/{code}/publish", response={200: s.SlipOut, **REFUSALS}, operation_id="listed_publish")
def publish(request: HttpRequest, kind: str, code: str, data: s.PublicIn) -> Any:
    """Put a wish or an offer on the public list, in words that name nobody."""
    model: type[Any] | None = {"wishes": Need, "resources": Resource}.get(kind)
    thing = lists.of_code(model, code) if model else None
    if thing is None or not may(actor_of(request), PartnershipPermission.VIEW, thing):
        raise Http404
    return publish_listed(thing=thing, actor=actor_of(request), now=now(), **data.dict())


@router.put("/projects/{uuid:pk}/judgement", response={204: None, **REFUSALS}, operation_id="project_judge")
def judge(request: HttpRequest, pk: UUID, data: s.JudgeIn) -> Status:
    """My word on a result; a second one changes it."""
    project = get_object_or_404(Project.objects.filter(state__in=sorted(lists.SHOWN_PROJECTS)), pk=pk)
    judge_project(project=project, actor=actor_of(request), now=now(), **data.dict())
    return Status(204, None)
