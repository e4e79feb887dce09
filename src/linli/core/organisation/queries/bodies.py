"""Which bodies somebody sees, and how they are found."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Count, Prefetch, Q

from linli.base.permissions import Actor
from linli.core.organisation.enums import OrganisationPermission
from linli.core.organisation.models import Body, Liaison
from linli.core.organisation.models.bodies import BodyQuerySet

MOST_FOUND = 20


def bodies_for(actor: Actor) -> BodyQuerySet:
    """The bodies at the places of somebody, with their grid."""
    rows: BodyQuerySet = Body.objects.visible_to(actor, OrganisationPermission.VIEW_BODY)  # type: ignore[assignment]
    return rows.select_related("grid")


def with_liaisons(bodies: BodyQuerySet) -> BodyQuerySet:
    """And who speaks for each of them today, in one more query."""
    live = Liaison.objects.filter(ends_on=None).order_by("role")
    return bodies.prefetch_related(Prefetch("liaisons", queryset=live, to_attr="speaking"))


def found_by(text: str) -> Q:
    """By how its name begins, in characters, pinyin or initials; by a part of its name; by its credit code or trade."""
    plain = text.strip().lower().replace(" ", "")
    if not plain:
        return Q()
    found = Q(name__icontains=text.strip()) | Q(trade=text.strip())
    if plain.isascii():
        found |= Q(pinyin__begins=plain) | Q(initials__begins=plain) | Q(credit_code=plain.upper())
    return found


def counts_by_kind(actor: Actor, grid_id: UUID) -> dict[str, int]:
    """How many bodies of each kind are at work in a grid."""
    rows = Body.objects.visible_to(actor, OrganisationPermission.VIEW_BODY).filter(grid=grid_id, ends_on=None)
    return dict(rows.order_by().values_list("kind").annotate(n=Count("pk")))
