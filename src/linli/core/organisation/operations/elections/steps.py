"""What every step of an election does: it comes in its order, by whom it may, with a line in the story."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from linli.base.errors import Refused
from linli.base.outbox.events import publish
from linli.base.permissions import Actor, require
from linli.base.text import clean_words
from linli.base.workflow import Move, step
from linli.core.organisation.enums import ElectionState, OrganisationPermission
from linli.core.organisation.events import ElectionAdvanced
from linli.core.organisation.models import Election, ElectionEntry
from linli.core.organisation.queries.elections import RULES, may_step
from linli.core.people.models import Person


def advance(election: Election, move: Move, *, actor: Actor, now: datetime, text: str = "", **fields: Any) -> Election:
    """Take one step, and tell it; whoever has the next one hears of it."""
    step(election, move, actor=actor, now=now, allowed=True, **fields)
    tell(election, actor=actor, now=now, text=text)
    publish(ElectionAdvanced(at=now, election_id=election.pk, state=election.state))
    return election


def tell(election: Election, *, actor: Actor, now: datetime, text: str = "") -> None:
    """A line of the story."""
    ElectionEntry(
        election=election, state=election.state, text=text[:400], name=name_of(actor), actor=actor.label[:80], at=now
    ).save()


def check_step(election: Election, move: Move, actor: Actor) -> None:
    """Refuse whoever may not, then whatever comes out of its order, with the rule that it breaks."""
    if not may_step(actor, move, election):
        if move.permission != OrganisationPermission.APPROVE_ORG:
            require(actor, move.permission, election)
        if actor.label == election.asked_by:
            raise Refused("same-person", _("Whoever asked does not approve: somebody else of the upper level does."))
        raise Refused("forbidden", _("You do not have the right to do this here."))
    if election.state not in move.sources:
        words = _("It is not time for this step. %(rule)s The election is at: %(state)s.")
        told = {"rule": RULES[move.name], "state": ElectionState(election.state).label}
        raise Refused("out-of-order", words % told)


def locked(election: Election) -> Election:
    """The row as it is now, held until the end of the transaction."""
    rows = Election.objects.select_for_update(of=("self",)).select_related("org__parent", "org__community", "term")
    return rows.get(pk=election.pk)


def paper(number: str) -> str:
    """The number of a paper, which must be there."""
    needed = _("Please write the number of the document.")
    return clean_words(number, field="paper_number", needed=needed, most=80).replace("\n", " ")


def name_of(actor: Actor) -> str:
    """The name of whoever acts, if it is a person."""
    person: Person | None = getattr(actor, "person", None)
    return person.name if person else ""
