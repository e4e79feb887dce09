"""What the register does by the clock."""

from datetime import datetime

from linli.base.permissions import SystemActor
from linli.base.schedule import every
from linli.core.areas.enums import AreaKind
from linli.core.areas.models import Area
from linli.core.people.operations.accounts import forget_what_is_over
from linli.core.people.operations.duplicates import suggest_duplicates
from linli.core.people.roster_tasks import take_roster_in

__all__ = ["forget_sign_ins", "look_for_duplicates", "take_roster_in"]


@every("40 3 * * *")
def forget_sign_ins(now: datetime) -> None:
    """Drop sessions that are over, wrong passwords of yesterday, and slips that nobody used."""
    forget_what_is_over(now=now)


@every("20 3 * * *")
def look_for_duplicates(now: datetime) -> None:
    """Look in each community for rows that may be one person."""
    for community in Area.objects.filter(kind=AreaKind.COMMUNITY, ends_on=None).order_by("path"):
        suggest_duplicates(community=community, actor=SystemActor("schedule"), now=now)
