"""The extract for the unit: sealed, with a number and a code, until a day; revoked by the person at any time (W15)."""

from __future__ import annotations

import hashlib
import json
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from linli.base.audit.operations import record
from linli.base.codes import free_code
from linli.base.errors import Refused
from linli.base.permissions import Actor, require
from linli.core.membership.enums import MembershipPermission
from linli.core.membership.models import InServiceMember, UnitStatement
from linli.core.membership.operations.in_service import is_own
from linli.core.membership.queries.service import confirmed_between

LONGEST = timedelta(days=366)


@transaction.atomic
def issue_statement(
    *, report: InServiceMember, since: date, until: date, ends_on: date, actor: Actor, now: datetime
) -> UnitStatement:
    """Make the extract, with what is confirmed of a time, only while the person agrees that their unit reads it."""
    if not is_own(actor, report):
        require(actor, MembershipPermission.EDIT, report)
    report = InServiceMember.objects.select_for_update(of=("self",)).select_related("person", "unit").get(pk=report.pk)
    if report.statement_agreed_at is None:
        raise Refused("not-agreed", _("They have not agreed that their unit reads this."))
    today = localdate(now)
    if since > until or until > today:
        raise Refused("days-turned", _("Please choose a first and a last day that are over."), field="until")
    if not today <= ends_on <= today + LONGEST:
        raise Refused("end-unlikely", _("It ends within a year from today."), field="ends_on")
    said = _said(report, since, until)
    code = free_code(UnitStatement.objects)
    statement = UnitStatement.objects.create(
        report=report, community_id=report.community_id, place=report.place, code=code, since=since, until=until,
        ends_on=ends_on, said=said, seal=seal_of(code, said), made_at=now, made_by=actor.label,
    )  # fmt: skip
    record("membership.unitstatement.issue", statement, actor=actor, now=now)
    return statement


@transaction.atomic
def revoke_statement(*, statement: UnitStatement, actor: Actor, now: datetime) -> UnitStatement:
    """The person takes the extract back: whoever types its code reads only that it is not good any more."""
    if not is_own(actor, statement.report):
        raise Refused("forbidden", _("Only they can take it back."))
    if not UnitStatement.objects.filter(pk=statement.pk, revoked_at=None).update(revoked_at=now):
        raise Refused("revoked-already", _("It is taken back already."))
    statement.revoked_at = now
    record("membership.unitstatement.revoke", statement, actor=actor, now=now)
    return statement


def seal_of(code: str, said: dict[str, Any]) -> str:
    """The digest of what an extract says: its first characters stand on the paper."""
    plain = json.dumps([code, said], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(plain.encode()).hexdigest()


def _said(report: InServiceMember, since: date, until: date) -> dict[str, Any]:
    lines = [
        {"on": entry.on.isoformat(), "minutes": entry.minutes, "what": entry.what}
        for entry in confirmed_between(report, since, until)
    ]
    unit = report.unit.name if report.unit else report.unit_name
    return {"name": report.person.name, "unit": unit, "since": str(since), "until": str(until), "lines": lines}
