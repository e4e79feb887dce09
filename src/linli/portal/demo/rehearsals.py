"""Rehearsals of the demo, in each state that somebody may find one; made by the real operations."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils.timezone import localdate

from linli.base.permissions import SystemActor
from linli.core.areas.models import Area
from linli.core.membership.models import Member
from linli.core.organisation.enums import OrgKind
from linli.core.organisation.models import PartyOrg
from linli.core.rehearsals.models import Rehearsal
from linli.core.rehearsals.operations import applying, drawing, objecting, steps
from linli.core.rehearsals.queries.copying import key_of
from linli.portal.demo.elections import hold_elections

ABOVE, BELOW = SystemActor("demo-above"), SystemActor("demo-below")
LONG_AGO = timedelta(days=60)


class Drawer:
    """Who draws the plans of the demo."""

    def __init__(self, community: Area, now: datetime) -> None:
        orgs = PartyOrg.objects.filter(community=community, ends_on=None)
        self.now = now
        self.committee = orgs.get(kind=OrgKind.COMMITTEE)
        self.branches = list(orgs.filter(kind=OrgKind.RESIDENTIAL).order_by("number"))
        self.mobile = orgs.get(kind=OrgKind.MOBILE)
        self.market = orgs.get(kind=OrgKind.BUSINESS_DISTRICT)
        self.groups = list(orgs.filter(kind=OrgKind.GRID_GROUP).order_by("number"))

    def plan(self, title: str, reason: str, ago: timedelta, until: timedelta = timedelta(days=30)) -> Rehearsal:
        """A plan that was begun some time ago."""
        begun = self.now - ago
        day = localdate(begun + until)
        return steps.begin_rehearsal(
            committee=self.committee, title=title, reason=reason, effective_on=day, actor=BELOW, now=begun
        )

    def rename(self, plan: Rehearsal, org: PartyOrg, name: str) -> Rehearsal:
        """With a new name on it."""
        drawing.draw_rename(rehearsal=plan, org=org, name=name, actor=BELOW, now=plan.state_since)
        return plan

    def shown(self, plan: Rehearsal) -> Rehearsal:
        """Shown to those who would move."""
        return steps.show_plan(rehearsal=plan, actor=BELOW, now=plan.state_since + timedelta(days=1))

    def asked(self, plan: Rehearsal) -> Rehearsal:
        """Approval asked for."""
        now = self.shown(plan).state_since + timedelta(days=8)
        return steps.submit_plan(rehearsal=plan, paper_number="兆党请〔2026〕6号", actor=BELOW, now=now)

    def approved(self, plan: Rehearsal) -> Rehearsal:
        """Approved from above."""
        now = self.asked(plan).state_since + timedelta(days=4)
        return steps.approve_plan(rehearsal=plan, paper_number="烟街党复〔2026〕11号", actor=ABOVE, now=now)

    def in_force(self, plan: Rehearsal, days: int) -> Rehearsal:
        """In force since its day."""
        now = self.approved(plan).state_since + timedelta(days=days)
        return applying.apply_plan(rehearsal=plan, actor=SystemActor("schedule"), now=now)


def vote_and_draw(community: Area, *, now: datetime) -> None:
    """Elections first, then the plans."""
    hold_elections(community, now=now)
    draw_plans(community, now=now)


def draw_plans(community: Area, *, now: datetime) -> None:
    """One being drawn, one open with an objection, one that waits above, one approved, one in force, two at an end."""
    by = Drawer(community, now)
    _being_drawn(by)
    _open(by)
    by.asked(
        by.rename(by.plan("商圈党支部更名", "与市场管理办统一名称", timedelta(days=11)), by.market, "商圈联合党支部")
    )
    by.approved(by.rename(by.plan("第一支部更名", "按街道统一命名", timedelta(days=16)), by.branches[0], "振兴党支部"))
    _in_force(by)
    back = by.in_force(by.rename(by.plan("第四支部更名", "试用新名", LONG_AGO), by.branches[3], "向阳党支部"), 17)
    told: dict[str, Any] = {"actor": BELOW, "now": back.state_since + timedelta(days=6)}
    applying.take_plan_back(rehearsal=back, words="居民不习惯新名字，改回原名。", **told)
    gone = by.rename(by.plan("第三支部更名", "名称征集", LONG_AGO), by.branches[2], "和谐党支部")
    steps.withdraw_plan(rehearsal=gone, words="名字没有商量好，先不改。", actor=BELOW, now=now - timedelta(days=50))


def _being_drawn(by: Drawer) -> None:
    plan = by.plan("第一、第二支部重新划分", "第一支部人多，第4网格党小组离第二支部活动室更近", timedelta(days=2))
    told: dict[str, Any] = {"actor": BELOW, "now": by.now - timedelta(days=1)}
    drawing.draw_move(rehearsal=plan, org=by.groups[3], to=key_of(by.branches[1]), **told)


def _open(by: Drawer) -> None:
    plan = by.plan("第8网格党小组划到第三支部", "网格调整后活动更方便", timedelta(days=4))
    told: dict[str, Any] = {"actor": BELOW, "now": plan.state_since}
    drawing.draw_move(rehearsal=plan, org=by.groups[7], to=key_of(by.branches[2]), **told)
    by.shown(plan)
    text, name = "我们几位老同志走到第三支部活动室要过马路，能不能就近设个点？", "王老师"
    objecting.object_to_plan(
        rehearsal=plan, text=text, name=name, actor=BELOW, now=plan.state_since + timedelta(days=1)
    )


def _in_force(by: Drawer) -> None:
    plan = by.plan("流动党员学习小组", "在外党员线上学习，单独编组", timedelta(days=28))
    told: dict[str, Any] = {"actor": BELOW, "now": plan.state_since}
    members = list(Member.objects.live().filter(org=by.mobile).order_by("pk")[:6])
    new = drawing.draw_new(rehearsal=plan, kind=OrgKind.GROUP, name="线上学习小组", to=key_of(by.mobile), **told)
    drawing.draw_members(rehearsal=plan, members=members, to=f"new:{new.pk}", **told)
    Rehearsal.objects.filter(pk=plan.pk).update(effective_on=localdate(by.now - timedelta(days=10)))
    by.in_force(plan, 5)
