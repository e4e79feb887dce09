"""What time does to organisations: terms end, and somebody has to prepare for it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localdate

from linli.base.messaging.operations import send_messages
from linli.base.permissions import SystemActor
from linli.base.schedule import every
from linli.core.organisation.enums import ELECTION_OVER, OrganisationPermission, OrgKind
from linli.core.organisation.models import Election, Term
from linli.core.organisation.operations.elections.preparing import open_election
from linli.core.organisation.queries.elections import can_elect, upper_place
from linli.core.organisation.queries.findings import REMIND_DAYS
from linli.core.people.queries.actors import holders_of


@every("15 9 * * *")
def remind_of_elections(now: datetime) -> None:
    """Tell the organisation and the upper one 180, 90 and 30 days before its term ends (B-2), each once.

    The record of the election opens with the first of them. A day on which nothing ran is made up for: the nearest of
    the three is told.
    """
    today = localdate(now)
    soon = Term.objects.filter(ends_on__gte=today, ends_on__lte=today + timedelta(days=max(REMIND_DAYS)))
    for term in soon.filter(org__ends_on=None).select_related("org__parent"):
        left = (term.ends_on - today).days
        step = min(days for days in REMIND_DAYS if days >= left)
        if can_elect(term.org.kind) and not _is_prepared(term):
            open_election(org=term.org, actor=SystemActor("schedule"), now=now)
        people = _whom_to_remind(term, today)
        said = {"org": term.org.name, "ends_on": term.ends_on.isoformat()}
        link = reverse("organisation:org", args=[term.org_id])
        send_messages(
            people, "organisation.term-ends", said, dedupe_key=f"term-ends:{term.pk}:{step}", now=now, link=link
        )


def _is_prepared(term: Term) -> bool:
    """Whether the election at the end of this term is under way, or was called off."""
    return Election.objects.filter(Q(term=term) | Q(org=term.org) & ~Q(state__in=sorted(ELECTION_OVER))).exists()


def _whom_to_remind(term: Term, today: date) -> list[UUID]:
    """Those who prepare it: of a branch the committee is among them; of a committee the street is told, too."""
    found = list(holders_of(OrganisationPermission.ELECT, term.org.path, today).values_list("pk", flat=True))
    if term.org.kind == OrgKind.COMMITTEE:
        above = holders_of(OrganisationPermission.APPROVE_ORG, upper_place(term.org), today)
        found += above.values_list("pk", flat=True)
    return list(dict.fromkeys(found))
