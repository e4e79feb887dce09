"""The vote and what follows: heads are counted, votes typed in, the result reported, and new posts and a term begin."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from linli.base.errors import Refused
from linli.base.permissions import Actor, SystemActor
from linli.base.text import clean_words
from linli.core.organisation.models import Candidate, Election, Post
from linli.core.organisation.operations.elections.steps import advance, check_step, locked, paper
from linli.core.organisation.operations.orgs import begin_term, check_quorum, fill_post, leave_post
from linli.core.organisation.queries import elections as steps
from linli.core.organisation.queries.thresholds import number as threshold

FOLLOWS = SystemActor("election")  # posts and the term follow from the result


@transaction.atomic
def hold_vote(*, election: Election, entitled: int, present: int, actor: Actor, now: datetime) -> Election:
    """The meeting was held: how many are entitled and how many came, counted by head. Under four fifths it does not
    count, and another meeting is called.
    """
    election = locked(election)
    check_step(election, steps.HOLD, actor)
    if election.meets_on and localdate(now) < election.meets_on:
        words = _("The meeting is called for %(day)s: heads are counted there.")
        raise Refused("not-yet", words % {"day": election.meets_on.isoformat()})
    if entitled < 1 or present < 1:
        raise Refused("counts-needed", _("Please give both counts: entitled, and present."), field="present")
    check_quorum(entitled, present)
    text = f"{present} / {entitled}"
    return advance(election, steps.HOLD, actor=actor, now=now, text=text, entitled=entitled, present=present)


@transaction.atomic
def repeat_vote(
    *, election: Election, meets_on: date, meets_where: str, reason: str, actor: Actor, now: datetime
) -> Election:  # fmt: skip
    """Nobody was elected, or not enough: another meeting is called, and the counts of the first are let go."""
    election = locked(election)
    check_step(election, steps.REPEAT, actor)
    reason = clean_words(reason, field="reason", needed=_("Please say why."), most=400)
    where = clean_words(meets_where, field="meets_where", needed=_("Please say where the meeting is held."), most=120)
    if meets_on < localdate(now):
        raise Refused("day-in-past", _("The meeting is still to come: please choose a later day."), field="meets_on")
    fields: dict[str, Any] = {"meets_on": meets_on, "meets_where": where, "entitled": None, "present": None}
    return advance(election, steps.REPEAT, actor=actor, now=now, text=reason, **fields)


@transaction.atomic
def report_result(
    *, election: Election, ballots: int, votes: Mapping[UUID, int], elected: set[UUID], paper_number: str,
    actor: Actor, now: datetime,
) -> Election:  # fmt: skip
    """Type in how many voted for whom, and report who is elected. More than half of those present must have."""
    election = locked(election)
    check_step(election, steps.REPORT, actor)
    present = election.present or 0
    if not 0 < ballots <= present:
        words = _("No more ballots can come back than people were there: %(present)s.") % {"present": present}
        raise Refused("too-many-ballots", words, field="ballots")
    rows = list(Candidate.objects.filter(election=election).order_by("pk"))
    for row in rows:
        row.votes, row.is_elected = votes.get(row.pk), row.pk in elected
        _check_votes(row, ballots, present)
    _check_elected(election, [row for row in rows if row.is_elected])
    Candidate.objects.bulk_update(rows, ["votes", "is_elected"])
    text = "、".join(dict.fromkeys(row.name for row in rows if row.is_elected))
    papers = {"ballots": ballots, "report_paper": paper(paper_number)}
    return advance(election, steps.REPORT, actor=actor, now=now, text=text, **papers)


def _check_votes(row: Candidate, ballots: int, present: int) -> None:
    if row.votes is None:
        raise Refused("votes-missing", _("How many voted for %(name)s?") % {"name": row.name}, field="votes")
    if row.votes > ballots:
        words = _("%(name)s can't have more votes than ballots came back.") % {"name": row.name}
        raise Refused("too-many-votes", words, field="votes")
    if row.is_elected and row.votes <= threshold("election_majority") * present:
        words = _("%(name)s is not elected: more than half of those present must vote for somebody.")
        raise Refused("no-majority", words % {"name": row.name}, field="votes")


def _check_elected(election: Election, elected: list[Candidate]) -> None:
    if sum(row.kind == "secretary" for row in elected) != 1:
        raise Refused("secretary-not-elected", _("One secretary is elected, not more and not fewer."), field="votes")
    if len({row.name for row in elected}) > (election.seats or 0):
        words = _("More people are elected than the %(seats)s seats that were approved.")
        raise Refused("too-many-elected", words % {"seats": election.seats}, field="votes")


@transaction.atomic
def install_elected(*, election: Election, paper_number: str, actor: Actor, now: datetime) -> Election:
    """The upper organisation approves the result: the posts of the old term end, those of the new one begin."""
    election = locked(election)
    check_step(election, steps.INSTALL, actor)
    begins = election.meets_on or localdate(now)
    told: dict[str, Any] = {"actor": FOLLOWS, "now": now}
    _relieve_all(election, begins, now)
    elected = list(Candidate.objects.filter(election=election, is_elected=True).select_related("person", "unit"))
    for row in sorted(elected, key=lambda row: (row.kind != "secretary", row.pk)):
        fill_post(
            org=election.org, kind=row.kind, name=row.name, person=row.person, unit=row.unit, starts_on=begins, **told
        )
    begin_term(
        org=election.org, starts_on=begins, entitled=election.entitled, present=election.present,
        approved_by=election.approval_paper, **told,
    )  # fmt: skip
    return advance(election, steps.INSTALL, actor=actor, now=now, office_paper=paper(paper_number))


def _relieve_all(election: Election, begins: date, now: datetime) -> None:
    """Whoever held a post until now; a post that began on the day itself ends the day on which it began."""
    for post in Post.objects.filter(org=election.org, ends_on=None).order_by("pk"):
        leave_post(post=post, on=max(begins, post.starts_on), actor=FOLLOWS, now=now)
