"""Four weeks later: whom we ask whether it is still so, and who has not answered yet."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from linli.base.permissions import Actor
from linli.core.matters.enums import BAD_RATINGS, EndingKind, MatterPermission, MatterState
from linli.core.matters.models import FollowUp, Matter
from linli.core.matters.queries.deadlines import STILL_AFTER, STILL_ASKED_WITHIN, STILL_OPEN

LASTS = (EndingKind.SOLVED, EndingKind.HANDED_ON)  # what can't be done does not come back


def to_ask_still(now: datetime) -> QuerySet[Matter]:
    """What ended well four weeks ago, of somebody whom we can reach: not taken up again, not judged badly."""
    reachable = Q(reporter__isnull=False) | Q(contact_phone__isnull=False)
    ended = Q(closed_at__lte=now - STILL_AFTER, closed_at__gt=now - STILL_ASKED_WITHIN)
    well = Q(state=MatterState.CLOSED, reopened=0, ending__in=LASTS) & (
        Q(rating=None) | ~Q(rating__in=sorted(BAD_RATINGS))
    )
    return Matter.objects.filter(reachable, ended, well, follow_up=None).order_by("closed_at")


def open_follow_up(matter: Matter, now: datetime) -> FollowUp | None:
    """The question that waits for an answer about a matter, if one does."""
    rows = FollowUp.objects.filter(matter=matter, answer="", asked_at__gte=now - STILL_OPEN)
    return rows.select_related("matter").first()


def visible_follow_ups(actor: Actor) -> QuerySet[FollowUp]:
    """The questions that were asked at the places of a worker."""
    rows = FollowUp.objects.visible_to(actor, MatterPermission.VIEW)
    return rows.select_related("matter__category", "matter__grid")


def to_call(now: datetime) -> Q:
    """Who left a number and has no account: they are asked by telephone."""
    return Q(answer="", asked_at__gte=now - STILL_OPEN, matter__reporter=None)
