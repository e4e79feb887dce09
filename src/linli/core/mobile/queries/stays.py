"""Who is away and who is a guest, the longest silence first."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from linli.base.permissions import Actor
from linli.core.membership.enums import MembershipPermission
from linli.core.mobile.models import Stay
from linli.core.mobile.models.stays import StayQuerySet


def stays_for(actor: Actor) -> StayQuerySet:
    """The times away and the guests that somebody may see."""
    rows: StayQuerySet = Stay.objects.visible_to(actor, MembershipPermission.VIEW)  # type: ignore[assignment]
    return rows.select_related("person", "org", "member")


def own_stay(person_id: UUID) -> Stay | None:
    """One's own, while it lasts."""
    return Stay.objects.live().filter(person=person_id).select_related("person", "org", "member").first()


def due_stays(actor: Actor, today: date) -> StayQuerySet:
    """Where a word is due: the task of the branch."""
    return stays_for(actor).live().filter(due_on__lte=today)
