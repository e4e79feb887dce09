"""Tickets of the hotline in the demo: a year that was answered, and a dozen that wait for somebody now."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any

from linli.base.calendars.arithmetic import BEIJING
from linli.base.outbox.models import Delivery
from linli.base.text import title_of
from linli.core.areas.models import Area
from linli.core.hotline.enums import TicketKind, TicketState, TicketStep
from linli.core.hotline.models import Ticket, TicketEntry
from linli.core.hotline.operations.entering import TicketWords, enter_ticket
from linli.core.hotline.operations.handling import (
    assign_ticket,
    extend_ticket,
    return_ticket,
    review_reply,
    take_ticket,
    write_reply,
)
from linli.core.matters.enums import MatterState
from linli.core.matters.models import Matter
from linli.core.people.enums import Role
from linli.core.people.models import Grant
from linli.core.people.queries.actors import PersonActor
from linli.portal.demo.keys import Keys

ANSWERED = 48
TOLD = (
    ("complaint", "楼道灯坏了三天，老人不敢下楼。", "已更换灯泡和声控开关，当天恢复照明。"),
    ("complaint", "垃圾桶满了两天没人清。", "已联系保洁当天清运，并增加一次下午清运。"),
    ("consult", "请问养老认证在哪里办？", "可以在社区综合窗口办，也可以在手机上刷认证，行动不便可预约上门。"),
    ("complaint", "夜里烧烤油烟进屋睡不着。", "已约谈店主，加装油烟净化，晚十点后不再室外经营。"),
    ("consult", "高龄补贴什么时候发？", "每季度末发放，本季度已于二十五日到账，可到窗口查询。"),
    ("complaint", "小区门口路面塌陷。", "市政已回填并重新铺装，经现场查看恢复通行。"),
)
NOW_OPEN = (
    ("imported", "complaint", "五单元下水道返味。", 0), ("imported", "consult", "怎么申请家庭医生签约？", 0),
    ("imported", "complaint", "健身器材的螺丝松了。", 0), ("assigned", "complaint", "地下室积水。", 1),
    ("assigned", "complaint", "快递柜挡住了消防通道。", 2), ("handling", "complaint", "楼上装修周末施工。", 4),
    ("handling", "complaint", "单元门禁坏了一个月。", 17), ("written", "complaint", "路边井盖响，半夜吵人。", 5),
    ("written", "consult", "居住证怎么办？", 3), ("replied", "complaint", "小广告贴满楼道。", 6),
    ("replied", "consult", "社区食堂几点开饭？", 5), ("returned", "complaint", "国道上的红绿灯不亮。", 12),
)  # fmt: skip
CLAUSE = "《城市道路管理条例》第六条：国道设施由公路部门负责，不在本社区职责清单内。"


def _holder(role: str, at: Area, now: datetime, number: int = 0) -> PersonActor:
    rows = Grant.objects.filter(role=role, place=at.path).select_related("person__community").order_by("pk")
    return PersonActor(rows[number].person, now.astimezone(BEIJING).date())


def add_tickets(*, community: Area, chance: random.Random, keys: Keys, now: datetime) -> None:
    """Sixty tickets: most of them answered and called back, some in each state."""
    desk = _holder(Role.COMMUNITY_WORKER, community, now)
    reader = _holder(Role.COMMITTEE_SECRETARY, community, now)
    _answered(community, desk, reader, chance, keys, now)
    open_ones = Matter.objects.filter(community=community, state=MatterState.HANDLING).order_by("-reported_at", "pk")
    matters = list(open_ones[2 : 2 + len(NOW_OPEN)])
    for number, (until, kind, text, days) in enumerate(NOW_OPEN):
        moment = now - timedelta(days=days, minutes=90 + number)
        words = TicketWords(
            number=f"LN{moment:%Y%m%d}9{number:03}", kind=kind, text=text, caller_name="来电人", received_at=moment,
            caller_phone=f"1390000{2000 + number // 2}",
        )  # fmt: skip
        ticket = enter_ticket(community=community, words=words, actor=desk, now=moment)
        matter = matters[number % len(matters)] if matters else None
        _as_far_as(ticket, until, matter, desk, reader, moment + timedelta(minutes=30))
    Delivery.objects.filter(due_at__lt=now - timedelta(days=7)).delete()  # old news, long told


def _as_far_as(
    ticket: Ticket, until: str, matter: Matter | None, desk: PersonActor, reader: PersonActor, moment: datetime
) -> None:
    by: dict[str, Any] = {"actor": desk, "now": moment}
    if until == TicketState.IMPORTED:
        return
    if until == TicketState.RETURNED:
        return_ticket(ticket=ticket, clause=CLAUSE, **by)
        return
    if matter is None:  # a small demo has fewer open matters
        return
    Ticket.objects.filter(pk=ticket.pk).update(matter=matter)  # somebody had told the desk already
    assign_ticket(ticket=ticket, handler=desk.person, **by)
    if until == TicketState.ASSIGNED:
        return
    take_ticket(ticket=ticket, **by)
    if until == TicketState.HANDLING:
        if ticket.kind == TicketKind.COMPLAINT and "门禁" in ticket.text:
            extend_ticket(ticket=ticket, reason="门禁主板要从外地订货。", **by)
        return
    write_reply(ticket=ticket, text="已上门处理并当面说明，请您再看一看，有问题随时打社区电话。", **by)
    if until == TicketState.REPLIED:
        review_reply(ticket=ticket, actor=reader, now=moment + timedelta(hours=1))


def _answered(
    community: Area, desk: PersonActor, reader: PersonActor, chance: random.Random, keys: Keys, now: datetime
) -> None:
    tickets, entries = [], []
    for number in range(ANSWERED):
        moment = now - timedelta(days=360 - 7 * number, minutes=chance.randrange(300))
        kind, text, reply = TOLD[number % len(TOLD)]
        closed = moment + timedelta(days=chance.randrange(2, 6))
        ticket = Ticket(
            id=keys.at(moment), community=community, place=community.path, number=f"LN{moment:%Y%m%d}{number:04}",
            kind=kind, title=title_of(text), text=text, caller_name="来电人", caller_phone=f"1390000{1000 + number}",
            received_at=moment, entered_at=moment, state=TicketState.CONFIRMED, state_since=closed,
            handler=desk.person, reply=reply, written_by=desk.person, reviewed_by=reader.person, replied_at=closed,
            is_solved=number % 9 != 4, rating=2 if number % 9 == 4 else chance.choice((3, 4, 4, 5, 5, 5)),
            called_back_at=closed,
        )  # fmt: skip
        tickets.append(ticket)
        told = ((TicketStep.ENTERED, "", moment), (TicketStep.WRITTEN, reply, closed), (TicketStep.REPLIED, "", closed))
        for step, words, at in (*told, (TicketStep.CALLED_BACK, "", closed)):
            who = reader if step == TicketStep.REPLIED else desk
            entries.append(
                TicketEntry(
                    id=keys.at(at), ticket=ticket, step=step, text=words, name=who.person.name, actor=who.label, at=at
                )
            )
    Ticket.objects.bulk_create(tickets)
    TicketEntry.objects.bulk_create(entries)
