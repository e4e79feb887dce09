"""Units, businesses and the tree of party organisations for programs: phones masked, as on the pages."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate
from ninja import Query, Router, Schema

from linli.base.text import masked_phone
from linli.base.web.api import REFUSALS
from linli.base.web.context import actor_of
from linli.core.organisation.enums import BodyKind, Coverage, LiaisonRole, Nature, OrgDomain, OrgKind, PostKind
from linli.core.organisation.models import Body
from linli.core.organisation.queries.bodies import bodies_for, found_by, with_liaisons
from linli.core.organisation.queries.findings import walk
from linli.core.organisation.queries.orgs import Node, chart_for

router = Router(tags=["organisation"])
PAGE = 50


class LiaisonOut(Schema):
    """Somebody who speaks for a body; the phone is masked."""

    role: LiaisonRole
    name: str
    phone: str


class BodyOut(Schema):
    """A unit, a business, the market or a social organisation."""

    id: UUID
    kind: BodyKind
    name: str
    credit_code: str
    nature: Nature | str
    trade: str
    grid: int | None
    address: str
    staff: int | None
    party_members: int | None
    coverage: Coverage | str
    offers: str
    asks: str
    liaisons: list[LiaisonOut]
    ends_on: date | None


class PostOut(Schema):
    """A post and who holds it."""

    kind: PostKind
    name: str
    is_full_time: bool
    unit: str | None


class OrgOut(Schema):
    """One party organisation in the tree."""

    id: UUID
    kind: OrgKind
    domain: OrgDomain
    name: str
    parent: UUID | None
    grid: int | None
    posts: list[PostOut]
    term_ends_on: date | None
    members: int | None


def _body(body: Body) -> dict[str, Any]:
    names = ("kind", "name", "credit_code", "nature", "trade", "address", "staff", "party_members", "coverage")
    told = {name: getattr(body, name) for name in (*names, "offers", "asks", "ends_on")}
    speaking = [
        {"role": one.role, "name": one.name, "phone": masked_phone(one.phone)} for one in getattr(body, "speaking", ())
    ]
    return {"id": body.pk, **told, "grid": body.grid.number if body.grid else None, "liaisons": speaking}


@router.get("/bodies", response={200: list[BodyOut], **REFUSALS}, operation_id="body_list")
def body_list(
    request: HttpRequest,
    q: str = Query("", max_length=100),
    kind: BodyKind | None = None,
    page: int = Query(1, ge=1, le=200),
) -> list[dict[str, Any]]:
    """Bodies that are at work at the places of whoever asks, fifty a page, by name."""
    rows = with_liaisons(bodies_for(actor_of(request)).live()).filter(found_by(q.replace("\x00", "")))
    if kind:
        rows = rows.filter(kind=kind)
    return [_body(body) for body in rows.order_by("name", "pk")[(page - 1) * PAGE : page * PAGE]]


@router.get("/bodies/{uuid:pk}", response={200: BodyOut, **REFUSALS}, operation_id="body_detail")
def body_detail(request: HttpRequest, pk: UUID) -> dict[str, Any]:
    """One body, closed ones too."""
    return _body(get_object_or_404(with_liaisons(bodies_for(actor_of(request))), pk=pk))


def _org(node: Node) -> dict[str, Any]:
    org = node.org
    posts = [
        {"kind": post.kind, "name": post.name, "is_full_time": post.is_full_time, "unit": post.unit and post.unit.name}
        for post in node.posts
    ]
    told = {name: getattr(org, name) for name in ("kind", "domain", "name")}
    grid = org.grid.number if org.grid else None
    more = {"term_ends_on": node.term.ends_on if node.term else None, "members": node.count and node.count.members}
    return {"id": org.pk, "parent": org.parent_id, "grid": grid, "posts": posts, **told, **more}


@router.get("/orgs", response={200: list[OrgOut], **REFUSALS}, operation_id="org_list")
def org_list(request: HttpRequest) -> list[dict[str, Any]]:
    """The whole tree that whoever asks may see, from the top down."""
    return [_org(node) for node in walk(chart_for(actor_of(request), localdate()))]
