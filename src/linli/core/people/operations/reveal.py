"""Seeing a number in full: with a reason, audited, and the person reads who looked and why (X-05)."""

from __future__ import annotations

from datetime import datetime

from django.db import models, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.base.audit.operations import record
from linli.base.errors import Refused
from linli.base.outbox.events import publish
from linli.base.permissions import Actor, require
from linli.core.people.enums import PeoplePermission
from linli.core.people.events import PersonRevealed
from linli.core.people.models import Person

SHORTEST_REASON = 4


class RevealField(models.TextChoices):
    """What can be seen in full."""

    ID_NUMBER = "id_number", gettext_lazy("Identity number")
    PHONE = "phone", gettext_lazy("Phone")


class ChildReason(models.TextChoices):
    """Why somebody may look at the numbers of a child under 14; nothing else is a reason."""

    GUARDIAN = "guardian", gettext_lazy("The guardian asked for it and is here")
    SCHOOL = "school", gettext_lazy("Enrolment at school")
    MEDICAL = "medical", gettext_lazy("Vaccination or medical insurance")
    WELFARE = "welfare", gettext_lazy("An allowance for the child")
    DANGER = "danger", gettext_lazy("The child is in danger")


@transaction.atomic
def reveal_person(
    *, person: Person, field: str, reason: str, actor: Actor, now: datetime, child_reason: str = ""
) -> str:
    """Return one number in full. Without a reason in words it is refused; for a child one of the list is asked, too."""
    require(actor, PeoplePermission.REVEAL, person)
    if field not in RevealField.values:
        raise Refused("no-such-field", _("There is nothing of that kind to see."))
    reason = " ".join(reason.split())
    if len(reason) < SHORTEST_REASON:
        raise Refused("reason-missing", _("Please say why, in a few words. The person will read it."), field="reason")
    is_child = person.is_child_on(localdate(now))
    if is_child and child_reason not in ChildReason.values:
        raise Refused(
            "child-reason-missing", _("A child under 14: please choose the reason, too."), field="child_reason"
        )
    value: str = getattr(person, field)
    data = {"field": field, "child_reason": child_reason} if is_child else {"field": field}
    record("people.person.reveal", person, actor=actor, now=now, reason=reason, data=data)
    publish(PersonRevealed(at=now, person_id=person.pk, by_id=actor.person_id, field=field, reason=reason))
    return value
