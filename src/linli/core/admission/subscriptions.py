"""Who hears of limits and of letters on their way, and what the register tells."""

from __future__ import annotations

from django.urls import reverse
from django.utils.timezone import localdate

from linli.base.messaging.operations import send_messages
from linli.base.outbox.events import subscribe
from linli.base.permissions import SystemActor
from linli.core.admission.enums import AdmissionPermission
from linli.core.admission.events import LimitNear, TransferWaits
from linli.core.admission.models import Admission, Transfer
from linli.core.admission.operations.forgetting import end_for_the_dead, forget_applicant
from linli.core.admission.queries.steps import steps
from linli.core.people.enums import EndReason
from linli.core.people.events import PersonEnded, PersonErased
from linli.core.people.queries.actors import holders_of

REGISTER = SystemActor("register")
HEAR, APPROVE = AdmissionPermission.HEAR, AdmissionPermission.APPROVE


@subscribe(LimitNear)
def warn_who_has_to_act(event: LimitNear) -> None:
    """The secretary of the branch; for a step of the upper organisation, the secretary of the committee too."""
    admission = Admission.objects.filter(pk=event.admission_id).select_related("org").first()
    if admission is None:
        return
    day, upper = localdate(event.at), event.code in steps() and steps()[event.code].by == "committee"
    people = set(holders_of(HEAR, admission.place, day).values_list("pk", flat=True))
    if upper or not people:
        people |= set(holders_of(APPROVE, admission.place, day).values_list("pk", flat=True))
    key = f"admission.limit:{admission.pk}:{event.code or admission.look_warned_on}"
    link = reverse("admission:admission", args=[admission.pk])
    told = {"org": admission.org.name}
    send_messages(sorted(people), "admission.limit", told, dedupe_key=key, now=event.at, link=link)


@subscribe(TransferWaits)
def tell_both_branches(event: TransferWaits) -> None:
    """The secretaries of the old branch and of the new one; where a branch has none, the secretary of the committee."""
    transfer = Transfer.objects.filter(pk=event.transfer_id).select_related("from_org", "to_org").first()
    if transfer is None:
        return
    day, people = localdate(event.at), set()
    for place in filter(None, (transfer.place, transfer.to_place)):
        found = holders_of(HEAR, place, day) or holders_of(APPROVE, place, day)
        people |= set(found.values_list("pk", flat=True))
    told = {"days": event.days, "from_org": transfer.from_org.name, "to_org": transfer.goes_to}
    key, link = f"transfer:{transfer.pk}:{event.days}", reverse("admission:transfer", args=[transfer.pk])
    send_messages(sorted(people), "admission.transfer-waits", told, dedupe_key=key, now=event.at, link=link)


@subscribe(PersonErased)
def forget_who_was_erased(event: PersonErased) -> None:
    """Whoever was erased as they asked is forgotten here, too."""
    forget_applicant(person_id=event.person_id, actor=REGISTER, now=event.at)


@subscribe(PersonEnded)
def end_the_way_of_the_dead(event: PersonEnded) -> None:
    """Whoever has died is on no way any more; whoever moves away goes on elsewhere when the branch says so."""
    if event.reason == EndReason.DIED:
        end_for_the_dead(person_id=event.person_id, actor=REGISTER, now=event.at)
