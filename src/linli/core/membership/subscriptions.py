"""What the register of people tells that concerns members."""

from __future__ import annotations

from linli.base.outbox.events import subscribe
from linli.base.permissions import SystemActor
from linli.core.membership.operations.forgetting import end_for_the_dead, forget_member
from linli.core.people.enums import EndReason
from linli.core.people.events import PersonEnded, PersonErased

REGISTER = SystemActor("register")


@subscribe(PersonErased)
def forget_who_was_erased(event: PersonErased) -> None:
    """Whoever was erased as they asked is forgotten here, too."""
    forget_member(person_id=event.person_id, actor=REGISTER, now=event.at)


@subscribe(PersonEnded)
def close_the_card_of_the_dead(event: PersonEnded) -> None:
    """Whoever has died leaves the lists; whoever moves away stays a member until they transfer."""
    if event.reason == EndReason.DIED:
        end_for_the_dead(person_id=event.person_id, actor=REGISTER, now=event.at)
