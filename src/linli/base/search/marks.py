"""Marks beside the words: what a record is and which community it belongs to.

A word that a hundred communities use is looked up for one of them by both marks at once, inside the index.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import models

OURS = "\ue000"  # a sign for private use: part of a token, and never part of a word that somebody wrote


def mark_of_type(model: type[models.Model]) -> str:
    return f"{OURS}k" + model._meta.label_lower.replace(".", "").replace("_", "")


def mark_of_community(community_id: UUID) -> str:
    return f"{OURS}c{community_id.hex}"


def marks_of(record: models.Model) -> list[str]:
    """What stands before the words of a record."""
    community = getattr(record, "community_id", None)
    return [mark_of_type(type(record)), *([mark_of_community(community)] if community else [])]


def marks_asked(model: type[models.Model], communities: Iterable[UUID | None]) -> tuple[tuple[str, ...], ...]:
    """The marks that a question names; without a community it looks through all."""
    asked = list(communities)
    inside = tuple(mark_of_community(each) for each in asked if each) if asked and all(asked) else ()
    return ((mark_of_type(model),), *([inside] if inside else []))
