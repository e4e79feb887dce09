"""What time does to organisations: terms end, and somebody has to prepare for it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.timezone import localdate

from linli.base.messaging.operations import send_messages
from linli.base.schedule import every
from linli.core.organisation.enums import OrganisationPermission
from linli.core.organisation.models import Term
from linli.core.organisation.queries.findings import REMIND_DAYS
from linli.core.people.queries.actors import holders_of


@every("15 9 * * *")
def remind_of_elections(now: datetime) -> None:
    """Tell those who manage the organisation 180, 90 and 30 days before its term ends (B-2), each once.

    A day on which nothing ran is made up for: the nearest of the three is told.
    """
    today = localdate(now)
    soon = Term.objects.filter(ends_on__gte=today, ends_on__lte=today + timedelta(days=max(REMIND_DAYS)))
    for term in soon.filter(org__ends_on=None).select_related("org"):
        left = (term.ends_on - today).days
        step = min(days for days in REMIND_DAYS if days >= left)
        people = holders_of(OrganisationPermission.MANAGE_ORG, term.org.path, today).values_list("pk", flat=True)
        said = {"org": term.org.name, "ends_on": term.ends_on.isoformat()}
        link = reverse("organisation:org", args=[term.org_id])
        send_messages(
            people, "organisation.term-ends", said, dedupe_key=f"term-ends:{term.pk}:{step}", now=now, link=link
        )
