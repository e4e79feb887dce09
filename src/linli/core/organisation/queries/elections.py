"""The steps of an election in their order, each with the rule that it follows; which elections somebody sees (W8)."""

from __future__ import annotations

from django.db.models import Prefetch
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.base.permissions import Actor
from linli.base.workflow import Move
from linli.core.organisation.enums import WITH_TERMS, OrgKind
from linli.core.organisation.enums import ElectionState as S
from linli.core.organisation.enums import OrganisationPermission as P
from linli.core.organisation.models import Candidate, Election, PartyOrg
from linli.core.organisation.models.elections import ElectionQuerySet

REQUEST = Move("request", frozenset({S.DUE}), S.REQUESTED, P.ELECT, _("Ask for approval"))
APPROVE = Move("approve", frozenset({S.REQUESTED}), S.APPROVED, P.APPROVE_ORG, _("Approve the election"))
NAME = Move("name", frozenset({S.APPROVED, S.CANDIDATES}), S.CANDIDATES, P.ELECT, _("Name the candidates"))
CALL = Move("call", frozenset({S.CANDIDATES, S.NOTICE}), S.NOTICE, P.ELECT, _("Call the meeting"))
HOLD = Move("hold", frozenset({S.NOTICE}), S.VOTING, P.ELECT, _("The meeting was held"))
REPEAT = Move("repeat", frozenset({S.VOTING}), S.NOTICE, P.ELECT, _("Vote once more"))
REPORT = Move("report", frozenset({S.VOTING}), S.REPORTED, P.ELECT, _("Report the result"))
INSTALL = Move("install", frozenset({S.REPORTED}), S.IN_OFFICE, P.APPROVE_ORG, _("Approve the result"))
CALL_OFF = Move(
    "call-off", frozenset({S.DUE, S.REQUESTED, S.APPROVED, S.CANDIDATES, S.NOTICE}), S.CALLED_OFF, P.ELECT,
    _("Call the election off"),
)  # fmt: skip
# The likeliest first: what may be repeated at a state comes after what carries on.
ELECTION_MOVES = (REQUEST, APPROVE, HOLD, CALL, NAME, REPORT, REPEAT, INSTALL, CALL_OFF)

# What has to be there before a step: said to whoever tries it too early or too late.
RULES: dict[str, Promise] = {
    "request": _("Approval is asked for once, when the election is due."),
    "approve": _("The upper organisation approves what was asked for, before candidates are named."),
    "name": _("Candidates are named after the upper organisation has approved, and before the meeting is held."),
    "call": _("The meeting is called after candidates are named."),
    "hold": _("The meeting is held after it was called; four fifths of those entitled must come."),
    "repeat": _("Only a vote that was held, and not reported yet, is held once more."),
    "report": _("The result is reported after the meeting was held."),
    "install": _("The upper organisation approves a result that was reported."),
    "call-off": _("An election is called off before the vote, not after it."),
}


def upper_place(org: PartyOrg) -> str:
    """Where the upper organisation stands: its path, or the place above where none is set up."""
    if org.parent:
        return org.parent.path
    return org.path.rsplit("/", 3)[0] + "/" if org.community_id else org.path


def reaches(actor: Actor, permission: str, place: str) -> bool:
    """Whether somebody holds a right at this place."""
    return place.startswith(tuple(scope.path for scope in actor.scopes(permission)))


def may_step(actor: Actor, move: Move, election: Election) -> bool:
    """Whether somebody may take this step: what is approved is approved from above, and by another than asked."""
    if move.permission == P.APPROVE_ORG:
        return reaches(actor, P.APPROVE_ORG, upper_place(election.org)) and actor.label != election.asked_by
    return reaches(actor, move.permission, election.place)


def election_moves(actor: Actor, election: Election) -> list[Move]:
    """The steps that somebody may take now: the buttons of the page."""
    return [move for move in ELECTION_MOVES if election.state in move.sources and may_step(actor, move, election)]


def elections_for(actor: Actor) -> ElectionQuerySet:
    """The elections of the organisations that somebody may see."""
    rows: ElectionQuerySet = Election.objects.visible_to(actor, P.VIEW_ORG)  # type: ignore[assignment]
    return rows.select_related("org__parent", "term", "community")


def with_candidates(elections: ElectionQuerySet) -> ElectionQuerySet:
    """And who stands for which post, in one more query."""
    standing = Candidate.objects.select_related("unit").order_by("pk")
    return elections.prefetch_related(Prefetch("candidates", queryset=standing, to_attr="standing"))


def open_election_of(org: PartyOrg) -> Election | None:
    """The election that is under way in an organisation."""
    return Election.objects.filter(org=org).live().first()


def can_elect(kind: str) -> bool:
    """Whether organisations of this kind hold elections: a temporary branch does not (B-2)."""
    return kind in WITH_TERMS and kind != OrgKind.TEMPORARY
