"""The tree of party organisations, who holds its posts, which terms run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Q

from linli.base.permissions import Actor
from linli.core.organisation.enums import OrganisationPermission
from linli.core.organisation.models import PartyOrg, Post, Term
from linli.core.organisation.models.orgs import OrgQuerySet


@dataclass(frozen=True)
class MemberCount:
    """How many members an organisation has, those below it included. Numbers only, never names."""

    members: int
    full: int


@dataclass
class Node:
    """An organisation with those below it, and what a chart shows of it."""

    org: PartyOrg
    posts: list[Post] = field(default_factory=list)
    term: Term | None = None
    count: MemberCount | None = None
    children: list[Node] = field(default_factory=list)

    @property
    def leader(self) -> Post | None:
        """Who leads it: its secretary or its group leader."""
        return next((post for post in self.posts if post.kind in {"secretary", "group_leader"}), None)


CountsOf = Callable[[Actor, Sequence[PartyOrg]], dict[UUID, MemberCount]]
_counters: list[CountsOf] = []


def register_member_counts(counts_of: CountsOf) -> None:
    """The room that knows members tells how many each organisation has, as far as the actor may know."""
    _counters[:] = [counts_of]


def member_counts(actor: Actor, orgs: Sequence[PartyOrg]) -> dict[UUID, MemberCount]:
    """How many members the organisations have; empty where nobody counts, or the actor may not know."""
    return _counters[0](actor, orgs) if _counters else {}


def orgs_for(actor: Actor) -> OrgQuerySet:
    """The organisations that somebody may see."""
    rows: OrgQuerySet = PartyOrg.objects.visible_to(actor, OrganisationPermission.VIEW_ORG)  # type: ignore[assignment]
    return rows


def posts_on(orgs: Sequence[PartyOrg], today: date) -> dict[UUID, list[Post]]:
    """Who holds the posts of these organisations today, the secretary first."""
    live = Post.objects.filter(org__in=orgs, starts_on__lte=today).filter(Q(ends_on=None) | Q(ends_on__gt=today))
    found: dict[UUID, list[Post]] = {}
    for post in live.select_related("unit").order_by("org", "starts_on", "pk"):
        found.setdefault(post.org_id, []).append(post)
    order = ["secretary", "group_leader", "deputy", "organisation", "publicity", "discipline", "member"]
    return {key: sorted(posts, key=lambda post: order.index(post.kind)) for key, posts in found.items()}


def terms_on(orgs: Sequence[PartyOrg]) -> dict[UUID, Term]:
    """The latest term of each."""
    found: dict[UUID, Term] = {}
    for term in Term.objects.filter(org__in=orgs).order_by("org", "number"):
        found[term.org_id] = term
    return found


def chart_for(actor: Actor, today: date) -> list[Node]:
    """The whole tree that somebody may see: four queries, however large it is."""
    orgs = list(orgs_for(actor).live().select_related("grid", "body").order_by("path"))
    posts, terms, counts = posts_on(orgs, today), terms_on(orgs), member_counts(actor, orgs)
    nodes = {org.pk: Node(org, posts.get(org.pk, []), terms.get(org.pk), counts.get(org.pk)) for org in orgs}
    tops: list[Node] = []
    for org in orgs:
        above = nodes.get(org.parent_id) if org.parent_id else None
        (above.children if above else tops).append(nodes[org.pk])
    return tops
