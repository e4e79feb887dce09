"""Finding records by their words."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import models
from django.db.models import Q

from linli.base.permissions import Actor
from linli.base.search.marks import marks_asked
from linli.base.search.models import SearchEntry
from linli.base.search.tokens import phrases_of


def saying(model: type[models.Model], text: str, communities: Iterable[UUID | None] = ()) -> Q:
    """Records that say every word of the text, as a condition for their own queryset; none, when nothing is asked.

    `communities` only makes it quicker, it is no right: begin with `visible_to` all the same.
    """
    if not phrases_of(text):
        return Q(pk__in=())
    entries = SearchEntry.objects.filter(words__matches=(marks_asked(model, communities), text))
    return Q(pk__in=entries.values("subject_id"))


def communities_of(actor: Actor, permission: str) -> set[UUID | None]:
    """The communities where somebody holds a right; with None, when it reaches above one."""
    return {scope.community_id for scope in actor.scopes(permission)}
