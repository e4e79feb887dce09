"""Rehearsals for tests, as far along their path as a test needs them; made by the real operations."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from linli.base.permissions import SystemActor
from linli.core.organisation.models import PartyOrg
from linli.core.rehearsals.models import Rehearsal
from linli.core.rehearsals.operations import applying, drawing, steps
from tests.factories.core import NOON, TODAY

BELOW, ABOVE = SystemActor("below"), SystemActor("above")
DAY = TODAY + timedelta(days=30)
ON_THE_DAY = NOON + timedelta(days=30)


def begun(branch: PartyOrg, **fields: Any) -> Rehearsal:
    """A plan for the committee of a branch; nothing is drawn yet."""
    assert branch.parent is not None
    told: dict[str, Any] = {
        "title": "调整支部",
        "reason": "第一党支部人太多",
        "effective_on": DAY,
        "now": NOON,
        "actor": BELOW,
    }
    return steps.begin_rehearsal(committee=branch.parent, **{**told, **fields})


def proposed(branch: PartyOrg) -> Rehearsal:
    """A plan on which a branch gets a new name."""
    plan = begun(branch)
    drawing.draw_rename(rehearsal=plan, org=branch, name="新名字", actor=BELOW, now=NOON)
    return plan


def checked(plan: Rehearsal) -> Rehearsal:
    return steps.show_plan(rehearsal=plan, actor=BELOW, now=NOON)


def submitted(plan: Rehearsal, actor: Any = BELOW) -> Rehearsal:
    later = NOON + timedelta(days=8)
    return steps.submit_plan(rehearsal=checked(plan), paper_number="请示3号", actor=actor, now=later)


def approved(plan: Rehearsal) -> Rehearsal:
    told: dict[str, Any] = {"paper_number": "批复3号", "actor": ABOVE, "now": NOON + timedelta(days=12)}
    return steps.approve_plan(rehearsal=submitted(plan), **told)


def applied(plan: Rehearsal) -> Rehearsal:
    return applying.apply_plan(rehearsal=approved(plan), actor=SystemActor("schedule"), now=ON_THE_DAY)
