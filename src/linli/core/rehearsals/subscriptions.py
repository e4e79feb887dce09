"""Who hears of a rehearsal: those who would move, then those who approve, then those who have moved."""

from __future__ import annotations

from django.urls import reverse
from django.utils.timezone import localdate

from linli.base.messaging.operations import send_messages
from linli.base.outbox.events import subscribe
from linli.base.permissions import SystemActor
from linli.core.membership.models import Member
from linli.core.organisation.queries.elections import upper_place
from linli.core.people.events import PersonErased
from linli.core.people.queries.actors import holders_of
from linli.core.rehearsals.enums import RehearsalState
from linli.core.rehearsals.events import RehearsalAdvanced
from linli.core.rehearsals.models import Rehearsal
from linli.core.rehearsals.operations.objecting import forget_objections
from linli.core.rehearsals.queries.copying import rehearse
from linli.core.rehearsals.queries.lists import UPPER


@subscribe(RehearsalAdvanced)
def tell_whom_it_concerns(event: RehearsalAdvanced) -> None:
    """Each step tells those whom it concerns, once."""
    rehearsal = Rehearsal.objects.select_related("committee__parent").get(pk=event.rehearsal_id)
    today = localdate(event.at)
    link = reverse("rehearsals:mine")
    if event.state == RehearsalState.CHECKED:
        template, people = "would-move", [one.member.person_id for one in rehearse(rehearsal, today).moving]
    elif event.state == RehearsalState.SUBMITTED:
        found = holders_of(UPPER, upper_place(rehearsal.committee), today).values_list("pk", flat=True)
        template, people = "to-approve", list(found)
        link = reverse("rehearsals:rehearsal", args=[rehearsal.pk])
    elif event.state == RehearsalState.EFFECTIVE:
        keys = [deed["member"] for deed in rehearsal.deeds if deed["do"] == "member"]
        template, people = "in-force", list(Member.objects.filter(pk__in=keys).values_list("person", flat=True))
    else:
        return
    until = rehearsal.objections_until.isoformat() if rehearsal.objections_until else ""
    said = {"title": rehearsal.title, "committee": rehearsal.committee.name, "until": until}
    key = f"rehearsal:{rehearsal.pk}:{event.state}:{until}"
    send_messages(people, f"rehearsals.{template}", said, dedupe_key=key, now=event.at, link=link)


@subscribe(PersonErased)
def forget_the_words_of_who_was_erased(event: PersonErased) -> None:
    """Whoever was erased as they asked leaves no words here."""
    forget_objections(person_id=event.person_id, actor=SystemActor("register"), now=event.at)
