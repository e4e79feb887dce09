"""Before the vote: an election falls due, is asked for, approved, candidates are named, the meeting is called."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from linli.base.audit.operations import record
from linli.base.errors import Refused
from linli.base.permissions import Actor, require
from linli.base.text import clean_words
from linli.core.organisation.enums import (
    GROUPS,
    ElectionState,
    OrganisationPermission,
    OrgKind,
    PostKind,
)
from linli.core.organisation.models import Body, Candidate, Election, PartyOrg, Term
from linli.core.organisation.operations.elections.steps import advance, check_step, locked, paper, tell
from linli.core.organisation.operations.orgs import years_after
from linli.core.organisation.queries import elections as steps
from linli.core.organisation.queries.thresholds import number as threshold
from linli.core.people.models import Person

MOST_CANDIDATES = 20


@dataclass(frozen=True)
class Standing:
    """Somebody who stands for a post."""

    kind: str
    name: str = ""
    person: Person | None = None
    unit: Body | None = None


@transaction.atomic
def open_election(*, org: PartyOrg, actor: Actor, now: datetime) -> Election:
    """An election falls due: half a year before the term ends, or when somebody begins to prepare it earlier."""
    require(actor, OrganisationPermission.ELECT, org)
    if not steps.can_elect(org.kind) or org.ends_on:
        raise Refused("no-elections", _("An organisation of this kind holds no elections."))
    term = Term.objects.filter(org=org).order_by("-number").first()
    election = Election(
        community_id=org.community_id, place=org.path, org=org, term=term, state=ElectionState.DUE, state_since=now
    )
    try:
        with transaction.atomic():
            election.save(force_insert=True)
    except IntegrityError:
        raise Refused("election-under-way", _("An election is under way here already.")) from None
    record("organisation.election.open", election, actor=actor, now=now)
    tell(election, actor=actor, now=now)
    return election


@transaction.atomic
def request_election(
    *, election: Election, planned_on: date, seats: int, paper_number: str, actor: Actor, now: datetime,
    shift_reason: str = "",
) -> Election:  # fmt: skip
    """Ask the upper organisation: for which day, with how many seats. Off the end of the term it needs a reason,
    and never more than a year (B-2).
    """
    election = locked(election)
    check_step(election, steps.REQUEST, actor)
    if planned_on < localdate(now):
        raise Refused("day-in-past", _("The meeting is still to come: please choose a later day."), field="planned_on")
    _check_seats(election.org, seats)
    reason = clean_words(shift_reason, field="shift_reason", most=400)
    if shifted(election, planned_on) and not reason:
        words = _("The term ends on %(day)s. Please say why the election is held at another time.")
        told = {"day": election.term.ends_on.isoformat() if election.term else ""}
        raise Refused("shift-reason-missing", words % told, field="shift_reason")
    return advance(
        election, steps.REQUEST, actor=actor, now=now, text=reason, planned_on=planned_on, seats=seats,
        shift_reason=reason, request_paper=paper(paper_number), asked_by=actor.label[:80],
    )  # fmt: skip


def shifted(election: Election, planned_on: date) -> bool:
    """Whether a day lies off the end of the term by more than the months of preparation; refused beyond a year."""
    if election.term is None:
        return False
    end, most = election.term.ends_on, int(threshold("election_shift_max_years"))
    if not years_after(end, -most) <= planned_on <= years_after(end, most):
        words = _("An election is held at most a year earlier or later than the term ends (%(day)s).")
        raise Refused("shifted-too-far", words % {"day": end.isoformat()}, field="planned_on")
    return planned_on > end or (end - planned_on).days > threshold("election_prepare_days")


def _check_seats(org: PartyOrg, seats: int) -> None:
    most = threshold("committee_seats") if org.kind == OrgKind.COMMITTEE else threshold("branch_committee_max")
    if not 1 <= seats <= most:
        words = _("This organisation has between one and %(most)s seats.") % {"most": int(most)}
        raise Refused("seats-wrong", words, field="seats")


@transaction.atomic
def approve_election(*, election: Election, paper_number: str, actor: Actor, now: datetime) -> Election:
    """The upper organisation approves, with the number of its answer; never by the one who asked."""
    election = locked(election)
    check_step(election, steps.APPROVE, actor)
    return advance(election, steps.APPROVE, actor=actor, now=now, approval_paper=paper(paper_number))


@transaction.atomic
def name_candidates(*, election: Election, standing: Sequence[Standing], actor: Actor, now: datetime) -> Election:
    """Write down who stands for which post; said once more, it replaces what was said before."""
    election = locked(election)
    check_step(election, steps.NAME, actor)
    rows = [_candidate(election, one) for one in standing]
    if not any(row.kind == PostKind.SECRETARY for row in rows):
        raise Refused("secretary-missing", _("Please name somebody for the post of secretary."), field="standing")
    if len(rows) > MOST_CANDIDATES:
        raise Refused("too-many", _("So many candidates fit no ballot: twenty at most."), field="standing")
    if len({(row.kind, row.name) for row in rows}) < len(rows):
        raise Refused("named-twice", _("Somebody is named twice for the same post."), field="standing")
    if len({row.name for row in rows}) < (election.seats or 1):
        words = _("There are %(seats)s seats: please name at least as many candidates.") % {"seats": election.seats}
        raise Refused("too-few", words, field="standing")
    Candidate.objects.filter(election=election).delete()
    Candidate.objects.bulk_create(rows)
    text = "、".join(dict.fromkeys(row.name for row in rows))
    return advance(election, steps.NAME, actor=actor, now=now, text=text)


def _candidate(election: Election, one: Standing) -> Candidate:
    name = " ".join((one.name or (one.person.name if one.person else "")).split())[:80]
    if not name:
        raise Refused("name-missing", _("Please write the name."), field="standing")
    if one.kind not in PostKind.values or one.kind == PostKind.GROUP_LEADER or election.org.kind in GROUPS:
        raise Refused("post-misplaced", _("There is no such post in this organisation."), field="standing")
    if one.unit is not None and one.unit.community_id != election.community_id:
        raise Refused("unit-elsewhere", _("This unit lies in another community."), field="standing")
    return Candidate(election=election, kind=one.kind, person=one.person, name=name, unit=one.unit)


@transaction.atomic
def call_meeting(*, election: Election, meets_on: date, meets_where: str, actor: Actor, now: datetime) -> Election:
    """Tell on which day and where the meeting is held; told again, the new day counts."""
    election = locked(election)
    check_step(election, steps.CALL, actor)
    if meets_on < localdate(now):
        raise Refused("day-in-past", _("The meeting is still to come: please choose a later day."), field="meets_on")
    shifted(election, meets_on)
    where = clean_words(meets_where, field="meets_where", needed=_("Please say where the meeting is held."), most=120)
    text = f"{meets_on.isoformat()} · {where}"
    return advance(election, steps.CALL, actor=actor, now=now, text=text, meets_on=meets_on, meets_where=where)


@transaction.atomic
def call_off_election(*, election: Election, reason: str, actor: Actor, now: datetime) -> Election:
    """It does not take place, and why: the organisation ends, or was merged."""
    election = locked(election)
    check_step(election, steps.CALL_OFF, actor)
    reason = clean_words(reason, field="reason", needed=_("Please say why."), most=400)
    return advance(election, steps.CALL_OFF, actor=actor, now=now, text=reason, reason=reason)
