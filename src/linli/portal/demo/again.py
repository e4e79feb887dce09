"""What is asked again and again, in the demo: found as by night, one of them put aside with a reason."""

from __future__ import annotations

from datetime import datetime, timedelta

from linli.base.calendars.arithmetic import BEIJING
from linli.core.areas.enums import AreaKind
from linli.core.areas.models import Area
from linli.core.matters.models import Category
from linli.core.matters.operations.desk import accept_matter
from linli.core.matters.operations.recurrences import put_recurrence_aside, suggest_recurrence
from linli.core.matters.operations.report import Report, report_matter
from linli.core.matters.queries.recurrences import found_recurrences
from linli.core.matters.tasks import CLOCK
from linli.core.people.models import Person
from linli.core.people.queries.actors import PersonActor
from linli.portal.demo.staff import Staff

KIND = "FA07"
ASKED = (
    "院里的长椅坏了，老人没地方坐。",
    "广场上一条椅子也没有，能不能添两把？",
    "我妈走几步就得歇，院里的座椅板都掉了。",
    "接孩子的人都站着等，放几条长椅吧。",
    "东门那排座椅翘钉子，裤子都刮了。",
)
KNOWN = "上月的事已经开过居民会说明，这几件是会前反映的。"


def write_recurrences(community: Area, staff: Staff, *, now: datetime) -> None:
    """As the night of today would find them; the least of them was settled an hour ago."""
    desk = Person.objects.select_related("community").get(pk=staff.desk[0].person.id)
    actor = PersonActor(desk, now.astimezone(BEIJING).date())
    _five_tell_the_same(community, actor, now)
    night = now - timedelta(hours=6)
    found = [suggest_recurrence(found=one, actor=CLOCK, now=night) for one in found_recurrences(night)]
    known = [one for one in found if one is not None and one.community_id == community.pk]
    if len(known) > 1:
        least = min(known, key=lambda one: one.people)
        put_recurrence_aside(recurrence=least, reason=KNOWN, actor=actor, now=now - timedelta(hours=1))


def _five_tell_the_same(community: Area, desk: PersonActor, now: datetime) -> None:
    """Five households of one grid within a week: there is nowhere to sit."""
    grid = Area.objects.filter(community=community, kind=AreaKind.GRID, ends_on=None).order_by("number")[1]
    grown_up = Person.objects.filter(place__under=grid.path, ended_on=None, birth_on__year__lt=2000)
    for number, person in enumerate(grown_up.select_related("community").order_by("pk")[: len(ASKED)]):
        moment = now - timedelta(days=6 - number, hours=2)
        report = Report(community=community, text=ASKED[number], category=Category.objects.get(code=KIND), grid=grid)
        matter = report_matter(report=report, actor=PersonActor(person, desk.today), now=moment)
        accept_matter(matter=matter, actor=desk, now=moment + timedelta(hours=1))
