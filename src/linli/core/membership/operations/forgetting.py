"""What becomes of a membership when the person dies or is erased."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from linli.base.audit.operations import record
from linli.base.permissions import Actor
from linli.core.membership.enums import LeaveReason, ReportState
from linli.core.membership.models import InServiceMember, Member
from linli.core.membership.operations.in_service import LEAVE, step_report
from linli.core.membership.operations.members import end_membership


@transaction.atomic
def forget_member(*, person_id: UUID, actor: Actor, now: datetime) -> None:
    """Whoever was erased from the register is no member of any list here."""
    for model in (Member, InServiceMember):
        for row in model._default_manager.filter(person=person_id):
            record(f"{model._meta.label_lower}.forget", row, actor=actor, now=now)
            row.delete()


@transaction.atomic
def end_for_the_dead(*, person_id: UUID, actor: Actor, now: datetime) -> None:
    """Whoever has died leaves the lists, so that nobody writes to them. A second call finds nothing to do."""
    for member in Member.objects.live().filter(person=person_id):
        end_membership(member=member, because=LeaveReason.DIED, on=localdate(now), actor=actor, now=now)
    for report in InServiceMember.objects.filter(person=person_id).exclude(state=ReportState.LEFT):
        step_report(report=report, move=LEAVE, actor=actor, now=now)
