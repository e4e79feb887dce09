"""A worker who left, in the demo: what they had in hand was handed over yesterday, and waits to be signed for."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from linli.base.calendars.arithmetic import BEIJING
from linli.core.areas.models import Area
from linli.core.matters.enums import MatterState
from linli.core.matters.models import Matter
from linli.core.matters.operations.hand_overs import hand_over
from linli.core.matters.queries.hand_overs import successors_for
from linli.core.people.models import Person
from linli.core.people.queries.actors import PersonActor
from linli.portal.demo.staff import Staff


def write_leaving(community: Area, staff: Staff, *, now: datetime) -> None:
    """Whoever has the least in hand goes to the street office; somebody of the same place takes it over."""
    today = now.astimezone(BEIJING).date()
    desk = Person.objects.select_related("community").get(pk=staff.desk[0].person.id)
    mine = Matter.objects.filter(community=community, state=MatterState.HANDLING).exclude(handler=desk)
    busy = Counter(mine.order_by("handler").values_list("handler", flat=True))
    if len(busy) < 2:
        return
    leaver = Person.objects.select_related("community").get(pk=busy.most_common()[-1][0])
    place = mine.filter(handler=leaver).order_by("due_at").values_list("place", flat=True)[0]
    to = successors_for(leaver, place, today).first()
    note = "我下周到街道报到，这几件辛苦您接着办，居民的电话都打过了。"
    hand_over(leaver=leaver, successor=to, note=note, actor=PersonActor(desk, today), now=now - timedelta(hours=20))
