"""What the calendar does to dues: a new month begins, three and six months pass."""

from __future__ import annotations

from datetime import datetime

from django.utils.timezone import localdate

from linli.base.permissions import SystemActor
from linli.base.schedule import every
from linli.core.areas.models import Area
from linli.core.dues.models import Assessment, Due
from linli.core.dues.operations.assessing import raise_dues
from linli.core.dues.operations.reminding import list_due, remind_of_due
from linli.core.dues.queries.dues import late_for_list, late_for_talk
from linli.core.membership.models import Member

CLOCK = SystemActor("schedule")
MOST_AT_ONCE = 2_000


@every("20 5 * * *")
def begin_the_month(now: datetime) -> None:
    """The dues of the month, community by community. Each day, so that whoever joins in between has theirs, too."""
    today = localdate(now)
    here = Assessment.objects.values("member__community").distinct()
    for community in Area.objects.filter(pk__in=here).order_by("path"):
        members = Member.objects.live().filter(community=community).only("pk")
        raise_dues(members=members, until=today, actor=CLOCK, now=now)


@every("30 8 * * *")
def remember_what_is_late(now: datetime) -> None:
    """After six months the committee, after three the secretary; each month of each member once."""
    today = localdate(now)
    rows = Due.objects.select_related("member").exclude(member__state="left").order_by("month", "pk")
    for due in rows.filter(late_for_list(today))[:MOST_AT_ONCE]:
        list_due(due=due, actor=CLOCK, now=now)
    for due in rows.filter(late_for_talk(today))[:MOST_AT_ONCE]:
        remind_of_due(due=due, actor=CLOCK, now=now)
