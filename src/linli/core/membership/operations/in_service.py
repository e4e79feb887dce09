"""In-service members: what they offer is corrected, they pause, come back, leave; a statement only if they agree."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.base.audit.operations import record
from linli.base.errors import Refused
from linli.base.hours import EVERY_HOUR
from linli.base.permissions import Actor, require
from linli.base.workflow import Move, step
from linli.core.membership.enums import MembershipPermission, ReportState, ServicePost
from linli.core.membership.models import InServiceMember

CORRECTABLE = ("skills", "hours", "service_posts", "post", "unit_org")
EDIT = MembershipPermission.EDIT
PAUSE = Move("pause", frozenset({ReportState.ACTIVE}), ReportState.PAUSED, EDIT, gettext_lazy("Pause"))
RESUME = Move("resume", frozenset({ReportState.PAUSED}), ReportState.ACTIVE, EDIT, gettext_lazy("Take part again"))
LEAVE = Move(
    "leave", frozenset({ReportState.REPORTED, ReportState.ACTIVE, ReportState.PAUSED}), ReportState.LEFT, EDIT,
    gettext_lazy("Leave"),
)  # fmt: skip
MOVES = (PAUSE, RESUME, LEAVE)


@transaction.atomic
def correct_report(*, report: InServiceMember, actor: Actor, now: datetime, **told: Any) -> InServiceMember:
    """Put right what somebody can do, when, and which service posts they claimed: by the branch, or by themselves."""
    if not is_own(actor, report):
        require(actor, EDIT, report)
    report.refresh_from_db(from_queryset=InServiceMember.objects.select_for_update(of=("self",)))
    if report.state == ReportState.LEFT:
        raise Refused("report-left", _("This person takes part no more; the record stays as it is."))
    columns = checked(told)
    changed = sorted(name for name, value in columns.items() if getattr(report, name) != value)
    for name in changed:
        setattr(report, name, columns[name])
    if changed:
        report.updated_at = now
        report.save(update_fields=[*changed, "updated_at"])
        record("membership.inservicemember.correct", report, actor=actor, now=now, data={"fields": changed})
    return report


@transaction.atomic
def step_report(*, report: InServiceMember, move: Move, actor: Actor, now: datetime) -> InServiceMember:
    """Somebody pauses, takes part again or leaves. Nobody asks them why, and nothing is counted."""
    allowed = True if is_own(actor, report) else None
    more: dict[str, Any] = {}
    if move is LEAVE:
        more = {"statement_agreed_at": None, "helps_agreed_at": None}
        end_statements(report, now)
    return step(report, move, actor=actor, now=now, allowed=allowed, **more)


@transaction.atomic
def agree_to_statement(*, report: InServiceMember, agrees: bool, actor: Actor, now: datetime) -> InServiceMember:
    """Only the person decides whether their unit hears what they did; they may take it back at any time (W15)."""
    if not is_own(actor, report):
        raise Refused("forbidden", _("Only they can agree to this."))
    at = now if agrees else None
    live = InServiceMember.objects.filter(pk=report.pk).exclude(state=ReportState.LEFT)
    if not live.update(statement_agreed_at=at, updated_at=now):
        raise Refused("report-left", _("This person takes part no more; the record stays as it is."))
    report.statement_agreed_at = at
    if not agrees:
        end_statements(report, now)
    record("membership.inservicemember.agree", report, actor=actor, now=now, data={"agrees": agrees})
    return report


@transaction.atomic
def agree_to_help(*, report: InServiceMember, agrees: bool, actor: Actor, now: datetime) -> InServiceMember:
    """Only the person decides whether the call-out desk may ask them, within their hours (W15)."""
    if not is_own(actor, report):
        raise Refused("forbidden", _("Only they can agree to this."))
    at = now if agrees else None
    live = InServiceMember.objects.filter(pk=report.pk).exclude(state=ReportState.LEFT)
    if not live.update(helps_agreed_at=at, updated_at=now):
        raise Refused("report-left", _("This person takes part no more; the record stays as it is."))
    report.helps_agreed_at = at
    record("membership.inservicemember.agree-to-help", report, actor=actor, now=now, data={"agrees": agrees})
    return report


def end_statements(report: InServiceMember, now: datetime) -> None:
    """Extracts for the unit end with the consent that they stand on."""
    report.statements.filter(revoked_at=None).update(revoked_at=now)


def is_own(actor: Actor, report: InServiceMember) -> bool:
    """Whether it is about whoever acts, for themselves."""
    return actor.person_id == report.person_id


def checked(told: dict[str, Any]) -> dict[str, Any]:
    """What was told as columns, refused where it can't be so."""
    unknown = set(told) - set(CORRECTABLE)
    if unknown:
        message = f"An in-service member has no {sorted(unknown)}"
        raise TypeError(message)
    columns = dict(told)
    for name, limit in (("skills", 200), ("post", 60), ("unit_org", 80)):
        if name in columns:
            columns[name] = " ".join(columns[name].split())[:limit]
    if not 0 <= columns.get("hours", 0) <= EVERY_HOUR:
        raise Refused("hours-unknown", _("Please choose the hours in the table."), field="hours")
    if set(columns.get("service_posts", [])) - set(ServicePost.values):
        raise Refused("choice-unknown", _("Please choose one of these."), field="service_posts")
    if "service_posts" in columns:
        columns["service_posts"] = sorted(set(columns["service_posts"]))
    return columns
