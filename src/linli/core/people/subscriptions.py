"""What this room does about news."""

from __future__ import annotations

from linli.base.messaging.operations import send_message
from linli.base.outbox.events import subscribe
from linli.core.people.events import PersonRevealed
from linli.core.people.models import Person
from linli.core.people.operations.reveal import RevealField
from linli.core.people.wording import in_both


@subscribe(PersonRevealed)
def tell_the_person(event: PersonRevealed) -> None:
    """The person reads in their inbox who saw a number of theirs, and why."""
    if not Person.objects.live().filter(pk=event.person_id).exists():
        return  # erased meanwhile: nothing is written to them any more
    by = Person.objects.filter(pk=event.by_id).first() if event.by_id else None
    told = {"who": by.name if by else "Linli", "field": in_both(RevealField(event.field).label), "reason": event.reason}
    key = f"revealed:{event.person_id}:{event.field}:{event.at.isoformat()}"
    send_message(event.person_id, "people.revealed", told, dedupe_key=key, now=event.at, link="/me/record/")
