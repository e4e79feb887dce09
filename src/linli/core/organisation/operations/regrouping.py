"""An organisation goes to another place of the tree, and one that has ended is brought back, as a plan says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from django.apps import apps
from django.db import models, transaction
from django.utils.translation import gettext as _

from linli.base.audit.operations import record
from linli.base.errors import Refused
from linli.base.models import LedgerModel, PlaceField
from linli.base.permissions import Actor, require
from linli.core.areas.operations.redraws import rewrite_paths
from linli.core.organisation.enums import BELOW, OrganisationPermission
from linli.core.organisation.models import PartyOrg, Post


@transaction.atomic
def move_org(*, org: PartyOrg, parent: PartyOrg, actor: Actor, now: datetime) -> PartyOrg:
    """An organisation stands below another one from now on, and with it whatever belongs to it: posts, members,
    roles. What ledgers say of before stays.
    """
    require(actor, OrganisationPermission.MANAGE_ORG, parent)
    require(actor, OrganisationPermission.MANAGE_ORG, org)
    if org.kind not in BELOW.get(parent.kind, frozenset()) or parent.community_id != org.community_id:
        raise Refused("org-misplaced", _("An organisation of this kind does not stand there."))
    if parent.ends_on or org.ends_on:
        raise Refused("org-ended", _("This organisation has ended already."))
    before, slug = org.path, _free_slug(org, parent)
    after = f"{parent.path}{slug}/"
    for model in _placed():
        rewrite_paths(model._default_manager.all(), "place", before, after)
    rewrite_paths(PartyOrg.objects.all(), "path", before, after)
    PartyOrg.objects.filter(pk=org.pk).update(parent=parent, slug=slug)
    org.refresh_from_db()
    record("organisation.partyorg.move", org, actor=actor, now=now, data={"from": before, "to": after})
    return org


def _free_slug(org: PartyOrg, parent: PartyOrg) -> str:
    taken = set(PartyOrg.objects.filter(parent=parent).exclude(pk=org.pk).values_list("slug", flat=True))
    slug, count = org.slug, 1
    while slug in taken:
        count += 1
        slug = f"{org.slug[:20]}-{count}"
    return slug


def _placed() -> Iterator[type[models.Model]]:
    """Every table whose rows say by a path where they belong, without those that are written once."""
    for model in apps.get_models():
        fields: Iterable[models.Field] = model._meta.concrete_fields
        is_placed = any(isinstance(each, PlaceField) and each.name == "place" for each in fields)
        if is_placed and not issubclass(model, LedgerModel):
            yield model


@transaction.atomic
def revive_org(*, org: PartyOrg, posts: Sequence[str], actor: Actor, now: datetime) -> PartyOrg:
    """An organisation that has ended is at work again, with those posts that had ended with it."""
    require(actor, OrganisationPermission.MANAGE_ORG, org)
    if org.ends_on is None:
        raise Refused("org-at-work", _("This organisation is at work already."))
    Post.objects.filter(org=org, pk__in=posts, ends_on=org.ends_on).update(ends_on=None)
    PartyOrg.objects.filter(pk=org.pk).update(ends_on=None)
    org.ends_on = None
    record("organisation.partyorg.revive", org, actor=actor, now=now)
    return org
