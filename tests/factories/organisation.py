"""Units, businesses and party organisations for tests."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

from linli.core.areas.models import Area
from linli.core.organisation.enums import BodyKind, OrgKind, PostKind
from linli.core.organisation.models import Body, Liaison, PartyOrg, Post
from linli.core.organisation.operations.bodies import name_columns
from tests.factories.core import NOON, TODAY

_numbers = count(1)


def make_body(grid: Area, name: str = "兆麟药房", **fields: Any) -> Body:
    """A business in a grid."""
    at: dict[str, Any] = {"community": grid.community, "place": grid.path, "grid": grid, "kind": BodyKind.BUSINESS}
    return Body.objects.create(**{**at, **name_columns(name), "updated_at": NOON, **fields})


def make_liaison(body: Body, name: str = "黎真丹", **fields: Any) -> Liaison:
    """Its owner, with a phone."""
    told: dict[str, Any] = {"role": "head", "phone": "13904190001", "starts_on": TODAY}
    return Liaison.objects.create(body=body, community=body.community, name=name, **{**told, **fields})


def make_committee(community: Area) -> PartyOrg:
    """The committee of a community; the same one when it is there."""
    found = PartyOrg.objects.filter(community=community, kind=OrgKind.COMMITTEE).first()
    return found or _org(community, OrgKind.COMMITTEE, None, "party", name="社区党委")


def make_branch(grid: Area, name: str = "第一党支部", **fields: Any) -> PartyOrg:
    """A branch below the committee of the community around this grid."""
    assert grid.community is not None
    above = make_committee(grid.community)
    kind = fields.pop("kind", OrgKind.RESIDENTIAL)
    return _org(grid.community, kind, above, f"b{next(_numbers):02d}", name=name, **fields)


def make_group(grid: Area, branch: PartyOrg) -> PartyOrg:
    """The group of a grid."""
    assert grid.community is not None
    return _org(grid.community, OrgKind.GRID_GROUP, branch, f"g{next(_numbers):02d}", name=f"{grid}党小组", grid=grid)


def make_post(org: PartyOrg, name: str = "王书记", **fields: Any) -> Post:
    """Its secretary."""
    told: dict[str, Any] = {"kind": PostKind.SECRETARY, "starts_on": date(2026, 1, 1)}
    return Post.objects.create(org=org, community=org.community, place=org.path, name=name, **{**told, **fields})


def _org(community: Area, kind: str, parent: PartyOrg | None, slug: str, **fields: Any) -> PartyOrg:
    path = f"{parent.path if parent else community.path}{slug}/"
    told: dict[str, Any] = {"starts_on": date(2026, 1, 1), **fields}
    return PartyOrg.objects.create(community=community, kind=kind, parent=parent, slug=slug, path=path, **told)
