"""Where the tree is not as the thresholds of E-03 say. Each finding has its level and its source; nobody is scored."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.core.organisation.enums import BRANCHES, GROUPS, WITH_TERMS, OrgKind
from linli.core.organisation.models import PartyOrg
from linli.core.organisation.queries.orgs import Node
from linli.core.organisation.queries.thresholds import Threshold, number, thresholds

REMIND_DAYS = (180, 90, 30)  # before a term ends (B-2)


@dataclass(frozen=True)
class Finding:
    """One threshold that an organisation does not keep, or comes close to."""

    org: PartyOrg
    rule: Threshold
    words: str

    @property
    def level(self) -> str:
        """How firmly the rule is meant."""
        return self.rule.level


def findings_of(tops: Sequence[Node], today: date) -> list[Finding]:
    """Everything that the tree should be looked at for, from the top down; what is not known is not judged."""
    return [finding for node in walk(tops) for finding in _of(node, today)]


def walk(nodes: Sequence[Node]) -> Iterator[Node]:
    """Each node, from the top down."""
    for node in nodes:
        yield node
        yield from walk(node.children)


def _of(node: Node, today: date) -> Iterator[Finding]:
    if node.org.kind in GROUPS:
        yield from _group(node)
    if node.org.kind in BRANCHES:
        yield from _branch(node)
        yield from _seats(node)
    if node.org.kind == OrgKind.COMMITTEE:
        yield from _committee(node)
    if node.org.kind in WITH_TERMS:
        yield from _term(node, today)


def _found(node: Node, key: str, words: str) -> Finding:
    return Finding(node.org, thresholds()[key], words)


def _members(n: int) -> str:
    return ngettext("It has %(n)s member.", "It has %(n)s members.", n) % {"n": n}


def _group(node: Node) -> Iterator[Finding]:
    if node.count is None:
        return
    if node.count.members < number("group_min_members"):
        yield _found(node, "group_min_members", _members(node.count.members))
    elif node.count.full < number("group_min_full"):
        yield _found(node, "group_min_full", _("None of them is a full member."))


def _branch(node: Node) -> Iterator[Finding]:
    if node.count is None:
        return
    members, full = node.count.members, node.count.full
    if full < number("branch_min_full"):
        yield _found(node, "branch_min_full", ngettext("%(n)s full member.", "%(n)s full members.", full) % {"n": full})
    if members > number("branch_max_members"):
        yield _found(node, "branch_max_members", _members(members))
    elif members >= number("branch_warn_members"):
        yield _found(node, "branch_warn_members", _members(members))
    if members > number("branch_group_hint") and not node.children:
        yield _found(node, "branch_group_hint", _("It has no groups."))


def _seats(node: Node) -> Iterator[Finding]:
    seats = len(node.posts)
    words = ngettext("%(n)s seat is filled.", "%(n)s seats are filled.", seats) % {"n": seats}
    if seats > number("branch_committee_max"):
        yield _found(node, "branch_committee_max", words)
    elif node.count and node.count.full >= number("branch_committee_from") and seats < number("branch_committee_min"):
        yield _found(node, "branch_committee_min", words)


def _committee(node: Node) -> Iterator[Finding]:
    seats = len(node.posts)
    if seats < number("committee_seats"):
        words = ngettext("%(n)s seat is filled.", "%(n)s seats are filled.", seats) % {"n": seats}
        yield _found(node, "committee_seats", words)


def _term(node: Node, today: date) -> Iterator[Finding]:
    key = "term_years_community_branch"
    if node.term is None:
        return
    left = (node.term.ends_on - today).days
    if left < 0:
        yield _found(node, key, _("The term ended on %(day)s.") % {"day": node.term.ends_on.isoformat()})
    elif left <= max(REMIND_DAYS):
        yield _found(
            node, "election_prepare_days", _("The term ends on %(day)s.") % {"day": node.term.ends_on.isoformat()}
        )
