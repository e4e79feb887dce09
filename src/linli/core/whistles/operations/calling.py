"""A leader blows the whistle: departments are called, and those that let their time pass are escalated."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from linli.base.audit.operations import record
from linli.base.codes import sign_link
from linli.base.errors import Refused
from linli.base.outbox.events import publish
from linli.base.permissions import Actor, require
from linli.base.workflow import step
from linli.core.whistles import events
from linli.core.whistles.enums import TO_ANSWER, WhistlePermission, WhistleStep
from linli.core.whistles.models import Call, Department, Whistle
from linli.core.whistles.operations.story import lock, tell_matter, write
from linli.core.whistles.queries import moves
from linli.core.whistles.queries.deadlines import to_report, to_sign
from linli.core.whistles.queries.lists import departments_above

LINK = "whistles.call"
LINK_DAYS = 30
MOST_DEPARTMENTS = 8


@transaction.atomic
def blow_whistle(*, whistle: Whistle, departments: Sequence[Department], actor: Actor, now: datetime) -> Whistle:
    """Call one or several departments: each signs within an hour, gets in touch within a day, and reports (E-14)."""
    require(actor, WhistlePermission.BLOW, whistle)
    called = list({one.pk: one for one in departments}.values())
    if not called:
        raise Refused("department-needed", _("Please choose at least one department."), field="departments")
    if len(called) > MOST_DEPARTMENTS:
        raise Refused("too-many-departments", _("Eight departments are enough for one whistle."), field="departments")
    served = set(departments_above(whistle.place).values_list("pk", flat=True))
    if any(one.pk not in served for one in called):
        raise Refused("department-elsewhere", _("This department does not serve that place."), field="departments")
    deadline = to_sign(now)
    fields: dict[str, Any] = {"blown_at": now, "blown_by_id": actor.person_id, "due_at": deadline.due_at}
    step(whistle, moves.BLOW, actor=actor, now=now, **fields)
    for department in called:
        call = Call.objects.create(
            whistle=whistle, department=department, community_id=whistle.community_id, place=whistle.place,
            state_since=now, **deadline.fields(),
        )  # fmt: skip
        publish(events.DepartmentCalled(at=now, whistle_id=whistle.pk, call_id=call.pk))
    write(whistle, WhistleStep.BLOWN, actor=actor, now=now, text="、".join(one.name_zh for one in called))
    tell_matter(whistle, "blown", called, now=now, until=to_report(whistle.kind, now).due_at)
    return whistle


def link_of(*, call: Call, actor: Actor, now: datetime) -> str:
    """The token by which a department without an account answers one call, for thirty days. The street hands it out."""
    require(actor, WhistlePermission.BLOW, call)
    return sign_link(LINK, {"call": str(call.pk)}, days=LINK_DAYS, now=now)


@transaction.atomic
def escalate_call(*, call: Call, actor: Actor, now: datetime) -> bool:
    """A department is late at a step: the leader of the street is told, once for each step. True when it was now."""
    lock(call.whistle)
    late = Call.objects.filter(pk=call.pk, state=call.state, state__in=sorted(TO_ANSWER), due_at__lt=now)
    if not late.exclude(late_step=call.state).update(late_step=call.state, escalated_at=now):
        return False
    call.late_step, call.escalated_at = call.state, now
    record("whistles.call.escalate", call, actor=actor, now=now, data={"step": call.state})
    write(call.whistle, WhistleStep.ESCALATED, actor=actor, now=now, call=call, name=call.department.name_zh)
    publish(events.CallLate(at=now, whistle_id=call.whistle_id, call_id=call.pk, step=call.state))
    return True
