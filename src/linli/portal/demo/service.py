"""What the in-service members of the demo did, what they let their units read, and what members ask to put right."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.utils.timezone import localdate

from linli.base.calendars.queries import add_working_days, work_calendar
from linli.core.areas.models import Area
from linli.core.membership.enums import AskState, ReportState, ServicePost, ServiceState
from linli.core.membership.models import CardAsk, InServiceMember, Member, ServiceEntry, UnitStatement
from linli.core.membership.operations.statements import seal_of
from linli.portal.demo.areas import BUILDER
from linli.portal.demo.keys import Keys
from linli.portal.demo.pen import Pen

ACTIVE, WAITING, EXTRACTS = 240, 6, 5
DEEDS = (
    ("清理楼道杂物", ServicePost.GOVERN, 90), ("门前清雪", ServicePost.GOVERN, 120),
    ("夜间巡逻", ServicePost.SAFETY, 120), ("检查消防通道", ServicePost.SAFETY, 60),
    ("给老人理发", ServicePost.OTHER, 60), ("辅导孩子作业", ServicePost.CULTURE, 90),
    ("量血压", ServicePost.HEALTH, 150), ("解答法律问题", ServicePost.LEGAL, 60),
    ("陪独居老人看病", ServicePost.RELIEF, 180),
)  # fmt: skip
WRONG = (
    ("转正日期写成了2003年，应该是2002年7月1日。", AskState.RECEIVED, ""),
    ("我已经搬到第5网格，党小组还是第4网格的。", AskState.DONE, "已经改到第5网格党小组，下月起在那边参加活动。"),
    ("特长里请加上电脑维修。", AskState.RECEIVED, ""),
)


def add_service(*, community: Area, seed: int, now: datetime) -> None:
    """Write the service records of a year, some extracts, and three corrections that members ask for."""
    chance = random.Random(f"service {seed}")  # noqa: S311 -- invented, nothing secret
    pen = Pen(chance, Keys(chance), work_calendar(), now)
    everybody = InServiceMember.objects.filter(community=community).select_related("person__account", "unit")
    reports = sorted(everybody, key=lambda report: (not hasattr(report.person, "account"), report.pk))[:ACTIVE]
    ServiceEntry.objects.bulk_create(_entries(reports, chance, pen.keys, now), batch_size=500)
    for n, report in enumerate(reports):
        report.helps_agreed_at = now if n % 3 else None
        report.unit_org = "机关党支部" if n % 2 else ""
        if ACTIVE - n <= WAITING:
            report.state, report.reported_on = ReportState.REPORTED, localdate(now) - timedelta(days=n % 4)
            report.state_since = now - timedelta(days=n % 4)
    InServiceMember.objects.bulk_update(
        reports, ["helps_agreed_at", "unit_org", "state", "reported_on", "state_since"], batch_size=500
    )
    for report in reports[:EXTRACTS]:
        _extract(report, pen, now)
    _asks(community, pen.keys, now)


def _entries(
    reports: list[InServiceMember], chance: random.Random, keys: Keys, now: datetime
) -> Iterator[ServiceEntry]:
    for n, report in enumerate(reports[:-WAITING]):
        for _ in range(chance.choice((1, 1, 2, 3))):
            what, post, minutes = chance.choice(DEEDS)
            at = now - timedelta(days=chance.randrange(1, 360))
            told = n % 25 == 0 and at > now - timedelta(days=120)
            yield ServiceEntry(
                id=keys.at(at), report=report, community_id=report.community_id, place=report.place, on=localdate(at),
                minutes=minutes, what=what, service_post=post, told_by=BUILDER.label, state_since=at,
                state=ServiceState.TOLD if told else ServiceState.CONFIRMED,
            )  # fmt: skip


def _extract(report: InServiceMember, pen: Pen, now: datetime) -> None:
    today = localdate(now)
    since = today.replace(month=1, day=1)
    rows = report.entries.filter(state=ServiceState.CONFIRMED, on__gte=since).order_by("on", "pk")
    lines = [{"on": str(entry.on), "minutes": entry.minutes, "what": entry.what} for entry in rows]
    unit = report.unit.name if report.unit else report.unit_name
    said: dict[str, Any] = {"name": report.person.name, "unit": unit, "since": str(since), "until": str(today)}
    said["lines"] = lines
    InServiceMember.objects.filter(pk=report.pk).update(statement_agreed_at=now - timedelta(days=30))
    code = pen.code()
    UnitStatement.objects.create(
        id=pen.keys.at(now), report=report, community_id=report.community_id, place=report.place, code=code,
        since=since, until=today, ends_on=today + timedelta(days=90), said=said, seal=seal_of(code, said), made_at=now,
        made_by=BUILDER.label,
    )  # fmt: skip


def _asks(community: Area, keys: Keys, now: datetime) -> None:
    members = Member.objects.live().filter(community=community, group__isnull=False).order_by("pk")
    for (text, state, answer), member in zip(WRONG, members[:3], strict=False):
        at = now - timedelta(days=6)
        CardAsk.objects.create(
            id=keys.at(at), member=member, community_id=member.community_id, place=member.place, text=text,
            asked_at=at, due_at=add_working_days(at, 15), state=state, state_since=at, answer=answer,
        )  # fmt: skip
