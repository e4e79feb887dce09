"""One matter told by many, in the demo: a whole house is cold, and its neighbours join the first who said so."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from linli.base.calendars.arithmetic import BEIJING
from linli.base.permissions import Visitor
from linli.core.areas.models import Area
from linli.core.matters.models import Category, Matter
from linli.core.matters.operations.desk import accept_matter
from linli.core.matters.operations.following import follow_matter
from linli.core.matters.operations.merging import merge_matter
from linli.core.matters.operations.report import Report, report_matter
from linli.core.matters.operations.splitting import Second, split_matter
from linli.core.matters.queries import moves
from linli.core.matters.queries.nearby import WAITING
from linli.core.people.enums import Door
from linli.core.people.models import Person
from linli.core.people.queries.actors import PersonActor
from linli.portal.demo.staff import Staff

COLD = "UT04"
BURST = 14
HOUR = timedelta(hours=1)
SECOND = "单元门口的垃圾桶也满了好几天"
TWO_THINGS = f"二楼楼道灯不亮，{SECOND}。"
WORDS = (
    "我家也不热，才十六度。", "三楼也凉，老人穿着棉袄。", "孩子感冒了，麻烦快点。", "昨晚开始就不热了。", "",
    "暖气片上边热下边凉。",
    "同样的问题，五楼。", "", "我家一点都不热。", "早上摸着是凉的。", "能不能先给个说法？", "",
    "我妈家也是，我替她说。", "还是凉的。",
)  # fmt: skip
DOORS = (Door.ONLINE, Door.PHONE, Door.ONLINE, Door.COUNTER, Door.ONLINE, Door.PHONE, Door.VISIT)


def write_voices(community: Area, staff: Staff, *, now: datetime) -> None:
    """Fourteen neighbours join one cold matter; the resident of the demo follows something of their own grid."""
    day = now.astimezone(BEIJING).date()
    desk = PersonActor(Person.objects.select_related("community").get(pk=staff.desk[0].person.id), day)
    open_ones = Matter.objects.filter(community=community, state__in=WAITING, grid__isnull=False)
    cold = open_ones.filter(category__code=COLD).select_related("category", "grid").order_by("-reported_at").first()
    if cold is not None:
        neighbours = Person.objects.filter(place__under=cold.place, ended_on=None, birth_on__year__lt=2000)
        neighbours = neighbours.exclude(pk=cold.reporter_id) if cold.reporter_id else neighbours
        chosen = neighbours.select_related("community").order_by("pk")[:BURST]
        for number, person in enumerate(chosen):
            _join(cold, person, number, desk, now)
        _merge_another(open_ones.exclude(pk=cold.pk), cold, desk, now)
    own = Person.objects.select_related("community").get(pk=staff.residents[0].id)
    _split_one(own, desk, now)
    theirs = open_ones.exclude(reporter=own).filter(category__code__startswith="FA").select_related("category")
    if first := theirs.order_by("-reported_at").first():
        report = Report(community=community, text="我晚上回家也看不见路。")
        follow_matter(matter=first, report=report, actor=PersonActor(own, day), now=now - timedelta(hours=5))


def _merge_another(others: QuerySet[Matter], cold: Matter, desk: PersonActor, now: datetime) -> None:
    """Somebody said it once more before they saw the first: the desk joins the two, the same grid first."""
    others = others.filter(state__in=moves.MERGE.sources, due_at__isnull=False)
    alike = others.filter(category=cold.category_id).order_by("-reported_at", "pk")
    another = alike.filter(grid=cold.grid_id).first() or alike.first() or others.order_by("-reported_at", "pk").first()
    if another is not None:
        merge_matter(gone=another, kept=cold, reason="同一栋楼的同一件事", actor=desk, now=now - timedelta(hours=2))


def _split_one(resident: Person, desk: PersonActor, now: datetime) -> None:
    """Somebody said two things in one sentence this morning: the desk has taken the second out an hour ago."""
    assert resident.community is not None  # noqa: S101 -- residents of the demo live somewhere
    report = Report(community=resident.community, text=TWO_THINGS, category=Category.objects.get(code="FA01"))
    whole = report_matter(report=report, actor=PersonActor(resident, desk.today), now=now - 3 * HOUR)
    accept_matter(matter=whole, actor=desk, now=now - 2 * HOUR)
    second = Second(text=SECOND, category=Category.objects.get(code="EN02"), first_title="二楼楼道灯不亮")
    split_matter(matter=whole, second=second, reason="一句话里说了两件事，归两家管", actor=desk, now=now - HOUR)


def _join(cold: Matter, person: Person, number: int, desk: PersonActor, now: datetime) -> None:
    """By every door, some without a name: each a few minutes after the other."""
    door = DOORS[number % len(DOORS)]
    moment = max(cold.reported_at, now - timedelta(hours=20)) + timedelta(minutes=7 * number + 3)
    said: dict[str, Any] = {"community": cold.community, "text": WORDS[number], "door": door}
    if number % 5 == 4:
        follow_matter(
            matter=cold,
            report=Report(**said | {"door": Door.ONLINE, "is_anonymous": True}),
            actor=Visitor(),
            now=moment,
        )
    elif door == Door.ONLINE:
        follow_matter(matter=cold, report=Report(**said), actor=PersonActor(person, desk.today), now=moment)
    else:
        report = Report(**said, reporter=person, consent_note="口头同意", hidden_from_handler=number % 3 == 0)
        follow_matter(matter=cold, report=report, actor=desk, now=moment)
