"""The steps of a rehearsal, each with its rule, and which rehearsals somebody sees (W7)."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from linli.base.models import ScopedQuerySet
from linli.base.permissions import Actor, may
from linli.base.workflow import Move
from linli.core.organisation.enums import OrganisationPermission
from linli.core.organisation.queries.elections import reaches, upper_place
from linli.core.rehearsals.enums import RehearsalPermission as P
from linli.core.rehearsals.enums import RehearsalState as S
from linli.core.rehearsals.models import Rehearsal
from linli.core.rehearsals.queries.copying import MemberMoving, rehearse

UPPER = OrganisationPermission.APPROVE_ORG
OBJECTION_DAYS = 7
CHECK = Move("check", frozenset({S.PROPOSED}), S.CHECKED, P.PLAN, _("Show it to those who would move"))
SUBMIT = Move("submit", frozenset({S.CHECKED}), S.SUBMITTED, P.PLAN, _("Ask for approval"))
APPROVE = Move("approve", frozenset({S.SUBMITTED}), S.APPROVED, UPPER, _("Approve the plan"))
SEND_BACK = Move("send-back", frozenset({S.SUBMITTED}), S.PROPOSED, UPPER, _("Send it back"))
APPLY = Move("apply", frozenset({S.APPROVED}), S.EFFECTIVE, P.PLAN)
REOPEN = Move("reopen", frozenset({S.CHECKED}), S.PROPOSED, P.PLAN, _("Change it again"))
TAKE_BACK = Move("take-back", frozenset({S.EFFECTIVE}), S.REVERSED, P.PLAN, _("Take it back"))
WITHDRAW = Move(
    "withdraw", frozenset({S.PROPOSED, S.CHECKED, S.SUBMITTED, S.APPROVED}), S.WITHDRAWN, P.PLAN, _("Withdraw")
)
REHEARSAL_MOVES = (CHECK, SUBMIT, APPROVE, SEND_BACK, REOPEN, TAKE_BACK, WITHDRAW)

RULES: dict[str, Promise] = {
    "check": _("A plan is shown while it is being drawn, once it keeps the thresholds."),
    "submit": _("Approval is asked for after those who would move could object."),
    "approve": _("The upper organisation approves what was asked for."),
    "send-back": _("Only a plan that waits for approval is sent back."),
    "apply": _("A plan comes into force after it was approved."),
    "reopen": _("A plan is changed again before approval is asked for."),
    "take-back": _("Only a plan in force is taken back, within a month."),
    "withdraw": _("A plan is withdrawn before it is in force."),
}


def may_step(actor: Actor, move: Move, rehearsal: Rehearsal) -> bool:
    """Whether somebody may take this step: approval comes from above, and from another than asked."""
    if move.permission == UPPER:
        return reaches(actor, UPPER, upper_place(rehearsal.committee)) and actor.label != rehearsal.asked_by
    return may(actor, move.permission, rehearsal)


def rehearsal_moves(actor: Actor, rehearsal: Rehearsal, today: date) -> list[Move]:
    """The steps that somebody may take now: the buttons of the page."""
    open_moves = [move for move in REHEARSAL_MOVES if rehearsal.state in move.sources]
    if rehearsal.state == S.EFFECTIVE and today > last_day_to_take_back(rehearsal):
        open_moves.remove(TAKE_BACK)
    return [move for move in open_moves if may_step(actor, move, rehearsal)]


def last_day_to_take_back(rehearsal: Rehearsal) -> date:
    """A month after it came into force."""
    begun = localdate(rehearsal.applied_at) if rehearsal.applied_at else rehearsal.effective_on
    return begun + timedelta(days=30)


def rehearsals_for(actor: Actor) -> ScopedQuerySet[Rehearsal]:
    """The rehearsals that somebody may see."""
    rows = Rehearsal.objects.visible_to(actor, P.VIEW)
    return rows.select_related("committee__parent", "community")


def open_to_objections(community_id: UUID) -> list[Rehearsal]:
    """The plans of a community that lie open."""
    return list(Rehearsal.objects.filter(community=community_id, state=S.CHECKED).select_related("committee"))


def moving_of(rehearsal: Rehearsal, person_id: UUID | None, today: date) -> MemberMoving | None:
    """What a plan would change for one member, if anything."""
    return next((one for one in rehearse(rehearsal, today).moving if one.member.person_id == person_id), None)
