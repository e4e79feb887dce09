"""Elections for tests, as far along their path as a test needs them; made by the real operations."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from linli.base.permissions import SystemActor
from linli.core.organisation.enums import PostKind
from linli.core.organisation.models import Candidate, Election, PartyOrg, Term
from linli.core.organisation.operations.elections import counting, preparing
from linli.core.organisation.operations.elections.preparing import Standing
from tests.factories.core import NOON, TODAY

ABOVE, BELOW = SystemActor("above"), SystemActor("below")
TERM_ENDS = TODAY + timedelta(days=170)
MEETS = TODAY + timedelta(days=30)
STANDING = (
    Standing(PostKind.SECRETARY, "王书记"),
    Standing(PostKind.ORGANISATION, "李组织"),
    Standing(PostKind.PUBLICITY, "赵宣传"),
    Standing(PostKind.PUBLICITY, "钱宣传"),
)


def make_term(org: PartyOrg, **fields: Any) -> Term:
    """The first term of an organisation, which ends in half a year."""
    told: dict[str, Any] = {"number": 1, "starts_on": TERM_ENDS - timedelta(days=1826), "ends_on": TERM_ENDS}
    return Term.objects.create(org=org, community=org.community, place=org.path, **{**told, **fields})


def due(org: PartyOrg) -> Election:
    make_term(org)
    return preparing.open_election(org=org, actor=BELOW, now=NOON)


def requested(org: PartyOrg, actor: Any = BELOW) -> Election:
    told: dict[str, Any] = {"planned_on": MEETS, "seats": 3, "paper_number": "请示1号"}
    return preparing.request_election(election=due(org), actor=actor, now=NOON, **told)


def approved(org: PartyOrg) -> Election:
    return preparing.approve_election(election=requested(org), paper_number="批复1号", actor=ABOVE, now=NOON)


def named(org: PartyOrg) -> Election:
    return preparing.name_candidates(election=approved(org), standing=STANDING, actor=BELOW, now=NOON)


def called(org: PartyOrg) -> Election:
    told: dict[str, Any] = {"meets_on": MEETS, "meets_where": "社区会议室"}
    return preparing.call_meeting(election=named(org), actor=BELOW, now=NOON, **told)


def held(org: PartyOrg) -> Election:
    told: dict[str, Any] = {"entitled": 30, "present": 26, "actor": BELOW, "now": NOON + timedelta(days=30)}
    return counting.hold_vote(election=called(org), **told)


def votes_of(election: Election, *numbers: int) -> SimpleNamespace:
    """The candidates with these votes; the first three are elected."""
    rows = list(Candidate.objects.filter(election=election).order_by("pk"))
    votes = {row.pk: number for row, number in zip(rows, numbers or (25, 24, 20, 6), strict=True)}
    return SimpleNamespace(rows=rows, votes=votes, elected={row.pk for row in rows[:3]})


def reported(org: PartyOrg) -> Election:
    election = held(org)
    told = votes_of(election)
    return counting.report_result(
        election=election, ballots=26, votes=told.votes, elected=told.elected, paper_number="报告1号", actor=BELOW,
        now=NOON + timedelta(days=31),
    )  # fmt: skip


def installed(org: PartyOrg) -> Election:
    election = reported(org)
    told: dict[str, Any] = {"paper_number": "批复2号", "actor": ABOVE, "now": NOON + timedelta(days=33)}
    return counting.install_elected(election=election, **told)
