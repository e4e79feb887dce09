"""Time limits of admissions: whoever has to act is warned once."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from linli.base.audit.operations import record
from linli.base.outbox.events import publish
from linli.base.permissions import Actor, require
from linli.core.admission.enums import AdmissionPermission
from linli.core.admission.events import LimitNear
from linli.core.admission.models import Admission
from linli.core.admission.queries.admissions import WARN_BEFORE
from linli.core.admission.queries.steps import step_after


@transaction.atomic
def warn_of_limit(*, admission: Admission, actor: Actor, now: datetime) -> bool:
    """The next step is due within a week, or a half-yearly look is: told once for each. True when it was told now."""
    require(actor, AdmissionPermission.HEAR, admission)
    today, following = localdate(now), step_after(admission.state)
    near = following is not None and admission.due_on is not None and admission.due_on <= today + WARN_BEFORE
    told: dict[str, object] = {}
    if following and near and admission.warned_for != following.code:
        told["warned_for"] = following.code
    if admission.look_on and admission.look_on <= today and admission.look_warned_on != admission.look_on:
        told["look_warned_on"] = admission.look_on
    if not told:
        return False
    Admission.objects.filter(pk=admission.pk).update(**told)
    code = following.code if following and "warned_for" in told else ""
    record("admission.admission.warn", admission, actor=actor, now=now, data={"step": code})
    publish(LimitNear(at=now, admission_id=admission.pk, code=code))
    return True
