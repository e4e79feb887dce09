"""What fits together, and why. A match is only ever a suggestion: people on both sides say yes (B-1)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from linli.base.hours import hours_words
from linli.core.partnership.enums import SERVES, GiverKind, ListState
from linli.core.partnership.models import Need, Partner, Resource

MOST_READ = 400
MOST_SUGGESTED = 5


@dataclass(frozen=True)
class Suggestion:
    """Something that may fit, with the reasons that speak for it."""

    need: Need
    resource: Resource
    reasons: tuple[str, ...]


def resources_for(need: Need, today: date, most: int = MOST_SUGGESTED) -> list[Suggestion]:
    """What on the list may serve a need, what fits in most ways first, the newest first among equals."""
    still_there = Q(until_on=None) | Q(until_on__gte=today)
    open_ones = Resource.objects.filter(still_there, community=need.community_id, state=ListState.OPEN)
    rows = open_ones.filter(kind__in=SERVES[need.kind]).select_related("grid", "spot").order_by("-written_at")
    return _best((_suggest(need, resource) for resource in rows.defer("grid__outline")[:MOST_READ]), most)


def needs_for(resource: Resource, most: int = MOST_SUGGESTED) -> list[Suggestion]:
    """Which wishes a resource may serve."""
    kinds = [kind for kind, served in SERVES.items() if resource.kind in served]
    open_ones = Need.objects.filter(community=resource.community_id, state=ListState.OPEN, kind__in=kinds)
    rows = open_ones.select_related("grid", "spot").order_by("-written_at")
    return _best((_suggest(need, resource) for need in rows.defer("grid__outline")[:MOST_READ]), most)


def fits_for(partner: Partner, today: date, most: int = MOST_SUGGESTED) -> list[Suggestion]:
    """What on the list may serve a unit's wishes, and which wishes its offers may serve; two questions in all."""
    here = {"community": partner.community_id, "state": ListState.OPEN}
    needs = Need.objects.filter(**here).select_related("grid", "spot", "partner__body").order_by("-written_at")
    still_there = Q(until_on=None) | Q(until_on__gte=today)
    resources = Resource.objects.filter(still_there, **here).select_related("grid", "spot").order_by("-written_at")
    wanted, given = list(needs.defer("grid__outline")[:MOST_READ]), list(resources.defer("grid__outline")[:MOST_READ])
    pairs = [
        (need, resource)
        for need in wanted
        for resource in given
        if (need.partner_id == partner.pk) != (resource.partner_id == partner.pk) and resource.kind in SERVES[need.kind]
    ]
    return _best((_suggest(need, resource) for need, resource in pairs), most)


def _best(found: Iterable[Suggestion | None], most: int) -> list[Suggestion]:
    fitting = [one for one in found if one is not None]
    return sorted(fitting, key=lambda one: -len(one.reasons))[:most]


def _suggest(need: Need, resource: Resource) -> Suggestion | None:
    """The reasons that speak for a pair; none at all when something speaks against it."""
    if need.people and resource.capacity and resource.capacity < need.people:
        return None
    if need.hours and resource.hours and not need.hours & resource.hours:
        return None
    if need.wanted_on and resource.starts_on and resource.starts_on > need.wanted_on:
        return None
    reasons = [_of_kind(need, resource), _of_time(need, resource), _of_place(need, resource), _of_size(need, resource)]
    return Suggestion(need, resource, tuple(reason for reason in reasons if reason))


def _of_kind(need: Need, resource: Resource) -> str:
    words = {"resource": resource.get_kind_display(), "need": need.get_kind_display()}
    return _("Kind: %(resource)s for “%(need)s”") % words


def _of_time(need: Need, resource: Resource) -> str:
    both = need.hours & resource.hours
    return _("Time: both %(hours)s") % {"hours": hours_words(both)} if both else ""


def _of_place(need: Need, resource: Resource) -> str:
    if need.spot_id and need.spot_id == resource.spot_id:
        return _("Place: both in %(place)s") % {"place": need.spot}
    if need.grid_id and need.grid_id == resource.grid_id:
        return _("Place: the same grid, %(place)s") % {"place": need.grid}
    return ""


def _of_size(need: Need, resource: Resource) -> str:
    if not (need.people and resource.capacity):
        return ""
    return _("Size: room for %(capacity)s, needed for %(people)s") % {
        "capacity": resource.capacity,
        "people": need.people,
    }


def giver_words(resource: Resource) -> str:
    """Who gives, as everybody may read it: a body by its name, a neighbour without one."""
    if resource.giver_kind == GiverKind.RESIDENT:
        return str(resource.get_giver_kind_display())
    return resource.giver_name
