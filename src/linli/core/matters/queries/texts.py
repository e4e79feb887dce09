"""Ready texts, checklists and macros: which fit a matter, and a text with its gaps filled in."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from linli.base.i18n import in_language
from linli.core.matters.models import Category, Checklist, EndingText, Macro, Matter, ReadyModel

GAP = "____"  # where a placeholder was not known: refused when it is sent
SLOT = re.compile(r"\{([^{}]*)\}")
SLOTS = {
    "who": _("who handles it"),
    "owner": _("who has the power to act"),
    "when": _("today's date"),
    "said": _("when they said it"),
    "what": _("the title of the matter"),
    "where": _("the address"),
    "phone": _("the community's telephone"),
}
R = TypeVar("R", bound=ReadyModel)


def live_ones(rows: QuerySet[R], community_id: UUID) -> QuerySet[R]:
    """What a community keeps ready now."""
    return rows.filter(community=community_id, ended_at=None).select_related("category__parent")


def fitting(rows: QuerySet[R], matter: Matter) -> list[R]:
    """What is ready for a matter: for its kind first, then for its group, then for all kinds."""
    kind = matter.category
    wanted = [None, *([kind.parent_id, kind.pk] if kind else [])]
    fits = Q(category=None) | Q(category__in=[key for key in wanted if key])
    found = live_ones(rows, matter.community_id).filter(fits).order_by("pk")
    return sorted(found, key=lambda row: -wanted.index(row.category_id))


def texts_for(matter: Matter) -> list[EndingText]:
    """The ready texts for the endings of a matter."""
    return fitting(EndingText.objects.all(), matter)


def macros_for(matter: Matter) -> list[Macro]:
    """The macros for a matter."""
    return fitting(Macro.objects.all(), matter)


def checklist_for(community_id: UUID, category: Category) -> Checklist | None:
    """The checklist of a kind of matter; else the one of its group."""
    kinds = [category.pk, category.parent_id]
    found = live_ones(Checklist.objects.all(), community_id).filter(category__in=[key for key in kinds if key])
    return min(found, key=lambda row: kinds.index(row.category_id), default=None)


def filled(text: str, matter: Matter, now: datetime) -> str:
    """A ready text for this matter; what is not known stays a gap that somebody has to fill in."""
    handler = matter.handler
    known = {
        "who": handler.name if handler else "",
        "owner": matter.owner or (matter.category.owner if matter.category else ""),
        "when": date_format(localtime(now), "MONTH_DAY_FORMAT"),
        "said": date_format(localtime(matter.reported_at), "MONTH_DAY_FORMAT"),
        "what": matter.title,
        "where": matter.address or (str(matter.grid) if matter.grid else ""),
        "phone": matter.community.phone,
    }
    return SLOT.sub(lambda found: known.get(found[1]) or GAP, text)


def ending_words(ready: EndingText, matter: Matter, now: datetime) -> tuple[str, str]:
    """The text and the basis of a ready ending, in the language of the page, for this matter."""
    return filled(in_language(ready, "text"), matter, now), filled(in_language(ready, "basis"), matter, now)
