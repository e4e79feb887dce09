"""Whistles for tests: drafted by a worker, taken along the path as far as a test needs."""

from __future__ import annotations

from datetime import datetime
from types import SimpleNamespace
from typing import Any

from linli.core.whistles.models import Call, Department, Whistle
from linli.core.whistles.operations.answering import contact_call, report_call, sign_call
from linli.core.whistles.operations.calling import blow_whistle
from linli.core.whistles.operations.departments import DepartmentWords, add_department
from linli.core.whistles.operations.drafting import Draft, approve_whistle, draft_whistle
from linli.core.whistles.operations.judging import confirm_solved
from linli.core.whistles.queries.actors import CallHolder
from tests.factories.core import NOON

NEEDED = "三号楼前污水井堵了，污水流到路上。"
TRIED = "物业疏通两次；给排水公司打过电话，说排期。"


def make_department(world: SimpleNamespace, name: str = "市政排水处", **words: Any) -> Department:
    said = DepartmentWords(name_zh=name, **words)
    return add_department(at=world.street, words=said, actor=world.actors["street_leader"], now=NOON)


def drafted(world: SimpleNamespace, *, by: str = "grid_worker", now: datetime = NOON, **fields: Any) -> Whistle:
    said = {"community": world.community, "grid": world.grid, "text": NEEDED, "tried": TRIED, **fields}
    return draft_whistle(draft=Draft(**said), actor=world.actors[by], now=now)


def approved(world: SimpleNamespace, *, now: datetime = NOON, **fields: Any) -> Whistle:
    whistle = drafted(world, now=now, **fields)
    return approve_whistle(whistle=whistle, actor=world.actors["committee_secretary"], now=now)


def blown(
    world: SimpleNamespace, *departments: Department, now: datetime = NOON, **fields: Any
) -> tuple[Whistle, list[Call]]:
    whistle, called = approved(world, now=now, **fields), list(departments) or [make_department(world)]
    blow_whistle(whistle=whistle, departments=called, actor=world.actors["street_leader"], now=now)
    return whistle, list(Call.objects.filter(whistle=whistle).select_related("whistle", "department").order_by("pk"))


def reported(world: SimpleNamespace, *, now: datetime = NOON, **fields: Any) -> tuple[Whistle, Call]:
    whistle, calls = blown(world, now=now, **fields)
    for call in calls:
        holder = CallHolder(call.pk)
        sign_call(call=call, name="老周", actor=holder, now=now)
        contact_call(call=call, text="与网格员约好下午到。", actor=holder, now=now)
        report_call(call=call, text="已疏通，换了井盖。", actor=holder, now=now)
    whistle.refresh_from_db()
    return whistle, calls[0]


def solved(world: SimpleNamespace, **fields: Any) -> tuple[Whistle, Call]:
    whistle, call = reported(world, **fields)
    confirm_solved(whistle=whistle, note="现场看了，水下去了。", actor=world.actors["community_worker"], now=NOON)
    call.refresh_from_db()
    return whistle, call
