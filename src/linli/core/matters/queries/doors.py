"""By which door people come: who came lately, and how many came by each door in a month (X-06, all are equal)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.utils.timezone import get_default_timezone

from linli.base.permissions import Actor
from linli.base.text import masked_name, masked_phone
from linli.core.areas.models import Area
from linli.core.matters.enums import MatterPermission
from linli.core.matters.models import Matter
from linli.core.people.enums import Door, PeoplePermission
from linli.core.people.models import Person

MOST_CALLERS = 20
LOOKED_THROUGH = 100  # somebody who calls five times a week still leaves room for others
SPOKEN = (Door.PHONE, Door.COUNTER)


@dataclass(frozen=True)
class Caller:
    """Somebody who was written down lately, as the form may name them."""

    key: UUID
    name: str
    phone: str
    door: str
    at: datetime


def callers_lately(actor: Actor, community: Area) -> list[Caller]:
    """Who called or came by lately, the last first: only where the worker writes down and may know who asked.

    Read from the matters themselves and kept nowhere else; whoever stays unnamed or hidden does not stand here.
    """
    here = Matter.objects.visible_to(actor, MatterPermission.REPORT_FOR)
    here = here.visible_to(actor, MatterPermission.SEE_REPORTER).filter(community=community, door__in=SPOKEN)
    known = here.filter(reporter__isnull=False, is_anonymous=False, hidden_from_handler=False)
    rows = known.order_by("-reported_at", "-pk").values_list("reporter", "door", "reported_at")
    last: dict[UUID, tuple[str, datetime]] = {}
    for key, door, at in rows[:LOOKED_THROUGH]:
        last.setdefault(key, (str(Door(door).label), at))
    people = Person.objects.visible_to(actor, PeoplePermission.VIEW).filter(ended_on=None).in_bulk(list(last))
    found = [Caller(key, masked_name(people[key].name), masked_phone(people[key].phone), *last[key])
             for key in last if key in people]  # fmt: skip
    return found[:MOST_CALLERS]


def by_door(actor: Actor, since: date) -> dict[tuple[date, str], int]:
    """How many matters came by each door in each month since a day, at the places of a worker; nobody is named."""
    moment = datetime.combine(since, datetime.min.time(), get_default_timezone())
    rows = Matter.objects.visible_to(actor, MatterPermission.VIEW).filter(reported_at__gte=moment).order_by()
    months = rows.annotate(month=TruncMonth("reported_at", tzinfo=get_default_timezone()))
    return {(m.date(), door): n for m, door, n in months.values_list("month", "door").annotate(n=Count("pk"))}
