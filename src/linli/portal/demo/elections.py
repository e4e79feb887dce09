"""Elections of the demo: one that must be prepared, one on its way, one that is over; made by the real operations."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils.timezone import localdate

from linli.base.permissions import SystemActor
from linli.core.areas.models import Area
from linli.core.organisation.enums import OrgKind, PostKind
from linli.core.organisation.models import Candidate, Election, PartyOrg, Term
from linli.core.organisation.operations.elections import counting, preparing
from linli.core.organisation.operations.elections.preparing import Standing
from linli.core.organisation.tasks import remind_of_elections

ABOVE, BELOW = SystemActor("demo-above"), SystemActor("demo-below")
SUNSET = ("郑春华", "孙玉琴", "高凤山", "曲淑贤")
MARKET = ("邵明远", "尹秀芝", "邱学武", "葛红梅")


def hold_elections(community: Area, *, now: datetime) -> None:
    """The term that ends soon has opened its record by itself; two other branches elect early, with a reason."""
    remind_of_elections(now)
    branches = PartyOrg.objects.filter(community=community, ends_on=None)
    _over(branches.get(kind=OrgKind.SUNSET_RED), now)
    _called(branches.get(kind=OrgKind.BUSINESS_DISTRICT), now)


def _asked(org: PartyOrg, names: tuple[str, ...], meets: datetime, now: datetime) -> Election:
    told: dict[str, Any] = {"actor": BELOW, "now": now}
    where = "社区二楼会议室"
    election = preparing.open_election(org=org, **told)
    ends = election.term.ends_on if election.term else localdate(meets)
    if election.term_id and abs(ends - localdate(meets)) > timedelta(days=365):
        # Their terms run for years yet: the upper level moved the ends of all terms to the same year.
        Term.objects.filter(pk=election.term_id).update(ends_on=localdate(meets) + timedelta(days=200))
        election.refresh_from_db()
    preparing.request_election(
        election=election, planned_on=localdate(meets), seats=3, paper_number="兆党请〔2026〕4号",
        shift_reason="书记退休，提前改选", **told,
    )  # fmt: skip
    preparing.approve_election(
        election=election, paper_number="烟街党复〔2026〕9号", actor=ABOVE, now=now + timedelta(days=3)
    )
    kinds = (PostKind.SECRETARY, PostKind.ORGANISATION, PostKind.PUBLICITY, PostKind.PUBLICITY)
    standing = [Standing(kind, name) for kind, name in zip(kinds, names, strict=True)]
    preparing.name_candidates(election=election, standing=standing, actor=BELOW, now=now + timedelta(days=8))
    return preparing.call_meeting(
        election=election, meets_on=localdate(meets), meets_where=where, actor=BELOW, now=now + timedelta(days=10)
    )


def _called(org: PartyOrg, now: datetime) -> None:
    _asked(org, MARKET, now + timedelta(days=6), now - timedelta(days=14))


def _over(org: PartyOrg, now: datetime) -> None:
    met = now - timedelta(days=40)
    election = _asked(org, SUNSET, met, met - timedelta(days=24))
    counting.hold_vote(election=election, entitled=44, present=39, actor=BELOW, now=met)
    rows = list(Candidate.objects.filter(election=election).order_by("pk"))
    votes = dict(zip((row.pk for row in rows), (38, 37, 35, 3), strict=True))
    counting.report_result(
        election=election, ballots=39, votes=votes, elected={row.pk for row in rows[:3]},
        paper_number="兆党报〔2026〕7号", actor=BELOW, now=met + timedelta(days=1),
    )  # fmt: skip
    counting.install_elected(
        election=election, paper_number="烟街党复〔2026〕12号", actor=ABOVE, now=met + timedelta(days=4)
    )
