"""Each step of an election tells whoever has the next one."""

from __future__ import annotations

from django.urls import reverse
from django.utils.timezone import localdate

from linli.base.messaging.operations import send_messages
from linli.base.outbox.events import subscribe
from linli.core.organisation.enums import ElectionState, OrganisationPermission
from linli.core.organisation.events import ElectionAdvanced
from linli.core.organisation.models import Election
from linli.core.organisation.queries.elections import upper_place
from linli.core.people.queries.actors import holders_of

FROM_ABOVE = frozenset({ElectionState.REQUESTED, ElectionState.REPORTED})
TO_BELOW = frozenset({ElectionState.APPROVED, ElectionState.IN_OFFICE})


@subscribe(ElectionAdvanced)
def tell_of_the_next_step(event: ElectionAdvanced) -> None:
    """What is asked goes up, what is approved goes down; the steps between are the secretary's own."""
    election = Election.objects.select_related("org__parent").get(pk=event.election_id)
    today = localdate(event.at)
    if event.state in FROM_ABOVE:
        template, permission, place = "to-approve", OrganisationPermission.APPROVE_ORG, upper_place(election.org)
    elif event.state in TO_BELOW:
        template, permission, place = "approved", OrganisationPermission.ELECT, election.place
    else:
        return
    holders = holders_of(permission, place, today).values_list("pk", flat=True)
    people = [key for key in holders if f"person:{key}" != election.asked_by or template == "approved"]
    said = {"org": election.org.name}
    key = f"election:{election.pk}:{event.state}"
    link = reverse("organisation:election", args=[election.pk])
    send_messages(people, f"organisation.election-{template}", said, dedupe_key=key, now=event.at, link=link)
