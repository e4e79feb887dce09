"""Reporting in to the community where one lives: eight fields, then the community finds a grid and posts (W15)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.base.audit.operations import record
from linli.base.errors import Refused
from linli.base.messaging.operations import send_message
from linli.base.permissions import Actor, require
from linli.base.workflow import Move, step
from linli.core.areas.enums import AreaKind
from linli.core.areas.models import Area
from linli.core.areas.queries.tree import grid_of
from linli.core.membership.enums import MembershipPermission, ReportState
from linli.core.membership.models import InServiceMember, Member
from linli.core.membership.operations.in_service import checked
from linli.core.organisation.enums import OrgKind
from linli.core.organisation.models import Body, PartyOrg
from linli.core.people.models import Person
from linli.core.people.operations.following import community_of

EDIT = MembershipPermission.EDIT
ASSIGN = Move(
    "assign", frozenset({ReportState.REPORTED}), ReportState.ACTIVE, EDIT, gettext_lazy("Take in, with a grid")
)


@dataclass(frozen=True, kw_only=True)
class Reporting:
    """What somebody tells who reports in; name and phone are known. No home, only the grid (B-14)."""

    unit: Body | None = None
    unit_name: str = ""
    unit_org: str = ""
    post: str = ""
    skills: str = ""
    hours: int = 0
    service_posts: tuple[str, ...] = ()
    may_be_asked: bool = False  # the call-out desk may ask them, within their hours


@transaction.atomic
def report_in(*, person: Person, told: Reporting, actor: Actor, now: datetime) -> InServiceMember:
    """Somebody who works in a unit says that they live here and lend a hand; online, or with the desk's pen."""
    org = _committee(person)
    if actor.person_id != person.pk:
        require(actor, EDIT, org)
    if not told.unit and not told.unit_name.strip():
        raise Refused("unit-needed", _("Please say where you work."), field="unit_name")
    if Member.objects.live().filter(person=person).exists():
        message = _("You are a member of a branch here already. Reporting in is for members of other units.")
        raise Refused("member-here", message)
    columns = checked(
        {"post": told.post, "skills": told.skills, "hours": told.hours, "service_posts": list(told.service_posts)}
    )
    unit_name = "" if told.unit else " ".join(told.unit_name.split())[:120]
    report = InServiceMember(
        person=person, community_id=community_of(person), place=org.path, org=org, grid=grid_of(person.place),
        unit=told.unit, unit_name=unit_name, unit_org=" ".join(told.unit_org.split())[:80],
        reported_on=localdate(now), helps_agreed_at=now if told.may_be_asked else None,
        state=ReportState.REPORTED, state_since=now, updated_at=now, **columns,
    )  # fmt: skip
    try:
        with transaction.atomic():
            report.save(force_insert=True)
    except IntegrityError:
        raise Refused("reported-already", _("You have reported in already.")) from None
    record("membership.inservicemember.report", report, actor=actor, now=now)
    return report


@transaction.atomic
def assign_report(
    *, report: InServiceMember, grid: Area, actor: Actor, now: datetime, service_posts: list[str] | None = None
) -> InServiceMember:
    """The community takes somebody in: in which grid, and which of the eight posts they have. They are told."""
    if grid.kind != AreaKind.GRID or grid.community_id != report.community_id:
        raise Refused("grid-elsewhere", _("Please choose a grid of this community."), field="grid")
    require(actor, EDIT, report)  # before the place changes
    posts = checked({"service_posts": report.service_posts if service_posts is None else service_posts})
    groups = PartyOrg.objects.live().filter(community=report.community_id, grid=grid, kind=OrgKind.GRID_GROUP)
    org = groups.first() or report.org
    where = {"grid": grid, "org": org, "place": org.path, "updated_at": now}
    step(report, ASSIGN, actor=actor, now=now, allowed=True, **where, **posts)
    told = {"grid": {"zh": grid.name_zh, "en": grid.name_en or grid.name_zh}}
    key = f"membership.registered:{report.pk}"
    send_message(report.person_id, "membership.registered", told, dedupe_key=key, now=now, link="/me/membership/")
    return report


def _committee(person: Person) -> PartyOrg:
    rows = PartyOrg.objects.live().filter(community=person.community_id, kind=OrgKind.COMMITTEE)
    org = rows.first() if person.community_id and person.ended_on is None else None
    if org is None:
        message = _("There is no party committee in your community here yet. Please call the community.")
        raise Refused("no-committee", message)
    return org
