"""Each step of a whistle tells whoever has to take the next one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.timezone import localdate

from linli.base.messaging.operations import send_messages
from linli.base.outbox.events import Event, subscribe
from linli.base.permissions import SystemActor
from linli.core.matters.enums import OPEN
from linli.core.matters.events import ReporterForgotten
from linli.core.people.queries.actors import holders_of
from linli.core.whistles import events
from linli.core.whistles.enums import WhistlePermission, WhistleState
from linli.core.whistles.models import Call, Whistle
from linli.core.whistles.operations.forgetting import forget_address

ERASURE = SystemActor("erasure")


def _said(whistle: Whistle, **more: Any) -> dict[str, Any]:
    community = {"zh": whistle.community.name_zh, "en": whistle.community.name_en}
    return {"code": whistle.code, "title": whistle.title, "community": community, **more}


def _tell(people: Iterable[UUID], template: str, whistle: Whistle, event: Event, key: str, **more: Any) -> None:
    link = more.pop("link", "") or reverse("whistles:whistle", args=[whistle.code])
    params = _said(whistle, **more)
    urgent = template in {"whistles.called", "whistles.late", "whistles.to_blow"}
    send_messages(
        people, template, params, dedupe_key=f"{template}:{key}", now=event.at, link=link, urgent=urgent
    )  # fmt: skip


def _holders(permission: str, whistle: Whistle, event: Event) -> list[UUID]:
    return [person.pk for person in holders_of(permission, whistle.place, localdate(event.at))]


def _whistle(key: UUID) -> Whistle:
    return Whistle.objects.select_related("community", "drafted_by").get(pk=key)


def _call(event: events.CallEvent) -> Call:
    return Call.objects.select_related("department", "whistle__community").get(pk=event.call_id)


@subscribe(events.WhistleDrafted)
def ask_the_secretary(event: events.WhistleDrafted) -> None:
    """The secretary of the community looks at the draft."""
    whistle = _whistle(event.whistle_id)
    name = whistle.drafted_by.name if whistle.drafted_by else ""
    people = _holders(WhistlePermission.APPROVE, whistle, event)
    _tell(people, "whistles.to_approve", whistle, event, str(whistle.pk), name=name)


@subscribe(events.WhistleApproved)
def ask_the_leader(event: events.WhistleApproved) -> None:
    """The leader of the street decides whether to blow it."""
    whistle = _whistle(event.whistle_id)
    _tell(_holders(WhistlePermission.BLOW, whistle, event), "whistles.to_blow", whistle, event, str(whistle.pk))


@subscribe(events.WhistleDeclined)
def tell_who_drafted_it(event: events.WhistleDeclined) -> None:
    """Whoever asked for it reads why not."""
    whistle = _whistle(event.whistle_id)
    if whistle.drafted_by_id:
        _tell([whistle.drafted_by_id], "whistles.declined", whistle, event, str(whistle.pk), text=whistle.reason)


def tell_the_department(event: events.CallEvent) -> None:
    """The officer of the department is told: called, not solved yet, or judged."""
    call = _call(event)
    officer = call.department.officer_id
    if not officer:
        return
    template = {
        events.DepartmentCalled: "whistles.called",
        events.CallSentBack: "whistles.again",
        events.CallRated: "whistles.judged",
    }[type(event)]
    link = reverse("whistles:call", args=[call.pk])
    due = {"due_at": call.due_at.isoformat() if call.due_at else event.at.isoformat()}
    key = f"{call.pk}:{event.at.isoformat()}"
    _tell([officer], template, call.whistle, event, key, link=link, **due)


for _event in (events.DepartmentCalled, events.CallSentBack, events.CallRated):
    subscribe(_event)(tell_the_department)


@subscribe(events.CallAdvanced)
def tell_the_community(event: events.CallAdvanced) -> None:
    """Whoever drafted it hears of each answer; when all have reported, the desk looks at the place."""
    call = _call(event)
    whistle = call.whistle
    department = {"zh": call.department.name_zh, "en": call.department.name_en}
    key = f"{call.pk}:{event.at.isoformat()}"
    if whistle.drafted_by_id:
        _tell([whistle.drafted_by_id], "whistles.answered", whistle, event, key, department=department)
    if whistle.state == WhistleState.REPORTED:
        people = _holders(WhistlePermission.CONFIRM, whistle, event)
        _tell(people, "whistles.to_confirm", whistle, event, f"{whistle.pk}:{whistle.state_since.isoformat()}")


@subscribe(events.CallLate)
def tell_the_leader_who_is_late(event: events.CallLate) -> None:
    """The leader of the street is told once for each step that was let pass."""
    call = _call(event)
    department = {"zh": call.department.name_zh, "en": call.department.name_en}
    people = _holders(WhistlePermission.BLOW, call.whistle, event)
    _tell(people, "whistles.late", call.whistle, event, f"{call.pk}:{event.step}", department=department)


@subscribe(ReporterForgotten)
def forget_where_they_live(event: ReporterForgotten) -> None:
    """The whistle for a matter that has ended says no more at whose door it was."""
    for whistle in Whistle.objects.filter(matter=event.matter_id).exclude(address=""):
        if whistle.matter and whistle.matter.state not in OPEN:
            forget_address(whistle=whistle, actor=ERASURE, now=event.at)
