"""What becomes of an admission when the person dies or is erased."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from linli.base.audit.operations import record
from linli.base.permissions import Actor
from linli.core.admission.enums import EndReason
from linli.core.admission.models import Admission
from linli.core.admission.operations.stepping import end_admission


@transaction.atomic
def forget_applicant(*, person_id: UUID, actor: Actor, now: datetime) -> None:
    """Whoever was erased from the register is on no way here. Transfers go with the member whom they are of."""
    for admission in Admission.objects.filter(person=person_id):
        record("admission.admission.forget", admission, actor=actor, now=now)
        admission.delete()


@transaction.atomic
def end_for_the_dead(*, person_id: UUID, actor: Actor, now: datetime) -> None:
    """Whoever has died is written to no more. A second call finds nothing to do."""
    for admission in Admission.objects.live().filter(person=person_id):
        end_admission(admission=admission, because=EndReason.DIED, on=localdate(now), actor=actor, now=now)
