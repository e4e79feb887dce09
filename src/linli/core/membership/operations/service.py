"""The service record: the person tells or the desk writes, somebody else looks, the person takes out what they like."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.base.audit.operations import record
from linli.base.errors import Refused
from linli.base.messaging.operations import send_message
from linli.base.permissions import Actor, require
from linli.base.text import clean_words
from linli.base.workflow import Move, step
from linli.core.membership.enums import MembershipPermission, ReportState, ServicePost, ServiceState
from linli.core.membership.models import InServiceMember, ServiceEntry
from linli.core.membership.models.service import DAY
from linli.core.membership.operations.in_service import is_own

EDIT = MembershipPermission.EDIT
S = ServiceState
CONFIRM = Move("confirm", frozenset({S.TOLD}), S.CONFIRMED, EDIT, gettext_lazy("Confirm"))
DECLINE = Move("decline", frozenset({S.TOLD}), S.DECLINED, EDIT, gettext_lazy("Can't confirm"))
WITHDRAW = Move("withdraw", frozenset({S.TOLD, S.CONFIRMED, S.DECLINED}), S.WITHDRAWN, EDIT, gettext_lazy("Take out"))
LOOKED = {move.name: move for move in (CONFIRM, DECLINE)}


@transaction.atomic
def write_service(
    *, report: InServiceMember, on: date, minutes: int, what: str, actor: Actor, now: datetime,
    service_post: str = "", key: str | None = None,
) -> ServiceEntry:  # fmt: skip
    """Write down what somebody did. Told by the person it waits for a second look; from the desk or another room it
    is confirmed at once. With a `key` a second call changes nothing.
    """
    if not is_own(actor, report):
        require(actor, EDIT, report)
    if key and (found := ServiceEntry.objects.filter(key=key).first()):
        return found
    if report.state not in {ReportState.ACTIVE, ReportState.PAUSED}:
        raise Refused("report-not-active", _("This person has not been taken in yet, or takes part no more."))
    if on > localdate(now):
        raise Refused("day-ahead", _("This day has not come yet."), field="on")
    if not 0 < minutes <= DAY:
        raise Refused("minutes-unlikely", _("Please say how long it took, up to a day."), field="minutes")
    if service_post and service_post not in ServicePost.values:
        raise Refused("choice-unknown", _("Please choose one of these."), field="service_post")
    entry = ServiceEntry.objects.create(
        report=report, community_id=report.community_id, place=report.place, on=on, minutes=minutes,
        what=clean_words(what, field="what", needed=_("Please say what you did."), most=200),
        service_post=service_post, key=key, told_by=actor.label,
        state=S.TOLD if is_own(actor, report) else S.CONFIRMED, state_since=now,
    )  # fmt: skip
    record("membership.serviceentry.write", entry, actor=actor, now=now)
    return entry


@transaction.atomic
def look_at_service(*, entry: ServiceEntry, move: str, actor: Actor, now: datetime) -> ServiceEntry:
    """Somebody other than the person says whether it was so. What can't be confirmed is told to them, no more."""
    if is_own(actor, entry.report):
        raise Refused("own-service", _("Somebody else looks at your own record."))
    step(entry, LOOKED[move], actor=actor, now=now)
    if move == DECLINE.name:
        told: dict[str, Any] = {"what": entry.what, "day_on": entry.on.isoformat()}
        key = f"membership.service-declined:{entry.pk}"
        recipient, link = entry.report.person_id, "/me/membership/service/"
        send_message(recipient, "membership.service-declined", told, dedupe_key=key, now=now, link=link)
    return entry


@transaction.atomic
def withdraw_service(*, entry: ServiceEntry, actor: Actor, now: datetime) -> ServiceEntry:
    """The person takes a line out of their own record; nobody asks why."""
    if not is_own(actor, entry.report):
        raise Refused("forbidden", _("Only they can take it out."))
    return step(entry, WITHDRAW, actor=actor, now=now, allowed=True)
